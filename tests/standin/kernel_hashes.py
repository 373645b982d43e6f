# SPDX-License-Identifier: Apache-2.0
"""The table of hashes that QEMU writes for the firmware to check kernel, initrd and command line.

Same layout as QEMU's `PaddedSevHashTable` (target/i386/sev.c). Kernel and initrd are streamed.
"""

import hashlib
import struct
import uuid

TABLE = uuid.UUID("9438d606-4f22-4cc9-b479-a793d411fd21")
CMDLINE = uuid.UUID("97d02dd8-bd20-4c94-aa78-e7714d36ab2a")
INITRD = uuid.UUID("44baf731-3a2f-4bd7-9af1-41e29169781d")
KERNEL = uuid.UUID("4de79437-abd2-427f-b835-d5b172d2045b")

ENTRY_SIZE = 16 + 2 + 32
TABLE_SIZE = 16 + 2 + 3 * ENTRY_SIZE
PADDED_SIZE = 176
CHUNK = 1 << 20


def stream_sha256(path):
    """SHA-256 of a file of any size, in constant memory."""
    digest = hashlib.sha256()
    with open(path, "rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.digest()


def build(kernel_sha256, initrd_sha256, cmdline_sha256):
    """The 176 bytes, from three digests: command line first, then initrd, then kernel."""
    table = struct.pack("<16sH", TABLE.bytes_le, TABLE_SIZE)
    for guid, digest in ((CMDLINE, cmdline_sha256), (INITRD, initrd_sha256),
                         (KERNEL, kernel_sha256)):
        table += struct.pack("<16sH32s", guid.bytes_le, ENTRY_SIZE, digest)
    return table.ljust(PADDED_SIZE, b"\0")


def build_from_files(kernel, initrd=None, cmdline=None):
    """The table for a direct kernel boot.

    Linux receives its command line with a terminating NUL, and QEMU hashes what it hands over; no
    initrd is hashed as no bytes.
    """
    words = b"" if cmdline is None else cmdline
    initrd_sha256 = hashlib.sha256().digest() if initrd is None else stream_sha256(initrd)
    return build(stream_sha256(kernel), initrd_sha256, hashlib.sha256(words + b"\0").digest())
