"""Launches for QEMU: firmware, kernels, initrds and command lines that differ where QEMU looks."""

import dataclasses
import glob
import pathlib
import random
import struct
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
FIRMWARE_IMAGE = TESTS / "standin" / "firmware_image.py"
# Where Debian has images that hold code and variables, and those that hold code alone.
WHOLE_IMAGES = ("/usr/share/ovmf/*.fd",)
CODE_IMAGES = ("/usr/share/OVMF/OVMF_CODE*.fd",)
REAL_LAUNCH = TESTS.parent / "build" / "real-launch"  # of scripts/fetch-real-launch


@dataclasses.dataclass(frozen=True)
class Launch:
    firmware: pathlib.Path
    policy: int = 1
    is_flash: bool = False  # as libvirt gives images of code alone
    kernel: pathlib.Path | None = None
    initrd: pathlib.Path | None = None
    cmdline: str | None = None
    cpus: int = 1

    def __str__(self):
        parts = [self.firmware.name, f"policy {self.policy}", f"{self.cpus} CPUs"]
        parts += [path.name for path in (self.kernel, self.initrd) if path]
        return ", ".join(parts) + ("" if self.cmdline is None else f", {self.cmdline[:40]!r}")


def linux_image(size, seed):
    """What QEMU takes for a bzImage: a header of the boot protocol (2.12), and noise."""
    image = bytearray(random.Random(seed).randbytes(size))
    image[:0x300] = bytes(0x300)
    image[0x1f1] = 4  # sectors of setup code
    struct.pack_into("<H4sH", image, 0x1fe, 0xaa55, b"\xeb\x66Hd", 0x5372)
    struct.pack_into("<4sH", image, 0x202, b"HdrS", 0x20c)
    image[0x211] = 1  # loaded high
    struct.pack_into("<I", image, 0x214, 0x100000)
    struct.pack_into("<I", image, 0x22c, 0x7fffffff)
    struct.pack_into("<I", image, 0x230, 0x200000)
    struct.pack_into("<I", image, 0x238, 2047)
    return bytes(image)


def _made_firmware(folder):
    for kib in (128, 256, 2048, 4096):
        path = folder / f"made-{kib}.fd"
        subprocess.run([sys.executable, "-B", FIRMWARE_IMAGE, "--out", path, "--size", str(kib * 1024), "--seed",
                        str(kib), "--reset-address", "0x80b004", "--hash-area", "0x10c00/0x400"], check=True)
        yield path


def _boots(folder):
    """(kernel, initrd, command line)"""
    small, large = folder / "small-kernel", folder / "large-kernel"
    small.write_bytes(linux_image(6000, 1))
    large.write_bytes(linux_image(5_000_001, 2))
    short, long = folder / "short-initrd", folder / "long-initrd"
    short.write_bytes(b"070701")
    long.write_bytes(random.Random(3).randbytes(1_234_567))
    yield small, None, None
    yield small, None, "console=ttyS0"
    yield small, short, None
    yield large, long, "root=LABEL=x ro  quiet "
    yield large, short, "x=\u00e9\u4e2d y='a b',,z"
    yield small, long, "long=" + "x" * 2000
    if (REAL_LAUNCH / "vmlinuz").exists():
        yield REAL_LAUNCH / "vmlinuz", None, "console=ttyS0"
        yield REAL_LAUNCH / "vmlinuz", REAL_LAUNCH / "initrd.img", "console=ttyS0 panic=-1"


def _found(patterns):
    paths = {pathlib.Path(name).resolve() for pattern in patterns for name in glob.glob(pattern)}
    return sorted(path for path in paths if path.is_file())


def launches(folder):
    boots = list(_boots(folder))
    for path in [*_found(WHOLE_IMAGES), *_found([str(REAL_LAUNCH / "*.fd")]), *_made_firmware(folder)]:
        yield Launch(path)
        yield Launch(path, policy=5, cpus=2)
        for number, (kernel, initrd, cmdline) in enumerate(boots):
            yield Launch(path, (1, 3, 5)[number % 3], kernel=kernel, initrd=initrd, cmdline=cmdline)
    for path in _found(CODE_IMAGES):
        yield Launch(path, is_flash=True)
