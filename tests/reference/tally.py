# SPDX-License-Identifier: Apache-2.0
"""Counts what a run did, and prints it."""

import shlex
from collections import Counter

from categories import REGISTER
from differences import DIFFERENCES


def shown(command):
    """A command line that can be pasted into a shell."""
    line = " ".join(shlex.quote(word) for word in command)
    return line.encode(errors="backslashreplace").decode()


class Tally:
    """Launches by category and by predicted difference, and every failure."""

    def __init__(self):
        self.categories = Counter()
        self.differences = Counter()
        self.statuses = Counter()
        self.passed = self.failed = 0
        self._counter_blocks = set()

    def count(self, verdict):
        """Takes one launch's verdict; prints it if it failed."""
        launch, expected = verdict.launch, verdict.expected
        self.categories[launch.category] += 1
        self.differences[expected.difference] += 1
        self.statuses[expected.reference, expected.sevproof] += 1
        for counter_block in verdict.counter_blocks:
            if counter_block in self._counter_blocks:
                verdict.complaints.append("an IV that was used before")
            self._counter_blocks.add(counter_block)
        if verdict.complaints:
            self.failed += 1
            self._print_failure(verdict)
        else:
            self.passed += 1

    @staticmethod
    def _print_failure(verdict):
        launch, expected = verdict.launch, verdict.expected
        print(f"\nFAILED launch {verdict.number}: {launch.category}"
              f"{' (' + expected.difference + ')' if expected.difference else ''}")
        for complaint in verdict.complaints:
            print(f"  {complaint}")
        print(f"  expected status: reference {expected.reference}, sevproof {expected.sevproof}")
        print(f"  folder: {launch.folder}")
        for run in verdict.runs:
            print(f"  $ {shown(run.command)}\n  status {run.status}")
            for name, text in (("stdout", run.stdout), ("stderr", run.stderr)):
                for line in text.splitlines()[-12:]:
                    print(f"    {name}: {line[:300]}")

    def print_tables(self):
        """Every category with its count; then differences and statuses."""
        print("\nlaunches by category")
        for name in sorted(REGISTER):
            print(f"  {self.categories[name]:4}  {name}")
        print("\nlaunches by allowed difference, as predicted")
        for entry in DIFFERENCES:
            print(f"  {self.differences[entry.id]:4}  {entry.id}  reference {entry.reference}, "
                  f"sevproof {entry.sevproof}: {entry.reason}")
        print("\nlaunches by expected status (reference, sevproof)")
        for (reference, sevproof), number in sorted(self.statuses.items()):
            print(f"  {number:4}  {reference}, {sevproof}")

    def summary(self):
        """How many launches differed as declared; a launch that failed differed in another way."""
        declared = sum(number for name, number in self.differences.items() if name)
        return (f"{self.passed + self.failed} launches, {declared} with a declared difference, "
                f"{self.failed} with an undeclared one")

    def missing(self):
        """Categories and differences that no launch had."""
        absent = [name for name in sorted(REGISTER) if not self.categories[name]]
        return absent + [entry.id for entry in DIFFERENCES if not self.differences[entry.id]]
