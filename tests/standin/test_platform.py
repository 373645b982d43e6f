# SPDX-License-Identifier: Apache-2.0
"""A platform's certificates: every link holds, in our own arithmetic and in another's."""

import base64
import hashlib
import json
import struct
import tempfile
import unittest

import amd_roots
import elliptic
import known
import owner
import platform_files
import sev_certificate
from launch_start import launch_start
from sev_certificate import SIGNED_SIZE, Algorithm, Usage
from sev_firmware import SevError, State, Status
from sev_platform import Platform, Source

STANDIN_A = {name: known.read(name) for name in (
    "pdh.cert", "pek.cert", "oca.cert", "cek.cert", "cek.unsigned.cert", "ask.cert", "ark.cert")}
MADE = Platform.create(Source("test"), api=(1, 40), build=9)
FILES = platform_files.certificates(MADE, amd_roots.fixed())


def agreed(public, message, signature):
    """What the package cryptography says of it, and this project's arithmetic too."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, utils

    r, s = (int.from_bytes(signature[at:at + 72], "little") for at in (0, 72))
    key = ec.EllipticCurvePublicNumbers(*public, ec.SECP384R1()).public_key()
    try:
        key.verify(utils.encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
        said = True
    except InvalidSignature:
        said = False
    if said != sev_certificate.ecdsa_verifies(public, message, signature):
        raise AssertionError(f"the package cryptography says {said}")
    return said


class Links(unittest.TestCase):
    def check_link(self, files, name, slot, signer):
        usage, algorithm, signature = sev_certificate.signature(files[name], slot)
        public = sev_certificate.public_key(files[signer])
        self.assertEqual((usage, algorithm), (sev_certificate.body(files[signer])[3],
                                              Algorithm.ECDSA_SHA256))
        self.assertTrue(agreed(public, files[name][:SIGNED_SIZE], signature), (name, signer))

    def check_root(self, files):
        for name, signer in (("ark.cert", "ark.cert"), ("ask.cert", "ark.cert")):
            self.assertEqual(len(files[name]), 1600)
            self.assertEqual(files[name][0x14:0x24], files[signer][4:0x14])
            key, size = amd_roots.public_key(files[signer])
            self.assertTrue(amd_roots.pss_verifies(key, files[name][:size], files[name][size:]))
            self.assertFalse(amd_roots.pss_verifies(key, files[name][:-1], files[name][size:]))
        self.assertEqual([struct.unpack_from("<I", files[name], 0x24)[0]
                          for name in ("ark.cert", "ask.cert")], [Usage.ARK, Usage.ASK])
        usage, algorithm, signature = sev_certificate.signature(files["cek.cert"], 1)
        self.assertEqual((usage, algorithm), (Usage.ASK, Algorithm.RSA_SHA384))
        key, _ = amd_roots.public_key(files["ask.cert"])
        self.assertTrue(amd_roots.pss_verifies(key, files["cek.cert"][:SIGNED_SIZE], signature))

    def check_chain(self, files, oca_slot=1, cek_slot=2):
        self.check_root(files)
        for link in (("oca.cert", 1, "oca.cert"), ("pek.cert", oca_slot, "oca.cert"),
                     ("pek.cert", cek_slot, "cek.cert"), ("pdh.cert", 1, "pek.cert")):
            self.check_link(files, *link)

    def test_chain_that_others_made(self):
        self.check_chain(STANDIN_A)
        turned = {**STANDIN_A, "pek.cert": known.read("pek.cek-first.cert")}
        self.check_chain(turned, oca_slot=2, cek_slot=1)

    def test_own_chain(self):
        self.check_chain(FILES)
        turned = {**FILES, "pek.cert": MADE.pek_certificate(cek_first=True)}
        self.check_chain(turned, oca_slot=2, cek_slot=1)
        tool = {**FILES, "oca.cert": MADE.oca_certificate(from_tool=True)}
        self.check_chain(tool)
        self.assertEqual(tool["oca.cert"][4:6], bytes(2))

    def test_another_platform(self):
        other = Platform.create(Source("other"))
        signature = sev_certificate.signature(other.pdh_certificate(), 1)[2]
        self.assertFalse(agreed(elliptic.P384.public(other.pek), FILES["pdh.cert"][:SIGNED_SIZE],
                                signature))


class Forms(unittest.TestCase):
    def test_bodies_are_those_that_others_made(self):
        """All but the API, the keys and what is signed with them."""
        for name, theirs in STANDIN_A.items():
            mine = FILES[name]
            self.assertEqual(len(mine), len(theirs), name)
            if name.startswith("a"):
                self.assertEqual(mine[0x24:0x44], theirs[0x24:0x44])
                continue
            self.assertEqual(sev_certificate.body(mine)[3:6], sev_certificate.body(theirs)[3:6])
            for slot in (1, 2):
                self.assertEqual(sev_certificate.signature(mine, slot)[:2],
                                 sev_certificate.signature(theirs, slot)[:2], name)
            for start, end in ((0, 4), (6, 0x14), (0x44, 0x5C), (0x8C, SIGNED_SIZE)):
                self.assertEqual(mine[start:end], theirs[start:end], name)

    def test_versions(self):
        for name, api in (("pdh.cert", (1, 40)), ("pek.cert", (1, 40)), ("oca.cert", (1, 40)),
                          ("cek.cert", (0, 14)), ("cek.unsigned.cert", (1, 40))):
            self.assertEqual(tuple(FILES[name][4:6]), api, name)

    def test_signed_anew(self):
        again = platform_files.certificates(MADE, amd_roots.fixed())
        for name, content in again.items():
            same = name not in ("cek.cert", "ask.cert", "ark.cert")
            self.assertEqual(content == FILES[name], same, name)
            self.assertEqual(content[:SIGNED_SIZE], FILES[name][:SIGNED_SIZE])

    def test_what_hosts_print(self):
        chip_id = bytes.fromhex(known.read("chip-id.txt").decode())
        self.assertEqual(platform_files.nodesevinfo(STANDIN_A, chip_id).encode(),
                         known.read("nodesevinfo.txt"))
        self.assertEqual(json.loads(platform_files.capabilities(STANDIN_A, chip_id)),
                         json.loads(known.read("query-sev-capabilities.json")))

    def test_chip_id(self):
        raw = MADE.chip_id()
        point = tuple(int.from_bytes(half, "big") for half in (raw[:32], raw[32:]))
        self.assertEqual(len(raw), 64)
        self.assertTrue(elliptic.SECP256K1.contains(point))

    def test_state(self):
        self.assertEqual(Platform.from_json(MADE.to_json()), MADE)
        self.assertEqual(Platform.create(Source("test"), api=(1, 40), build=9), MADE)
        self.assertNotEqual(Platform.create(), Platform.create())
        with tempfile.TemporaryDirectory() as folder:
            platform_files.write(folder, MADE, FILES)
            with open(f"{folder}/{platform_files.STATE}", encoding="ascii") as stream:
                self.assertEqual(Platform.from_json(stream.read()), MADE)


class Attestation(unittest.TestCase):
    """Section 6.8: nonce 16, launch digest 32, policy 4 are signed; then usage, algorithm, 0."""

    def test_report_that_others_made(self):
        report, public = known.read("attestation_report.bin"), sev_certificate.public_key(
            STANDIN_A["pek.cert"])
        answer = json.loads(known.read("query-sev-attestation-report.json"))
        self.assertEqual(base64.b64decode(answer["return"]["data"]), report)
        self.assertEqual(report[:16].hex(), "0d441ff26387615a7b6b1039d28a2ef1")
        self.assertEqual(struct.unpack_from("<IIII", report, 0x30), (5, Usage.PEK, 2, 0))
        self.assertTrue(agreed(public, report[:0x34], report[0x40:]))

    def test_changes(self):
        report, public = known.read("attestation_report.bin"), sev_certificate.public_key(
            STANDIN_A["pek.cert"])
        # What is signed, then r and s with the zeros behind them; what lies between is not covered.
        for at in (*range(0x34), *range(0x40, 0xD0)):
            changed = bytearray(report)
            changed[at] ^= 1 << at % 8
            self.assertFalse(sev_certificate.ecdsa_verifies(
                public, bytes(changed[:0x34]), bytes(changed[0x40:])), hex(at))

    def test_own_report(self):
        case = known.CASES["es-no-send"]
        platform = known.platform()
        context = launch_start(platform, 13, known.session(case), known.godh(case))
        nonce = bytes(range(16))
        with self.assertRaises(SevError) as caught:
            context.attestation(nonce, platform.pek)
        self.assertIs(caught.exception.status, Status.INVALID_GUEST_STATE)
        context.launch_update_data(b"firmware")
        context.launch_measure()
        context = type(context).restored(context.saved())
        report = context.attestation(nonce, platform.pek)
        wanted = (nonce + hashlib.sha256(b"firmware").digest()
                  + struct.pack("<IIII", 13, 0x1002, 2, 0))
        self.assertEqual((len(report), report[:0x40]), (208, wanted))
        self.assertTrue(agreed(elliptic.P384.public(platform.pek), report[:0x34], report[0x40:]))
        context.launch_finish()
        self.assertIs(context.state, State.RUNNING)
        self.assertEqual(context.attestation(nonce, platform.pek), report)
        with self.assertRaises(SevError) as caught:
            context.attestation(nonce[1:], platform.pek)
        self.assertIs(caught.exception.status, Status.INVALID_LENGTH)


class FreshChain(unittest.TestCase):
    def test_an_owners_session_opens(self):
        secrets = owner.draw(Source())
        pdh = sev_certificate.public_key(FILES["pdh.cert"])
        launch_start(MADE, 0xF, owner.session(secrets, pdh, 0xF),
                     owner.certificate(secrets.private))


if __name__ == "__main__":
    unittest.main()
