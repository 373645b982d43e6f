# SPDX-License-Identifier: Apache-2.0
"""A platform's certificates as files, and as virsh and QMP give them to people."""

import base64
import json
import os

STATE = "platform.json"
GUEST = "guest.json"


def firmware_certificates(platform, cek_first=False, oca_from_tool=False):
    """File name -> bytes, of what the firmware itself hands out."""
    return {
        "pdh.cert": platform.pdh_certificate(),
        "pek.cert": platform.pek_certificate(cek_first),
        "oca.cert": platform.oca_certificate(oca_from_tool),
        "cek.unsigned.cert": platform.cek_unsigned(),
    }


def certificates(platform, roots, cek_first=False, oca_from_tool=False):
    """File name -> bytes, AMD's among them."""
    return {
        **firmware_certificates(platform, cek_first, oca_from_tool),
        "cek.cert": platform.cek_certificate(roots),
        "ask.cert": roots.ask,
        "ark.cert": roots.ark,
    }


def _text(data):
    return base64.b64encode(data).decode()


def _exported(files, chip_id):
    """What the firmware tells the host: the chain ends in the CEK that nobody signed."""
    chain = files["pek.cert"] + files["oca.cert"] + files["cek.unsigned.cert"]
    return {"pdh": _text(files["pdh.cert"]), "cert-chain": _text(chain), "cpu0-id": _text(chip_id),
            "cbitpos": 51, "reduced-phys-bits": 1}


def nodesevinfo(files, chip_id, es_guests=99):
    """As `virsh nodesevinfo` prints it, the empty line at its end too."""
    shown = {**_exported(files, chip_id), "max-guests": 509 - es_guests, "max-es-guests": es_guests}
    return "".join(f"{name:<18}: {value}\n" for name, value in shown.items()) + "\n"


def capabilities(files, chip_id):
    """As QMP answers query-sev-capabilities."""
    return json.dumps({"return": _exported(files, chip_id)}) + "\n"


def write_private(path, content):
    """For keys: a file that others cannot read, in the place of an older one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="ascii") as stream:
        stream.write(content)


def write(folder, platform, files):
    """All certificates, both texts, and the platform's state for later commands."""
    os.makedirs(folder, exist_ok=True)
    chip_id = platform.chip_id()
    contents = {
        **files,
        "chip-id.txt": (chip_id.hex() + "\n").encode(),
        "nodesevinfo.txt": nodesevinfo(files, chip_id, 99 if platform.has_es else 0).encode(),
        "query-sev-capabilities.json": capabilities(files, chip_id).encode(),
    }
    for name, content in contents.items():
        with open(os.path.join(folder, name), "wb") as stream:
            stream.write(content)
    write_private(os.path.join(folder, STATE), platform.to_json())
