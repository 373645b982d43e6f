# SPDX-License-Identifier: Apache-2.0
"""`snp explain` on random launches with one mistake each: what was measured instead, the stand-in computes, and the
program must name the mistake, alone.

Environment: as of_program says, and SEVPROOF_SNP_MISTAKES says how many of each kind (4)."""

import dataclasses
import os
import random
import struct
import unittest

import firmware_image
import igvm_file
import snp_launch
import vmsa_page
from of_program import SEED, OfProgram

OF_EACH = int(os.environ.get("SEVPROOF_SNP_MISTAKES", "4"))
WIDE_GPA = 0xFFFFFFFFFF000
MODELS = {"EPYC": 0x800F12, "EPYC-Rome": 0x830F10, "EPYC-Milan": 0xA00F11, "EPYC-Genoa": 0xA10F10}
HASH_PAGE = 0x810000
# Not in the order of their addresses.
SECTIONS = [(0x800000, 0x9000, 1), (0x80D000, 0x1000, 2), (0x80A000, 0x3000, 1), (0x80E000, 0x1000, 3), (HASH_PAGE, 0x1000, 0x10),
            (0x80F000, 0x1000, 4)]


@dataclasses.dataclass
class Launch:
    """All that decides a digest."""

    image: bytes
    kernel: bytes | None
    initrd: bytes | None
    cmdline: bytes | None
    vcpus: int
    signature: int
    features: int = 1
    vmm: str = "qemu"
    gpa: int = snp_launch.VMSA_GPA

    def table(self):
        return None if self.kernel is None else snp_launch.hashes_table(self.kernel, self.initrd, self.cmdline)

    def firmware_pages(self):
        return snp_launch.firmware_pages(self.image, self.vmm, self.table())

    def vcpu_pages(self):
        return snp_launch.vcpu_pages(self.image, self.vcpus, self.signature, self.vmm, self.features, self.gpa)

    def digest(self):
        return snp_launch.digest_of_pages(self.firmware_pages(), self.vcpu_pages())


def random_image(chance, seed=None):
    return firmware_image.build(size=4096 * chance.randrange(1, 5), seed=seed or chance.randrange(1 << 30),
                                reset_address=0x80B004, hash_area=(HASH_PAGE + 0xC00, 0x400), metadata=SECTIONS)


def random_launch(chance):
    words = ["root=/dev/vda1", "ro", "quiet", "console=ttyS0"]
    chance.shuffle(words)
    return Launch(random_image(chance), chance.randbytes(3000), chance.randbytes(2000), " ".join(words).encode(),
                  chance.randrange(2, 65), chance.choice(list(MODELS.values())))


def other(chance, values, given):
    return chance.choice([value for value in values if value != given])


# --- Mistakes: each takes the launch that was described, and gives the one that was started, and more files to try.


def other_count(chance, one):
    return dataclasses.replace(one, vcpus=other(chance, range(1, 513), one.vcpus)), {}


def other_model(chance, one):
    return dataclasses.replace(one, signature=other(chance, MODELS.values(), one.signature)), {}


def other_signature(chance, one):
    return dataclasses.replace(one, signature=vmsa_page.cpu_signature(25, chance.randrange(0x30, 0x80), 7)), {}


def other_rdx(chance, one):
    return dataclasses.replace(one, signature=chance.choice((0, 0x600))), {}


def other_features(chance, one):
    return dataclasses.replace(one, features=chance.choice((0x21, 0x201, 0x221, 1 | 1 << chance.randrange(1, 64)))), {}


def other_vmm(chance, one):
    return dataclasses.replace(one, vmm=chance.choice(("ec2", "gce")), signature=chance.choice((0, 0x600))), {}


def other_gpa(_, one):
    return dataclasses.replace(one, gpa=WIDE_GPA), {}


def no_hashes(_, one):
    return dataclasses.replace(one, kernel=None), {}


def no_initrd(_, one):
    return dataclasses.replace(one, initrd=None), {}


def swapped(_, one):
    return dataclasses.replace(one, kernel=one.initrd, initrd=one.kernel), {}


