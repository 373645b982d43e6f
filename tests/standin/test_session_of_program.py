# SPDX-License-Identifier: Apache-2.0
"""Sessions that sevproof makes, opened by the stand-in firmware: from a platform's certificates to a secret in the
guest. The environment variable SEVPROOF names the program."""

import base64
import json
import os
import subprocess
import tempfile
import unittest

import sev_certificate
from test_host import run

PROGRAM = os.environ.get("SEVPROOF")
LUKS_KEY = "736869e5-84f0-4973-92ec-06879ce3da0b"
PASSPHRASE = b"correct horse\0"


def refusal(number):
    return f"sev_launch_start: LAUNCH_START ret=1 fw_error={number} "


@unittest.skipUnless(PROGRAM, "SEVPROOF names no program")
class SessionOfProgram(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        cls.folder = holder.name
        cls.host = cls.path("host")
        run("host.py", "platform", "--out", cls.host, "--seed", "a")
        cls.state = os.path.join(cls.host, "platform.json")
        cls.firmware = cls.path("fw.fd")
        run("firmware_image.py", "--out", cls.firmware, "--size", "8192", "--secret-area", "0x80c000/0xc00")
        with open(cls.path("secret"), "wb") as stream:
            stream.write(PASSPHRASE)

    @classmethod
    def path(cls, *parts):
        return os.path.join(cls.folder, *parts)

    def program(self, *words, status=0):
        done = subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout

    def create(self, name, policy, *words, host=None):
        """Of the session's files, the paths' common beginning."""
        host = host or self.host
        chain = [word for file in ("pdh", "pek", "oca", "cek", "ask")
                 for word in ("--platform", os.path.join(host, file + ".cert"))]
        self.program("session", "create", *chain, "--root", os.path.join(host, "ark.cert"),
                     "--policy", policy, "--out", self.path(name), *words)
        return self.path(name, "vm")

    def launch(self, policy, session, godh=None, state=None):
        return run("host.py", "launch", "--platform", state or self.state, "--firmware", self.firmware,
                   "--policy", policy, "--session", session + "_session.b64",
                   "--godh", (godh or session) + "_godh.b64", "--as-qemu")

    def validate(self, session, report, policy, *words, status=0):
        info = self.path("info")
        with open(info, "w", encoding="ascii") as stream:
            stream.write(report)
        return self.program("--launch-info", info, "--policy", policy, "--tik", session + "_tik.bin",
                            "--firmware", self.firmware, *words, status=status)

    def test_to_a_secret_in_the_guest(self):
        for policy, names in (("0xb", "nodbg,noks,nosend"), ("3", "NODBG|NOKS"), ("0x3701000b", "0x3701000b")):
            with self.subTest(policy=policy):
                session = self.create("good-" + policy, names)
                status, report, complaint = self.launch(policy, session)
                self.assertEqual((status, complaint), (0, ""))
                header, payload = self.path("header"), self.path("payload")
                self.validate(session, report, policy, "--tek", session + "_tek.bin", "--inject-secret",
                              "luks-key:" + self.path("secret"), "--secret-header", header,
                              "--secret-payload", payload)
                status, text, _ = run("host.py", "open", "--platform", self.state, "--header", header,
                                      "--payload", payload)
                self.assertEqual((status, json.loads(text)), (0, {LUKS_KEY: PASSPHRASE.hex()}))
                self.program("session", "check", "--session", session + "_session.b64", "--godh",
                             session + "_godh.b64", "--tik", session + "_tik.bin", "--policy", policy)

    def test_another_sessions_key_validates_nothing(self):
        one, other = self.create("one", "0xb"), self.create("other", "0xb")
        _, report, _ = self.launch("0xb", one)
        self.validate(other, report, "0xb", status=1)
        self.validate(one, report, "0xb")

    def test_what_the_firmware_refuses(self):
        one, other = self.create("a", "0xb"), self.create("b", "0xb")
        for number, policy, session, godh in ((11, "0x3", one, one), (11, "0xb", one, other)):
            status, _, complaint = self.launch(policy, session, godh)
            self.assertEqual((status, complaint[:len(refusal(number))]), (2, refusal(number)))
        elsewhere = self.path("elsewhere")
        run("host.py", "platform", "--out", elsewhere, "--seed", "b")
        status, _, complaint = self.launch("0xb", one, state=os.path.join(elsewhere, "platform.json"))
        self.assertEqual((status, complaint[:len(refusal(11))]), (2, refusal(11)))

    def test_snippets_say_the_same(self):
        session = self.create("snippets", "0xf")
        with open(session + "_launchsecurity.xml", encoding="ascii") as stream:
            xml = stream.read()
        for name, element in (("godh", "dhCert"), ("session", "session")):
            with open(f"{session}_{name}.b64", encoding="ascii") as stream:
                self.assertIn(f"<{element}>{stream.read()}</{element}>", xml)
        self.assertIn("<policy>0x000f</policy>", xml)

    def test_certificate_is_as_the_standins(self):
        """The stand-in's own reader, and its rules of what an owner's certificate is."""
        session = self.create("shape", "0xb")
        with open(session + "_godh.b64", "rb") as stream:
            godh = base64.b64decode(stream.read(), validate=True)
        self.assertEqual(len(godh), sev_certificate.SIZE)
        point = sev_certificate.public_key(godh)
        with open(os.path.join(self.host, "pdh.cert"), "rb") as stream:
            self.assertNotEqual(point, sev_certificate.public_key(stream.read()))


if __name__ == "__main__":
    unittest.main()
