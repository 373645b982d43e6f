#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The host as the guest owner sees it, without any SEV hardware.

`launch` starts a guest on the stand-in firmware and prints what the host would report;
`open` hands a secret packet to firmware and guest and prints what arrives, as JSON.
"""

import argparse
import base64
import binascii
import json
import os
import sys

import guest
import qemu
import vmsa_page
from ovmf_table import TableError
from sev_firmware import BLOB_SIZE, KEY_SIZE, MEASUREMENT_SIZE, LaunchContext, SevError


class BadInput(Exception):
    """Something the caller gave cannot be used."""


def _read(path):
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from error


def read_keys(path):
    """TIK and TEK from a TK file, which holds the TEK first."""
    keys = _read(path)
    if len(keys) != 2 * KEY_SIZE:
        raise BadInput(f"{path}: expected {2 * KEY_SIZE} bytes of TEK and TIK, got {len(keys)}")
    return keys[KEY_SIZE:], keys[:KEY_SIZE]


def from_base64(what, text):
    """Strict base64: no spaces, no rubbish."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadInput(f"{what}: not base64 ({error})") from error


def report_text(form, blob, wish):
    """The report in one of the forms in which hosts give it to people."""
    shown = base64.b64encode(blob).decode()
    if form == "blob":
        return shown
    if form == "virsh":
        pairs = (("sev-measurement", shown), ("sev-api-major", wish.api_major),
                 ("sev-api-minor", wish.api_minor), ("sev-build-id", wish.build),
                 ("sev-policy", wish.policy))
        return "\n".join(f"{name:<15}: {value}" for name, value in pairs)
    state = {"enabled": True, "api-minor": wish.api_minor, "api-major": wish.api_major,
             "build-id": wish.build, "policy": wish.policy, "state": "launch-secret", "handle": 1}
    return json.dumps({"return": state}) + "\n" + json.dumps({"return": {"data": shown}})


def launch(wish):
    """Returns the text that the host reports for the launch that the options describe."""
    tik, tek = read_keys(wish.tk)
    machine = qemu.Machine(
        firmware=_read(wish.firmware), kernel=wish.kernel, initrd=wish.initrd,
        cmdline=None if wish.cmdline is None else os.fsencode(wish.cmdline),
        vcpus=wish.vcpus, cpu=wish.cpu, layout=wish.layout, sev_features=wish.sev_features,
        check_hash_area=not wish.no_area_check)
    context = LaunchContext(tik, tek, wish.policy, wish.api_major, wish.api_minor, wish.build)
    return report_text(wish.format, qemu.launch(machine, wish.policy, context, wish.nonce), wish)


def open_packet(wish):
    """Returns the secrets that the guest finds, as JSON with GUIDs and hexadecimal data."""
    tik, tek = read_keys(wish.tk)
    blob = from_base64("blob", wish.blob)
    if len(blob) != BLOB_SIZE:
        raise BadInput(f"blob: expected {BLOB_SIZE} bytes, got {len(blob)}")
    context = LaunchContext.awaiting_secret(tik, tek, blob[:MEASUREMENT_SIZE])
    memory = context.launch_secret(from_base64(wish.header, _read(wish.header)),
                                   from_base64(wish.payload, _read(wish.payload)))
    secrets = guest.read_secrets(memory)
    return json.dumps({str(guid): data.hex() for guid, data in secrets.items()})


def _number(text):
    return int(text, 0)


def _cpu(text):
    family, model, stepping = (int(part, 0) for part in text.split("/"))
    return family, model, stepping


def _parser():
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    start = commands.add_parser("launch", help="launch a guest, print the host's report")
    for name in ("--firmware", "--tk"):
        start.add_argument(name, required=True)
    for name in ("--kernel", "--initrd", "--cmdline"):
        start.add_argument(name)
    start.add_argument("--policy", type=_number, required=True)
    for name, default in (("--vcpus", 1), ("--sev-features", 0), ("--api-major", 1),
                          ("--api-minor", 55), ("--build", 21)):
        start.add_argument(name, type=_number, default=default)
    start.add_argument("--cpu", type=_cpu, metavar="FAMILY/MODEL/STEPPING")
    start.add_argument("--layout", choices=sorted(vmsa_page.LAYOUTS), default="legacy")
    start.add_argument("--nonce", type=bytes.fromhex, metavar="HEX")
    start.add_argument("--format", choices=("virsh", "qmp", "blob"), default="virsh")
    start.add_argument("--no-area-check", action="store_true",
                       help="launch even if the firmware has no place for kernel hashes")
    opening = commands.add_parser("open", help="open a secret packet, print the secrets")
    for name in ("--tk", "--blob", "--header", "--payload"):
        opening.add_argument(name, required=True)
    return parser


def main(words=None):
    """Exit status 0, or 2 with a sentence: bad input, or a refusal by firmware or guest."""
    wish = _parser().parse_args(words)
    try:
        print(launch(wish) if wish.command == "launch" else open_packet(wish))
    except OSError as error:
        print(f"ERROR: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    except ImportError as error:
        print(f"ERROR: {error}; opening a packet needs python3-cryptography", file=sys.stderr)
        return 2
    except (BadInput, ValueError, SevError, TableError, qemu.LaunchRefused,
            guest.SecretTableError) as error:
        print(f"ERROR: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
