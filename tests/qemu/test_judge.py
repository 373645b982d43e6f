"""What needs no KVM of the comparison: the stand-in's calls, and the judge on a recorded launch."""

import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import judge_launches
from launches import Launch, TESTS, linux_image

sys.path.insert(0, str(TESTS / "standin"))
import kernel_hashes  # noqa: E402

PROGRAM, STAND_IN, CALLS = (pathlib.Path(os.environ[name]) for name in ("SEVPROOF", "STAND_IN", "STAND_IN_CALLS"))


class RecordedQemu:
    """Answers with bytes that were laid out by hand."""

    def __init__(self, measured):
        self._measured = measured

    def digest(self, _):
        if self._measured is None:
            raise judge_launches.NoHashArea
        return hashlib.sha256(self._measured).hexdigest()


class Folder(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)


class StandIn(Folder):
    def test_keeps_what_is_handed_over_in_its_order(self):
        measured = self.folder / "measured"
        environment = {**os.environ, "LD_PRELOAD": str(STAND_IN), "SEVPROOF_MEASURED": str(measured)}
        subprocess.run([CALLS, "firmware", "table"], env=environment, check=True)
        self.assertEqual(measured.read_bytes(), b"firmwaretable")


class Judge(Folder):
    def setUp(self):
        super().setUp()
        self.firmware, self.kernel = self.folder / "fw.fd", self.folder / "kernel"
        self.kernel.write_bytes(linux_image(5000, 1))
        self.make_firmware("--hash-area", "0x10c00/0x400")

    def make_firmware(self, *words):
        subprocess.run([sys.executable, "-B", TESTS / "standin" / "firmware_image.py", "--out", self.firmware, *words],
                       check=True)

    def problem(self, measured, **parts):
        return judge_launches.problem_of(PROGRAM, RecordedQemu(measured), Launch(self.firmware, **parts))

    def test_firmware_alone(self):
        image = self.firmware.read_bytes()
        self.assertEqual(self.problem(image), "")
        self.assertIn("sevproof computes", self.problem(image[:-1] + b"\0"))

    def test_kernel_after_firmware(self):
        table = kernel_hashes.build_from_files(self.kernel, cmdline=b"quiet")
        parts = {"kernel": self.kernel, "cmdline": "quiet"}
        self.assertEqual(self.problem(self.firmware.read_bytes() + table, **parts), "")
        self.assertIn("sevproof computes", self.problem(self.firmware.read_bytes(), **parts))

    def test_refused_kernel(self):
        self.assertIn("no finding", self.problem(None, kernel=self.kernel))
        self.make_firmware()
        self.assertEqual(self.problem(None, kernel=self.kernel), "")
        self.assertIn("QEMU takes the kernel", self.problem(b"", kernel=self.kernel))


if __name__ == "__main__":
    unittest.main()
