# SPDX-License-Identifier: Apache-2.0
"""QEMU's walk over the GUIDed table at the end of an OVMF image (edk2, OvmfPkg/ResetVector).

The table grows downwards from a footer 32 bytes before the end: each entry is its data, then u16
length (of the whole entry, 18 bytes of length and GUID included), then GUID.
"""

import struct
import uuid

RESET_VECTOR_SIZE = 32
HEADING = struct.Struct("<H16s")

FOOTER = uuid.UUID("96b582de-1fb2-45f7-baea-a366c55a082d")
RESET_BLOCK = uuid.UUID("00f771de-1a7e-4fcb-890e-68c77e2fb44e")
SECRET_AREA = uuid.UUID("4c2eb361-7d9b-4cc3-8081-127c90d3d294")
HASH_AREA = uuid.UUID("7255371f-3a3b-4b04-927b-1da6efa8d454")
SEV_METADATA = uuid.UUID("dc886566-984a-4798-a75e-5585a7bf67cc")


class TableError(Exception):
    """A firmware image whose table cannot be used."""


def _heading(image, end):
    """Length and GUID of the entry that ends at `end`."""
    if end < HEADING.size:
        raise TableError(f"the table reaches before the file at offset {end}")
    length, raw = HEADING.unpack_from(image, end - HEADING.size)
    return length, uuid.UUID(bytes_le=raw)


def read(image):
    """GUID -> data of every entry; an image without a footer has none."""
    end = len(image) - RESET_VECTOR_SIZE
    if end < HEADING.size:
        return {}
    total, guid = _heading(image, end)
    if guid != FOOTER:
        return {}
    lowest = end - total
    if total < HEADING.size or lowest < 0:
        raise TableError(f"table length {total} at offset {end - HEADING.size} is impossible")
    entries, end = {}, end - HEADING.size
    while end > lowest:
        length, guid = _heading(image, end)
        start = end - length
        if length < HEADING.size or start < lowest:
            raise TableError(f"entry length {length} at offset {end - HEADING.size} is impossible")
        entries.setdefault(guid, bytes(image[start:end - HEADING.size]))
        end = start
    return entries


def ap_reset_address(image):
    """Where the firmware wants CPUs after the first to start (SEV-ES reset block)."""
    data = read(image).get(RESET_BLOCK)
    if data is None:
        raise TableError("the firmware has no SEV-ES reset block")
    if len(data) < 4:
        raise TableError(f"the SEV-ES reset block has {len(data)} bytes, expected 4")
    return struct.unpack_from("<I", data)[0]


def hash_area(image):
    """Base and size of the area for kernel hashes, (0, 0) when the firmware declares none."""
    data = read(image).get(HASH_AREA, b"")
    return struct.unpack_from("<II", data) if len(data) >= 8 else (0, 0)
