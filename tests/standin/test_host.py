# SPDX-License-Identifier: Apache-2.0
"""The two command lines, run as a person or script would."""

import base64
import hashlib
import hmac
import json
import os
import subprocess
import sys
import tempfile
import unittest

import test_packet

HERE = os.path.dirname(os.path.abspath(__file__))
NONCE = "00112233445566778899aabbccddeeff"


def run(script, *words):
    """Status, standard output and standard error."""
    done = subprocess.run([sys.executable, os.path.join(HERE, script), *words],
                          capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


class CommandLine(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.tk = self.file("tk", test_packet.TEK + test_packet.TIK)

    def file(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as stream:
            stream.write(content)
        return path

    def launch(self, *words):
        return run("host.py", "launch", "--tk", self.tk, "--nonce", NONCE, *words)

    def test_image_and_launch_forms(self):
        path = os.path.join(self.folder, "fw")
        self.assertEqual(run("firmware_image.py", "--out", path, "--size", "8192", "--seed", "7",
                             "--reset-address", "0x80b004", "--hash-area", "0x810c00/0x400",
                             "--sev-metadata", "0x800000/0x1000/1"), (0, "", ""))
        self.assertEqual(os.path.getsize(path), 8192)
        common = ("--firmware", path, "--kernel", self.tk, "--cmdline", "a b", "--policy", "0x5",
                  "--vcpus", "2", "--cpu", "25/1/1", "--layout", "init2", "--sev-features", "0x20")
        status, blob, _ = self.launch(*common, "--format", "blob")
        self.assertEqual(status, 0)
        self.assertEqual(base64.b64decode(blob)[32:].hex(), NONCE)
        _, text, _ = self.launch(*common)
        self.assertEqual(text.splitlines(), [
            f"sev-measurement: {blob.strip()}", "sev-api-major  : 1", "sev-api-minor  : 55",
            "sev-build-id   : 21", "sev-policy     : 5"])
        _, text, _ = self.launch(*common, "--format", "qmp")
        state, measure = (json.loads(line)["return"] for line in text.splitlines())
        self.assertEqual((state["policy"], state["api-minor"], state["build-id"]), (5, 55, 21))
        self.assertEqual(measure["data"], blob.strip())

    def test_measurement_by_hand(self):
        status, blob, _ = self.launch("--firmware", self.file("fw", b"abc"), "--policy", "1",
                                      "--format", "blob", "--api-major", "0", "--build", "0x10")
        message = bytes((4, 0, 55, 16, 1, 0, 0, 0)) + hashlib.sha256(b"abc").digest()
        wanted = hmac.digest(test_packet.TIK, message + bytes.fromhex(NONCE), "sha256")
        self.assertEqual((status, base64.b64decode(blob)[:32]), (0, wanted))

    def test_open(self):
        measurement = bytes(range(32))
        payload = test_packet.aes_ctr(
            test_packet.secret_table((test_packet.LUKS_KEY, b"\x01\xff")))
        header = test_packet.packet(measurement, payload)
        words = ["open", "--tk", self.tk, "--header", self.file("h", base64.b64encode(header)),
                 "--payload", self.file("p", base64.b64encode(payload)), "--blob"]
        status, text, _ = run("host.py", *words, base64.b64encode(measurement + bytes(16)).decode())
        self.assertEqual((status, json.loads(text)), (0, {str(test_packet.LUKS_KEY): "01ff"}))
        status, _, complaint = run("host.py", *words, base64.b64encode(bytes(48)).decode())
        self.assertEqual(status, 2)
        self.assertIn("BAD_MEASUREMENT", complaint)

    def test_bad_input(self):
        fw = self.file("fw", b"abc")
        missing = os.path.join(self.folder, "missing")
        for words in (["--firmware", missing, "--policy", "1"],
                      ["--firmware", fw, "--policy", "1", "--kernel", missing, "--no-area-check"],
                      ["--firmware", fw, "--policy", "1", "--kernel", fw],
                      ["--firmware", fw, "--policy", "4"],
                      ["--firmware", fw, "--policy", "4", "--cpu", "25/1/16"],
                      ["--firmware", fw, "--policy", "4", "--cpu", "25/1/1", "--vcpus", "2"],
                      ["--firmware", fw, "--policy", "-1"],
                      ["--firmware", fw, "--policy", "rubbish"],
                      ["--firmware", fw, "--policy", "1", "--nonce", "00"]):
            status, text, complaint = self.launch(*words)
            self.assertEqual((status, text), (2, ""), words)
            self.assertNotIn("Traceback", complaint)
        status, _, complaint = run("host.py", "launch", "--tk", fw, "--firmware", fw,
                                   "--policy", "1")
        self.assertEqual(status, 2)
        self.assertIn("expected 32 bytes", complaint)
        status, _, complaint = run("firmware_image.py", "--out", missing, "--size", "49")
        self.assertEqual((status, os.path.exists(missing)), (2, False))


if __name__ == "__main__":
    unittest.main()
