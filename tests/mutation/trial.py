"""Runs tests against a mutant, each within limits: what hangs or takes all memory is detected as well."""

import os
import resource
import signal
import subprocess
import time
from dataclasses import dataclass

MEMORY = 8 << 30
# How much longer than with the original tests may take, and what they get in any case.
PATIENCE = 8
SECONDS = 2


@dataclass
class Outcome:
    status: str  # survived, killed or timed out
    by: str = ""
    seconds: float = 0.0  # of the processor, in the processes that were waited for


@dataclass
class Step:
    name: str
    command: list
    environment: dict
    cpu_seconds: float = 3600.0  # what it takes with the original


def limits(cpu_seconds):
    """Nothing goes on running where the tool itself was ended."""
    return ["setpriv", "--pdeathsig", "KILL", "prlimit", f"--cpu={int(cpu_seconds * PATIENCE + SECONDS)}",
            f"--as={MEMORY}", "--core=0", "--"]


def end_group(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def first_failure(output):
    for line in output.splitlines():
        for mark in ("[  FAILED  ] ", "FAILED  "):
            if line.startswith(mark):
                return line[len(mark):].split(",")[0].split(" (")[0]
    return ""


def tried(step, folder):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # A machine with other work to do gives a process a part of its time only.
    wall = 20 * (step.cpu_seconds * PATIENCE + SECONDS)
    process = subprocess.Popen([*limits(step.cpu_seconds), *step.command], cwd=folder,
                               env={**os.environ, **step.environment}, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        output, _ = process.communicate(timeout=wall)
    except subprocess.TimeoutExpired:
        end_group(process)
        return Outcome("timed out", step.name)
    except BaseException:
        end_group(process)
        raise
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if process.returncode == 0:
        return Outcome("survived", "", seconds)
    if process.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return Outcome("timed out", step.name, seconds)
    failure = first_failure(output.decode("utf-8", "replace"))
    return Outcome("killed", f"{step.name}: {failure}" if failure else f"{step.name}: ended with {process.returncode}",
                   seconds)


def tried_all(steps, folder):
    for step in steps:
        outcome = tried(step, folder)
        if outcome.status != "survived":
            return outcome
    return Outcome("survived")
