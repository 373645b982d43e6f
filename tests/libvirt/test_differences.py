# SPDX-License-Identifier: Apache-2.0
"""Every declared difference is explained to users, and nothing else is."""

import re
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "reference"))

from differences import DIFFERENCES  # noqa: E402
from reference import TRAITS  # noqa: E402

DOCUMENT = HERE.parents[1] / "docs" / "differences.md"


class Declared(unittest.TestCase):
    def test_documented(self):
        """docs/differences.md has a heading `### L01 short-name` for each, once."""
        headings = re.findall(r"(?m)^### (L\d+) [a-zA-Z0-9-]+$", DOCUMENT.read_text(encoding="utf-8"))
        self.assertEqual(headings, list(DIFFERENCES))

    def test_used(self):
        """Each is shown by a test."""
        tests = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("host_test_*.py"))
        self.assertEqual(sorted(set(re.findall(r'differ\("(L\d+)"', tests))), list(DIFFERENCES))

    def test_releases(self):
        """Where releases of the reference differ, each difference is shown with what either does."""
        tests = (HERE / "host_test_releases.py").read_text(encoding="utf-8")
        shown = set(re.findall(r'differ\("(L\d+)"[^)]*(?:\([^)]*\)[^)]*)*newer=', tests))
        self.assertEqual(sorted(shown), [name for name, entry in DIFFERENCES.items()
                                         if entry.changed_by])
        for entry in DIFFERENCES.values():
            self.assertEqual(entry.statuses(frozenset()), entry.reference)
            self.assertEqual(entry.statuses(frozenset(TRAITS)),
                             entry.newer if entry.changed_by else entry.reference)


if __name__ == "__main__":
    unittest.main()
