#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the generated vectors beside this file, or with --check compares them with what is there.

Shares no code with the core. Needs the package cryptography (exit status 77 without it).
"""

import argparse
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
SKIPPED = 77


def generated():
    import curve
    import firmware_code
    import launches
    import mistaken
    import packets
    import primitives
    import signatures

    primitives.check_published()
    curve.check_rfc6979(primitives.published("ecdsa_rfc6979.json")["cases"])
    launches.check_published_pages()
    return {
        "sha256.json": primitives.sha256(),
        "sha384.json": primitives.sha384(),
        "hmac.json": primitives.hmac_sha256(),
        "aes_ctr.json": primitives.aes_ctr(),
        "rsa_pss.json": signatures.rsa_pss(),
        "p384.json": curve.p384(),
        "firmware_code.json": firmware_code.images(),
        "vmsa_pages.json": launches.vmsa_pages(),
        "launches.json": launches.launches(),
        "mistaken_launches.json": mistaken.mistaken(),
        "secret_packets.json": packets.packets(),
    }


def comparable(name, text):
    """What two runs have in common: another version of liblzma may pack in another way."""
    if name != "firmware_code.json":
        return text
    return [{**image, "image": None} for image in json.loads(text)["images"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    wish = parser.parse_args()
    try:
        import cryptography  # noqa: F401
    except ImportError:
        print("skipped: the vectors of ciphers and signatures need the package python3-cryptography")
        return SKIPPED
    differing = []
    for name, content in generated().items():
        text = json.dumps(content, indent=1) + "\n"
        path = HERE / name
        if not wish.check:
            path.write_text(text)
        elif not path.exists() or comparable(name, path.read_text()) != comparable(name, text):
            differing.append(name)
    for name in differing:
        print(f"{name}: is not what generate.py makes")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
