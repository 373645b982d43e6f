# SPDX-License-Identifier: Apache-2.0
"""Every declared difference is explained to users, and nothing else is."""

import re
import unittest
from pathlib import Path

from differences import DIFFERENCES

HERE = Path(__file__).resolve().parent
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


if __name__ == "__main__":
    unittest.main()
