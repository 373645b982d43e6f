# SPDX-License-Identifier: Apache-2.0
"""The comparer must be able to fail: it is run with programs that are wrong in known ways."""

import argparse
import contextlib
import io
import os
import stat
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import compare
import programs
import reference
from differences import DIFFERENCES
from programs import REFERENCE
from tally import Tally

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parent.parent / "docs" / "differences.md"


class Verdicts(Tally):
    """A tally that keeps every verdict."""

    def __init__(self):
        super().__init__()
        self.all = []

    def count(self, verdict):
        super().count(verdict)
        self.all.append(verdict)


@unittest.skipIf(reference.lacking() and os.environ.get("CI") != "true", reference.lacking())
class FakePrograms(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def program(self, script):
        path = self.folder / "program"
        path.write_text(script, encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path

    def verdicts(self, script, launches=40, only=None):
        wish = argparse.Namespace(program=str(self.program(script)), reference_only=False, jobs=2,
                                  launches=launches, seed=7, only=only, keep=None)
        tally = Verdicts()
        root = self.folder / "launches"
        root.mkdir()
        with contextlib.redirect_stdout(io.StringIO()):
            compare.compare(wish, root, tally)
        return tally

    def test_always_satisfied(self):
        """Status 0 for everything: only what is right and silent may pass."""
        tally = self.verdicts("#!/bin/sh\necho 'OK: looks fine'\n")
        self.assertGreater(tally.failed, 20)
        for verdict in tally.all:
            right = verdict.expected.sevproof == 0 and "q" not in verdict.launch.flags()
            packs = verdict.launch.has("inject-secret")
            helps = verdict.launch.asks_for_help
            self.assertEqual(not verdict.complaints, right and not packs and not helps,
                             (verdict.launch.category, verdict.complaints))

    def test_never_satisfied(self):
        tally = self.verdicts("#!/bin/sh\necho 'ERROR: no' >&2\nexit 1\n")
        for verdict in tally.all:
            if verdict.expected.sevproof != 1:
                self.assertTrue(verdict.complaints, verdict.launch.category)

    def test_the_reference_itself(self):
        """Passes where no difference is predicted, and fails at every one that is."""
        words = " ".join(REFERENCE)
        tally = self.verdicts(f"#!/bin/sh\nexec {words} \"$@\"\n", launches=60)
        self.assertGreater(tally.passed, 10)
        self.assertGreater(tally.failed, 5)
        for verdict in tally.all:
            # With -d it prints keys, which is one more thing that sevproof must not do.
            differs = bool(verdict.expected.difference) or "d" in verdict.launch.flags()
            if verdict.complaints:
                self.assertTrue(differs, (verdict.launch.category, verdict.complaints))
            elif verdict.expected.difference:
                # What is silent with -q cannot show in texts.
                self.assertEqual(verdict.expected.reference, verdict.expected.sevproof)
                self.assertIn("q", verdict.launch.flags())

    def test_files_left_behind(self):
        """A failed run that writes its outputs is caught, whatever else it does right."""
        words = " ".join(REFERENCE)
        run = f"{words} \"$@\"; status=$?; >out-sevproof/left; exit $status"
        script = f"#!/bin/sh\n{run}\n"
        tally = self.verdicts(script, launches=10)
        self.assertEqual(tally.failed, 10)

    def test_command_line(self):
        """The last line and the exit status, as a caller sees them."""
        program = self.program("#!/bin/sh\nexit 0\n")
        done = subprocess.run([sys.executable, HERE / "compare.py", "--program", program,
                               "--launches", "6", "--seed", "3", "--keep", self.folder / "kept"],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("seed 3", done.stdout)
        self.assertIn("FAILED launch", done.stdout)
        self.assertRegex(done.stdout.splitlines()[-1], r"^\d passed, [1-6] failed$")

    def test_program_missing(self):
        done = subprocess.run([sys.executable, HERE / "compare.py", "--program",
                               self.folder / "missing"], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("is not there", done.stderr)

    def test_reference_crash_is_loud(self):
        """A Python traceback has status 1 too, and must not pass for a mismatch."""
        crash = self.folder / "crash.py"
        crash.write_text("import a_module_that_is_missing\n", encoding="utf-8")
        programs.REFERENCE = (REFERENCE[0], str(crash))
        self.addCleanup(setattr, programs, "REFERENCE", REFERENCE)
        with self.assertRaises(programs.ReferenceBroken):
            self.verdicts("#!/bin/sh\nexit 1\n", launches=1)


class Declared(unittest.TestCase):
    def test_identifiers_are_unique_and_in_order(self):
        ids = [entry.id for entry in DIFFERENCES]
        self.assertEqual(ids, sorted(set(ids)))

    def test_documented(self):
        """docs/differences.md has a heading `### D01 short-name` for each, once, and for no other."""
        self.assertTrue(os.path.exists(DOCUMENT), f"{DOCUMENT} is missing")
        headings = [line.split() for line in DOCUMENT.read_text(encoding="utf-8").splitlines()
                    if line.startswith("### D")]
        self.assertEqual(sorted(words[1] for words in headings),
                         [entry.id for entry in DIFFERENCES])
        for words in headings:
            self.assertRegex(words[2], "^[a-zA-Z0-9-]+$", "the short name makes the link")


if __name__ == "__main__":
    unittest.main()
