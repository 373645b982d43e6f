#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds small firmware images for tests: noise, and an OVMF table with any choice of entries."""

import argparse
import random
import struct
import sys

import ovmf_table

METADATA_ITEM = struct.Struct("<III")


class ImageError(Exception):
    """The wished-for image does not fit."""


def table_entry(guid, data):
    """One entry as it lies in the file; its length is that of all of it."""
    return data + struct.pack("<H16s", len(data) + 18, guid.bytes_le)


def table(entries):
    """All entries and the footer. The first of `entries` is the one nearest to the footer."""
    body = b"".join(table_entry(guid, data) for guid, data in reversed(entries))
    return body + struct.pack("<H16s", len(body) + 18, ovmf_table.FOOTER.bytes_le)


def sev_metadata(sections):
    """The `ASEV` block: a list of (guest address, size, type)."""
    size = 16 + METADATA_ITEM.size * len(sections)
    items = b"".join(METADATA_ITEM.pack(*section) for section in sections)
    return struct.pack("<4sIII", b"ASEV", size, 1, len(sections)) + items


def place_table(noise, raw_table):
    """Puts a table, well-formed or not, before the last 32 bytes of the image."""
    end = len(noise) - ovmf_table.RESET_VECTOR_SIZE
    if end < len(raw_table):
        raise ImageError(f"{len(noise)} bytes are too few for a table of {len(raw_table)}")
    return noise[:end - len(raw_table)] + raw_table + noise[end:]


def build(size=65536, seed=0, reset_address=None, secret_area=None, hash_area=None,
          metadata=None, more=(), with_table=True):
    """An image of `size` bytes; entries that are None are left out, `more` are (GUID, data)."""
    image = random.Random(seed).randbytes(size)
    if not with_table:
        return image
    entries = list(more)
    if reset_address is not None:
        entries.append((ovmf_table.RESET_BLOCK, struct.pack("<I", reset_address)))
    if secret_area is not None:
        entries.append((ovmf_table.SECRET_AREA, struct.pack("<II", *secret_area)))
    if hash_area is not None:
        entries.append((ovmf_table.HASH_AREA, struct.pack("<II", *hash_area)))
    if metadata is not None:
        # Somewhere in the noise, well below the table; the entry says how far from the end.
        block, distance = sev_metadata(metadata), size // 2
        if distance < len(block) + 256:
            raise ImageError(f"{size} bytes are too few for {len(block)} bytes of SEV metadata")
        start = size - distance
        image = image[:start] + block + image[start + len(block):]
        entries.append((ovmf_table.SEV_METADATA, struct.pack("<I", distance)))
    return place_table(image, table(entries))


def _number(text):
    return int(text, 0)


def _numbers(text):
    return tuple(int(part, 0) for part in text.split("/"))


def _parser():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True)
    parser.add_argument("--size", type=_number, default=65536)
    parser.add_argument("--seed", type=_number, default=0)
    parser.add_argument("--reset-address", type=_number)
    parser.add_argument("--secret-area", type=_numbers, metavar="BASE/SIZE")
    parser.add_argument("--hash-area", type=_numbers, metavar="BASE/SIZE")
    parser.add_argument("--sev-metadata", type=_numbers, action="append",
                        metavar="ADDRESS/SIZE/TYPE")
    parser.add_argument("--no-table", action="store_true")
    parser.add_argument("--blank", type=_number, default=0, metavar="SIZE",
                        help="so many zero bytes before the image")
    return parser


def main(words=None):
    """Exit status 0, or 2 with a sentence."""
    wish = _parser().parse_args(words)
    try:
        image = build(size=wish.size, seed=wish.seed, reset_address=wish.reset_address,
                      secret_area=wish.secret_area, hash_area=wish.hash_area,
                      metadata=wish.sev_metadata, with_table=not wish.no_table)
        with open(wish.out, "wb") as stream:
            stream.write(bytes(wish.blank) + image)
    except (ImageError, OSError, ValueError, struct.error) as error:
        print(f"ERROR: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
