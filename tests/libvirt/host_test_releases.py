# SPDX-License-Identifier: Apache-2.0
"""Where releases of the reference differ from each other: sevproof beside whichever runs here.

`newer` is what one of libvirt 11.3 ends with (tests/reference/reference.py). Every match has a
mismatch beside it.
"""

import unittest

import settings
from both_programs import BothCase
from host_case import CMDLINE, MILAN, sku


class HostsCpu(BothCase):
    """Whose CPU counts where none is given, and when a given one becomes pages."""

    def setUp(self):
        super().setUp()
        self.insecure = ("--insecure", "--tk", self.path["tk"])

    def test_host_passthrough(self):
        domain = self.host_passthrough()
        self.agree(0, domain, *self.insecure, where="local", says="2 CPUs")
        self.agree(1, domain, *self.insecure, *sku(23, 1, 2), "--firmware", self.path["fw"],
                   where="local")
        self.agree(1, domain, *self.insecure, "--num-cpus", 1, where="local")

    def test_a_cpu_without_firmware(self):
        """The older reference cannot build the pages then."""
        domain = self.host_passthrough()
        self.differ("L09", 6, 0, domain, *self.insecure, *sku(*settings.host_cpu()), where="local",
                    newer=0)
        self.differ("L09", 6, 1, domain, *self.insecure, *sku(23, 1, 2), where="local", newer=1)

    def test_the_guests_own_cpu_model(self):
        """The older reference takes the host's CPU for any guest, the newer one none for this."""
        domain = self.encrypted_state()
        hosts = 0 if settings.host_cpu() == MILAN else 1
        self.differ("L05", hosts, 0, domain, *self.insecure, where="local", newer=2)
        self.agree(1, domain, *self.insecure, *sku(25, 1, 0), "--firmware", self.path["fw"],
                   where="local")

    def test_the_guests_own_cpu_model_mismatch(self):
        wrong = ("--insecure", "--tk", self.path["wrong.tk"])
        self.differ("L05", 1, 1, self.encrypted_state(), *wrong, where="local", newer=2)

    def test_a_cpu_model_that_is_not_known(self):
        domain = self.encrypted_state(cpu="Westmere")
        self.differ("L05", 1, 2, domain, *self.insecure, where="local", newer=2,
                    says="model 'Westmere' is unknown to sevproof")

    def test_without_a_cpu_element(self):
        """The guest has QEMU's default, which the reference does not know."""
        domain = self.encrypted_state(cpu=None)
        self.differ("L05", 1, 0, domain, *self.insecure, where="local", newer=2)

    def test_everything_is_missing(self):
        """Of several things that are missing, the same is named first."""
        both = self.encrypted_state(name="both", kernel=self.path["kernel"],
                                    initrd=self.path["initrd"], cmdline=CMDLINE, kernel_hashes=True)
        for more in ((), ("--ignore-config",)):
            self.agree(3, both, *self.own, *more, says="--num-cpus")
            self.agree(3, both, "--tk", self.path["tk"], *more, says="--num-cpus")
            self.agree(2, both, *self.own, *more, "--num-cpus", 2, says="--kernel")
        self.differ("L09", 6, 3, both, "--tk", self.path["tk"], *sku(*MILAN), says="--num-cpus",
                    newer=3)
        self.differ("L09", 6, 2, both, "--tk", self.path["tk"], *sku(*MILAN), "--num-cpus", 2,
                    says="--firmware", newer=2)


class RemoteValues(BothCase):
    """Without --insecure status 3; with it the reference takes them, sevproof only locally."""

    def test_of_an_encrypted_state(self):
        pages = self.add_vmsa("vmsa")
        vmsa = ("--vmsa-cpu0", pages[0], "--vmsa-cpu1", pages[1])
        domain = self.encrypted_state()
        self.agree(3, domain, *self.own, *vmsa, says="the number of CPUs is needed: give --num-cpus")
        self.agree(3, domain, *self.own, "--num-cpus", 2, says="the CPU is needed: give --cpu")
        self.differ("L03", 0, 2, domain, *self.own, *vmsa, "--insecure", says="--num-cpus", newer=0)
        hosts = 0 if settings.host_cpu() == MILAN else 1
        self.differ("L03", hosts, 2, domain, *self.own, "--num-cpus", 2, "--insecure", says="--cpu",
                    newer=2)

    def test_of_the_hosts_cpu(self):
        domain = self.host_passthrough()
        own = ("--num-cpus", 2, "--insecure")
        self.differ("L03", 0, 2, domain, *self.own, *own, says="--cpu", newer=0)
        self.differ("L03", 1, 2, domain, "--tk", self.path["wrong.tk"], "--firmware",
                    self.path["fw"], *own, says="--cpu", newer=1)

    def test_of_a_kernel(self):
        direct = self.direct_kernel()
        files = ("--kernel", self.path["kernel"], "--initrd", self.path["initrd"])
        self.agree(3, direct, *self.own, *files, says="command line is needed: give --cmdline")
        self.differ("L03", 0, 2, direct, *self.own, *files, "--insecure", says="--cmdline", newer=0)


class Local(BothCase):
    """Names by which one reference or the other takes its own host for a remote one."""

    def known_as(self, names):
        """From here on the host's address has these names."""
        hosts = self.host.sandbox.outside("/etc/hosts")
        before = hosts.read_text()
        self.addCleanup(hosts.write_text, before)
        hosts.write_text(f"127.0.0.1 {names}\n" + before)

    def both_ways(self, newer, older, says):
        """Locally refused by sevproof, and a match from elsewhere or when it is insecure."""
        domain = self.plain()
        wrong = ("--tk", self.path["wrong.tk"], "--firmware", self.path["fw"])
        for uri in (None, self.host.SOCKET_URI, self.host.TCP_URI):
            self.differ("L02", older[0], 3, domain, *self.own, where="local", uri=uri, says=says,
                        newer=newer[0])
        self.differ("L02", older[1], 3, domain, *wrong, where="local", newer=newer[1])
        self.agree(0, domain, *self.own)
        self.agree(1, domain, *wrong)
        self.agree(0, domain, *self.own, "--insecure", where="local")

    def test_by_its_full_name(self):
        """As most hosts are known."""
        self.known_as(f"{settings.HOST_NAME}.example.org {settings.HOST_NAME}")
        self.both_ways(newer=(3, 3), older=(0, 1), says="sev-host.example.org")

    def test_by_the_name_of_localhost(self):
        """As where /etc/hosts has one line for all names of the loopback address."""
        self.known_as(f"localhost {settings.HOST_NAME}")
        self.both_ways(newer=(0, 1), older=(3, 3), says="sev-host")


if __name__ == "__main__":
    unittest.main()
