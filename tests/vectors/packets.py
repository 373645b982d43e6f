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

OTHER2 = uuid.UUID("f0e1d2c3-b4a5-9687-7869-5a4b3c2d1e0f")


def entry(guid, data):
    return struct.pack("<16sI", guid.bytes_le, 20 + len(data)) + data


def table(secrets):
    return entry(TABLE, b"".join(entry(guid, data) for guid, data in secrets))


CASES = [
    {"name": "one secret", "secrets": [(LUKS_KEY, b"correct horse battery staple")]},
    {"name": "two secrets", "secrets": [(OTHER, b"\0\1\2"), (LUKS_KEY, b"key")]},
    {"name": "an empty secret", "secrets": [(OTHER, b"")]},
    {"name": "a table of exactly 48 bytes", "secrets": [(OTHER, b"8 bytes.")]},
    # What virt-qemu-sev-validate does: the guest cannot tell.
    {"name": "sixteen more zero bytes", "secrets": [(OTHER, b"8 bytes.")], "more": 16},
    {"name": "the largest packet", "secrets": [(OTHER, b"\xa5" * (16384 - 40))]},
    # As scripts make it that round the table before they write its length.
    {"name": "a length that counts the padding", "secrets": [(LUKS_KEY, b"0123456789")],
     "length": 64, "findings": ["packet-padding-counted"]},
    # As sev-tool does below API 0.17.
    {"name": "a MAC without the measurement", "secrets": [(LUKS_KEY, b"0123456789")],
     "bound": False, "findings": ["packet-mac-without-measurement"]},
    {"name": "bytes after the table", "secrets": [(OTHER, b"8 bytes.")], "behind": b"cut entry",
     "findings": ["packet-bytes-ignored"]},
    {"name": "bytes that are no entry, counted", "secrets": [(OTHER, b"8 bytes.")],
     "tail": bytes(range(1, 20)), "findings": ["packet-bytes-ignored"]},
    {"name": "a second entry cut to 10 bytes", "secrets": [(OTHER, b"8 bytes."), (LUKS_KEY, b"")],
     "cut": 10, "opened": 1, "findings": ["packet-bytes-ignored"]},
    {"name": "a length without the header, the last entry short",
     "secrets": [(OTHER, b"8 bytes."), (LUKS_KEY, b"")], "length": 48, "opened": 1,
     "findings": ["packet-bytes-ignored"]},
]

