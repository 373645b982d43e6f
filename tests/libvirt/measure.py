#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How long one validation over libvirt takes, beside the reference in the same run; as root.

The two take turns, so that whatever else the machine does falls on both alike.
"""

import argparse
import statistics
import time

import host  # noqa: F401  (it knows where the others lie)
from host_case import CMDLINE, REFERENCE, SEVPROOF, HostCase


class Measured(HostCase):
    """A host with one guest; not a test."""

    def seconds(self, program, words, domain):
        """Of one validation that matches."""
        begin = time.perf_counter()
        run = self.remote(domain, *words, program=program)
        taken = time.perf_counter() - begin
        self.expect(run, 0, "OK")
        return taken


def main():
    """Prints medians in milliseconds and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=50)
    rounds = parser.parse_args().rounds
    Measured.setUpClass()
    try:
        case = Measured("seconds")
        own = ("--tk", case.path["tk"], "--firmware", case.path["fw"])
        kernel = ("--kernel", case.path["kernel"], "--initrd", case.path["initrd"],
                  "--cmdline", CMDLINE)
        for name, domain, words in (("firmware only", case.plain(), own),
                                    ("direct kernel", case.direct_kernel(), (*own, *kernel))):
            taken = {program: [] for program in (SEVPROOF, REFERENCE)}
            for _ in range(rounds):
                for program, list_ in taken.items():
                    list_.append(case.seconds(program, words, domain))
            ours, theirs = (1000 * statistics.median(taken[each]) for each in (SEVPROOF, REFERENCE))
            print(f"{name}: sevproof {ours:.1f} ms, reference {theirs:.1f} ms, "
                  f"reference / sevproof {theirs / ours:.2f} (medians of {rounds})")
    finally:
        Measured.doClassCleanups()


if __name__ == "__main__":
    main()
