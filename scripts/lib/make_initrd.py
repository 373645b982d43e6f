#!/usr/bin/env python3
"""Makes a small initrd: a gzipped cpio archive ("newc") of busybox and an init script.

Usage: make_initrd.py BUSYBOX INIT OUTPUT

The same input gives the same bytes: no owner, no clock, no order of a folder gets into it.
"""

import gzip
import stat
import sys
from pathlib import Path

APPLETS = ("sh", "mount", "ls", "cat", "poweroff")


def newc_entry(number: int, name: str, mode: int, data: bytes = b"", device=(0, 0)) -> bytes:
    """One member: the header's 13 fields in hex, the name, the data, each padded to 4 bytes."""
    encoded = name.encode() + b"\0"
    fields = (number, mode, 0, 0, 1, 0, len(data), 0, 0, *device, len(encoded), 0)
    head = b"070701" + b"".join(b"%08X" % field for field in fields) + encoded
    return head + bytes(-len(head) % 4) + data + bytes(-len(data) % 4)


def build(busybox: bytes, init: bytes) -> bytes:
    members = [(folder, stat.S_IFDIR | 0o755) for folder in ("bin", "dev", "proc", "sys")]
    members += [
        ("bin/busybox", stat.S_IFREG | 0o755, busybox),
        ("init", stat.S_IFREG | 0o755, init),
        # Without a console node the kernel starts init with no output to write to.
        ("dev/console", stat.S_IFCHR | 0o600, b"", (5, 1)),
    ]
    members += [(f"bin/{applet}", stat.S_IFLNK | 0o777, b"busybox") for applet in APPLETS]
    members += [("TRAILER!!!", 0)]
    return b"".join(newc_entry(number, *member) for number, member in enumerate(members, 1))


def main() -> int:
    if len(sys.argv) != 4:
        print(__doc__, file=sys.stderr)
        return 2
    busybox, init, output = map(Path, sys.argv[1:])
    archive = build(busybox.read_bytes(), init.read_bytes())
    output.write_bytes(gzip.compress(archive, compresslevel=9, mtime=0))
    return 0


if __name__ == "__main__":
    sys.exit(main())
