#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares sevproof with virt-qemu-sev-validate on honest launches that were changed at random.

tests/reference knows what must follow from each of its launches; here nobody does. What must never be: the
one says that a launch matches and the other that it does not, or a crash. A seed gives the same launches
again. The last line counts; status 1 if there is a finding, 77 where the comparison cannot be made.
"""

import argparse
import collections
import importlib.machinery
import importlib.util
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "tests" / folder) for folder in ("reference", "standin")]

import honest  # noqa: E402
import reference  # noqa: E402
from differences import DIFFERENCES, MEASURED  # noqa: E402
from mutate import mutate  # noqa: E402
from programs import prepare_outputs  # noqa: E402

SKIPPED = 77
TIMEOUT = 60
MATCH, MISMATCH, USAGE, INTERNAL = 0, 1, 2, 6
# Codes of what sevproof refuses and the reference does not: each is an entry of differences.py.
STRICTER = frozenset((
    "malformed-option", "malformed-number", "number-out-of-range", "wrong-file-size", "wrong-file-type", "wrong-key-size",
    "malformed-key", "malformed-measurement", "malformed-base64", "malformed-firmware", "unknown-cpu-model",
    "file-unreadable", "output-not-written", "clashing-files", "malformed-guid", "duplicate-secret",
    "secrets-too-large", "missing-input", "contradicting-inputs", "invalid-input"))


def load_reference():
    """The script as a module: starting its interpreter takes longer than all that it does."""
    loader = importlib.machinery.SourceFileLoader("virt_qemu_sev_validate", reference.SCRIPT)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def run_reference(module, launch):
    """Its status, in a process of its own."""
    prepare_outputs(launch, "reference")
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        status = 70
        try:
            signal.alarm(TIMEOUT)
            os.chdir(launch.folder)
            quiet = os.open(os.devnull, os.O_RDWR)
            for descriptor in range(3):
                os.dup2(quiet, descriptor)
            sys.argv = [reference.SCRIPT, *launch.words("reference")]
            module.main()
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run_program(program, launch, *more):
    shutil.rmtree(launch.folder / "out-sevproof", ignore_errors=True)
    prepare_outputs(launch, "sevproof")
    return subprocess.run([program, *more, *launch.words("sevproof")], cwd=launch.folder, timeout=TIMEOUT,
                          stdin=subprocess.DEVNULL, capture_output=True, check=False)


def error_code(program, launch):
    """Why it refuses; nothing where --json itself cannot be read among these options."""
    said = run_program(program, launch, "--json").stdout
    try:
        return json.loads(said)["error"]["code"]
    except (ValueError, KeyError, TypeError):
        return None


def is_declared(launch, statuses):
    """Whether differences.py has an entry with these statuses that says of the launch what it says."""
    for entry in DIFFERENCES:
        declared = zip((entry.reference, entry.sevproof), statuses)
        fits = all(one == other or (one == MEASURED and other in (MATCH, MISMATCH)) for one, other in declared)
        if fits and entry.predicate(launch):
            return True
    return False


def complaint(program, launch, theirs, ours):
    """What must not be, in a few words; empty if nothing."""
    if ours not in (MATCH, MISMATCH, USAGE):
        return f"sevproof ends with status {ours}"
    if {theirs, ours} == {MATCH, MISMATCH}:
        return f"the reference says {theirs}, sevproof {ours}"
    if theirs == ours or (theirs, ours) == (INTERNAL, USAGE):
        return ""
    if ours == USAGE:
        code = error_code(program, launch)
        return "" if code is None or code in STRICTER else f"refused with {code}, the reference says {theirs}"
    return "" if is_declared(launch, (theirs, ours)) else f"status {ours}, the reference refuses with {theirs}"


def make_launch(seed, number, folder):
    launch = honest.honest(random.Random(f"{seed}/{number}"), folder)
    mutate(launch)
    launch.write_files()
    return launch


class Comparison:
    """Counts what both programs do."""

    def __init__(self, wish):
        self.wish = wish
        self.module = load_reference()
        self.pairs = collections.Counter()
        self.findings = 0

    def compare(self, number, folder):
        launch = make_launch(self.wish.seed, number, folder)
        theirs = run_reference(self.module, launch)
        # The reason of a mismatch is nothing to compare, and takes long.
        run = run_program(self.wish.program, launch, "--diagnose", "0")
        self.pairs[theirs, run.returncode] += 1
        fault = complaint(self.wish.program, launch, theirs, run.returncode)
        if not fault:
            return
        self.findings += 1
        print(f"launch {number}: {fault}; again: --seed {self.wish.seed} --only {number}\n"
              f"  {launch.words('sevproof')}\n  {(run.stdout + run.stderr)[:600]!r}", flush=True)

    def compare_all(self, root):
        end = time.monotonic() + self.wish.seconds
        number = self.wish.only or 0
        while number == self.wish.only or (self.wish.only is None and time.monotonic() < end):
            folder = root / str(number)
            folder.mkdir()
            self.compare(number, folder)
            if not self.wish.keep:
                shutil.rmtree(folder)
            number += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=os.path.abspath, default=ROOT / "build/fuzz/bin/sevproof")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().getrandbits(32))
    parser.add_argument("--only", type=int, metavar="N", help="launch N of this seed alone")
    parser.add_argument("--keep", action="store_true", help="keep every launch's files, and say where")
    wish = parser.parse_args()
    if lacking := reference.lacking():
        print(f"skipped: {lacking}")
        return SKIPPED
    comparison = Comparison(wish)
    # Names of files are in the options, so that the length of this one is a part of what a seed gives.
    root = Path(tempfile.mkdtemp(prefix="sevproof-mutated-"))
    try:
        comparison.compare_all(root)
    finally:
        if wish.keep:
            print(f"kept in {root}")
        else:
            shutil.rmtree(root)
    for (theirs, ours), count in sorted(comparison.pairs.items()):
        print(f"  reference {theirs}, sevproof {ours}: {count}")
    print(f"{sum(comparison.pairs.values())} executions, {comparison.findings} findings, seed {wish.seed}")
    return 1 if comparison.findings else 0


if __name__ == "__main__":
    sys.exit(main())
