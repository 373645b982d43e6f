#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whole programs side by side: sevproof and the reference, virt-qemu-sev-validate.

Wall time of one small validation (a firmware of 2 MiB, nothing else), the two run in turns so that a
noisy machine is noisy for both; and peak memory of one with a large initrd. Every run must end with
status 0, or its figure would be one of something else.
"""

import argparse
import datetime
import os
import platform
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
STATE = ["--policy", "3", "--api-major", "1", "--api-minor", "55"]
HASH_AREA = (0x810C00, 0x400)


def cpu_name() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or "unknown CPU"


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


def prepare(folder, initrd_mib) -> None:
    """The files of the launches, and keys. A sparse initrd is read like any other."""
    (folder / "firmware.fd").write_bytes(
        firmware_image.build(size=SMALL_FIRMWARE, hash_area=HASH_AREA))
    (folder / "kernel").write_bytes(bytes(MIB))
    with open(folder / "initrd", "wb") as initrd:
        initrd.truncate(initrd_mib * MIB)
    keys = os.urandom(32)
    (folder / "tk.bin").write_bytes(keys)


def validation(folder, files):
    """The options of a validation that must succeed, since the stand-in host is honest."""
    blob = subprocess.run(
        [sys.executable, "-B", str(STANDIN / "host.py"), "launch", "--tk", "tk.bin", "--build", "21",
         "--format", "blob", *STATE, *files],
        cwd=folder, check=True, capture_output=True, text=True).stdout.strip()
    return ["--measurement", blob, "--tk", "tk.bin", "--build-id", "21", *STATE, *files]


def wall_times(programs, options, folder, rounds):
    times = {name: [] for name in programs}
    for _ in range(rounds):
        for name, program in programs.items():
            times[name].append(run(program + options, folder)[0])
    return {name: statistics.median(taken) for name, taken in times.items()}


def print_row(what, ours, theirs, unit) -> None:
    print(f"{what:<44}{ours:>9.1f} {unit:<4}{theirs:>9.1f} {unit:<4}{theirs / ours:>8.1f}x")


def compare(programs, folder, rounds, initrd_mib) -> None:
    small = ["--firmware", "firmware.fd"]
    large = small + ["--kernel", "kernel", "--initrd", "initrd", "--cmdline", "ro"]
    print(f"{'':<44}{'sevproof':>13} {'reference':>13} {'ratio':>9}")
    small_options = validation(folder, small)
    for program in programs.values():  # neither pays for reading its program from the disk
        run(program + small_options, folder)
    times = wall_times(programs, small_options, folder, rounds)
    print_row(f"one small validation, median of {rounds}", times["sevproof"] * 1e3,
              times["reference"] * 1e3, "ms")
    large_options = validation(folder, large)
    runs = {name: run(program + large_options, folder, watch_memory=True)
            for name, program in programs.items()}
    ours, theirs = runs["sevproof"], runs["reference"]
    print_row(f"peak memory, initrd of {initrd_mib} MiB", ours[1] / MIB, theirs[1] / MIB, "MiB")
    print_row("wall time of that one run", ours[0] * 1e3, theirs[0] * 1e3, "ms")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sevproof", help="the program to measure")
    parser.add_argument("--reference", default=shutil.which("virt-qemu-sev-validate"))
    parser.add_argument("--rounds", type=int, default=31, help="runs of the small validation")
    parser.add_argument("--initrd-mib", type=int, default=512)
    wish = parser.parse_args()
    if wish.reference is None:
        print("virt-qemu-sev-validate is not installed", file=sys.stderr)
        return 3
    programs = {"sevproof": [os.path.abspath(wish.sevproof)],
                "reference": [SYSTEM_PYTHON, wish.reference]}
    print(f"{cpu_name()}, {datetime.date.today().isoformat()}")
    with tempfile.TemporaryDirectory(prefix="sevproof-bench.") as folder:
        prepare(Path(folder), wish.initrd_mib)
        compare(programs, Path(folder), wish.rounds, wish.initrd_mib)
    return 0


if __name__ == "__main__":
    sys.exit(main())
