# SPDX-License-Identifier: Apache-2.0
"""From a platform's certificates to a secret in the guest, on the command line."""

import base64
import hashlib
import hmac
import json
import os
import stat
import struct
import tempfile
import unittest

import known
import owner
import qemu_start
import sev_certificate
import test_packet
from test_host import NONCE, run

FIRMWARE = b"abc"
SECRETS = owner.Secrets(0x1234, *(bytes((value,)) * 14 + b"\0\xff" for value in range(1, 5)))


def refusal(number, words):
    return f"sev_launch_start: LAUNCH_START ret=1 fw_error={number} '{words}'"


class GlibBase64(unittest.TestCase):
    """Answers of GLib 2.74's g_base64_decode."""

    def test_known(self):
        for text, wanted in ((b"", b""), (b"AQID", b"\1\2\3"), (b" A\nQ-I_D!", b"\1\2\3"),
                             (b"AQI", b""), (b"AQIDBA", b"\1\2\3"), (b"AQ==", b"\1"),
                             (b"AQI=AQID", b"\1\2\1\2\3"), (b"A=ID", b"\0\2\3"),
                             (b"AQ=D", b"\1\3"), (b"====", b"\0"), (b"AQID\0AQID", b"\1\2\3")):
            self.assertEqual(qemu_start.glib_base64(text), wanted, text)


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.holder.cleanup)
        cls.folder = os.path.join(cls.holder.name, "host")
        cls.made = run("host.py", "platform", "--out", cls.folder, "--seed", "s", "--api-minor",
                       "40", "--no-es")
        cls.state = os.path.join(cls.folder, "platform.json")
        with open(os.path.join(cls.folder, "pdh.cert"), "rb") as stream:
            cls.pdh = sev_certificate.public_key(stream.read())
        cls.firmware = cls.file("fw", FIRMWARE)
        cls.godh = cls.file("godh", base64.b64encode(owner.certificate(SECRETS.private)))

    @classmethod
    def file(cls, name, content):
        path = os.path.join(cls.holder.name, name)
        with open(path, "wb") as stream:
            stream.write(content)
        return path

    def session(self, policy, name="session"):
        return self.file(name, base64.b64encode(owner.session(SECRETS, self.pdh, policy)))

    def launch(self, policy, *words):
        return run("host.py", "launch", "--platform", self.state, "--firmware", self.firmware,
                   "--policy", str(policy), "--nonce", NONCE, "--format", "blob", *words)

    def measured(self, tik, policy):
        message = bytes((4, 1, 40, 21)) + struct.pack("<I", policy)
        message += hashlib.sha256(FIRMWARE).digest() + bytes.fromhex(NONCE)
        return hmac.digest(tik, message, "sha256")

    def check_measured(self, answer, tik, policy):
        status, blob, complaint = answer
        self.assertEqual((status, complaint), (0, ""))
        self.assertEqual(base64.b64decode(blob)[:32], self.measured(tik, policy))

    def test_platform(self):
        self.assertEqual(self.made, (0, self.state + "\n", ""))
        self.assertEqual(sorted(set(os.listdir(self.folder)) - {"guest.json"}), [
            "ark.cert", "ask.cert", "cek.cert", "cek.unsigned.cert", "chip-id.txt",
            "nodesevinfo.txt", "oca.cert", "pdh.cert", "pek.cert", "platform.json",
            "query-sev-capabilities.json"])
        self.assertEqual(stat.S_IMODE(os.stat(self.state).st_mode), 0o600)
        status, _, complaint = run("host.py", "platform", "--out", self.firmware)
        self.assertEqual((status, complaint[:6]), (2, "ERROR:"))

    def test_known_session(self):
        folder = os.path.join(self.holder.name, "known")
        case = known.CASES["ordinary"]
        run("host.py", "platform", "--out", folder, "--pdh", case["pdhPrivate"])
        with open(os.path.join(folder, "pdh.cert"), "rb") as stream:
            self.assertEqual(sev_certificate.public_key(stream.read()), known.pdh_point())
        answer = run("host.py", "launch", "--platform", os.path.join(folder, "platform.json"),
                     "--firmware", self.firmware, "--policy", "3",
                     "--session", self.file("s", known.session(case)),
                     "--godh", self.file("g", known.godh(case)))
        self.assertEqual((answer[0], answer[2]), (0, ""))

    def test_secret_and_attestation(self):
        guest = os.path.join(self.holder.name, "guest")
        keys = ("--session", self.session(0xB), "--godh", self.godh, "--guest", guest)
        self.check_measured(self.launch(0xB, *keys), SECRETS.tik, 0xB)
        self.assertEqual(stat.S_IMODE(os.stat(guest).st_mode), 0o600)
        payload = test_packet.secret_table((test_packet.LUKS_KEY, b"\x01\xff"))
        sealed = self.sealed(payload)
        words = ("open", "--platform", self.state, "--guest", guest, "--payload",
                 self.file("p", base64.b64encode(sealed)), "--header")
        header = self.file("h", base64.b64encode(self.header(sealed, 0xB)))
        status, text, _ = run("host.py", *words, header)
        self.assertEqual((status, json.loads(text)), (0, {str(test_packet.LUKS_KEY): "01ff"}))
        header = self.file("h", base64.b64encode(self.header(sealed, 3)))
        status, _, complaint = run("host.py", *words, header)
        self.assertEqual(status, 2)
        self.assertIn("BAD_MEASUREMENT", complaint)
        self.check_attested(guest)

    def sealed(self, payload):
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        cipher = Cipher(algorithms.AES(SECRETS.tek), modes.CTR(test_packet.COUNTER))
        return cipher.encryptor().update(payload)

    def header(self, sealed, policy):
        start = struct.pack("<I16s", 0, test_packet.COUNTER)
        message = b"\1" + start + struct.pack("<II", len(sealed), len(sealed)) + sealed
        message += self.measured(SECRETS.tik, policy)
        return start + hmac.digest(SECRETS.tik, message, "sha256")

    def check_attested(self, guest):
        status, text, _ = run("host.py", "attest", "--platform", self.state, "--guest", guest,
                              "--nonce", NONCE)
        report = base64.b64decode(json.loads(text)["return"]["data"])
        self.assertEqual((status, len(report), report[:16].hex()), (0, 208, NONCE))
        self.assertEqual(report[16:0x34], hashlib.sha256(FIRMWARE).digest() + b"\x0b\0\0\0")
        with open(os.path.join(self.folder, "pek.cert"), "rb") as stream:
            pek = sev_certificate.public_key(stream.read())
        self.assertTrue(sev_certificate.ecdsa_verifies(pek, report[:0x34], report[0x40:]))

    def test_ways_to_write_a_session(self):
        text = base64.b64encode(owner.session(SECRETS, self.pdh, 3))
        binary = owner.session(SECRETS, self.pdh, 3)
        for content in (text, text + b"\n", b"  " + b"\n   ".join((text[:60], text[60:])), binary):
            answer = self.launch(3, "--session", self.file("s", content), "--godh", self.godh)
            self.check_measured(answer, SECRETS.tik, 3)

    def test_without_a_session(self):
        self.check_measured(self.launch(3), bytes(16), 3)
        self.check_measured(self.launch(1, "--session", self.session(3)), bytes(16), 1)

    def refused(self, number, words, policy, *more):
        status, text, complaint = self.launch(policy, *more)
        self.assertEqual((status, text), (2, ""), more)
        self.assertEqual(complaint.splitlines()[0], refusal(number, words))

    def test_refusals(self):
        session, godh = ("--session", self.session(3)), ("--godh", self.godh)
        self.refused(4, "Buffer too small", 3, *godh)
        self.refused(4, "Buffer too small", 3, "--session", self.godh, "--godh", session[1])
        self.refused(4, "Buffer too small", 3, *session, "--godh",
                     self.file("path", b"/var/lib/libvirt/guest_godh.b64"))
        with open(os.path.join(self.folder, "pek.cert"), "rb") as stream:
            pek = self.file("pek", base64.b64encode(stream.read()))
        self.refused(6, "Certificate is invalid", 3, *session, "--godh", pek)
        other = self.file("o", base64.b64encode(owner.certificate(7)))
        self.refused(11, "Bad measurement", 3, *session, "--godh", other)
        self.refused(11, "Bad measurement", 1, *session, *godh)
        for policy in (0x29010003, 0x43):
            session = ("--session", self.session(policy))
            self.refused(7, "Policy is not allowed", policy, *session, *godh)
        self.refused(21, "Feature not supported", 7, "--session", self.session(7), *godh)
        self.refused(21, "Feature not supported", 7)

    def test_what_the_kernel_refuses(self):
        session = ("--session", self.session(3))
        for content in (b"", b"A" * 22000):
            wrong = self.file("wrong", content)
            self.refused(0, "", 3, "--godh", wrong, *session)
            self.refused(0, "", 3, "--session", wrong)
        # A binary certificate's second byte is a NUL, at which GLib sees the end of the text.
        binary = self.file("binary", owner.certificate(SECRETS.private))
        self.refused(0, "", 3, *session, "--godh", binary, "--as-qemu")

    def test_bad_input(self):
        keys = self.file("tk", bytes(32))
        common = ("launch", "--firmware", self.firmware, "--policy", "3")
        for words in ((*common, "--tk", keys, "--session", keys), common,
                      (*common, "--platform", self.state, "--api-minor", "1"),
                      (*common, "--platform", self.state, "--tk", keys),
                      (*common, "--platform", keys),
                      (*common, "--platform", self.file("empty", b"{}")),
                      ("open", "--tk", keys, "--header", keys, "--payload", keys),
                      ("open", "--platform", self.state, "--guest", keys, "--header", keys,
                       "--payload", keys),
                      ("attest", "--platform", self.state, "--guest", self.folder, "--nonce",
                       NONCE)):
            status, text, complaint = run("host.py", *words)
            self.assertEqual((status, text), (2, ""), words)
            self.assertNotIn("Traceback", complaint)


if __name__ == "__main__":
    unittest.main()
