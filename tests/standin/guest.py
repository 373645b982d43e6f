# SPDX-License-Identifier: Apache-2.0
"""The guest's side of a secret: finds the table in its memory as edk2 and Linux do.

Table: GUID, u32 length of header and entries; entry: GUID, u32 length with its own header, data.
What follows the stated length is padding that no guest looks at.
"""

import struct
import uuid

TABLE = uuid.UUID("1e74f542-71dd-4d66-963e-ef4287ff173b")
HEADING = struct.Struct("<16sI")


class SecretTableError(Exception):
    """Memory that does not hold a well-formed secret table."""


def _heading(memory, offset, end):
    if end - offset < HEADING.size:
        raise SecretTableError(f"{end - offset} bytes at offset {offset}: expected a header of "
                               f"{HEADING.size}")
    raw, length = HEADING.unpack_from(memory, offset)
    return uuid.UUID(bytes_le=raw), length


def _checked_length(length, offset, end):
    if not HEADING.size <= length <= end - offset:
        raise SecretTableError(f"length {length} at offset {offset}: expected {HEADING.size} to "
                               f"{end - offset}")
    return length


def read_secrets(memory):
    """GUID -> data, in the order of the table."""
    guid, length = _heading(memory, 0, len(memory))
    if guid != TABLE:
        raise SecretTableError(f"table GUID {guid}: expected {TABLE}")
    end = _checked_length(length, 0, len(memory))
    secrets, offset = {}, HEADING.size
    while offset < end:
        guid, length = _heading(memory, offset, end)
        _checked_length(length, offset, end)
        if guid in secrets:
            raise SecretTableError(f"GUID {guid} occurs again at offset {offset}")
        secrets[guid] = bytes(memory[offset + HEADING.size:offset + length])
        offset += length
    return secrets


def padding_after_table(memory):
    """What lies after the table, for judging a packer: the guest itself never looks."""
    _, length = _heading(memory, 0, len(memory))
    return bytes(memory[_checked_length(length, 0, len(memory)):])
