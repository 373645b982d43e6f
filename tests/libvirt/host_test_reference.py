# SPDX-License-Identifier: Apache-2.0
"""virt-qemu-sev-validate against the stand-in host: the host is right if the reference finds it so.

Every match has a mismatch beside it.
"""

import unittest

import domains
import images
import qmp
from host_case import CMDLINE, LUKS_KEY, MILAN, REFERENCE, HostCase, sku
from sandbox import wait_for

LOOKS_GOOD = "OK: Looks good to me"
MISMATCH = "Measurement does not match"


class Measurement(HostCase):
    """Statuses 0 and 1."""

    def test_plain(self):
        domain = self.plain()
        own = ("--tk", self.path["tk"], "--firmware", self.path["fw"])
        number, identity = domain.identity()
        for name in (domain.name, number, identity):
            self.expect(self.remote(name, *own), 0, LOOKS_GOOD)
        self.expect(self.remote(domain, *own, uri=self.host.SOCKET_URI), 0, LOOKS_GOOD)
        self.expect(self.remote(domain, "--tik", self.path["tik"], "--tek", self.path["tek"],
                                "--firmware", self.path["fw"]), 0, LOOKS_GOOD)
        self.expect(self.local(domain, "--insecure", "--tk", self.path["tk"]), 0, LOOKS_GOOD)
        self.expect(self.remote(domain, "--tk", self.path["wrong.tk"],
                                "--firmware", self.path["fw"]), 1, MISMATCH)
        self.expect(self.remote(domain, "--tk", self.path["tk"],
                                "--firmware", self.path["wrong.fw"]), 1, MISMATCH)
        self.expect(self.remote(domain, *own, "--policy", 1), 1, MISMATCH)

    def test_pflash(self):
        domain = self.plain(loader="pflash", stateless=True)
        own = ("--tk", self.path["tk"], "--firmware")
        self.expect(self.remote(domain, *own, self.path["fw"]), 0, LOOKS_GOOD)
        self.expect(self.remote(domain, *own, self.path["wrong.fw"]), 1, MISMATCH)

    def test_direct_kernel(self):
        domain = self.direct_kernel()
        own = ("--tk", self.path["tk"], "--firmware", self.path["fw"],
               "--initrd", self.path["initrd"])
        right = ("--kernel", self.path["kernel"])
        self.expect(self.remote(domain, *own, *right, "--cmdline", CMDLINE), 0, LOOKS_GOOD)
        self.expect(self.local(domain, "--insecure", "--tk", self.path["tk"]), 0, LOOKS_GOOD)
        self.expect(self.remote(domain, *own, *right, "--cmdline", CMDLINE + " "), 1, MISMATCH)
        self.expect(self.remote(domain, *own, "--kernel", self.path["wrong.kernel"],
                                "--cmdline", CMDLINE), 1, MISMATCH)

    def test_kernel_alone(self):
        domain = self.direct_kernel(name="alone", initrd=None, cmdline=None)
        self.expect(self.local(domain, "--insecure", "--tk", self.path["tk"]), 0, LOOKS_GOOD)
        self.expect(self.remote(domain, "--tk", self.path["tk"], "--firmware", self.path["fw"],
                                "--kernel", self.path["kernel"], "--cmdline", "x"), 1, MISMATCH)

    def test_encrypted_state(self):
        domain = self.encrypted_state(vcpus=3)
        own = ("--tk", self.path["tk"], "--firmware", self.path["fw"])
        boot, other = self.add_vmsa("vmsa")
        pages = ("--vmsa-cpu0", boot, "--vmsa-cpu1", other)
        self.expect(self.remote(domain, *own, *sku(*MILAN), "--num-cpus", 3), 0, LOOKS_GOOD)
        self.expect(self.remote(domain, *own, *pages, "--num-cpus", 3), 0, LOOKS_GOOD)
        self.expect(self.remote(domain, *own, *sku(*MILAN), "--num-cpus", 2), 1, MISMATCH)
        self.expect(self.remote(domain, *own, *sku(25, 1, 0), "--num-cpus", 3), 1, MISMATCH)

    def test_host_passthrough(self):
        domain = self.host_passthrough()
        own = ("--tk", self.path["tk"])
        self.expect(self.local(domain, "--insecure", *own), 0, LOOKS_GOOD)
        self.expect(self.local(domain, "--insecure", *own, *sku(23, 1, 2),
                               "--firmware", self.path["fw"]), 1, MISMATCH)

    def test_newer_kernels(self):
        for kind in ({"layout": "init2"}, {"sev_features": 0x20}):
            with self.subTest(kind):
                domain = self.encrypted_state(name="newer", **kind)
                own = ("--tk", self.path["tk"], "--firmware", self.path["fw"], "--num-cpus", 2)
                boot, other = self.add_vmsa("newer", **kind)
                self.expect(self.remote(domain, *own, "--vmsa-cpu0", boot, "--vmsa-cpu1", other),
                            0, LOOKS_GOOD)
                # The reference builds pages of older kernels only.
                self.expect(self.remote(domain, *own, *sku(*MILAN)), 1, MISMATCH)
                self.host.remove_domains()

    def test_host_that_lies(self):
        """A measurement of another launch is reported."""
        domain = self.plain(answers={"query-sev-launch-measure": {"return": {"data": "Q" * 64}}})
        self.expect(self.remote(domain, "--tk", self.path["tk"], "--firmware", self.path["fw"]),
                    1, MISMATCH)


