# SPDX-License-Identifier: Apache-2.0
"""The answers of one launched guest. What is wanted is put together here, byte by byte."""

import base64
import hashlib
import hmac
import os
import sys
import tempfile
import unittest
from dataclasses import replace

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "standin"))

import elliptic  # noqa: E402
import firmware_image  # noqa: E402
import kernel_hashes  # noqa: E402
import owner  # noqa: E402
import qemu  # noqa: E402
import vmsa_page  # noqa: E402
from launched_guest import LaunchedGuest, Owner, SevPlatform  # noqa: E402
from qemu_arguments import Launch  # noqa: E402
from qemu_start import StartRefused  # noqa: E402
from qmp import Forward, HangUp, Reply, Silence  # noqa: E402
from sev_platform import Platform  # noqa: E402

TEK, TIK = bytes(range(16)), bytes(range(16, 32))
OWNER = Owner(TEK + TIK)
ROME = (23, 49, 0)
START = 0x80B004
CAPABILITIES = {"return": {"pdh": "PDH", "cert-chain": "chain", "cbitpos": 51}}


class GuestCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder, self.memory, self.notes = folder.name, [], []
        self.image = firmware_image.build(8192, reset_address=START, hash_area=(0x810C00, 0x400),
                                          secret_area=(0x810000, 0xC00))
        self.plain = Launch("g", 3, self.file("fw", self.image))

    def file(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as stream:
            stream.write(content)
        return path

    def note(self, kind, data):
        (self.memory if kind == "secret" else self.notes).append(data)

    def guest(self, launch=None, owner=OWNER):
        return LaunchedGuest(launch or self.plain, owner, self.note)

    @staticmethod
    def body(guest, command, **arguments):
        decision = guest.answer(command, arguments)
        assert isinstance(decision, Reply), decision
        return decision.body

    def blob(self, guest):
        return base64.b64decode(self.body(guest, "query-sev-launch-measure")["return"]["data"])

    def measures(self, guest, policy, content):
        blob = self.blob(guest)
        message = bytes((4, 1, 55, 21)) + policy.to_bytes(4, "little")
        message += hashlib.sha256(content).digest() + blob[32:]
        return len(blob) == 48 and blob[:32] == hmac.digest(TIK, message, "sha256")

    def packet(self, guest, tik=TIK):
        """A packet whose payload is 16 bytes of ciphertext."""
        payload, start = b"p" * 16, bytes(4) + b"i" * 16
        message = b"\1" + start + (16).to_bytes(4, "little") * 2 + payload + self.blob(guest)[:32]
        mac = hmac.digest(tik, message, "sha256")
        return {"packet-header": base64.b64encode(start + mac).decode(),
                "secret": base64.b64encode(payload).decode()}


class Measurement(GuestCase):
    def test_firmware_only(self):
        self.assertTrue(self.measures(self.guest(), 3, self.image))
        self.assertFalse(self.measures(self.guest(), 3, self.image + b"\0"))

    def test_kernel_counts_only_with_hashes(self):
        kernel, initrd = self.file("k", b"kernel"), self.file("i", b"initrd")
        launch = replace(self.plain, kernel=kernel, initrd=initrd, cmdline="a  b")
        self.assertTrue(self.measures(self.guest(launch), 3, self.image))
        table = kernel_hashes.build(*(hashlib.sha256(part).digest()
                                      for part in (b"kernel", b"initrd", b"a  b\0")))
        hashed = replace(launch, kernel_hashes=True)
        self.assertTrue(self.measures(self.guest(hashed), 3, self.image + table))
        alone = replace(self.plain, kernel_hashes=True)
        self.assertTrue(self.measures(self.guest(alone), 3, self.image))

    def test_pages_of_either_kind_of_host(self):
        launch = replace(self.plain, policy=7, vcpus=3, cpu=ROME)
        signature = vmsa_page.cpu_signature(*ROME)
        for kind in ({}, {"layout": "init2"}, {"sev_features": 0x20}):
            boot = vmsa_page.build(signature, **kind)
            other = vmsa_page.build(signature, start=START, **kind)
            guest = self.guest(launch, replace(OWNER, **kind))
            self.assertTrue(self.measures(guest, 7, self.image + boot + other * 2), kind)
            self.assertFalse(self.measures(guest, 7, self.image + boot + other), kind)

    def test_what_qemu_would_not_start(self):
        with self.assertRaises(OSError):
            self.guest(replace(self.plain, firmware="/nowhere"))
        bare = self.file("bare", firmware_image.build(8192, reset_address=START))
        with self.assertRaises(qemu.LaunchRefused):
            self.guest(replace(self.plain, firmware=bare, kernel=bare, kernel_hashes=True))

    def test_side_file(self):
        owner = Owner(TEK + TIK, "init2", 0x20, (0, 24, 13), {"query-sev": "hang up"}, "cont")
        self.assertEqual(Owner.from_json(owner.to_json()), owner)


class Session(GuestCase):
    """Keys that only the owner's session has."""

    def setUp(self):
        super().setUp()
        self.secrets = owner.Secrets(0x1234, b"n" * 16, b"i" * 16, TEK, TIK)
        self.platform = Platform(5, 6, 7, 8, 9, api=(1, 55), build=21)

    def started(self, policy=3, made_for=3, pdh=5, **more):
        session = owner.session(self.secrets, elliptic.P384.public(pdh), made_for)
        godh = owner.certificate(self.secrets.private)
        launch = replace(self.plain, policy=policy, **{
            "session": self.file("s", base64.b64encode(session)),
            "certificate": self.file("g", base64.encodebytes(godh)), **more})
        return LaunchedGuest(launch, Owner(None, api=(0, 1, 2)), self.note, self.platform)

    def test_opened(self):
        guest = self.started()
        self.assertTrue(self.measures(guest, 3, self.image))
        self.assertEqual(self.body(guest, "query-sev")["return"]["api-minor"], 55)
        packet = self.packet(guest)
        self.assertEqual(self.body(guest, "sev-inject-launch-secret", **packet), {"return": {}})

    def test_refused(self):
        for number, wrong in ((11, {"policy": 1}), (11, {"pdh": 6}), (4, {"session": None}),
                              (4, {"certificate": self.file("path", b"/var/lib/godh.b64")})):
            with self.assertRaisesRegex(StartRefused, f"fw_error={number} "):
                self.started(**wrong)

    def test_left_out(self):
        """Then the firmware has keys of zeros."""
        guest = self.started(certificate=None)
        self.assertFalse(self.measures(guest, 3, self.image))

    def test_side_file(self):
        self.assertEqual(Owner.from_json(Owner(None).to_json()), Owner(None))


class State(GuestCase):
    def test_query_sev(self):
        guest = self.guest(owner=replace(OWNER, api=(0, 24, 13)))
        wanted = {"enabled": True, "sev-type": "sev", "api-major": 0, "api-minor": 24,
                  "build-id": 13, "policy": 3, "handle": 1, "state": "launch-secret"}
        self.assertEqual(self.body(guest, "query-sev"), {"return": wanted})
        self.assertIsNone(guest.answer("cont", {}))
        self.assertIsNone(guest.answer("cont", {}))
        self.assertEqual(self.body(guest, "query-sev"), {"return": {**wanted, "state": "running"}})

    def test_injection(self):
        guest = self.guest()
        self.assertIn("Bad measurement", self.body(
            guest, "sev-inject-launch-secret", **self.packet(guest, tik=TEK))["error"]["desc"])
        for change, text in (({"secret": "!"}, "not valid"),
                             ({"packet-header": ""}, "Buffer too small")):
            packet = {**self.packet(guest), **change}
            self.assertIn(text, self.body(guest, "sev-inject-launch-secret",
                                          **packet)["error"]["desc"])
        self.assertEqual(self.memory, [])
        packet = self.packet(guest)
        self.assertEqual(self.body(guest, "sev-inject-launch-secret", **packet), {"return": {}})
        self.assertEqual([len(memory) for memory in self.memory], [16])
        guest.answer("cont", {})
        self.assertIn("Not in correct state", self.body(
            guest, "sev-inject-launch-secret", **packet)["error"]["desc"])

    def test_injection_needs_an_area_or_an_address(self):
        bare = self.file("bare", firmware_image.build(8192))
        guest = self.guest(replace(self.plain, firmware=bare))
        self.assertIn("no secret area", self.body(
            guest, "sev-inject-launch-secret", **self.packet(guest))["error"]["desc"])
        self.assertEqual(self.body(guest, "sev-inject-launch-secret", gpa=4096,
                                   **self.packet(guest)), {"return": {}})

    def test_faults(self):
        guest = self.guest(owner=replace(OWNER, resume_at="query-sev", answers={
            "query-sev-launch-measure": {"return": {"data": ""}}, "cont": "hang up",
            "query-x": "silence"}))
        self.assertEqual(self.body(guest, "query-sev-launch-measure"), {"return": {"data": ""}})
        self.assertIsInstance(guest.answer("cont", {}), HangUp)
        self.assertEqual((guest.answer("query-x", {}), self.notes), (Silence(), [b"query-x"]))
        self.assertEqual(guest.pending(), [])
        self.assertEqual(self.body(guest, "query-sev")["return"]["state"], "running")
        self.assertEqual((guest.pending(), guest.pending()), (["cont"], []))


class Host(GuestCase):
    def test_host(self):
        platform = SevPlatform(CAPABILITIES)
        self.assertEqual(self.body(platform, "query-sev-capabilities"), CAPABILITIES)
        self.assertEqual(self.body(platform, "query-kvm"),
                         {"return": {"enabled": True, "present": True}})
        self.assertEqual(self.body(platform, "query-accelerators"),
                         {"return": {"enabled": "kvm", "present": ["kvm", "tcg"]}})
        for name, wanted in (("host", "max"), ("EPYC", None)):
            decision = platform.answer("query-cpu-model-expansion",
                                       {"type": "static", "model": {"name": name}})
            self.assertEqual(decision, wanted and Forward(
                {"type": "static", "model": {"name": wanted}}))
        self.assertIsNone(platform.answer("query-sev", {}))

    def test_guest_behind_it(self):
        platform = SevPlatform(CAPABILITIES, self.guest())
        self.assertEqual(self.body(platform, "query-sev")["return"]["policy"], 3)
        self.assertIsNone(platform.answer("query-status", {}))


if __name__ == "__main__":
    unittest.main()
