# SPDX-License-Identifier: Apache-2.0
"""What SEV-SNP firmware measures of a launch, page after page (SNP_LAUNCH_UPDATE, table PAGE_INFO), and which pages
QEMU, EC2 and GCE hand over for an OVMF image."""

import hashlib
import struct

import kernel_hashes
import ovmf_table
import vmsa_page

PAGE_SIZE = 4096
NORMAL, VMSA, ZERO, UNMEASURED, SECRETS, CPUID = range(1, 7)
WITH_CONTENT = (NORMAL, VMSA)

SEC_MEM, SECRETS_PAGE, CPUID_PAGE, SVSM_CAA, KERNEL_HASHES = 1, 2, 3, 4, 0x10
PLAIN = {SEC_MEM: ZERO, SECRETS_PAGE: SECRETS, CPUID_PAGE: CPUID, SVSM_CAA: ZERO, KERNEL_HASHES: ZERO}

VMSA_GPA = 0xFFFFFFFFF000


class LaunchError(Exception):
    """A launch that no host starts."""


class Digest:
    def __init__(self, value=bytes(48)):
        self.value = value

    def update(self, page_type, gpa, content=b""):
        contents = hashlib.sha384(content).digest() if page_type in WITH_CONTENT else bytes(48)
        info = struct.pack("<48s48sHBBIQ", self.value, contents, 0x70, page_type, 0, 0, gpa)
        self.value = hashlib.sha384(info).digest()


def metadata_sections(image):
    """(gpa, size, type) of each, in the order of the table."""
    entry = ovmf_table.read(image).get(ovmf_table.SEV_METADATA)
    if entry is None:
        raise LaunchError("no SEV metadata")
    start = len(image) - struct.unpack("<I", entry[:4])[0]
    magic, _, version, count = struct.unpack_from("<4sIII", image, start)
    if (magic, version) != (b"ASEV", 1):
        raise LaunchError("not SEV metadata")
    return [struct.unpack_from("<III", image, start + 16 + 12 * i) for i in range(count)]


def section_pages(section, vmm, hash_base, table):
    gpa, size, kind = section
    if size == 0 or kind not in PLAIN:
        raise LaunchError(f"section {section}")
    if kind == KERNEL_HASHES and table is not None:
        content = bytearray(size)
        offset = hash_base % PAGE_SIZE
        content[offset:offset + len(table)] = table
        for at in range(0, size, PAGE_SIZE):
            yield NORMAL, gpa + at, bytes(content[at:at + PAGE_SIZE])
        return
    page_type = UNMEASURED if kind == SEC_MEM and vmm == "gce" else PLAIN[kind]
    for at in range(0, size, PAGE_SIZE):
        yield page_type, gpa + at, b""


def ordered(sections, vmm):
    if vmm != "ec2":
        return sections
    return ([one for one in sections if one[2] != CPUID_PAGE]
            + [one for one in sections if one[2] == CPUID_PAGE])


def vcpu_page(vmm, is_boot, signature, sev_features, reset_address):
    start = vmsa_page.BOOT_ADDRESS if is_boot else reset_address
    page = bytearray(vmsa_page.build(signature, start, "init2", sev_features))
    if vmm != "qemu":
        struct.pack_into("<I", page, 0x408, 0)
        struct.pack_into("<H", page, 0x410, 0)
    if vmm == "gce":
        struct.pack_into("<Q", page, 0x268, 0x70106)
    if vmm == "ec2":
        struct.pack_into("<H", page, 0x12, 0x9A if is_boot else 0x9B)
        struct.pack_into("<H", page, 0x22, 0x92)
        struct.pack_into("<H", page, 0x92, 0x83)
    return bytes(page)


def image_pages(image):
    base = (1 << 32) - len(image)
    for at in range(0, len(image), PAGE_SIZE):
        yield NORMAL, base + at, image[at:at + PAGE_SIZE]


def firmware_pages(image, vmm="qemu", table=None):
    """Every page up to those of the CPUs."""
    yield from image_pages(image)
    hash_base, _ = ovmf_table.hash_area(image)
    for section in ordered(metadata_sections(image), vmm):
        yield from section_pages(section, vmm, hash_base, table)


def vcpu_pages(image, vcpus, signature, vmm="qemu", sev_features=1, vmsa_gpa=VMSA_GPA):
    for index in range(vcpus):
        reset_address = ovmf_table.ap_reset_address(image) if index else None
        yield VMSA, vmsa_gpa, vcpu_page(vmm, index == 0, signature, sev_features, reset_address)


def digest_of_pages(*parts):
    """Of every page of these, one part after the other."""
    digest = Digest()
    for pages in parts:
        for page in pages:
            digest.update(*page)
    return digest.value


def digest_of_image(image, vcpus, signature, vmm="qemu", sev_features=1, table=None, vmsa_gpa=VMSA_GPA):
    return digest_of_pages(firmware_pages(image, vmm, table),
                           vcpu_pages(image, vcpus, signature, vmm, sev_features, vmsa_gpa))


def hashes_table(kernel, initrd, cmdline):
    """Of bytes; an initrd or a command line that is None is measured as nothing."""
    def sha(data):
        return hashlib.sha256(data).digest()
    return kernel_hashes.build(sha(kernel), sha(initrd or b""), sha((cmdline or b"") + b"\0"))