class Injection(HostCase):
    """A secret goes into the guest's memory, and the guest runs; or neither."""

    def inject(self, domain, keys="tk"):
        return self.remote(domain, "--tk", self.path[keys], "--firmware", self.path["fw"],
                           "--inject-secret", f"luks-key:{self.path['secret']}")

    def test_match(self):
        domain = self.plain()
        self.assertEqual(domain.state(), "paused")
        self.expect(self.inject(domain), 0, "OK: Injected 1 secrets")
        self.assertEqual(domain.injected_secrets(), {LUKS_KEY: b"correct horse"})
        self.assertTrue(domain.is_running())

    def test_locally(self):
        domain = self.direct_kernel()
        self.expect(self.local(domain, "--insecure", "--tk", self.path["tk"], "--inject-secret",
                               f"luks-key:{self.path['secret']}"), 0, "OK: Injected 1 secrets")
        self.assertEqual(domain.injected_secrets(), {LUKS_KEY: b"correct horse"})
        self.assertTrue(domain.is_running())

    def nothing_injected(self, domain, state):
        self.assertEqual(domain.injected_secrets(), {})
        self.assertEqual(domain.state(), state)

    def test_mismatch(self):
        domain = self.plain()
        self.expect(self.inject(domain, keys="wrong.tk"), 1, MISMATCH)
        self.nothing_injected(domain, "paused")

    def test_refused_by_the_firmware(self):
        refusal = qmp.error("SEV: failed to inject secret ret=-5 fw_error=11 'Bad measurement'")
        domain = self.plain(answers={"sev-inject-launch-secret": refusal})
        self.expect(self.inject(domain), 6, "Bad measurement")
        self.nothing_injected(domain, "paused")

    def test_resumed_before_the_injection(self):
        domain = self.plain(resume_at="query-sev-launch-measure")
        self.expect(self.inject(domain), 6, "domain must be in a paused state")
        self.nothing_injected(domain, "running")

    def test_connection_to_qemu_lost(self):
        domain = self.plain(answers={"query-sev-launch-measure": "hang up"})
        self.expect(self.inject(domain), 6, "")
        self.assertEqual(domain.injected_secrets(), {})

    def test_connection_to_libvirt_lost(self):
        domain = self.plain(answers={"query-sev-launch-measure": "silence"})
        program = self.host.begin_remote(
            (*REFERENCE, "--connect", self.host.TCP_URI, "--domain", domain.name,
             "--tk", self.path["tk"], "--firmware", self.path["fw"]))
        wait_for("the question", domain.is_silent)
        self.host.stop_daemon()
        self.addCleanup(self.host.start_daemon)
        self.expect(self.host.sandbox.finish(program), 6, "")


class Refusals(HostCase):
    """Statuses 2 to 6."""

    def setUp(self):
        super().setUp()
        self.own = ("--tk", self.path["tk"], "--firmware", self.path["fw"])

    def test_usage(self):
        domain = self.plain()
        self.expect(self.remote(domain, "--firmware", self.path["fw"]), 2, "--tk")
        self.expect(self.remote(domain, "--tk", self.path["short.tk"],
                                "--firmware", self.path["fw"]), 2, "32 bytes")
        self.expect(self.remote(domain, "--tk", self.path["tk"]), 2, "remotely")
        self.expect(self.remote(domain, *self.own, "--kernel", self.path["kernel"]), 2,
                    "kernel measurement not enabled")

    def test_insecure(self):
        domain = self.plain()
        self.expect(self.local(domain, *self.own), 3, "locally")
        direct = self.direct_kernel(kernel_hashes=False)
        self.expect(self.remote(direct, *self.own), 3, "without measurement")

    def test_nvram(self):
        code = self.host.add_file("CODE.fd", images.DEBIAN_CODE)
        variables = self.host.add_file("VARS.fd", images.DEBIAN_VARS)
        domain = self.host.start(domains.plain(
            code, self.tk, loader="pflash", nvram=variables))
        own = ("--tk", self.path["tk"], "--firmware", code)
        self.expect(self.remote(domain, *own), 3, "NVRAM")
        self.expect(self.remote(domain, *own, "--insecure"), 0, LOOKS_GOOD)

    def test_configuration(self):
        for name, change, text in (
                ("no-security", {"sev": False}, "not configured with SEV"),
                ("no-certificate", {"certificate": None}, "owner cert"),
                ("no-session", {"session": None}, "session data"),
                ("no-loader", {"firmware": None}, "one firmware path"),
                ("no-kernel", {"kernel_hashes": True}, "kernel/initrd/cmdline not provided")):
            with self.subTest(name):
                self.expect(self.remote(self.plain(name=name, **change), *self.own), 4, text)

    def test_state(self):
        domain = self.host.define(domains.plain(self.path["fw"], self.tk))
        self.expect(self.remote(domain, *self.own), 5, "must be running")
        domain.start(paused=False)
        self.expect(self.remote(domain, *self.own), 5, "must be paused")
        self.expect(self.remote(domain, *self.own, "--insecure"), 0, LOOKS_GOOD)

    def test_decoys(self):
        """Only the elements of the domain itself count."""
        other = ('<o:x xmlns:o="urn:o"><domain><os><nvram>/v</nvram><loader>/l</loader></os>'
                 '<launchSecurity type="sev"/></domain></o:x>')
        domain = self.plain(metadata=other, description="x" * 1_000_000)
        self.expect(self.remote(domain, *self.own), 0, LOOKS_GOOD)

    def test_unexpected(self):
        self.expect(self.remote("nobody", *self.own), 6, "Domain not found")
        self.expect(self.remote("nobody", *self.own, uri="qemu+tcp://localhost:1/system"), 6,
                    "refused")


if __name__ == "__main__":
    unittest.main()
