#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A SEV-SNP launch digest in Python, by the calculator of the tests: to compare with where sev-snp-measure, which hashes
the same pages with hashlib as well, is not at hand.

Usage: snp_calculator.py FIRMWARE VCPUS SIGNATURE"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "standin"))
import snp_launch  # noqa: E402 (the folder has to be named first)


def main():
    firmware, vcpus, signature = sys.argv[1:]
    image = Path(firmware).read_bytes()
    print(snp_launch.digest_of_image(image, int(vcpus), int(signature, 0)).hex())


main()
