#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One SEV-SNP launch digest of a firmware of 4 MiB with 1 vCPU, by sevproof and in Python. Prints JSON.

Two readings of "how many times as fast": whole programs, both started fresh, and the digest alone, with everything in
memory and modules loaded. All take turns, and a ratio is the median of the rounds' own ratios. The firmware is noise
where none is given: no page is like another, which is the worst case for sevproof.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import programs
from programs import MIB, SYSTEM_PYTHON, firmware_image

import snp_launch

HERE = Path(__file__).resolve().parent
MILAN = "0xa00f11"
# As in edk2's OvmfPkg/AmdSev: (gpa, size, type).
SECTIONS = [(0x800000, 0x9000, 1), (0x80A000, 0x3000, 1), (0x80D000, 0x1000, 2), (0x80E000, 0x1000, 3),
            (0x80F000, 0x1000, 4), (0x811000, 0x1F000, 1), (0x810000, 0x1000, 0x10)]


def noise():
    return firmware_image.build(size=4 * MIB, hash_area=programs.HASH_AREA, reset_address=0x80B004, metadata=SECTIONS)


def commands_for(wish, firmware):
    own = [os.path.abspath(wish.sevproof), "snp", "measure", "--cpu", MILAN, "--firmware", firmware, "--num-cpus"]
    commands = {"sevproof": [*own, "1"],
                "own calculator in Python": [SYSTEM_PYTHON, str(HERE / "snp_calculator.py"), firmware, "1", MILAN],
                "sevproof --help": [own[0], "--help"],
                "python3 -c pass": [SYSTEM_PYTHON, "-c", "pass"],
                "sevproof, 512 vCPUs": [*own, "512"],
                "sevproof, 1 to 512 vCPUs": [*own, ",".join(map(str, range(1, 513)))]}
    if wish.sev_snp_measure:
        commands["sev-snp-measure"] = [
            SYSTEM_PYTHON, os.path.abspath(wish.sev_snp_measure), "--mode", "snp", "--vcpus", "1", "--vcpu-sig", MILAN,
            "--ovmf", firmware]
    return commands


def digest_of(command):
    """The 96 hexadecimal digits that a program prints."""
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return next(word for word in said.split() if len(word) == 96 and set(word) <= set("0123456789abcdef"))


def check_same(commands):
    found = {name: digest_of(command) for name, command in commands.items()
             if name in ("sevproof", "own calculator in Python", "sev-snp-measure")}
    if len(set(found.values())) != 1:
        sys.exit(f"not the same digest: {found}")
    return found["sevproof"]


def whole_programs(commands, folder, rounds):
    times = programs.take_turns(commands, folder, rounds)
    result = programs.summary(times)
    one, all_ = times["sevproof, 512 vCPUs"], times["sevproof, 1 to 512 vCPUs"]
    return result, round(statistics.median(b / a for a, b in zip(one, all_)), 3)


def digest_alone(ratios_program, firmware, expected, rounds):
    """Milliseconds in Python and in sevproof's library, in turns."""
    image = Path(firmware).read_bytes()
    theirs, ours = [], []
    for _ in range(rounds):
        started = time.perf_counter()
        digest = snp_launch.digest_of_image(image, 1, int(MILAN, 0)).hex()
        theirs.append((time.perf_counter() - started) * 1e3)
        own = json.loads(subprocess.run([ratios_program, "9", firmware], check=True, capture_output=True).stdout)
        ours.append(own["milliseconds"])
        if not digest == own["digest"] == expected:
            sys.exit(f"not the same digest: {digest}, {own['digest']}, {expected}")
    return {"sevproof": round(statistics.median(ours), 3), "python": round(statistics.median(theirs), 2),
            "ratio": round(statistics.median(b / a for a, b in zip(ours, theirs)), 2)}


def measure(wish, folder):
    firmware = os.path.abspath(wish.firmware) if wish.firmware else str(folder / "noise.fd")
    if not wish.firmware:
        Path(firmware).write_bytes(noise())
    commands = commands_for(wish, firmware)
    expected = check_same(commands)
    whole, counts = whole_programs(commands, folder, wish.rounds)
    return {"firmware": "given" if wish.firmware else "noise", "bytes": os.path.getsize(firmware),
            "programs": whole, "countsTo512": counts,
            "digest": digest_alone(os.path.abspath(wish.ratios), firmware, expected, wish.rounds)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sevproof", help="the program to measure")
    parser.add_argument("ratios", help="the program sevproof_snp_ratios")
    parser.add_argument("--sev-snp-measure", help="sev-snp-measure.py of a checkout, where it is at hand")
    parser.add_argument("--firmware", help="a firmware with SEV metadata, for example OVMF.amdsev.fd")
    parser.add_argument("--rounds", type=int, default=31)
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sevproof-bench.") as folder:
        print(json.dumps(measure(wish, Path(folder)), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