def other_kernel(chance, one):
    kernel = bytearray(chance.randbytes(3000))
    kernel[0x202:0x206] = b"HdrS"
    kernel[0x1FE:0x200] = b"\x55\xaa"
    return dataclasses.replace(one, kernel=bytes(kernel)), {"vmlinuz.other": bytes(kernel)}


def other_initrd(chance, one):
    initrd = b"\x1f\x8b" + chance.randbytes(2000)
    return dataclasses.replace(one, initrd=initrd), {"initrd.other": initrd}


def other_line(chance, one):
    line = f"root=UUID={chance.randrange(1 << 64):x} rw splash".encode()
    return dataclasses.replace(one, cmdline=line), {"cmdline.txt": line + b"\n"}


def line_end(chance, one):
    return dataclasses.replace(one, cmdline=one.cmdline + chance.choice((b"\n", b"\r\n", b"\r"))), {}


def blanks(chance, one):
    return dataclasses.replace(one, cmdline=chance.choice((one.cmdline + b" ", b" " + one.cmdline))), {}


def one_word_less(chance, one):
    words = one.cmdline.split()
    words.pop(chance.randrange(1, len(words)))
    return dataclasses.replace(one, cmdline=b" ".join(words)), {}


def quoted(_, one):
    return dataclasses.replace(one, cmdline=b'"' + one.cmdline + b'"'), {}


def initrd_part(_, one):
    return dataclasses.replace(one, cmdline=one.cmdline + b" initrd=initrd.img"), {}


def nul(_, one):
    return dataclasses.replace(one, cmdline=one.cmdline + b"\0"), {}


def empty(_, one):
    return dataclasses.replace(one, cmdline=b""), {}


def spaces(_, one):
    return dataclasses.replace(one, cmdline=one.cmdline.replace(b" ", b"  ", 1)), {}


def other_firmware(chance, one):
    image = random_image(chance)
    return dataclasses.replace(one, image=image), {"OVMF.other.fd": image}


def padded(chance, one):
    size = 1 << (len(one.image) - 1).bit_length()
    size *= 2 if size == len(one.image) else 1
    return dataclasses.replace(one, image=bytes([chance.choice((0, 255))]) * (size - len(one.image)) + one.image), {}




MISTAKES = {
    "vcpus": other_count,
    "cpu-model": other_model,
    "cpu-signature": other_signature,
    "vmsa-rdx": other_rdx,
    "guest-features": other_features,
    "vmm": other_vmm,
    "vmsa-address": other_gpa,
    "kernel-hashes-off": no_hashes,
    "initrd-absent": no_initrd,
    "kernel-initrd-swapped": swapped,
    "kernel-candidate": other_kernel,
    "initrd-candidate": other_initrd,
    "cmdline-candidate": other_line,
    "cmdline-line-end": line_end,
    "cmdline-blanks": blanks,
    "cmdline-words": one_word_less,
    "cmdline-quotes": quoted,
    "cmdline-initrd": initrd_part,
    "cmdline-nul": nul,
    "cmdline-empty": empty,
    "cmdline-spaces": spaces,
    "firmware-candidate": other_firmware,
    "firmware-padded": padded,
}


def without_floats(page):
    page = bytearray(page)
    struct.pack_into("<I", page, 0x408, 0)
    struct.pack_into("<H", page, 0x410, 0)
    return bytes(page)


def digest_without_fpu(one):
    """As measured where QEMU's floating-point state of APs is taken over."""
    first, *others = one.vcpu_pages()
    return snp_launch.digest_of_pages(one.firmware_pages(), [first],
                                      [(kind, gpa, without_floats(page)) for kind, gpa, page in others])


def digest_of_sorted(one):
    sections = (page for section in sorted(SECTIONS)
                for page in snp_launch.section_pages(section, "qemu", HASH_PAGE + 0xC00, one.table()))
    return snp_launch.digest_of_pages(snp_launch.image_pages(one.image), sections, one.vcpu_pages())


def digest_of_firmware(one):
    return snp_launch.digest_of_pages(snp_launch.image_pages(one.image))


def reversed_digest(one):
    return one.digest()[::-1]


DIGESTS = {
    "ap-floats": digest_without_fpu,
    "section-order": digest_of_sorted,
    "digest-of-part": digest_of_firmware,
    "digest-order": reversed_digest,
}


