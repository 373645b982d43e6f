# SPDX-License-Identifier: Apache-2.0
"""Known answers of the calculator of SEV-SNP digests: what others published."""

import hashlib
import json
import os
import unittest

import igvm_file
import snp_launch

VECTORS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "vectors")
MILAN = 0xA00F11


def load(*parts):
    with open(os.path.join(VECTORS, *parts), "rb") as stream:
        return stream.read()


class SnpLaunch(unittest.TestCase):
    def test_published_digests(self):
        tried = 0
        for case in json.loads(load("snp", "digests.json"))["published"]:
            if case["mode"] != "snp" or case["firmware"] is None:
                continue
            table = None
            if case["kernel"] is not None:
                table = snp_launch.hashes_table(b"", b"", (case["cmdline"] or "").encode())
            got = snp_launch.digest_of_image(
                load("snp", case["firmware"]), case["vcpus"], int(case["rdx"], 0), case["vmm"],
                int(case["guestFeatures"], 0), table)
            self.assertEqual(got.hex(), case["digest"], case["id"])
            tried += 1
        self.assertEqual(tried, 8)

    def test_pages_of_cpus(self):
        for vmm, signature, boot, other in (
                ("qemu", MILAN, "bcf3ba5f6b5d217a", "85242328290a792b"),
                ("ec2", 0x600, "d6c9d0409668043e", "ce413781191b8f11"),
                ("gce", 0x600, "a2b1355de1e1f111", "e62b24c0430d6853")):
            for is_boot, expected in ((True, boot), (False, other)):
                page = snp_launch.vcpu_page(vmm, is_boot, signature, 1, 0x80B004)
                self.assertEqual(hashlib.sha256(page).hexdigest()[:16], expected, vmm)

    def test_igvm_files(self):
        for name, case in json.loads(load("igvm", "digests.json"))["files"].items():
            file, digests = load("igvm", name + ".igvm"), case["digests"]["snp"]
            self.assertEqual(igvm_file.digest_in_order(file).hex(), digests["file"], name)
            self.assertEqual(igvm_file.digest_of_qemu(file, 1).hex(), digests["qemu-1-vcpu"], name)
            self.assertEqual(igvm_file.digest_of_qemu(file, 2, MILAN).hex(), digests["qemu-2-vcpus-EPYC-Milan"], name)


if __name__ == "__main__":
    unittest.main()
