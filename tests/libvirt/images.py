# SPDX-License-Identifier: Apache-2.0
"""Firmware and kernel images that QEMU and the stand-in firmware accept."""

import struct
from pathlib import Path

import ovmf_table

AMD_SEV = Path(__file__).resolve().parents[2] / "build/real-launch/OVMF.amdsev.fd"
DEBIAN = Path("/usr/share/ovmf/OVMF.fd")
# Newer packages have the larger pair alone.
DEBIAN_CODE, DEBIAN_VARS = (
    next((path for path in paths if path.exists()), paths[0])
    for paths in ([Path(f"/usr/share/OVMF/OVMF_{part}{size}.fd") for size in ("", "_4M")]
                  for part in ("CODE", "VARS")))
# Where the AmdSev build has these areas; Debian's own images left them at 0/0 until ovmf 2026.
AREAS = {ovmf_table.HASH_AREA: (0x810C00, 0x400), ovmf_table.SECRET_AREA: (0x810000, 0xC00)}

# Fields of the setup header (Linux, Documentation/x86/boot.rst) that QEMU reads.
SETUP_SECTIONS, BOOT_FLAG, MAGIC, PROTOCOL = 0x1F1, 0x1FE, 0x202, 0x206
LOAD_FLAGS, INITRD_LIMIT = 0x211, 0x22C


def with_areas(image):
    """A copy whose table declares the areas that were left empty."""
    for guid, area in AREAS.items():
        entry = struct.pack("<IIH16s", 0, 0, 26, guid.bytes_le)
        image = image.replace(entry, struct.pack("<II", *area) + entry[8:])
    return image


def without_areas(image):
    """A copy whose table declares these areas empty."""
    for guid, area in AREAS.items():
        entry = struct.pack("<IIH16s", *area, 26, guid.bytes_le)
        image = image.replace(entry, bytes(8) + entry[8:])
    return image


def firmware():
    """The AmdSev build where scripts/fetch-real-launch has put one, else Debian's, patched."""
    return AMD_SEV.read_bytes() if AMD_SEV.exists() else with_areas(DEBIAN.read_bytes())


def kernel(size=16384, filler=b"\xf4"):
    """A kernel that QEMU loads; its code only halts."""
    image = bytearray(filler * size)
    for offset, form, value in (
            (SETUP_SECTIONS, "<B", 4), (BOOT_FLAG, "<H", 0xAA55), (MAGIC, "<4s", b"HdrS"),
            (PROTOCOL, "<H", 0x020C), (LOAD_FLAGS, "<B", 1), (INITRD_LIMIT, "<I", 0x7FFFFFFF)):
        struct.pack_into(form, image, offset, value)
    return bytes(image)
