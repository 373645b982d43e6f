#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whole programs side by side: sevproof, virt-qemu-sev-validate and `openssl dgst`. Prints JSON.

Programs run in turns, so that a noisy machine is noisy for all, and every ratio of times is the
median of the rounds' own ratios. Every run must end with status 0, or its figure would be one of
something else. All files are read once before, so that no figure is one of the disk.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STANDIN = Path(__file__).resolve().parent.parent / "tests" / "standin"
sys.path.insert(0, str(STANDIN))
import firmware_image  # noqa: E402 (the folder has to be named first)

MIB = 1024 * 1024
SMALL_FIRMWARE = 2 * MIB
# The reference is a script of the system's Python; another one may come first on PATH.
SYSTEM_PYTHON = "/usr/bin/python3"
HASH_AREA = (0x810C00, 0x400)
SIZES = (64, 128, 256, 512)  # MiB
LARGE = 512
VCPUS = (1, 64, 128, 256, 512)


def peak_so_far(pid) -> int:
    """Peak memory in bytes of a running program; 0 when it is just ending."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    for line in status.splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def run(command, folder, watch_memory=False):
    """Wall seconds and peak memory (bytes, 0 unless watched) of a run that must end with status 0.

    What wait4() tells as maximum would include this Python, out of which the program was started;
    the high-water mark under /proc begins anew with the program, and is read until it ends.
    """
    peak = 0
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        child = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output,
                                 stderr=output)
        while watch_memory and child.poll() is None:
            peak = max(peak, peak_so_far(child.pid))
            time.sleep(0.002)
        child.wait()
        seconds = time.perf_counter() - started
        if child.returncode != 0:
            output.seek(0)
            text = output.read().decode(errors="replace")
            sys.exit(f"status {child.returncode}, expected 0: {' '.join(command)}\n{text}")
    return seconds, peak


def make_file(path, mib) -> None:
    with open(path, "wb") as file:
        for _ in range(mib):
            file.write(os.urandom(MIB))


def prepare(folder) -> None:
    """The files of the launches, and keys."""
    (folder / "firmware.fd").write_bytes(
        firmware_image.build(size=SMALL_FIRMWARE, hash_area=HASH_AREA, reset_address=0x80B004))
    (folder / "kernel").write_bytes(bytes(MIB))
    for mib in SIZES:
        make_file(folder / f"initrd-{mib}", mib)
    (folder / "tk.bin").write_bytes(os.urandom(32))


def validation(folder, files, policy="3"):
    """The options of a validation that must succeed, since the stand-in host is honest."""
    options = ["--policy", policy, "--api-major", "1", "--api-minor", "55", *files]
    host = [option.replace("--num-cpus", "--vcpus") for option in options]
    blob = subprocess.run(
        [sys.executable, "-B", str(STANDIN / "host.py"), "launch", "--tk", "tk.bin", "--build", "21",
         "--format", "blob", *host],
        cwd=folder, check=True, capture_output=True, text=True).stdout.strip()
    return ["--measurement", blob, "--tk", "tk.bin", "--build-id", "21", *options]


def take_turns(commands, folder, rounds):
    """Wall seconds of each command in each round, after one round that counts for nothing."""
    times = {name: [] for name in commands}
    for round_ in range(rounds + 1):
        for name, command in commands.items():
            seconds, _ = run(command, folder)
            if round_ > 0:
                times[name].append(seconds)
    return times


def summary(times):
    """Median milliseconds, and how many times as long as sevproof each takes."""
    return {name: {"milliseconds": round(statistics.median(taken) * 1e3, 2),
                   "ratio": round(statistics.median(
                       other / own for other, own in zip(taken, times["sevproof"])), 3)}
            for name, taken in times.items()}


def boot(mib):
    return ["--firmware", "firmware.fd", "--kernel", "kernel", "--initrd", f"initrd-{mib}",
            "--cmdline", "ro"]


def compare_small(programs, folder, rounds):
    options = validation(folder, ["--firmware", "firmware.fd"])
    commands = {name: program + options for name, program in programs.items()}
    return summary(take_turns(commands, folder, rounds))


def compare_large(programs, folder, rounds):
    options = validation(folder, boot(LARGE))
    commands = {name: program + options for name, program in programs.items()}
    commands["openssl dgst"] = ["openssl", "dgst", "-sha256", f"initrd-{LARGE}"]
    result = summary(take_turns(commands, folder, rounds))
    memory = {name: run(program + options, folder, watch_memory=True)[1]
              for name, program in programs.items()}
    for name, peak in memory.items():
        result[name]["peakMiB"] = round(peak / MIB, 1)
        result[name]["memoryRatio"] = round(peak / memory["sevproof"], 1)
    return result


def fit(points):
    """The line through the points (x, milliseconds) by least squares, and its R squared."""
    xs, ys = zip(*points)
    mean_x, mean_y = statistics.mean(xs), statistics.mean(ys)
    across = sum((x - mean_x) ** 2 for x in xs)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / across
    rest = sum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in points)
    whole = sum((y - mean_y) ** 2 for y in ys)
    return {"points": [[x, round(y, 2)] for x, y in points], "slope": round(slope, 5),
            "atZero": round(mean_y - slope * mean_x, 2), "rSquared": round(1 - rest / whole, 4)}


def growth(program, folder, rounds, cases):
    commands = {x: program + options for x, options in cases.items()}
    times = take_turns(commands, folder, rounds)
    return fit([(x, statistics.median(taken) * 1e3) for x, taken in times.items()])


def es_validation(folder, count):
    """Of a SEV-ES guest, whose CPU the stand-in and sevproof name in different ways."""
    cpu = ["--cpu-family", "25", "--cpu-model", "1", "--cpu-stepping", "1"]
    files = ["--firmware", "firmware.fd", "--num-cpus", str(count)]
    made = validation(folder, [*files, "--cpu", "25/1/1"], policy="7")
    return [*made[:-2], *cpu]


def measure(programs, folder, rounds):
    own = programs["sevproof"]
    vcpus = {count: es_validation(folder, count) for count in VCPUS}
    return {
        "start": take_start(own, folder, rounds),
        "small": compare_small(programs, folder, rounds),
        "large": compare_large(programs, folder, max(3, rounds // 5)),
        "vcpus": growth(own, folder, max(5, rounds // 2), vcpus),
        "size": growth(own, folder, max(3, rounds // 5),
                       {mib: validation(folder, boot(mib)) for mib in SIZES}),
    }


def take_start(program, folder, rounds):
    times = take_turns({"help": program + ["--help"]}, folder, rounds)
    return round(statistics.median(times["help"]) * 1e3, 2)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sevproof", help="the program to measure")
    parser.add_argument("--reference", default=shutil.which("virt-qemu-sev-validate"))
    parser.add_argument("--rounds", type=int, default=31, help="runs of the small validation; others have fewer")
    wish = parser.parse_args()
    for what, found in (("virt-qemu-sev-validate", wish.reference), ("openssl", shutil.which("openssl"))):
        if found is None:
            print(f"{what} is not installed")
            return 3
    programs = {"sevproof": [os.path.abspath(wish.sevproof)],
                "reference": [SYSTEM_PYTHON, wish.reference]}
    with tempfile.TemporaryDirectory(prefix="sevproof-bench.") as folder:
        prepare(Path(folder))
        print(json.dumps(measure(programs, Path(folder), wish.rounds), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
