"""Usage: mutate.py PROJECT BUILD [--only FILE]... [--list] [--jobs N] [--sample N] [--seed S]

Changes the files that decide, one place at a time, and looks whether a test notices; see scripts/mutate.
"""

import argparse
import os
import random
import sys
from collections import Counter

from file_run import UNIT_PROGRAMS, FileRun
from mutants import mutants_of
from results import STATUSES, Results
from survivors import Malformed, judge, parse_reasons
from targets import TARGETS
from workshop import BuildFailed, Workshop, digest_of

HERE = os.path.dirname(os.path.abspath(__file__))


def parse_options(arguments):
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("project")
    parser.add_argument("build")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def chosen_targets(only):
    found = [one for one in TARGETS if not only or any(one.path.endswith(name) for name in only)]
    if not found:
        sys.exit(f"ERROR: no file that decides is called {' or '.join(only)}\n"
                 "hint: tests/mutation/targets.py has them all")
    return found


def show(mutant):
    return f"{mutant.path}:{mutant.number}: {mutant.name}\n    {mutant.line}"


def say(mutant, result):
    if result.status == "survived":
        print(f"  survived  {show(mutant)}", flush=True)


def print_table(rows):
    width = max(len(path) for path, _ in rows)
    print(f"{'':{width}} {'mutants':>8}" + "".join(f"{name:>18}" for name in STATUSES))
    total = sum((counts for _, counts in rows), Counter())
    for path, counts in [*rows, ("all", total)]:
        print(f"{path:{width}} {sum(counts.values()):>8}" + "".join(f"{counts[name]:>18}" for name in STATUSES))


def tests_digest(options, programs):
    scripts = sorted({f"{options.project}/tests/cli/{name}.test.sh" for one in TARGETS for name in one.scripts})
    psa = f"{options.build}/bin/sevproof_psa_tests"
    return " ".join(digest_of(path)[:8] for path in [*programs, psa, *scripts])


def run_all(options, targets):
    """[(path, [(mutant, result)])]"""
    folder = os.path.dirname(options.build)
    shop = Workshop(options.project, options.build, f"{folder}/work")
    programs = [shop.link_tests(name) for name in UNIT_PROGRAMS]
    results = Results(f"{folder}/results.jsonl", tests_digest(options, programs))
    seconds = {}
    runs = [FileRun(target, shop, programs, results, options.jobs, seconds) for target in targets]
    chosen = {(one.path, one.start, one.name) for one in sampled([m for run in runs for m in run.mutants], options)}
    found = []
    for run in runs:
        print(f"{run.target.path}: {len(run.mutants)} mutants", flush=True)
        mutants = [one for one in run.mutants if (one.path, one.start, one.name) in chosen]
        found.append((run.target.path, run.run(mutants, say)))
    return found


def sampled(mutants, options):
    if options.sample is None or options.sample >= len(mutants):
        return mutants
    return random.Random(options.seed).sample(mutants, options.sample)


def report(found, options):
    with open(f"{HERE}/survivors.txt", encoding="utf-8") as file:
        reasons = parse_reasons(file.read())
    print_table([(path, Counter(result.status for _, result in tried)) for path, tried in found])
    survivors = [mutant for _, tried in found for mutant, result in tried if result.status == "survived"]
    whole = [] if options.sample else [path for path, _ in found]
    unexplained, stale = judge(survivors, reasons, whole, [one.path for one in TARGETS])
    for mutant in unexplained:
        print(f"no test notices, and no reason is written: {show(mutant)}")
    for reason in stale:
        print(f"a reason is written, and no such mutant survives: {reason.path}: {reason.name}\n    {reason.line}")
    print(f"{len(survivors)} survivors, {len(unexplained)} without a reason; {len(stale)} reasons without a survivor")
    return 1 if unexplained or stale else 0


def main():
    options = parse_options(sys.argv[1:])
    targets = chosen_targets(options.only)
    if options.list:
        for target in targets:
            with open(f"{options.project}/{target.path}", encoding="utf-8") as file:
                for mutant in mutants_of(target.path, file.read()):
                    print(show(mutant))
        return 0
    try:
        return report(run_all(options, targets), options)
    except (BuildFailed, Malformed) as fault:
        print(f"ERROR: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
