# SPDX-License-Identifier: Apache-2.0
"""The examples of virt-qemu-sev-validate(1), each with both programs, each beside a mismatch.

Three ways to the launch data, five kinds of guest. Where an example of the page names an option that
no version has (--loader, --disk-password), the one that does the same stands here.
"""

import unittest

import settings
from both_programs import BothCase
from host_case import CMDLINE, LUKS_KEY, MILAN, REFERENCE, sku

SECRET = b"correct horse"


class Examples(BothCase):
    def setUp(self):
        super().setUp()
        self.guest = None
        boot, other = self.add_vmsa("vmsa")
        self.pages = ("--vmsa-cpu0", boot, "--vmsa-cpu1", other)
        self.kernel = ("--kernel", self.path["kernel"], "--initrd", self.path["initrd"],
                       "--cmdline", CMDLINE)
        self.secret = ("--inject-secret", f"luks-key:{self.path['secret']}")

    def wrong(self, words):
        """The same with the keys of another guest."""
        return [self.path["wrong.tk"] if word == self.path["tk"] else word for word in words]

    def example(self, guest, *words, where):
        """A match, and its mismatch."""
        self.agree(0, guest, *words, where=where)
        self.agree(1, guest, *self.wrong(words), where=where)

    def fresh(self, start=None):
        """A guest for each program, since a secret changes it."""
        def begin():
            self.guest = (start or self.plain)()
            return self.guest
        return begin

    def injects(self, *words, where):
        """A secret that arrives, and one that does not."""
        self.agree(0, self.fresh(), *words, where=where)
        self.assertEqual(self.guest.injected_secrets(), {LUKS_KEY: SECRET})
        self.assertTrue(self.guest.is_running())
        self.agree(1, self.fresh(), *self.wrong(words), where=where)
        self.assertEqual(self.guest.injected_secrets(), {})
        self.assertEqual(self.guest.state(), "paused")


class Offline(Examples):
    """Everything as parameters; what the host reports was carried here by hand."""

    def offline(self, guest, *words, program):
        """The program, with what `virsh domlaunchsecinfo` printed as its options."""
        options = {"sev-measurement": "--measurement", "sev-api-major": "--api-major",
                   "sev-api-minor": "--api-minor", "sev-build-id": "--build-id",
                   "sev-policy": "--policy"}
        reported = dict(line.replace(" ", "").split(":", 1)
                        for line in guest.launch_info().splitlines())
        launch = [part for name, option in options.items() for part in (option, reported[name])]
        return self.host.run_remote((*program, *words, *launch))

    def test_plain(self):
        self.example(self.plain(), *self.own, where="offline")

    def test_direct_kernel(self):
        self.example(self.direct_kernel(), *self.own, *self.kernel, where="offline")

    def test_encrypted_state_by_vmsa(self):
        self.example(self.encrypted_state(), *self.own, "--num-cpus", 2, *self.pages, where="offline")

    def test_encrypted_state_by_sku(self):
        self.example(self.encrypted_state(), *self.own, "--num-cpus", 2, *sku(*MILAN),
                     where="offline")

    def carried(self, guest, *words, program):
        """The program writes a packet, which is then injected by hand."""
        paths = [f"{self.host.inside}/packet.{name}" for name in ("header", "payload")]
        self.addCleanup(lambda: [(self.host.folder / path.rpartition("/")[2]).unlink(missing_ok=True)
                                 for path in paths])
        run = self.offline(guest, *words, "--secret-header", paths[0], "--secret-payload", paths[1],
                           program=program)
        if run.status == 0:
            done = self.host.run_local(("virsh", "domsetlaunchsecstate", guest.name,
                                        "--secrethdr", paths[0], "--secret", paths[1]))
            self.assertEqual(done.status, 0, done.stderr)
            self.host.run_local(("virsh", "resume", guest.name))
        elif program != REFERENCE:
            self.assertFalse(any((self.host.folder / path.rpartition("/")[2]).exists()
                                 for path in paths))
        for path in paths:
            (self.host.folder / path.rpartition("/")[2]).unlink(missing_ok=True)
        return run

    def test_secret(self):
        self.injects(*self.own, *self.secret, where="carried")


class Remote(Examples):
    """What the host reports comes over libvirt, everything else is the owner's."""

    def test_plain(self):
        self.example(self.plain(), *self.own, where="remote")

    def test_direct_kernel(self):
        self.example(self.direct_kernel(), *self.own, *self.kernel, where="remote")

    def test_encrypted_state_by_vmsa(self):
        self.example(self.encrypted_state(), *self.own, "--num-cpus", 2, *self.pages, where="remote")

    def test_encrypted_state_by_sku(self):
        """Without --num-cpus, as the page has it, both refuse to believe the host."""
        domain = self.encrypted_state()
        self.agree(3, domain, *self.own, *sku(*MILAN), says="--num-cpus")
        self.example(domain, *self.own, *sku(*MILAN), "--num-cpus", 2, where="remote")

    def test_secret(self):
        self.injects(*self.own, *self.secret, where="remote")


class Local(Examples):
    """Everything but the keys is the host's: for tests and demonstrations."""

    def setUp(self):
        super().setUp()
        self.own = ("--insecure", "--tk", self.path["tk"])

    def test_plain(self):
        self.example(self.plain(), *self.own, where="local")

    def test_direct_kernel(self):
        self.example(self.direct_kernel(), *self.own, where="local")

    def test_encrypted_state_by_vmsa(self):
        self.example(self.encrypted_state(), *self.own, *self.pages, where="local")

    def test_encrypted_state_by_the_hosts_sku(self):
        domain = self.host_passthrough()
        self.example(domain, *self.own, where="local")
        other = sku(*settings.host_cpu()[:2], (settings.host_cpu()[2] + 1) % 16)
        self.agree(1, domain, *self.own, *other, "--firmware", self.path["fw"], where="local")

    def test_secret(self):
        self.injects(*self.own, *self.secret, where="local")


if __name__ == "__main__":
    unittest.main()