TEXT = b"correct horse battery staple"
# What no guest finds a secret in, and words of the reason.
REFUSED = [
    {"name": "another TEK", "secrets": [(LUKS_KEY, TEXT)], "other_tek": True,
     "words": "not open as a secret table"},
    {"name": "text without a table", "plain": TEXT, "words": "opens as text"},
    {"name": "a table in the clear", "secrets": [(LUKS_KEY, TEXT)], "clear": True,
     "words": "not encrypted"},
    {"name": "a GUID twice", "secrets": [(LUKS_KEY, TEXT), (LUKS_KEY, TEXT)], "words": "twice"},
    {"name": "a cut entry", "secrets": [(OTHER, b"8 bytes."), (LUKS_KEY, TEXT)], "cut": 20,
     "words": "expected a length of 20 to "},
    {"name": "a length that counts too much padding", "secrets": [(OTHER, b"8 bytes.")],
     "more": 32, "length": 80, "words": "zero bytes that its length includes"},
    {"name": "a compressed payload", "secrets": [(LUKS_KEY, TEXT)], "flags": 1,
     "words": "expected flags 0"},
    {"name": "a length without the header, one entry", "secrets": [(LUKS_KEY, b"abc")],
     "length": 23, "words": "expected a length of 43 at offset 16, got 23"},
    {"name": "a length without the header, two entries",
     "secrets": [(OTHER, b"8 bytes."), (LUKS_KEY, TEXT)], "length": 76,
     "words": "expected a length of 96 at offset 16, got 76"},
    {"name": "an entry without a table", "plain": entry(LUKS_KEY, TEXT),
     "words": "opens as an entry without a secret table"},
    {"name": "a table's GUID in the order of its text",
     "plain": TABLE.bytes + table([(LUKS_KEY, TEXT)])[16:], "words": "in the order of its text"},
    {"name": "zero bytes", "plain": bytes(32), "words": "zero bytes only"},
    {"name": "text in the clear", "plain": TEXT, "clear": True,
     "words": "neither encrypted nor a secret table"},
]
# More of a kind that is there already: the message is the same.
ALSO_REFUSED = [
    {"name": "text in UTF-8 without a table", "plain": "geheim w\u00f6rter \u00e4\u00f6\u00fc".encode(),
     "words": "opens as text"},
    {"name": "entries of others without a table",
     "plain": entry(OTHER, b"8 bytes.") + entry(OTHER2, TEXT),
     "words": "opens as an entry without a secret table"},
    {"name": "an entry in the order of its text",
     "plain": LUKS_KEY.bytes + entry(LUKS_KEY, TEXT)[16:],
     "words": "opens as an entry without a secret table"},
    {"name": "an entry in the clear", "plain": entry(LUKS_KEY, TEXT), "clear": True,
     "words": "neither encrypted nor a secret table"},
    {"name": "text with a control character", "plain": b"correct\x7fhorse battery",
     "words": "not open as a secret table"},
    {"name": "text in Latin-1", "plain": "geheim w\u00f6rter".encode("latin-1"),
     "words": "not open as a secret table"},
    {"name": "an entry whose length does not fit", "plain": entry(OTHER, TEXT)[:-17],
     "words": "not open as a secret table"},
]


def padded(plain):
    return plain + bytes(-len(plain) % 16)


def plaintext(case):
    if "plain" in case:
        return padded(case["plain"])
    whole = entry(TABLE, table(case["secrets"])[20:] + case.get("tail", b""))
    if "cut" in case:
        whole = whole[:-case["cut"]]
        whole = struct.pack("<16sI", TABLE.bytes_le, len(whole)) + whole[20:]
    if "length" in case:
        whole = struct.pack("<16sI", TABLE.bytes_le, case["length"]) + whole[20:]
    return padded(whole) + bytes(case.get("more", 0)) + padded(case.get("behind", b""))


def packet(payload, tik, counter_block, measurement, flags=0):
    lengths = struct.pack("<II", len(payload), len(payload))
    start = struct.pack("<I", flags) + counter_block
    message = b"\x01" + start + lengths + payload + measurement
    return start + hmac.new(tik, message, hashlib.sha256).digest()


def made(case):
    name, plain = case["name"], plaintext(case)
    tik, tek = noise(name + " tik", 16), noise(name + " tek", 16)
    counter_block, measurement = noise(name + " iv", 16), noise(name + " measurement", 32)
    packed_under = noise(name + " other", 16) if "other_tek" in case else tek
    payload = plain if "clear" in case else aes_ctr_encrypt(packed_under, counter_block, plain)
    bound = measurement if case.get("bound", True) else b""
    header = packet(payload, tik, counter_block, bound, case.get("flags", 0))
    item = {"name": name, "tik": tik.hex(), "tek": tek.hex(), "measurement": measurement.hex(),
            "table": plain.hex(), "header": header.hex(), "payload": payload.hex(),
            "secrets": [{"guid": str(guid), "data": data.hex()}
                        for guid, data in case.get("secrets", [])[:case.get("opened")]],
            "findings": case.get("findings", [])}
    if "words" in case:
        item["words"] = case["words"]
    return item


def packets():
    return {"source": "computed with the Python package cryptography and Python's hmac",
            "packets": [made(case) for case in CASES],
            "refused": [made(case) for case in REFUSED],
            "also refused": [made(case) for case in ALSO_REFUSED]}
