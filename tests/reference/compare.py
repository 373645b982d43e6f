#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares sevproof with virt-qemu-sev-validate on random launches.

The stand-in of tests/standin plays the host and opens packets; neither program judges itself.
The last line is "N passed, N failed", counting launches. A seed gives the same launches again.
"""

import argparse
import functools
import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "standin"))

import deviations  # noqa: E402,F401  (the modules of categories register themselves)
import honest  # noqa: E402
import reference  # noqa: E402
import right_inputs  # noqa: E402,F401
import usage_errors  # noqa: E402,F401
import wrong_inputs  # noqa: E402,F401
from categories import REGISTER, deal  # noqa: E402
from differences import expect  # noqa: E402
from judge import judge_packet, judge_reference, judge_sevproof  # noqa: E402
from programs import ReferenceBroken, run, run_reference  # noqa: E402
from tally import Tally  # noqa: E402


# What CTest takes for a skipped test.
SKIPPED = 77


@dataclass
class Verdict:
    """One launch, run and judged."""

    number: int
    launch: object
    expected: object
    runs: list = field(default_factory=list)
    complaints: list = field(default_factory=list)
    counter_blocks: list = field(default_factory=list)


def make_launch(seed, number, name, folder):
    """Launch `number` of a seed, the same whatever ran before it."""
    folder.mkdir()
    entry = REGISTER[name]
    rng = random.Random(f"{seed}/{number}")
    launch = entry.make(honest.honest(rng, folder, **entry.wish))
    launch.category = name
    if not name.startswith("spelling: "):
        launch.spell()
    launch.write_files()
    return launch


@functools.cache
def looks_for_reasons(program):
    """The self-check puts other programs in sevproof's place."""
    shown = subprocess.run([program, "--help"], capture_output=True, text=True, check=False)
    return "--diagnose" in shown.stdout


def without_reason(program, number, launch):
    """The reason of a mismatch is nothing to compare, and takes long: it is looked for now and then."""
    first = next(iter(launch.words("sevproof")), "")
    left_out = first.startswith("-") and number % 10 and looks_for_reasons(program)
    return ["--diagnose", "0"] if left_out else []


def judge_launch(seed, number, name, root, program):
    """Predicts, then runs both programs, then compares; a passed launch leaves no files."""
    launch = make_launch(seed, number, name, root / f"launch-{number:05}")
    verdict = Verdict(number, launch, expect(launch))
    contenders = [("reference", run_reference(launch), verdict.expected.reference_packet_opens)]
    verdict.complaints += judge_reference(contenders[0][1], launch, verdict.expected)
    if program is not None:
        result = run([program, *without_reason(program, number, launch)], launch, "sevproof")
        contenders.append(("sevproof", result, True))
        verdict.complaints += judge_sevproof(result, launch, verdict.expected)
    for contender, result, opens in contenders:
        complaints, counter_block = judge_packet(contender, result, launch, opens)
        verdict.runs.append(result)
        verdict.complaints += complaints
        verdict.counter_blocks += [counter_block] if counter_block else []
    # What big files held is no longer needed.
    launch.files, launch.machine = {}, None
    return verdict


def judge_or_name(seed, number, name, *rest):
    """A fault of the generator itself names the launch."""
    try:
        return judge_launch(seed, number, name, *rest)
    except ReferenceBroken:
        raise
    except Exception as error:
        raise RuntimeError(f"launch {number} ({name}) of seed {seed}") from error


def check_requirements(program):
    """Everything that must be there, said in a sentence rather than found out in a crash."""
    if lacking := reference.lacking():
        raise SystemExit(f"ERROR: {lacking}")
    try:
        import cryptography  # noqa: F401
    except ImportError as error:
        raise SystemExit("ERROR: opening packets needs python3-cryptography") from error
    if program is not None and not os.access(program, os.X_OK):
        raise SystemExit(f"ERROR: {program} is not there; build it, or use --reference-only")


def compare(wish, root, tally):
    """Deals the launches to the jobs and counts them in order."""
    program = None if wish.reference_only else os.path.abspath(wish.program)
    numbered = enumerate(itertools.islice(deal(wish.seed), wish.launches), start=1)
    chosen = [(number, name) for number, name in numbered if wish.only in (None, number)]
    with ThreadPoolExecutor(max_workers=wish.jobs) as jobs:
        verdicts = jobs.map(lambda item: judge_or_name(wish.seed, *item, root, program), chosen)
        for verdict in verdicts:
            tally.count(verdict)
            if not verdict.complaints and wish.keep is None:
                shutil.rmtree(verdict.launch.folder)


def _options(words):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default="build/release/bin/sevproof")
    parser.add_argument("--launches", type=int,
                        default=int(os.environ.get("SEVPROOF_REFERENCE_LAUNCHES", 500)))
    parser.add_argument("--half", action="store_true", help="half as many")
    parser.add_argument("--seed", type=int, default=os.environ.get("SEVPROOF_REFERENCE_SEED"),
                        help="default: a new one, printed")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", metavar="DIR", help="keep every launch's files here")
    parser.add_argument("--only", type=int, metavar="N", help="launch N of this seed alone")
    parser.add_argument("--reference-only", action="store_true",
                        help="check only what is predicted about the reference")
    wish = parser.parse_args(words)
    if wish.half:
        wish.launches = (wish.launches + 1) // 2
    if wish.seed is None:
        wish.seed = random.SystemRandom().getrandbits(32)
    return wish


def main(words=None):
    """Exit status 0 only if every launch passed and every category was there."""
    wish = _options(words)
    lacking = reference.lacking()
    if lacking and os.environ.get("CI") != "true":
        print(f"skipped: {lacking}")
        return SKIPPED
    check_requirements(None if wish.reference_only else wish.program)
    print(f"comparing {wish.launches} launches with {reference.version()}, seed {wish.seed}",
          flush=True)
    if wish.keep:
        Path(wish.keep).mkdir(parents=True, exist_ok=True)
    root = Path(tempfile.mkdtemp(prefix="sevproof-compare-", dir=wish.keep))
    tally = Tally()
    try:
        compare(wish, root, tally)
    except ReferenceBroken as error:
        print(f"ERROR: {error}", file=sys.stderr)
        return 2
    if not tally.failed and wish.keep is None:
        shutil.rmtree(root)
    tally.print_tables()
    missing = tally.missing()
    # Fewer launches than categories are a sample on purpose.
    incomplete = bool(missing) and wish.only is None and wish.launches >= len(REGISTER)
    if missing and wish.only is None:
        print(f"\n{'ERROR: ' if incomplete else ''}no launch of: {'; '.join(missing)}")
    print(f"\n{tally.summary()}\n{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed or incomplete else 0


if __name__ == "__main__":
    sys.exit(main())
