# SPDX-License-Identifier: Apache-2.0
"""What tests against the stand-in host share: the host, files of the owner, and checks."""

import os
import unittest
import uuid
from dataclasses import replace

import domains
import host
import images
import reference
import sev_firmware
import vmsa_page
from ovmf_table import ap_reset_address

REFERENCE = reference.COMMAND
SEVPROOF = (os.environ.get("SEVPROOF", str(host.HERE.parents[1] / "build/release/bin/sevproof")),)
CRASH = "Traceback (most recent call last)"
MILAN = (25, 1, 1)
LUKS_KEY = uuid.UUID("736869e5-84f0-4973-92ec-06879ce3da0b")
CMDLINE = "console=ttyS0 quiet  panic=-1"


def sku(family, model, stepping):
    """The options that name a CPU."""
    return ("--cpu-family", family, "--cpu-model", model, "--cpu-stepping", stepping)


class HostCase(unittest.TestCase):
    """One host for all tests of a class, and no guest that outlives its test."""

    @classmethod
    def setUpClass(cls):
        cls.host = host.Host()
        cls.addClassCleanup(cls.host.close)
        cls.tk = os.urandom(2 * sev_firmware.KEY_SIZE)
        cls.image = images.firmware()
        files = {"tk": cls.tk, "wrong.tk": os.urandom(32), "short.tk": cls.tk[:-1],
                 "fw": cls.image, "wrong.fw": cls.image[:-1] + b"\0",
                 "wrong.initrd": b"initrd" * 101, "tik": cls.tk[16:], "tek": cls.tk[:16],
                 "kernel": images.kernel(), "wrong.kernel": images.kernel(filler=b"\x90"),
                 "initrd": b"initrd" * 100, "secret": b"correct horse"}
        cls.path = {name: cls.host.add_file(name, content) for name, content in files.items()}

    def setUp(self):
        self.addCleanup(self.host.remove_domains)

    def run(self, result=None):
        """A failed test shows what the host's programs wrote."""
        before = 0 if result is None else len(result.failures) + len(result.errors)
        outcome = super().run(result)
        if result is not None and len(result.failures) + len(result.errors) > before:
            print(f"\nlogs of the host after {self.id()}:\n{self.host.logs()[-6000:]}")
        return outcome

    def add_vmsa(self, name, cpu=MILAN, **kind):
        """VMSA pages as files: paths of those of the boot CPU and of the others."""
        signature = vmsa_page.cpu_signature(*cpu)
        start = ap_reset_address(self.image)
        return (self.host.add_file(f"{name}0", vmsa_page.build(signature, **kind)),
                self.host.add_file(f"{name}1", vmsa_page.build(signature, start=start, **kind)))

    # guests

    def plain(self, **more):
        """A paused guest of firmware only. `more` replaces what a Spec says."""
        return self.host.start(replace(domains.plain(self.path["fw"], self.tk), **more))

    def direct_kernel(self, **more):
        """A paused guest with a measured kernel."""
        return self.host.start(replace(domains.direct_kernel(
            self.path["fw"], self.path["kernel"], self.path["initrd"], CMDLINE, self.tk), **more))

    def encrypted_state(self, **more):
        """A paused SEV-ES guest with two CPUs of a named model."""
        return self.host.start(replace(domains.encrypted_state(self.path["fw"], self.tk), **more))

    def host_passthrough(self, **more):
        """A paused SEV-ES guest with the host's CPU."""
        return self.host.start(replace(domains.host_passthrough(self.path["fw"], self.tk), **more))

    # programs

    def remote(self, domain, *words, uri=host.Host.TCP_URI, program=REFERENCE):
        """The program at the guest owner's machine."""
        name = getattr(domain, "name", domain)
        return self.host.run_remote((*program, "--connect", uri, "--domain", name, *words))

    def local(self, domain, *words, uri=None, program=REFERENCE):
        """The program at the host itself."""
        name = getattr(domain, "name", domain)
        connection = () if uri is None else ("--connect", uri)
        return self.host.run_local((*program, *connection, "--domain", name, *words))

    def expect(self, run, status, text):
        """Status and words together: a crash of the reference has the status of a mismatch."""
        seen = f"{run.command}\nstatus {run.status}\n{run.stdout}{run.stderr}"
        self.assertNotIn(CRASH, run.stderr, seen)
        self.assertEqual(run.status, status, seen)
        self.assertIn(text, run.stdout if status == 0 else run.stderr, seen)
