# SPDX-License-Identifier: Apache-2.0
"""The golden cases: what the guest was launched as, what its owner asks for, what must come out.

`launch` describes the launch on the host; `ask` is what request.json says beyond it or otherwise.
Where the two differ, the verdict must be a mismatch.
"""

import hashlib
import pathlib
import struct
import sys
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "standin"))

import firmware_image  # noqa: E402
import ovmf_table  # noqa: E402
import vmsa_page  # noqa: E402

RESET_ADDRESS = 0x80B004
SECRET_AREA, HASH_AREA = (0x810000, 0xC00), (0x810C00, 0x400)
VARIABLE_VOLUME = uuid.UUID("fff12b8d-7696-4c8b-a985-2747075b4f50")
FILE_VOLUME = uuid.UUID("8c8ce578-8a3d-4f1c-9935-896185c32dd3")
MILAN, ROME = (25, 1, 1), (23, 49, 0)


def volume_header(file_system, length):
    """EFI_FIRMWARE_VOLUME_HEADER (PI specification, volume 3)."""
    fields = [bytes(16), file_system.bytes_le, length, b"_FVH", 0x0004FEFF, 72, 0, 0, 0, 2,
              length // 256, 256, 0, 0]
    form = struct.Struct("<16s16sQ4sIHHHBBIIII")
    words = struct.unpack("<36H", form.pack(*fields))
    fields[6] = -sum(words) & 0xFFFF
    return form.pack(*fields)


def firmware(seed, size=4096, volume=None, volume_length=1024, **wish):
    """A small image with the parts of a real one; `volume` is what stands at its start."""
    image = firmware_image.build(size=size, seed=seed, **wish)
    if volume is None:
        return image
    header = volume_header(volume, volume_length)
    return header + image[len(header):]


def amdsev(seed, **changes):
    wish = {"volume": VARIABLE_VOLUME, "reset_address": RESET_ADDRESS, "secret_area": SECRET_AREA,
            "hash_area": HASH_AREA, "metadata": [(0x800000, 0x9000, 1), (0x80E000, 0x1000, 3)]}
    return firmware(seed, **dict(wish, **changes))


def sample(name, size):
    """Noise that is the same everywhere."""
    blocks = (hashlib.sha256(f"{name} {i}".encode()).digest() for i in range(size // 32 + 1))
    return b"".join(blocks)[:size]


KERNEL, INITRD = sample("kernel", 2000), sample("initrd", 1500)
BOOT_FILES = {"kernel": ("vmlinuz", KERNEL), "initrd": ("initrd.img", INITRD)}
CMDLINE = "root=/dev/vda1 ro console=ttyS0"


def page(cpu, start=vmsa_page.BOOT_ADDRESS, layout="legacy", sev_features=0):
    return vmsa_page.build(vmsa_page.cpu_signature(*cpu), start=start, layout=layout,
                           sev_features=sev_features)


def es(cpu=MILAN, vcpus=4, **more):
    return dict({"policy": 7, "cpu": cpu, "vcpus": vcpus}, **more)


OLD_PAGE, NEW_PAGE = page(ROME, RESET_ADDRESS), page(MILAN, layout="init2", sev_features=0x21)

MIGRATION = "policy-migration-allowed"

# name: launch, ask, findings. Findings in the order of the report.
CASES = {
    "sev-match": (
        {"firmware": amdsev(1), "policy": 3, "cmdline": CMDLINE, **BOOT_FILES}, {},
        ["policy-no-es", MIGRATION]),
    "sev-no-kernel-match": (
        {"firmware": amdsev(2), "policy": 0x3B, "api": (0, 24, 13)}, {}, ["policy-no-es"]),
    "sev-cmdline-mismatch": (
        {"firmware": amdsev(3), "policy": 3, "cmdline": CMDLINE, **BOOT_FILES},
        {"cmdline": CMDLINE + " "}, ["policy-no-es", MIGRATION]),
    "sev-es-legacy-match": (
        {"firmware": amdsev(4), "cmdline": CMDLINE, **BOOT_FILES, **es()},
        {"cpu": "EPYC-Milan"}, [MIGRATION]),
    "sev-es-init2-match": (
        {"firmware": amdsev(5), **es(layout="init2", sev_features=0x20)},
        {"cpu": "25/1/1", "vmsaLayout": "init2",
         "sevFeatures": 32}, [MIGRATION]),
    "sev-es-one-cpu-match": (
        {"firmware": amdsev(6), **es(ROME, 1)}, {"cpu": "EPYC-Rome-v2", "keys": "separate"},
        [MIGRATION]),
    "sev-es-layout-mismatch": (
        {"firmware": amdsev(7), **es(layout="init2")},
        {"cpu": "EPYC-Milan", "vmsaLayout": "legacy"}, [MIGRATION]),
    "sev-es-policy-mismatch": (
        {"firmware": amdsev(8), **es(vcpus=2)}, {"cpu": "EPYC-Milan", "policy": 5},
        ["policy-key-sharing-allowed", MIGRATION]),
    "sev-es-two-mistakes-mismatch": (
        {"firmware": amdsev(21), "cmdline": CMDLINE + "\n", **BOOT_FILES, **es(vcpus=8)},
        {"cpu": "EPYC-Milan", "cmdline": CMDLINE, "numCpus": 4}, [MIGRATION]),
    "sev-es-files-match": (
        {"firmware": amdsev(9), **es(ROME, 3, layout="init2")},
        {"vmsaCpu0": page(ROME, layout="init2"), "vmsaCpu1": page(ROME, RESET_ADDRESS, "init2"),
         "vmsaLayout": "init2"}, [MIGRATION]),
    "sev-es-files-mixed-up": (
        {"firmware": amdsev(10), **es(pages=(OLD_PAGE, NEW_PAGE), vcpus=2)},
        {"vmsaCpu0": OLD_PAGE, "vmsaCpu1": NEW_PAGE},
        [MIGRATION, "vmsa-cpu0-start", "vmsa-cpu1-start", "vmsa-signature", "vmsa-layout",
         "vmsa-sev-features", "vmsa-snp-active"]),
    "sev-es-files-one-cpu": (
        {"firmware": amdsev(11), **es(ROME, 1)},
        {"vmsaCpu0": page(ROME), "vmsaCpu1": OLD_PAGE, "sevFeatures": 32},
        [MIGRATION, "vmsa-cpu1-unused", "vmsa-sev-features"]),
    "sev-firmware-sha256-match": (
        {"firmware": amdsev(22), "policy": 3},
        {"digest": "firmwareSha256", "secrets": [("luks-key", b"correct horse")]},
        ["policy-no-es", MIGRATION, "firmware-not-checked", "secret-not-terminated",
         "secret-area-not-checked"]),
    "sev-es-launch-digest-match": (
        {"firmware": amdsev(23), "cmdline": CMDLINE, **BOOT_FILES, **es()},
        {"digest": "launchDigest"}, [MIGRATION, "launch-not-checked"]),
    "sev-launch-digest-mismatch": (
        {"firmware": amdsev(24), "policy": 3, "api": (1, 55, 21)},
        {"digest": "launchDigest", "apiMinor": 51}, ["policy-no-es", MIGRATION, "launch-not-checked"]),
    "policy-of-doubt": (
        {"firmware": amdsev(12), "policy": 0x3A018048, "api": (1, 55, 21)}, {},
        ["policy-debug-allowed", "policy-key-sharing-allowed", "policy-no-es",
         "policy-reserved-bits", "policy-api-too-old"]),
    "firmware-without-table": (
        {"firmware": firmware(13, with_table=False), "cmdline": CMDLINE, **BOOT_FILES,
         **es(vcpus=1)},
        {"cpu": "EPYC-Milan"},
        [MIGRATION, "firmware-no-sev-table", "firmware-no-es-reset-block",
         "firmware-no-hash-area"]),
    "firmware-code-only": (
        {"firmware": amdsev(14, volume=FILE_VOLUME, hash_area=(0, 0)), "policy": 3,
         "cmdline": CMDLINE, **BOOT_FILES}, {},
        ["policy-no-es", MIGRATION, "firmware-code-only", "firmware-no-hash-area"]),
    "firmware-vars-only": (
        {"firmware": firmware(15, volume=VARIABLE_VOLUME, volume_length=4096, with_table=False),
         "policy": 3}, {},
        ["policy-no-es", MIGRATION, "firmware-vars-only", "firmware-no-sev-table"]),
    "kernel-alone": (
        {"firmware": amdsev(16), "policy": 3, "kernel": ("vmlinuz", KERNEL),
         "initrd": ("empty.img", b"")}, {},
        ["policy-no-es", MIGRATION, "initrd-empty", "cmdline-empty"]),
    "cpu-not-measured": (
        {"firmware": amdsev(17), "policy": 3}, {"cpu": "EPYC-Milan", "numCpus": 4},
        ["policy-no-es", MIGRATION, "cpu-state-not-measured"]),
    "secret-does-not-fit": (
        {"firmware": amdsev(18, secret_area=(0x810000, 64)), "policy": 3},
        {"secrets": [("luks-key", b"correct horse battery staple\n"),
                          ("00112233-4455-6677-8899-aabbccddeeff", b"")]},
        ["policy-no-es", MIGRATION, "secret-trailing-newline", "secret-not-terminated",
         "secret-empty", "secret-exceeds-area"]),
    "secret-without-area": (
        {"firmware": amdsev(19, secret_area=None), "policy": 3},
        {"secrets": [("luks-key", b"correct horse battery staple")]},
        ["policy-no-es", MIGRATION, "secret-not-terminated", "secret-area-absent"]),
    "secret-encodings": (
        {"firmware": amdsev(22), "policy": 0xB},
        {"secrets": [("luks-key", b"\xef\xbb\xbfcorrect horse\0"),
                          ("00112233-4455-6677-8899-aabbccddeeff",
                           "correct horse".encode("utf-16-le"))]},
        ["policy-no-es", "secret-byte-order-mark", "secret-utf16"]),
}
assert ovmf_table.read(CASES["sev-match"][0]["firmware"])

# What the diagnosis of each mismatch must name, in the order of the report: code, what it is about,
# and what that would have to be.
DIAGNOSES = {
    "sev-cmdline-mismatch": [("cmdline-blanks", "/inputs/cmdline", None)],
    "sev-launch-digest-mismatch": [("api-version", "/inputs/api/value/minor", "55")],
    "sev-es-layout-mismatch": [("vmsa-layout", "/inputs/vmsa/value/layout", "init2")],
    "sev-es-policy-mismatch": [("policy-flags", "/inputs/policy", "0x7")],
    "sev-es-two-mistakes-mismatch": [("cmdline-line-end", "/inputs/cmdline", None),
                                     ("vcpus", "/inputs/vcpus", "8")],
}
