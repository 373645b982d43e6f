# SPDX-License-Identifier: Apache-2.0
"""The pages of an IGVM file that SEV-SNP firmware measures: in the order of the file, and as QEMU 10.2 hands them
over (backends/igvm.c). Also writes such files, for tests."""

import struct
import zlib

import snp_launch
import vmsa_page

SNP = 2
PLATFORM, POLICY, AREA, PAGE, INSERT, CONTEXT = 0x1, 0x101, 0x301, 0x302, 0x303, 0x304
TYPES = {0: snp_launch.NORMAL, 1: snp_launch.SECRETS, 2: snp_launch.CPUID, 3: snp_launch.CPUID}
UNMEASURED_FLAG, SHARED_FLAG = 2, 4


def headers(file):
    """(type, body) of each."""
    start, size = struct.unpack_from("<II", file, 8)
    at = start
    while at < start + size:
        kind, length = struct.unpack_from("<II", file, at)
        yield kind & 0x7FFFFFFF, file[at + 8:at + 8 + length]
        at += 8 + (length + 7) // 8 * 8


def snp_mask(file):
    for kind, body in headers(file):
        if kind == PLATFORM and body[5] == SNP:
            return struct.unpack_from("<I", body)[0]
    raise snp_launch.LaunchError("not for SEV-SNP")


def data_at(file, offset):
    return file[offset:offset + 4096] if offset else bytes(4096)


def page_type(flags, kind):
    if kind == 0 and flags & UNMEASURED_FLAG:
        return snp_launch.UNMEASURED
    return TYPES[kind]


def pages_in_order(file):
    mask, areas = snp_mask(file), {}
    for kind, body in headers(file):
        if kind == AREA:
            size, index = struct.unpack_from("<QI", body)
            areas[index] = size
        elif kind == PAGE:
            gpa, bits, offset, flags, data_type = struct.unpack_from("<QIIIH", body)
            if bits & mask and not flags & SHARED_FLAG:
                yield page_type(flags, data_type), gpa, data_at(file, offset)
        elif kind == INSERT:
            gpa, bits, index = struct.unpack_from("<QII", body)
            if bits & mask:
                for at in range(0, areas[index], 4096):
                    yield snp_launch.UNMEASURED, gpa + at, b""
        elif kind == CONTEXT:
            gpa, bits, offset = struct.unpack_from("<QII", body)
            if bits & mask:
                yield snp_launch.VMSA, gpa, data_at(file, offset)


def pages_of_qemu(file):
    """Without those of the CPUs. A run of neighbours is handed over when it ends, parameters at once."""
    mask, areas, run, key_before, index_before = snp_mask(file), {}, [], None, None
    directives = [one for one in headers(file) if one[0] >= 0x301]
    for number, (kind, body) in enumerate(directives):
        if kind == AREA:
            size, index = struct.unpack_from("<QI", body)
            areas[index] = size
        elif kind == INSERT:
            gpa, bits, index = struct.unpack_from("<QII", body)
            if bits & mask:
                for at in range(0, areas[index], 4096):
                    yield snp_launch.UNMEASURED, gpa + at, b""
        elif kind == PAGE:
            gpa, bits, offset, flags, data_type = struct.unpack_from("<QIIIH", body)
            if not bits & mask:
                continue
            key = (gpa - 4096, bits, flags, data_type, offset == 0)
            if run and (key != key_before or number != index_before + 1):
                yield from run
                run = []
            run.append((page_type(flags, data_type), gpa, data_at(file, offset)))
            key_before, index_before = (gpa, bits, flags, data_type, offset == 0), number
    yield from run


def contexts(file):
    """Index -> page; the last one of an index counts."""
    mask, found = snp_mask(file), {}
    for kind, body in headers(file):
        if kind == CONTEXT:
            _, bits, offset, index = struct.unpack_from("<QIIH", body)
            if bits & mask:
                found[index] = data_at(file, offset)
    return found


def kvm_page(context):
    """What KVM makes of it."""
    page = bytearray(context)
    for offset, mask_on, mask_off in ((0xD0, 1 << 12, 0), (0x148, 1 << 6, 0), (0x158, 0, 3 << 29)):
        value = struct.unpack_from("<Q", page, offset)[0]
        struct.pack_into("<Q", page, offset, (value | mask_on) & ~mask_off)
    page[0x98:0xA0] = page[0x78:0x80]
    struct.pack_into("<I", page, 0x408, 0x1F80)
    struct.pack_into("<H", page, 0x410, 0x37F)
    return bytes(page)


def digest_in_order(file):
    digest = snp_launch.Digest()
    for page in pages_in_order(file):
        digest.update(*page)
    return digest.value


def digest_of_qemu(file, vcpus, signature=0):
    digest, found = snp_launch.Digest(), contexts(file)
    for page in pages_of_qemu(file):
        digest.update(*page)
    features = struct.unpack_from("<Q", found[0], 0x3B0)[0] if 0 in found else 1
    for index in range(vcpus):
        page = vmsa_page.build(signature, layout="init2", sev_features=features)
        if index in found:
            page = bytearray(kvm_page(found[index]))
            struct.pack_into("<Q", page, 0x3B0, features)
        digest.update(snp_launch.VMSA, snp_launch.VMSA_GPA, bytes(page))
    return digest.value


class Writer:
    """Headers in the order of the calls; data lies from DATA on."""
    DATA = 0x10000

    def __init__(self):
        self.headers, self.data = b"", b""

    def header(self, kind, body):
        self.headers += struct.pack("<II", kind, len(body)) + body + bytes(-len(body) % 8)

    def put(self, data):
        if data is None:
            return 0
        self.data += data
        return self.DATA + len(self.data) - len(data)

    def platform(self, mask, kind):
        self.header(PLATFORM, struct.pack("<IBBHQ", mask, 0, kind, 1, 0))

    def area(self, index, size):
        self.header(AREA, struct.pack("<QII", size, index, 0))

    def page(self, gpa, data, mask=1, flags=0, kind=0):
        self.header(PAGE, struct.pack("<QIIIHH", gpa, mask, self.put(data), flags, kind, 0))

    def insert(self, gpa, index, mask=1):
        self.header(INSERT, struct.pack("<QII", gpa, mask, index))

    def context(self, index, data, mask=1, gpa=snp_launch.VMSA_GPA):
        self.header(CONTEXT, struct.pack("<QIIHH", gpa, mask, self.put(data), index, 0))

    def file(self):
        fixed = struct.pack("<4sIIIII", b"IGVM", 1, 24, len(self.headers), self.DATA + len(self.data), 0)
        checksum = zlib.crc32(fixed + self.headers)
        head = fixed[:20] + struct.pack("<I", checksum) + self.headers
        return head.ljust(self.DATA, b"\0") + self.data
