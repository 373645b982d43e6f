# SPDX-License-Identifier: Apache-2.0
"""Known answers for what a launch measures: CPU signatures, VMSA pages, hashes, firmware table."""

import hashlib
import hmac
import os
import struct
import tempfile
import unittest
import uuid

import firmware_image
import kernel_hashes
import ovmf_table
import qemu
import vmsa_page
from sev_firmware import LaunchContext

TIK, TEK = bytes(range(16)), bytes(range(16, 32))
NONCE = bytes(range(100, 116))
ROME, MILAN = (23, 49, 0), (25, 1, 1)
RESET_ADDRESS = 0x80B004

# SHA-256 of pages captured or computed elsewhere: (CPU, layout) -> boot CPU, APs.
PAGES = {
    (ROME, "legacy"): ("c0ad5dc8305470b14945bf19c79b6b25ef0aeb1cbbda8318902f731078e2641b",
                       "e66281015adf6958a619ec00d5b96ce5cbbca43b48d76b0778467bff07dd0118"),
    (MILAN, "legacy"): ("f8b52f775502472e5797d2674d9de21f6abc05dc05e9bc49cbb7b6a13688d5e7",
                        "bcee5cb289f72882da17abd8dca5e8a7e9f8e2033e7ad96b4db0ab1a383a6487"),
    (ROME, "init2"): ("c46c4ac3460a4d11db1ae28b046b005119cd83127dfd6b78b011df8494d862ea",
                      "c160f25fa186dfed330892380b44f1a5e75658412e521cc93294f529757d7fcd"),
    (MILAN, "init2"): ("efcc96a66e22e3d25161643c1331c59ef2b11d0ac63369c49c0cf2133c0b58db",
                       "a14b28cfdc8d4d0e2884708ff279ca1204b7e45d45970c38c32fcd3374ba9f4f"),
}
SIGNATURES = {(23, 1, 2): 0x800F12, ROME: 0x830F10, MILAN: 0xA00F11, (25, 17, 0): 0xA10F10,
              (26, 0, 0): 0xB00F00, (15, 255, 15): 0x0F0FFF, (270, 0, 0): 0xFF00F00}


class CpuSignature(unittest.TestCase):
    def test_known_models(self):
        for cpu, signature in SIGNATURES.items():
            self.assertEqual(vmsa_page.cpu_signature(*cpu), signature, cpu)

    def test_what_no_signature_can_say(self):
        for cpu in ((271, 0, 0), (23, 256, 0), (23, 0, 16), (-1, 0, 0)):
            with self.assertRaises(ValueError):
                vmsa_page.cpu_signature(*cpu)


class VmsaPage(unittest.TestCase):
    def test_known_pages(self):
        for (cpu, layout), wanted in PAGES.items():
            signature = vmsa_page.cpu_signature(*cpu)
            for start, digest in zip((vmsa_page.BOOT_ADDRESS, RESET_ADDRESS), wanted):
                page = vmsa_page.build(signature, start=start, layout=layout)
                self.assertEqual(hashlib.sha256(page).hexdigest(), digest, (cpu, layout, start))

    def test_sev_features_lie_at_their_offset(self):
        plain, swapped = (vmsa_page.build(0x830F10, sev_features=bits) for bits in (0, 0x20))
        self.assertEqual([at for at in range(4096) if plain[at] != swapped[at]], [0x3B0])
        with self.assertRaises(ValueError):
            vmsa_page.build(0x830F10, sev_features=-1)


class KernelHashes(unittest.TestCase):
    def test_table_by_hand(self):
        table = kernel_hashes.build(b"K" * 32, b"I" * 32, b"C" * 32)
        self.assertEqual(len(table), 176)
        self.assertEqual(table[:18].hex(), "06d63894224fc94cb479a793d411fd21" + "a800")
        self.assertEqual([table[at:at + 32] for at in (36, 86, 136)],
                         [b"C" * 32, b"I" * 32, b"K" * 32])
        self.assertEqual(table[168:], bytes(8))

    def test_absent_parts(self):
        with tempfile.TemporaryDirectory() as folder:
            kernel = os.path.join(folder, "kernel")
            with open(kernel, "wb") as stream:
                stream.write(b"kernel")
            table = kernel_hashes.build_from_files(kernel)
            self.assertEqual(table, kernel_hashes.build_from_files(kernel, cmdline=b""))
        self.assertEqual(table[36:68], hashlib.sha256(b"\0").digest())
        self.assertEqual(table[86:118], hashlib.sha256(b"").digest())


