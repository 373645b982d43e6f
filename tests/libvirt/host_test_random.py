# SPDX-License-Identifier: Apache-2.0
"""Random options of both programs about guests of every kind: what no hand-made case thinks of.

SEVPROOF_HOST_SEED repeats an earlier run, SEVPROOF_HOST_CASES asks for more than 150 cases.
"""

import os
import random
import unittest
from dataclasses import dataclass, field, replace

import domains
from both_programs import TALLY, BothCase, own_traits
from differences import DIFFERENCES
from host_case import CMDLINE, MILAN, REFERENCE, SEVPROOF, sku


def without_reason(number):
    """The reason of a mismatch is nothing to compare, and takes long: it is looked for now and then."""
    return () if number % 10 == 0 else ("--diagnose", "0")


@dataclass
class Given:
    """One command line, and what there is to know about it."""

    guest: object
    where: str
    words: list = field(default_factory=list)
    has: set = field(default_factory=set)

    def add(self, name, *words):
        """An option, under a name that predicates ask for."""
        self.has.add(name)
        self.words.extend(words)

    @property
    def spec(self):
        return self.guest.spec

    @property
    def encrypted(self):
        return self.spec.policy & 4 != 0

    @property
    def measures_kernel(self):
        return bool(self.spec.kernel and self.spec.kernel_hashes)

    @property
    def lacks_a_value(self):
        """A value that the reference takes from any host under --insecure."""
        return (self.encrypted and not {"cpus", "cpu"} <= self.has
                or self.measures_kernel and "cmdline" not in self.has)


# When statuses may differ, under the identifiers of differences.py.
PREDICATES = {
    "L03": lambda case: case.where == "remote" and "insecure" in case.has and case.lacks_a_value,
    "L04": lambda case: (case.spec.kernel and not case.spec.kernel_hashes
                         and case.has & {"insecure", "ignore"}),
    "L05": lambda case: (case.where == "local" and case.encrypted and "cpu" not in case.has
                         and case.spec.cpu != "host-passthrough"),
    "L09": lambda case: "sku" in case.has and "firmware" not in case.has,
}


class Random(BothCase):
    def setUp(self):
        super().setUp()
        boot, other = self.add_vmsa("random")
        self.pages = {"right": (boot, other), "wrong": (other, boot)}
        kernel = {"kernel": self.path["kernel"], "initrd": self.path["initrd"], "cmdline": CMDLINE,
                  "kernel_hashes": True}
        self.guests = [
            self.plain(), self.direct_kernel(), self.encrypted_state(vcpus=2),
            self.encrypted_state(name="both", **kernel), self.host_passthrough(),
            self.direct_kernel(name="unmeasured", kernel_hashes=False),
            self.direct_kernel(name="bare", initrd=None, cmdline=None),
            self.plain(name="no-session", session=None),
            self.host.define(replace(domains.plain(self.path["fw"], self.tk), name="off")),
            self.host.define(replace(domains.plain(self.path["fw"], self.tk),
                                     name="running")).start(paused=False)]

    def draw(self, rng):
        """A command line, more often right than wrong."""
        case = Given(rng.choice(self.guests), rng.choice(("remote", "remote", "local")))

        def often():
            return rng.random() < 0.75

        def right(name):
            return self.path[name if rng.random() < 0.85 else f"wrong.{name}"]

        case.add("tk", "--tk", right("tk"))
        if rng.random() < (0.75 if case.where == "local" else 0.2):
            case.add("insecure", "--insecure")
        if rng.random() < 0.2:
            case.add("ignore", "--ignore-config")
        if often():
            case.add("firmware", "--firmware", right("fw"))
        if case.measures_kernel if often() else rng.random() < 0.3:
            case.add("kernel", "--kernel", right("kernel"))
            if often():
                case.add("initrd", "--initrd", right("initrd"))
            if often():
                case.add("cmdline", "--cmdline", rng.choice((CMDLINE, CMDLINE, "", "quiet")))
        if case.encrypted if often() else rng.random() < 0.2:
            self.draw_cpus(case, rng)
        if rng.random() < 0.1:
            case.add("policy", "--policy", rng.choice((case.spec.policy, 1)))
        if rng.random() < 0.1:
            case.add("api", "--api-minor", rng.choice((55, 54)))
        return case

    def draw_cpus(self, case, rng):
        """Number and kind of CPUs, or one of them."""
        if rng.random() < 0.8:
            case.add("cpus", "--num-cpus", rng.choice((2, 2, 2, 3)))
        kind = rng.random()
        if kind < 0.45:
            case.add("cpu")
            case.add("sku", *sku(*rng.choice((MILAN, MILAN, (25, 1, 0)))))
        elif kind < 0.85:
            boot, other = self.pages["right" if rng.random() < 0.8 else "wrong"]
            case.add("cpu", "--vmsa-cpu0", boot, "--vmsa-cpu1", other)

    def allowed(self, case, reference, sevproof):
        """The declared difference that this is, or None."""
        for name, predicate in PREDICATES.items():
            declared = DIFFERENCES[name]
            if (predicate(case) and reference in declared.statuses(own_traits())
                    and sevproof in declared.sevproof):
                return name
        return None

    def test_random_options(self):
        seed = int(os.environ.get("SEVPROOF_HOST_SEED", random.SystemRandom().randrange(1 << 32)))
        count = int(os.environ.get("SEVPROOF_HOST_CASES", "150"))
        rng = random.Random(seed)
        seen = set()
        for number in range(count):
            case = self.draw(rng)
            runs = [getattr(self, case.where)(case.guest, *case.words, program=program)
                    for program in (REFERENCE, (*SEVPROOF, *without_reason(number)))]
            reference, sevproof = (run.status for run in runs)
            TALLY.cases += 1
            seen.add(sevproof)
            if reference == sevproof:
                continue
            name = self.allowed(case, reference, sevproof)
            words = "\n".join(f"{run.status}: {' '.join(map(str, run.command))}\n{run.stdout}"
                              f"{run.stderr}" for run in runs)
            self.assertIsNotNone(name, f"case {number} of SEVPROOF_HOST_SEED={seed}: an undeclared "
                                 f"difference\n{words}")
            TALLY.differences[name] = TALLY.differences.get(name, 0) + 1
        self.assertTrue({0, 1, 2, 3, 4, 5} <= seen or count < 100, f"statuses {seen}, seed {seed}")


if __name__ == "__main__":
    unittest.main()
