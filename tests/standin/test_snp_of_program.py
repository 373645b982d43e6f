# SPDX-License-Identifier: Apache-2.0
"""SEV-SNP digests of random launches: the program's, judged by a calculator that shares no code with it.

Environment: as of_program says, and SEVPROOF_SNP_LAUNCHES says how many (500)."""

import os
import random
import struct
import unittest

import firmware_image
import igvm_file
import snp_launch
import vmsa_page
from of_program import SEED, OfProgram

LAUNCHES = int(os.environ.get("SEVPROOF_SNP_LAUNCHES", "500"))
HASH_PAGE = 0x810000


def random_sections(chance):
    """As in OVMF, of random sizes, in a random order."""
    sections, gpa = [], 0x7F0000
    for kind in (1, 2, 3, 4, 1):
        pages = chance.choice((1, 1, 2, 9)) if kind == 1 else 1
        if chance.random() < 0.85:
            sections.append((gpa, pages * 4096, kind))
        gpa += pages * 4096
    if chance.random() < 0.9:
        sections.append((HASH_PAGE, 4096 * chance.choice((1, 1, 1, 2)), 0x10))
    chance.shuffle(sections)
    return sections or [(0x800000, 4096, 1)]


def random_signature(chance):
    return vmsa_page.cpu_signature(chance.choice((23, 25, 26)), chance.randrange(256), chance.randrange(16))


class SnpOfProgram(OfProgram):
    def measure(self, *words):
        return self.snp("measure", *words, statuses=(0,))[1]["computed"]

    def random_boot(self, chance, words):
        """Options of a direct kernel boot, and the table that follows from it."""
        kernel = chance.randbytes(chance.randrange(1024, 9000))
        words += ["--kernel", self.write("kernel", kernel)]
        initrd = cmdline = None
        if chance.random() < 0.7:
            initrd = chance.randbytes(chance.randrange(9000))
            words += ["--initrd", self.write("initrd", initrd)]
        if chance.random() < 0.7:
            cmdline = " ".join(chance.choices(("ro", "quiet", "root=/dev/vda1", "console=ttyS0"), k=chance.randrange(4)))
            words += ["--cmdline", cmdline]
        return snp_launch.hashes_table(kernel, initrd, None if cmdline is None else cmdline.encode())

    def compare_one(self, number):
        chance = random.Random(SEED * 1000003 + number)
        sections = random_sections(chance)
        image = firmware_image.build(
            size=4096 * chance.randrange(1, 9), seed=chance.randrange(1 << 30), reset_address=chance.randrange(1, 1 << 32),
            hash_area=(HASH_PAGE + chance.choice((0, 0xC00, 0xF50)), 0x400), metadata=sections)
        vmm, signature, features = chance.choice(("qemu", "qemu", "ec2", "gce")), random_signature(chance), chance.choice((1, 0x21, 0x201))
        counts = sorted(chance.sample(range(1, 65), 3))
        words = ["--firmware", self.write("fw.fd", image), "--num-cpus", ",".join(map(str, counts)), "--vmm", vmm,
                 "--cpu", hex(signature), "--guest-features", hex(features)]
        gpa = chance.choice((snp_launch.VMSA_GPA, 0xFFFFFFFFFF000))
        if gpa != snp_launch.VMSA_GPA:
            words += ["--vmsa-gpa", hex(gpa)]
        table = None
        if any(kind == 0x10 for _, _, kind in sections) and chance.random() < 0.6:
            table = self.random_boot(chance, words)
        computed = self.measure(*words)
        for count, one in zip(counts, computed["launchDigests"], strict=True):
            expected = snp_launch.digest_of_image(image, count, signature, vmm, features, table, gpa)
            self.assertEqual((one["vcpus"], one["hex"]), (count, expected.hex()), (SEED, number, words))

    def test_random_launches(self):
        print(f"comparing {LAUNCHES} launches, seed {SEED}")
        for number in range(LAUNCHES):
            self.compare_one(number)

    def random_igvm(self, chance):
        out = igvm_file.Writer()
        out.platform(1, igvm_file.SNP)
        out.platform(2, 5)
        for index in range(2):
            out.area(index, 4096 * chance.randrange(1, 4))
        # In any order, but each once: a host refuses a page that is handed over again.
        gpa, left, there = 0x100000, [0, 1], set()
        for _ in range(chance.randrange(1, 25)):
            gpa += 4096 * chance.choice((1, 1, 1, 1, 2, -3))
            while gpa in there:
                gpa += 4096 * 5
            there.add(gpa)
            if left and chance.random() < 0.15:
                out.insert(0x900000 + 0x10000 * left[0], left.pop(0))
                continue
            data = chance.randbytes(4096) if chance.random() < 0.7 else None
            flags, kind = chance.choice(((0, 0), (0, 0), (0, 0), (2, 0), (0, 1), (0, 2), (0, 3)))
            out.page(gpa, data, mask=chance.choice((1, 1, 1, 3, 2)), flags=flags, kind=kind)
        features = chance.choice((1, 0x21))
        for index in range(chance.randrange(3)):
            page = bytearray(vmsa_page.build(random_signature(chance), layout="init2", sev_features=features))
            struct.pack_into("<Q", page, 0x1F8, chance.randrange(1 << 64))
            struct.pack_into("<Q", page, 0x158, chance.choice((0x10, 0x60000010, 0x80000011)))
            struct.pack_into("<Q", page, 0x78, chance.randrange(1 << 32))
            out.context(index, bytes(page))
        return out.file()

    def test_random_igvm_files(self):
        for number in range(LAUNCHES // 5):
            chance = random.Random(SEED * 1000003 - number)
            file, signature = self.random_igvm(chance), random_signature(chance)
            counts = [2, 5]
            computed = self.measure("--igvm", self.write("x.igvm", file), "--num-cpus", "2,5", "--cpu", hex(signature))
            self.assertEqual(computed["igvm"]["inOrder"], igvm_file.digest_in_order(file).hex(), (SEED, number))
            for count, one in zip(counts, computed["launchDigests"], strict=True):
                expected = igvm_file.digest_of_qemu(file, count, signature)
                self.assertEqual((one["vcpus"], one["hex"]), (count, expected.hex()), (SEED, number, count))


if __name__ == "__main__":
    unittest.main()
