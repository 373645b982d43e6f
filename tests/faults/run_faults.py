"""Usage: run_faults.py --program FILE --injector FILE [--only KIND]

Counts the calls that each command makes, then runs it once for every call and every way in which that
can fail, and looks at what is left (judge.py). A search makes so many allocations that only some of
them fail: SEVPROOF_FAULTS_IN_SEARCH of them, 100 where it is not set, at even distances. Ends with
status 1 where anything is wrong.
"""

import argparse
import collections
import concurrent.futures
import errno
import os
import pathlib
import queue
import sys
import tempfile

from commands import commands, make_inputs
from injection import Bench, Fault, error_document
from judge import Judge

IN_SEARCH = int(os.environ.get("SEVPROOF_FAULTS_IN_SEARCH", "100"))
SHOWN = 40
SHOWN_CHARACTERS = 400


def failing(*names):
    return tuple(f"fail={getattr(errno, name)}" for name in names)


ALWAYS_NO_SPACE = f"fail+={errno.ENOSPC}"
ACTIONS = {
    "alloc": (*failing("ENOMEM"), f"fail+={errno.ENOMEM}"),
    "mmap": failing("ENOMEM"),
    "thread": (*failing("EAGAIN"), f"fail+={errno.EAGAIN}"),
    "open": failing("EACCES", "EMFILE", "ENOSPC", "EINTR"),
    "read": (*failing("EIO", "EINTR"), "short", "short+", "end"),
    "write": (*failing("ENOSPC", "EIO", "EPIPE", "EINTR"), ALWAYS_NO_SPACE, "short", "short+"),
    "sync": failing("EIO", "ENOSPC", "EINTR"),
    "close": failing("EIO", "ENOSPC", "EINTR"),
    "chmod": failing("EPERM", "EIO"),
    "link": (*failing("EPERM", "EMLINK"), ALWAYS_NO_SPACE),
    "rename": (*failing("EIO"), ALWAYS_NO_SPACE),
    "unlink": failing("EIO", "EPERM"),
    "mkdir": failing("EACCES", "ENOSPC"),
    "rmdir": failing("EBUSY"),
    "stat": failing("EIO"),
    "access": failing("EROFS"),
    "seek": failing("ESPIPE"),
    "resolve": failing("EACCES"),
    "random": failing("EIO"),
    "print": failing("ENOSPC"),
    "flush": failing("ENOSPC", "EPIPE"),
    "call": ("kill", "killed", "term"),
}


def faults_of(command, counts):
    for kind, actions in ACTIONS.items():
        if kind in command.skips:
            continue
        step = 1
        if kind == "alloc" and command.searches:
            step = max(1, counts[kind] // IN_SEARCH)
        for number in range(1, counts[kind] + 1, step):
            yield from (Fault(kind, number, action) for action in actions)


class Tally:
    def __init__(self):
        self.injected = collections.Counter()
        self.missed = 0
        self.problems = []

    def add(self, command, fault, outcome, problems):
        if outcome.injected:
            self.injected[fault.kind, fault.action] += 1
        else:
            self.missed += 1
        self.problems += [f"{command.name}, {fault}: {problem}" for problem in problems]

    def say(self):
        for problem in self.problems[:SHOWN]:
            print(problem[:SHOWN_CHARACTERS])
        if len(self.problems) > SHOWN:
            print(f"and {len(self.problems) - SHOWN} more")
        print("faults injected:")
        for kind in ACTIONS:
            ways = {action: count for (one, action), count in self.injected.items() if one == kind}
            if ways:
                print(f"  {kind:8} {sum(ways.values()):6}  "
                      + ", ".join(f"{shown(action)} {count}" for action, count in ways.items()))
        kinds = collections.Counter()
        for (kind, _), count in self.injected.items():
            kinds[kind] += count
        # Threads run differently each time, so that a call may not come again.
        print(f"{kinds.total()} faults injected ({', '.join(f'{kind} {count}' for kind, count in kinds.items())}), "
              f"{self.missed} calls did not come again, {len(self.problems)} wrong")


def shown(action):
    word, _, number = action.partition("=")
    name = errno.errorcode[int(number)] if number else word
    return name + " from there on" if word.endswith("+") and number else name


def try_faults(command, faults, make_bench, error, tally):
    benches = queue.SimpleQueue()
    workers = os.cpu_count() or 1
    for number in range(workers):
        benches.put(make_bench(command, number))
    first = benches.get()
    plain = first.run()
    benches.put(first)
    if plain.status != command.status:
        tally.problems.append(f"{command.name}: expected status {command.status}, got {plain}")
        return
    if not plain.counts:
        sys.exit("expected calls to be counted, got none: a static program has no use for the injector")
    judge = Judge(command, first.before, plain, error)

    def attempt(fault):
        bench = benches.get()
        try:
            outcome = bench.run(fault)
        finally:
            benches.put(bench)
        return fault, outcome, judge.faults(fault, outcome)

    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        for fault, outcome, problems in pool.map(attempt, faults(plain.counts)):
            tally.add(command, fault, outcome, problems)


def parse(words):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--program", "--injector"):
        parser.add_argument(name, type=pathlib.Path, required=True)
    parser.add_argument("--only", choices=ACTIONS)
    wish = parser.parse_args(words)
    wish.program, wish.injector = wish.program.resolve(), wish.injector.resolve()
    return wish


def main():
    wish = parse(sys.argv[1:])
    tally = Tally()
    with tempfile.TemporaryDirectory() as scratch:
        inputs = pathlib.Path(scratch, "inputs")
        inputs.mkdir()
        make_inputs(wish.program, inputs)

        def make_bench(command, number):
            return Bench(wish.program, wish.injector, inputs, pathlib.Path(scratch, f"bench{number}"), command)

        for command in commands():
            def faults(counts, command=command):
                return [fault for fault in faults_of(command, counts) if wish.only in (None, fault.kind)]
            try_faults(command, faults, make_bench, error_document(wish.program), tally)
    tally.say()
    return 1 if tally.problems else 0


if __name__ == "__main__":
    sys.exit(main())
