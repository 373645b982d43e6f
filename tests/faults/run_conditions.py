"""Usage: run_conditions.py --program FILE --injector FILE

Disks that are full to the last page, streams that are closed or full, and pipes whose reader has gone:
what the system does by itself, without any call that is made to fail. Ends with status 1 where anything
is wrong. The injector only makes random numbers the same in every run.
"""

import collections
import dataclasses
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

from commands import commands, make_inputs
from injection import BALLAST, Bench, Fault, error_document
from judge import Judge
from run_faults import SHOWN_CHARACTERS, parse

PAGE = 4096
MOST_FREE_PAGES = 8
CLOSED = (("stdin", "<&-"), ("stdout", ">&-"), ("stderr", "2>&-"), ("streams", "<&- >&- 2>&-"))


class SmallDisk(Bench):
    """A disk of its own, with `free` pages left."""

    free = MOST_FREE_PAGES

    def restore(self):
        self.unmount()
        self.folder.mkdir(exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", self.folder], check=True, capture_output=True)
        self.copy_inputs()
        with open(self.folder / BALLAST, "wb", buffering=0) as ballast:
            room = os.statvfs(self.folder).f_bfree - self.free
            ballast.write(bytes(room * PAGE))

    def unmount(self):
        if os.path.ismount(self.folder):
            subprocess.run(["umount", self.folder], check=True)


class Conditions:
    def __init__(self, wish, scratch):
        self._wish, self._scratch = wish, pathlib.Path(scratch)
        self._inputs = self._scratch / "inputs"
        self._inputs.mkdir()
        make_inputs(wish.program, self._inputs)
        self._error = error_document(wish.program)
        self.tried = collections.Counter()
        self.wrong = 0

    def _bench(self, kind, command):
        return kind(self._wish.program, self._wish.injector, self._inputs, self._scratch / "bench", command)

    def _judge(self, judge, command, condition, outcome):
        self.tried[condition.kind] += 1
        for problem in judge.faults(condition, dataclasses.replace(outcome, injected=True)):
            self.wrong += 1
            print(f"{command.name}, {condition}: {problem[:SHOWN_CHARACTERS]}")

    def try_streams(self, command):
        bench = self._bench(Bench, command)
        judge = Judge(command, bench.before, bench.run(), self._error)
        for name, shell in CLOSED:
            self._judge(judge, command, Fault(name, 0, "closed"), bench.run(shell=shell))
        for name in ("stdout", "stderr"):
            with open("/dev/full", "wb") as full:
                self._judge(judge, command, Fault(name, 0, "full"), bench.run(**{name: full}))
        for handler in (signal.SIG_DFL, signal.SIG_IGN):
            ours, theirs = os.pipe()
            os.close(ours)
            former = signal.signal(signal.SIGPIPE, handler)
            gone = bench.run(stdout=theirs, restore_signals=False)
            signal.signal(signal.SIGPIPE, former)
            os.close(theirs)
            self._judge(judge, command, Fault("stdout", int(handler), "gone"), gone)

    def try_disks(self, command):
        bench = self._bench(SmallDisk, command)
        try:
            judge = Judge(command, bench.before, bench.run(), self._error)
            for free in range(MOST_FREE_PAGES):
                bench.free = free
                bench.restore()
                self._judge(judge, command, Fault("disk", free, "full"), bench.run())
        finally:
            bench.unmount()


def main():
    wish = parse(sys.argv[1:])
    skipped = ""
    with tempfile.TemporaryDirectory() as scratch:
        conditions = Conditions(wish, scratch)
        for command in commands():
            conditions.try_streams(command)
            if not command.outputs or skipped:
                continue
            try:
                conditions.try_disks(command)
            except subprocess.CalledProcessError as error:
                skipped = "small disks are skipped: " + error.stderr.decode().partition("\n")[0]
    tried = ", ".join(f"{kind} {count}" for kind, count in conditions.tried.items())
    print(f"{conditions.tried.total()} conditions tried ({tried}), {conditions.wrong} wrong" + (skipped and f"; {skipped}"))
    return 1 if conditions.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
