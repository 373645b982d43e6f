#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the launch digest that a SEV-SNP host measures of a directly booted guest, without any SEV hardware."""

import argparse
import sys

import snp_launch
import vmsa_page


def _bytes_of(path):
    with open(path, "rb") as stream:
        return stream.read()


def _cpu(text):
    return vmsa_page.cpu_signature(*(int(part, 0) for part in text.split("/")))


def _parser():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--firmware", "--kernel", "--initrd"):
        parser.add_argument(name, type=_bytes_of, required=True)
    parser.add_argument("--cmdline", required=True)
    parser.add_argument("--vcpus", type=int, required=True)
    parser.add_argument("--cpu", type=_cpu, required=True, metavar="FAMILY/MODEL/STEPPING")
    return parser


def main(words=None):
    """Exit status 0, or 2 with a sentence."""
    try:
        wish = _parser().parse_args(words)
        table = snp_launch.hashes_table(wish.kernel, wish.initrd, wish.cmdline.encode())
        print(snp_launch.digest_of_image(wish.firmware, wish.vcpus, wish.cpu, table=table).hex())
    except (OSError, snp_launch.LaunchError) as error:
        print(f"ERROR: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
