# SPDX-License-Identifier: Apache-2.0
"""Holds what the two programs did against what was expected; every complaint is a sentence."""

import base64
import binascii
import re

import guest
from differences import OK_FIRST, USAGE_TEXT
from programs import OLD_CONTENT
from sev_firmware import LaunchContext, SevError


def says(text, word):
    """Whether a line begins with OK: or ERROR:."""
    return bool(re.search(f"^{word}:", text, re.MULTILINE))


def begins(text, word, talkative):
    """The first line does, or any line among debug output."""
    return says(text, word) if talkative else text.startswith(word + ":")


def judge_text(name, run, launch, usage_text=False, ok_first=False):
    """OK: on standard output, ERROR: on standard error, nothing at all with -q."""
    flags, complaints = launch.flags(), []
    quiet, talkative = "q" in flags, "d" in flags
    if launch.asks_for_help:
        if says(run.stdout, "OK") or not run.stdout.strip():
            complaints.append(f"{name}: help expected on standard output")
        return complaints
    want_ok = not quiet and (run.status == 0 or ok_first)
    if want_ok != run.stdout.startswith("OK:") or (not want_ok and says(run.stdout, "OK")):
        complaints.append(f"{name}: standard output {'must' if want_ok else 'must not'} say OK:")
    if quiet and run.stdout.strip():
        complaints.append(f"{name}: standard output is not empty with -q")
    if usage_text:
        return complaints
    want_error = not quiet and run.status != 0
    if want_error and not begins(run.stderr, "ERROR", talkative):
        complaints.append(f"{name}: standard error must begin with ERROR:")
    if not want_error and says(run.stderr, "ERROR"):
        complaints.append(f"{name}: standard error must not say ERROR:")
    if quiet and not talkative and run.stderr:
        complaints.append(f"{name}: standard error is not empty with -q")
    return complaints


def judge_reference(run, launch, expected):
    """The generator's own prediction about the reference."""
    complaints = []
    if run.status != expected.reference:
        complaints.append(f"reference: status {run.status}, expected {expected.reference}")
    usage_text = expected.reference_says == USAGE_TEXT
    complaints += judge_text("reference", run, launch, usage_text,
                             expected.reference_says == OK_FIRST)
    if usage_text != run.stderr.startswith("usage: "):
        complaints.append("reference: usage text expected" if usage_text else
                          "reference: usage text, which was not predicted")
    if run.status == 1 and "q" not in launch.flags() and "does not match" not in run.stderr:
        complaints.append("reference: status 1 for something else than a mismatch")
    return complaints


def secret_words(launch):
    """Texts that must never be printed: keys and secrets, in hexadecimal and base64."""
    hidden = [launch.tik, launch.tek] + [data for data in launch.secrets.values() if len(data) > 7]
    for data in hidden:
        yield data.hex()
        yield base64.b64encode(data).decode().rstrip("=")


def judge_sevproof(run, launch, expected):
    """Status, text, leaks and files left behind."""
    complaints = []
    if run.status != expected.sevproof:
        complaints.append(f"sevproof: status {run.status}, expected {expected.sevproof}")
    # Whether -q has been read when the options turn out to be unreadable is anyone's guess.
    complaints += judge_text("sevproof", run, launch,
                             usage_text=launch.syntax_fault and "q" in launch.flags())
    shown = (run.stdout + run.stderr).lower()
    if any(word.lower() in shown for word in secret_words(launch)):
        complaints.append("sevproof: printed a key or a secret")
    old = {name: OLD_CONTENT for name in launch.output_names()} if launch.old_outputs else {}
    packs = run.status == 0 and launch.has("inject-secret") and not launch.asks_for_help
    if packs and set(run.outputs) != launch.output_names():
        complaints.append(f"sevproof: wrote {sorted(run.outputs)}, expected header and payload")
    if not packs and run.outputs != old:
        complaints.append(f"sevproof: left {sorted(run.outputs)} behind")
    return complaints


class PacketRefused(Exception):
    """The stand-in cannot open a packet."""


def open_packet(run, launch):
    """The header's IV and the guest's secrets."""
    try:
        names = [(launch.last(name) or "").rpartition("/")[2]
                 for name in ("secret-header", "secret-payload")]
        header, payload = (base64.b64decode(run.outputs[name], validate=True) for name in names)
        tek = launch.packet_tek or launch.tek
        context = LaunchContext.awaiting_secret(launch.tik, tek, launch.blob[:32])
        return header[4:20], guest.read_secrets(context.launch_secret(header, payload))
    except (KeyError, binascii.Error, SevError, guest.SecretTableError) as error:
        raise PacketRefused(f"{type(error).__name__}: {error}") from error


def judge_packet(name, run, launch, opens=True):
    """Complaints about one packet, and its IV if it could be opened."""
    if run.status != 0 or not launch.has("inject-secret") or launch.asks_for_help:
        return [], None
    try:
        counter_block, secrets = open_packet(run, launch)
    except PacketRefused as error:
        return ([f"{name}: the stand-in refuses the packet: {error}"] if opens else []), None
    if not opens:
        return [f"{name}: the stand-in was expected to refuse the packet"], counter_block
    if list(secrets.items()) != list(launch.secrets.items()):
        return [f"{name}: the guest finds other secrets than were given"], counter_block
    return [], counter_block