class OvmfTable(unittest.TestCase):
    def test_entries(self):
        unknown = uuid.UUID("784fa70e-3176-4677-8a20-04b68699e374")
        image = firmware_image.build(reset_address=RESET_ADDRESS, secret_area=(0x810000, 0xC00),
                                     hash_area=(0x810C00, 0x400), metadata=[(0x800000, 4096, 1)],
                                     more=[(unknown, b"any")])
        entries = ovmf_table.read(image)
        self.assertEqual(len(entries), 5)
        self.assertEqual(entries[unknown], b"any")
        self.assertEqual(ovmf_table.ap_reset_address(image), RESET_ADDRESS)
        self.assertEqual(ovmf_table.hash_area(image), (0x810C00, 0x400))
        distance, = struct.unpack("<I", entries[ovmf_table.SEV_METADATA])
        self.assertEqual(image[-distance:][:20], b"ASEV" + struct.pack("<IIII", 28, 1, 1, 0x800000))

    def test_images_without_a_table(self):
        for image in (b"", b"x" * 31, b"x" * 50, firmware_image.build(with_table=False)):
            self.assertEqual(ovmf_table.read(image), {})
            with self.assertRaises(ovmf_table.TableError):
                ovmf_table.ap_reset_address(image)

    def test_hostile_lengths(self):
        block = struct.pack("<I", RESET_ADDRESS)
        for length in (0, 17, 23, 0xFFFF):
            entry = block + struct.pack("<H16s", length, ovmf_table.RESET_BLOCK.bytes_le)
            footer = struct.pack("<H16s", len(entry) + 18, ovmf_table.FOOTER.bytes_le)
            image = firmware_image.place_table(bytes(4096), entry + footer)
            with self.assertRaises(ovmf_table.TableError, msg=length):
                ovmf_table.read(image)
        for total in (0, 17, 19, 0xFFFF):
            footer = struct.pack("<H16s", total, ovmf_table.FOOTER.bytes_le)
            with self.assertRaises(ovmf_table.TableError, msg=total):
                ovmf_table.read(firmware_image.place_table(bytes(4096), footer))

    def test_short_reset_block(self):
        image = firmware_image.build(more=[(ovmf_table.RESET_BLOCK, b"\x04\xb0")])
        with self.assertRaises(ovmf_table.TableError):
            ovmf_table.ap_reset_address(image)


class Launch(unittest.TestCase):
    """The message is put together here byte by byte: the answer must not come from within."""

    def measure(self, machine, policy):
        context = LaunchContext(TIK, TEK, policy, 1, 55, 21)
        return qemu.launch(machine, policy, context, NONCE)

    def wanted(self, policy, measured):
        message = bytes((4, 1, 55, 21)) + policy.to_bytes(4, "little")
        message += hashlib.sha256(measured).digest() + NONCE
        return hmac.digest(TIK, message, "sha256") + NONCE

    def test_plain_guest_measures_firmware_only(self):
        machine = qemu.Machine(b"firmware", vcpus=4)
        self.assertEqual(self.measure(machine, 3), self.wanted(3, b"firmware"))

    def test_encrypted_state_adds_a_page_per_cpu(self):
        image = firmware_image.build(reset_address=RESET_ADDRESS)
        signature = SIGNATURES[ROME]
        boot = vmsa_page.build(signature)
        other = vmsa_page.build(signature, start=RESET_ADDRESS)
        machine = qemu.Machine(image, vcpus=3, cpu=ROME)
        self.assertEqual(self.measure(machine, 7), self.wanted(7, image + boot + other + other))
        captured = qemu.Machine(image, vcpus=2, captured_pages=(other, boot))
        self.assertEqual(self.measure(captured, 5), self.wanted(5, image + other + boot))

    def test_one_cpu_needs_no_reset_address(self):
        machine = qemu.Machine(b"no table", vcpus=1, cpu=ROME)
        page = vmsa_page.build(SIGNATURES[ROME])
        self.assertEqual(self.measure(machine, 4), self.wanted(4, b"no table" + page))

    def test_kernel_needs_an_area(self):
        with tempfile.NamedTemporaryFile() as kernel:
            for area in (None, (0, 0), (0, 0x400), (0x810C00, 175)):
                image = firmware_image.build(hash_area=area)
                with self.assertRaises(qemu.LaunchRefused):
                    self.measure(qemu.Machine(image, kernel=kernel.name), 1)
                self.measure(qemu.Machine(image, kernel=kernel.name, check_hash_area=False), 1)
            image = firmware_image.build(hash_area=(0x810C00, 176))
            table = kernel_hashes.build_from_files(kernel.name, cmdline=b"quiet")
            machine = qemu.Machine(image, kernel=kernel.name, cmdline=b"quiet")
            self.assertEqual(self.measure(machine, 1), self.wanted(1, image + table))

    def test_refusals(self):
        for machine in (qemu.Machine(b"f", cmdline=b"no kernel"), qemu.Machine(b"f", vcpus=0),
                        qemu.Machine(b"f", vcpus=1)):
            with self.assertRaises(qemu.LaunchRefused):
                self.measure(machine, 4)


if __name__ == "__main__":
    unittest.main()
