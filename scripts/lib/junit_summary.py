#!/usr/bin/env python3
"""Reads what ctest --output-junit wrote.

Usage: junit_summary.py counts FILE...     prints "PASSED FAILED SKIPPED" of all files together
       junit_summary.py details FILE...    one paragraph for each test that failed or was skipped,
                                           what random tests began and ended with: seed, result,
                                           and what tests counted that count

With CI=true in the environment, a skipped comparison with the reference counts as failed: on a
machine that exists to run it, leaving it out is no success.
"""

import os
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

TAIL_OF_FAILURE = 25
# When a great many fail, it is one cause: the first ones show it, the rest are named.
FAILURES_IN_FULL = 15
# What GoogleTest says around every test, and cases of a script that passed.
BOILERPLATE = ("[---", "[===", "[ RUN", "[  PASSED  ] 0", "Running main() from",
               "Note: Google Test", "ok  ")

# Tests whose last line counts what they did.
COUNTING = ("faults.", "qemu.launches")


@dataclass
class Outcome:
    name: str
    state: str  # passed, failed or skipped
    output: list
    seconds: float

    def is_reference(self) -> bool:
        return "reference" in self.name.lower()


def state_of(case) -> str:
    status = case.get("status")
    if status == "run":
        return "passed"
    if status == "disabled":
        return "skipped"
    skipped = case.find("skipped")
    # A test that could not be started stands there as skipped too; only these were meant to be.
    if status == "notrun" and skipped is not None and "SKIP_" in skipped.get("message", ""):
        return "skipped"
    return "failed"


def read(path: str):
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        text = case.findtext("system-out") or ""
        lines = [line.rstrip() for line in text.splitlines() if line.strip()]
        seconds = float(case.get("time") or 0)
        outcome = Outcome(case.get("name", "?"), state_of(case), lines, seconds)
        if outcome.state == "skipped" and outcome.is_reference() and os.environ.get("CI") == "true":
            outcome.state = "failed"
        yield outcome


def begins_with_seed(outcome: Outcome) -> bool:
    return "seed" in "".join(outcome.output[:1])


def print_failure(outcome: Outcome, in_full: bool) -> None:
    print(f"FAILED {outcome.name} (after {outcome.seconds:.1f} s)")
    if begins_with_seed(outcome):
        print(f"    | {outcome.output[0]}")
    if in_full:
        lines = [line for line in outcome.output if not line.startswith(BOILERPLATE)]
        for line in lines[-TAIL_OF_FAILURE:]:
            print(f"    | {line}")


def details(outcomes) -> None:
    failures = 0
    for outcome in outcomes:
        if outcome.state == "failed":
            print_failure(outcome, failures < FAILURES_IN_FULL)
            failures += 1
        elif outcome.state == "skipped":
            reason = outcome.output[-1] if outcome.output else "it gave no reason"
            print(f"skipped {outcome.name}: {reason}")
        elif outcome.state == "passed" and begins_with_seed(outcome):
            print(f"{outcome.name}: {outcome.output[0]}: {outcome.output[-1]}")
        elif outcome.name.startswith(COUNTING) and outcome.output:
            print(f"{outcome.name}: {outcome.output[-1]}")


def main() -> int:
    if len(sys.argv) < 3 or sys.argv[1] not in ("counts", "details"):
        print(__doc__, file=sys.stderr)
        return 2
    outcomes = [outcome for path in sys.argv[2:] for outcome in read(path)]
    if sys.argv[1] == "details":
        details(outcomes)
    else:
        states = [outcome.state for outcome in outcomes]
        print(*(states.count(state) for state in ("passed", "failed", "skipped")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
