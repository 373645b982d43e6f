# SPDX-License-Identifier: Apache-2.0
"""The save area (VMSA) of a vCPU that QEMU/KVM has just reset, as LAUNCH_UPDATE_VMSA sees it.

Fields are placed by the offsets of the APM, volume 2, appendix B, "VMCB Layout, State Save Area".
"""

import struct

PAGE_SIZE = 4096

# Offset and width in bytes of every field that is not zero after reset.
FIELDS = {
    "efer": (0x0D0, 8), "cr4": (0x148, 8), "cr0": (0x158, 8), "dr7": (0x160, 8),
    "dr6": (0x168, 8), "rflags": (0x170, 8), "rip": (0x178, 8), "g_pat": (0x268, 8),
    "rdx": (0x310, 8), "sev_features": (0x3B0, 8), "xcr0": (0x3E8, 8),
    "mxcsr": (0x408, 4), "x87_fcw": (0x410, 2),
}
INTEGER_FORMAT = {2: "<H", 4: "<I", 8: "<Q"}

# Offset of each segment or table register: selector u16, attributes u16, limit u32, base u64.
SEGMENTS = {
    "es": 0x00, "cs": 0x10, "ss": 0x20, "ds": 0x30, "fs": 0x40, "gs": 0x50,
    "gdtr": 0x60, "ldtr": 0x70, "idtr": 0x80, "tr": 0x90,
}
ATTRIBUTES = {
    "cs": 0x9B, "ds": 0x93, "es": 0x93, "fs": 0x93, "gs": 0x93, "ss": 0x93,
    "ldtr": 0x82, "tr": 0x8B, "gdtr": 0, "idtr": 0,
}

AFTER_RESET = {
    "cr0": 0x10, "cr4": 0x40, "efer": 0x1000, "rflags": 0x2, "dr6": 0xFFFF0FF0, "dr7": 0x400,
    "g_pat": 0x0007040600070406, "xcr0": 1,
}
# KVM_SEV_INIT2 hosts put the FPU's reset state into the page, older ones leave it zero.
LAYOUTS = {"legacy": {}, "init2": {"mxcsr": 0x1F80, "x87_fcw": 0x37F}}

# The boot CPU starts at the architecture's reset vector, 0xfffffff0.
BOOT_ADDRESS = 0xFFFFFFF0


def cpu_signature(family, model, stepping):
    """CPUID leaf 1, EAX: the base family stops at 15, the rest is the extended family."""
    if not (0 <= family <= 15 + 255 and 0 <= model <= 255 and 0 <= stepping <= 15):
        raise ValueError(f"CPU {family}/{model}/{stepping}: no CPUID signature can say this")
    extended = max(family - 15, 0)
    return (extended << 20 | (model >> 4) << 16 | min(family, 15) << 8
            | (model & 15) << 4 | stepping)


def build(signature, start=BOOT_ADDRESS, layout="legacy", sev_features=0):
    """One page; `start` is where this CPU's first instruction lies."""
    if not 0 <= sev_features < 1 << 64:
        raise ValueError(f"sev_features {sev_features} does not fit 64 bits")
    values = dict(AFTER_RESET, **LAYOUTS[layout])
    values.update(rip=start & 0xFFFF, rdx=signature, sev_features=sev_features)
    page = bytearray(PAGE_SIZE)
    for name, offset in SEGMENTS.items():
        selector, base = (0xF000, start & 0xFFFF0000) if name == "cs" else (0, 0)
        struct.pack_into("<HHIQ", page, offset, selector, ATTRIBUTES[name], 0xFFFF, base)
    for name, value in values.items():
        offset, width = FIELDS[name]
        struct.pack_into(INTEGER_FORMAT[width], page, offset, value)
    return bytes(page)
