#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The host as the guest owner sees it, without any SEV hardware.

`platform` makes a platform: certificates, what virsh and QMP say, and its private state;
`launch` starts a guest on the stand-in firmware and prints what the host would report;
`open` hands a secret packet to firmware and guest and prints what arrives, as JSON;
`attest` prints a signed report about the guest, as QMP answers it.

The guest's keys come from an owner's session (--platform), or are given (--tk).
"""

import argparse
import base64
import binascii
import json
import os
import sys

import guest
import platform_files
import qemu
import qemu_start
import vmsa_page
from ovmf_table import TableError
from session_keys import SESSION_SIZE
from sev_certificate import SIZE as CERTIFICATE_SIZE
from sev_firmware import BLOB_SIZE, KEY_SIZE, MEASUREMENT_SIZE, LaunchContext, SevError
from sev_platform import Platform, Source

API_MAJOR, API_MINOR, BUILD = 1, 55, 21


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


def make_platform(wish):
    """Writes all files of a new platform."""
    import amd_roots

    given = {"api": (_or(wish.api_major, API_MAJOR), _or(wish.api_minor, API_MINOR)),
             "build": _or(wish.build, BUILD), "has_es": not wish.no_es}
    if wish.pdh is not None:
        given["pdh"] = wish.pdh
    made = Platform.create(Source(wish.seed), **given)
    roots = amd_roots.fresh() if wish.fresh_roots else amd_roots.fixed()
    files = platform_files.certificates(made, roots, wish.cek_first, wish.oca_from_tool)
    platform_files.write(wish.out, made, files)
    return os.path.join(wish.out, platform_files.STATE)


def _or(value, default):
    return default if value is None else value


def read_platform(path):
    try:
        return Platform.from_json(_read(path))
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"{path}: not a platform's state ({error!r})") from error


def guest_path(wish):
    """Where the firmware's context of the guest is kept: beside the platform's state."""
    folder = os.path.dirname(wish.platform)
    return _or(wish.guest, os.path.join(folder, platform_files.GUEST))


def read_guest(wish):
    path = guest_path(wish)
    try:
        return LaunchContext.restored(json.loads(_read(path)))
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"{path}: not a guest's state ({error!r})") from error


def start_on_platform(wish):
    """LAUNCH_START with the owner's session, or without one."""
    if (wish.api_major, wish.api_minor, wish.build) != (None, None, None):
        raise BadInput("API and build are the platform's own")
    host = read_platform(wish.platform)
    (wish.api_major, wish.api_minor), wish.build = host.api, host.build
    blobs = (None if path is None else qemu_start.read_blob(_read(path), size, wish.as_qemu)
             for path, size in ((wish.session, SESSION_SIZE), (wish.godh, CERTIFICATE_SIZE)))
    return qemu_start.start(host, wish.policy, *blobs)


def start_with_keys(wish):
    if wish.session is not None or wish.godh is not None:
        raise BadInput("a session is for a platform: give --platform")
    wish.api_major, wish.api_minor = _or(wish.api_major, API_MAJOR), _or(wish.api_minor, API_MINOR)
    wish.build = _or(wish.build, BUILD)
    return LaunchContext(*read_keys(wish.tk), wish.policy, wish.api_major, wish.api_minor,
                         wish.build)


def launch(wish):
    """Returns the text that the host reports for the launch that the options describe."""
    context = start_with_keys(wish) if wish.platform is None else start_on_platform(wish)
    machine = qemu.Machine(
        firmware=_read(wish.firmware), kernel=wish.kernel, initrd=wish.initrd,
        cmdline=None if wish.cmdline is None else os.fsencode(wish.cmdline),
        vcpus=wish.vcpus, cpu=wish.cpu, layout=wish.layout, sev_features=wish.sev_features,
        check_hash_area=not wish.no_area_check)
    blob = qemu.launch(machine, wish.policy, context, wish.nonce)
    if wish.platform is not None:
        platform_files.write_private(guest_path(wish), json.dumps(context.saved()) + "\n")
    return report_text(wish.format, blob, wish)


def guest_with_keys(wish):
    """The guest that was launched with these keys and had this measurement."""
    tik, tek = read_keys(wish.tk)
    if wish.blob is None:
        raise BadInput("--tk needs --blob")
    blob = from_base64("blob", wish.blob)
    if len(blob) != BLOB_SIZE:
        raise BadInput(f"blob: expected {BLOB_SIZE} bytes, got {len(blob)}")
    return LaunchContext.awaiting_secret(tik, tek, blob[:MEASUREMENT_SIZE])


