"""All mutants of one file: compiled, told apart by their code, and tried."""

import os
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor

from mutants import mutants_of
from targets import UNIT_FILTER
from trial import Step, tried, tried_all
from workshop import BuildFailed, digest_of

UNIT_PROGRAMS = ("sevproof_core_tests", "sevproof_wiping_tests")
FAST = ["--gtest_brief=1", "--gtest_fail_fast"]


def unit_steps(target, programs, library):
    if not target.suites:
        return []
    core, wiping = programs
    # A function that is bound when it is called first overwrites the stack, which tests look at.
    environment = {"LD_LIBRARY_PATH": library, "LD_BIND_NOW": "1"}
    related = f"related to {os.path.basename(target.path)}"
    return [Step(related, [core, f"--gtest_filter={target.suites}", *FAST], environment),
            Step("unit", [core, f"--gtest_filter={UNIT_FILTER}", *FAST], environment),
            Step("wiping", [wiping, *FAST], environment)]


def script_steps(target, project, program):
    environment = {"SEVPROOF": program, "SEVPROOF_SOURCE": project, "SEVPROOF_PYTHON": sys.executable,
                   "SEVPROOF_FAIL_FAST": "1"}
    return [Step(name, ["bash", f"{project}/tests/cli/{name}.test.sh"], environment) for name in target.scripts]


class FileRun:
    def __init__(self, target, shop, programs, results, jobs, seconds):
        self.target, self.shop, self.programs, self.results, self.jobs = target, shop, programs, results, jobs
        self.seconds = seconds  # what a step takes with the original: the same for all files
        with open(f"{shop.project}/{target.path}", encoding="utf-8") as file:
            self.source = file.read()
        self.mutants = mutants_of(target.path, self.source)

    def key(self, mutant):
        return self.results.key(mutant, self.source)

    def run(self, mutants, say):
        """[(mutant, result)], with as few compilations and tests as what is known allows."""
        pending = [one for one in mutants if self.results.of(self.key(one)) is None]
        if pending:
            self.try_all(pending, say)
        return [(one, self.results.of(self.key(one))) for one in mutants]

    def try_all(self, pending, say):
        original = self.shop.prepare(self.target.path, self.source)
        self.measure(original)
        codes = {digest_of(original): "equivalent"}
        for one in self.mutants:
            result = self.results.known.get(self.key(one))
            if result and result.code and one not in pending:
                codes[result.code] = "duplicate"
        made = self.in_parallel(self.compile, pending)
        waiting = [(one, path, code) for one, path, code in zip(pending, made, map(self.code_of, made))
                   if self.is_new(one, code, codes)]
        self.in_parallel(lambda one: say(*self.attempt(*one)), waiting)
        shutil.rmtree(os.path.dirname(os.path.dirname(original)))

    def in_parallel(self, work, items):
        with ThreadPoolExecutor(self.jobs) as pool:
            try:
                return list(pool.map(work, items))
            except BaseException:
                # Interrupted, it ends with what has begun.
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def compile(self, mutant):
        return self.shop.compile(self.target.path, mutant.applied(self.source), self.key(mutant)[:16])

    @staticmethod
    def code_of(made):
        return digest_of(made) if made else None

    def is_new(self, mutant, code, codes):
        status = codes.get(code, "") if code else "does not compile"
        if status:
            self.results.add(self.key(mutant), status)
        else:
            codes[code] = "duplicate"
        return not status

    def attempt(self, mutant, made, code):
        try:
            outcome = tried_all(self.steps(made), self.shop.folder)
            result = self.results.add(self.key(mutant), outcome.status, outcome.by, code)
        except BuildFailed:
            result = self.results.add(self.key(mutant), "does not compile", "it does not link")
        shutil.rmtree(os.path.dirname(made))
        return mutant, result

    def steps(self, made):
        """One by one, since what a later one needs is linked only then."""
        library = self.shop.link_core(self.target.path, made)
        for step in unit_steps(self.target, self.programs, library):
            yield self.timed(step)
        if self.target.suites:
            # Where it is linked, its own functions take the place of the system's: in the core too.
            program = self.shop.link_program(self.target.path, made, "sevproof_psa_tests")
            yield self.timed(Step("psa", [program, *FAST], {}))
        if self.target.scripts:
            program = self.shop.link_program(self.target.path, made, "sevproof")
            for step in script_steps(self.target, self.shop.project, program):
                yield self.timed(step)

    def timed(self, step):
        step.cpu_seconds = self.seconds.get(step.name, step.cpu_seconds)
        return step

    def measure(self, original):
        """What each step takes with the original, which has to pass it."""
        for step in self.steps(original):
            if step.name in self.seconds:
                continue
            outcome = tried(step, self.shop.folder)
            if outcome.status != "survived":
                raise BuildFailed(f"{self.target.path}: the original fails its tests ({outcome.by or step.name})")
            self.seconds[step.name] = outcome.seconds
