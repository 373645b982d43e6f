# SPDX-License-Identifier: Apache-2.0
"""Secret packets as others make them, with the package cryptography."""

import hashlib
import hmac
import struct
import uuid

from launches import noise
from primitives import aes_ctr_encrypt

TABLE = uuid.UUID("1e74f542-71dd-4d66-963e-ef4287ff173b")
LUKS_KEY = uuid.UUID("736869e5-84f0-4973-92ec-06879ce3da0b")
OTHER = uuid.UUID("00112233-4455-6677-8899-aabbccddeeff")

CASES = [
    {"name": "one secret", "secrets": [(LUKS_KEY, b"correct horse battery staple")]},
    {"name": "two secrets", "secrets": [(OTHER, b"\0\1\2"), (LUKS_KEY, b"key")]},
    {"name": "an empty secret", "secrets": [(OTHER, b"")]},
    {"name": "a table of exactly 48 bytes", "secrets": [(OTHER, b"8 bytes.")]},
    # What virt-qemu-sev-validate does: the guest cannot tell.
    {"name": "sixteen more zero bytes", "secrets": [(OTHER, b"8 bytes.")], "more": 16},
    {"name": "the largest packet", "secrets": [(OTHER, b"\xa5" * (16384 - 40))]},
]


def table(secrets):
    entries = b"".join(struct.pack("<16sI", guid.bytes_le, 20 + len(data)) + data
                       for guid, data in secrets)
    return struct.pack("<16sI", TABLE.bytes_le, 20 + len(entries)) + entries


def padded(plain):
    return plain + bytes(-len(plain) % 16)


def packet(plain, tik, tek, counter_block, measurement):
    payload = aes_ctr_encrypt(tek, counter_block, plain)
    lengths = struct.pack("<II", len(payload), len(payload))
    message = b"\x01" + bytes(4) + counter_block + lengths + payload + measurement
    return bytes(4) + counter_block + hmac.new(tik, message, hashlib.sha256).digest(), payload


def packets():
    made = []
    for case in CASES:
        name = case["name"]
        plain = padded(table(case["secrets"])) + bytes(case.get("more", 0))
        tik, tek = noise(name + " tik", 16), noise(name + " tek", 16)
        counter_block, measurement = noise(name + " iv", 16), noise(name + " measurement", 32)
        header, payload = packet(plain, tik, tek, counter_block, measurement)
        made.append({"name": name, "tik": tik.hex(), "tek": tek.hex(),
                     "measurement": measurement.hex(), "table": plain.hex(),
                     "header": header.hex(), "payload": payload.hex(),
                     "secrets": [{"guid": str(guid), "data": data.hex()}
                                 for guid, data in case["secrets"]]})
    return {"source": "computed with the Python package cryptography and Python's hmac",
            "packets": made}