def open_packet(wish):
    """Returns the secrets that the guest finds, as JSON with GUIDs and hexadecimal data."""
    context = guest_with_keys(wish) if wish.platform is None else read_guest(wish)
    memory = context.launch_secret(from_base64(wish.header, _read(wish.header)),
                                   from_base64(wish.payload, _read(wish.payload)))
    secrets = guest.read_secrets(memory)
    return json.dumps({str(guid): data.hex() for guid, data in secrets.items()})


def attest(wish):
    """The report of 208 bytes in QMP's answer to query-sev-attestation-report."""
    report = read_guest(wish).attestation(wish.nonce, read_platform(wish.platform).pek)
    return json.dumps({"return": {"data": base64.b64encode(report).decode()}})


def _number(text):
    return int(text, 0)


def _cpu(text):
    family, model, stepping = (int(part, 0) for part in text.split("/"))
    return family, model, stepping


def _add_version(parser):
    for name, default in (("--api-major", API_MAJOR), ("--api-minor", API_MINOR),
                          ("--build", BUILD)):
        parser.add_argument(name, type=_number, help=f"{default} unless given")


def _add_keys(parser):
    """A guest's keys: of a TK file, or from the session that a platform has unwrapped."""
    keys = parser.add_mutually_exclusive_group(required=True)
    keys.add_argument("--tk")
    keys.add_argument("--platform", metavar="STATE")
    parser.add_argument("--guest", metavar="FILE", help="the guest's context, beside STATE as "
                        f"{platform_files.GUEST} unless given")


def _add_platform(commands):
    parser = commands.add_parser("platform", help="make a platform, print where its state is")
    parser.add_argument("--out", required=True, metavar="DIR")
    parser.add_argument("--seed", help="the same keys at every call")
    parser.add_argument("--pdh", type=lambda text: int(text, 16), metavar="HEX",
                        help="private key of the PDH")
    _add_version(parser)
    for name, what in (("--no-es", "SEV-ES is not enabled"),
                       ("--fresh-roots", "an ARK and ASK that nobody knows, takes seconds"),
                       ("--cek-first", "the CEK's signature in the PEK's first slot"),
                       ("--oca-from-tool", "an OCA with API 0.0")):
        parser.add_argument(name, action="store_true", help=what)


def _add_launch(commands):
    start = commands.add_parser("launch", help="launch a guest, print the host's report")
    start.add_argument("--firmware", required=True)
    _add_keys(start)
    start.add_argument("--session", metavar="FILE", help="base64 or binary")
    start.add_argument("--godh", metavar="FILE", help="the owner's certificate, base64 or binary")
    start.add_argument("--as-qemu", action="store_true", help="base64 only, as QEMU decodes it")
    for name in ("--kernel", "--initrd", "--cmdline"):
        start.add_argument(name)
    start.add_argument("--policy", type=_number, required=True)
    for name, default in (("--vcpus", 1), ("--sev-features", 0)):
        start.add_argument(name, type=_number, default=default)
    _add_version(start)
    start.add_argument("--cpu", type=_cpu, metavar="FAMILY/MODEL/STEPPING")
    start.add_argument("--layout", choices=sorted(vmsa_page.LAYOUTS), default="legacy")
    start.add_argument("--nonce", type=bytes.fromhex, metavar="HEX")
    start.add_argument("--format", choices=("virsh", "qmp", "blob"), default="virsh")
    start.add_argument("--no-area-check", action="store_true",
                       help="launch even if the firmware has no place for kernel hashes")


def _parser():
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    _add_platform(commands)
    _add_launch(commands)
    opening = commands.add_parser("open", help="open a secret packet, print the secrets")
    _add_keys(opening)
    opening.add_argument("--blob", help="what was measured, with --tk")
    for name in ("--header", "--payload"):
        opening.add_argument(name, required=True)
    asking = commands.add_parser("attest", help="print a report signed by the platform's PEK")
    asking.add_argument("--platform", required=True, metavar="STATE")
    asking.add_argument("--guest", metavar="FILE")
    asking.add_argument("--nonce", type=bytes.fromhex, required=True, metavar="HEX")
    return parser


COMMANDS = {"platform": make_platform, "launch": launch, "open": open_packet, "attest": attest}


def main(words=None):
    """Exit status 0, or 2 with a sentence: bad input, or a refusal by firmware or guest."""
    wish = _parser().parse_args(words)
    try:
        print(COMMANDS[wish.command](wish))
    except OSError as error:
        print(f"ERROR: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    except ImportError as error:
        print(f"ERROR: {error}; this needs python3-cryptography", file=sys.stderr)
        return 2
    except qemu_start.StartRefused as error:
        # The first line is QEMU's, which never says why: the second one does.
        print(f"{error}\n{error.reason}", file=sys.stderr)
        return 2
    except (BadInput, ValueError, SevError, TableError, qemu.LaunchRefused,
            guest.SecretTableError) as error:
        print(f"ERROR: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