class SnpExplainOfProgram(OfProgram):
    def explain(self, digest, words):
        return self.snp("explain", "--diagnose", "600", "--measurement", digest.hex(), *words)

    def words_of(self, one, more):
        words = ["--firmware", self.write("fw.fd", one.image), "--num-cpus", str(one.vcpus), "--cpu", hex(one.signature)]
        if one.kernel is not None:
            words += ["--kernel", self.write("kernel", one.kernel), "--initrd", self.write("initrd", one.initrd),
                      "--cmdline", one.cmdline.decode()]
        for name, data in more.items():
            words += ["--also-try", self.write(name, data)]
        return words

    def check(self, code, one, digest, more, number):
        status, document = self.explain(digest, self.words_of(one, more))
        where = (SEED, code, number, document["diagnosis"])
        self.assertEqual((status, document["verdict"]), (1, "mismatch"), where)
        self.assertEqual(document["diagnosis"]["outcome"], "explained", where)
        self.assertEqual([change["code"] for change in document["diagnosis"]["changes"]], [code], where)

    def test_every_mistake_is_named(self):
        print(f"{OF_EACH} launches with each of {len(MISTAKES) + len(DIGESTS)} mistakes, seed {SEED}")
        for code, mistake in MISTAKES.items():
            for number in range(OF_EACH):
                chance = random.Random(f"{SEED} {code} {number}")
                one = random_launch(chance)
                started, more = mistake(chance, one)
                self.check(code, one, started.digest(), more, number)
        for code, digest in DIGESTS.items():
            for number in range(OF_EACH):
                one = random_launch(random.Random(f"{SEED} {code} {number}"))
                self.check(code, one, digest(one), {}, number)

    def test_pairs_of_mistakes_are_named(self):
        codes = ["vcpus", "cpu-model", "guest-features", "vmm", "initrd-absent", "cmdline-line-end", "kernel-candidate",
                 "firmware-candidate", "kernel-hashes-off"]
        tried = 0
        for first, second in zip(codes, codes[1:], strict=False):
            chance = random.Random(f"{SEED} {first} {second}")
            one = random_launch(chance)
            started, more = MISTAKES[first](chance, one)
            if {first, second} == {"guest-features", "vmm"}:
                continue  # another VMM with other features is one step further than what is tried
            started, more_still = MISTAKES[second](chance, started)
            _, document = self.explain(started.digest(), self.words_of(one, {**more, **more_still}))
            found = {change["code"] for change in document["diagnosis"]["changes"]}
            self.assertEqual(found, {first, second}, (SEED, document["diagnosis"]))
            tried += 1
        self.assertGreater(tried, 5)

    def test_a_kernel_that_was_measured_though_none_was_given(self):
        chance = random.Random(f"{SEED} on")
        one = random_launch(chance)
        started, more = other_kernel(chance, one)
        started = dataclasses.replace(started, initrd=None, cmdline=None)
        self.check("kernel-hashes-on", dataclasses.replace(one, kernel=None), started.digest(), more, 0)

    def test_a_match_is_said(self):
        one = random_launch(random.Random(SEED))
        status, document = self.explain(one.digest(), self.words_of(one, {}))
        self.assertEqual((status, document["verdict"], document["diagnosis"]), (0, "match", None))

    def test_igvm_files(self):
        chance = random.Random(f"{SEED} igvm")
        files = []
        for _ in range(2):
            out = igvm_file.Writer()
            out.platform(1, igvm_file.SNP)
            out.page(0x100000, chance.randbytes(4096))
            files.append(out.file())
        words = ["--igvm", self.write("a.igvm", files[0]), "--num-cpus", "2", "--cpu", "0xa00f11",
                 "--also-try", self.write("b.igvm", files[1])]
        for code, digest in {"vcpus": igvm_file.digest_of_qemu(files[0], 7, 0xA00F11),
                             "cpu-model": igvm_file.digest_of_qemu(files[0], 2, 0xA10F10),
                             "igvm-candidate": igvm_file.digest_of_qemu(files[1], 2, 0xA00F11)}.items():
            _, document = self.explain(digest, words)
            self.assertEqual([change["code"] for change in document["diagnosis"]["changes"]], [code], (SEED, document))


if __name__ == "__main__":
    unittest.main()
