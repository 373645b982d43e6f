# SPDX-License-Identifier: Apache-2.0
"""LAUNCH_START: sessions that others made open; the rest is refused for the right reason."""

import hashlib
import hmac
import struct
import unittest

import elliptic
import known
import launch_start
import owner
import session_keys
from sev_certificate import NUMBER_SIZE, SIGNED_SIZE, Usage, number_bytes, signed_by
from sev_firmware import SevError, Status
from sev_platform import Platform, Source

NONCE = bytes(range(16))


def flipped(data, at, value=1):
    return data[:at] + bytes((data[at] ^ value,)) + data[at + 1:]


class KnownAnswers(unittest.TestCase):
    def setUp(self):
        self.platform = known.platform()

    def test_every_value_on_the_way(self):
        for name, case in known.CASES.items():
            keys = launch_start.wrapping_keys(
                self.platform.pdh, session_keys.Session.read(known.session(case)),
                known.godh(case))
            wanted = tuple(case[field] for field in ("z", "masterSecret", "kek", "kik"))
            got = tuple(value.hex() for value in (keys.z, keys.master_secret, keys.kek, keys.kik))
            self.assertEqual(got, wanted, name)

    def test_transport_keys(self):
        for name, case in known.CASES.items():
            keys = launch_start.transport_keys(self.platform, case["policy"], known.session(case),
                                               known.godh(case))
            self.assertEqual((keys.tek.hex(), keys.tik.hex()), (case["tek"], case["tik"]), name)

    def test_certificates(self):
        for name, case in known.CASES.items():
            certificate = known.godh(case)
            self.assertEqual(hashlib.sha256(certificate).hexdigest(), case["godhSha256"], name)
            self.assertTrue(certificate.startswith(bytes.fromhex(
                "0100000000000000031000000300000002000000")))

    def test_owners_side(self):
        for name, case in known.CASES.items():
            made = owner.session(known.secrets(case), known.pdh_point(), case["policy"])
            self.assertEqual(made.hex(), case["session"], name)

    def test_zeros_at_the_front(self):
        """They are there, so that the cases above say something about them."""
        case = known.CASES["shared-secret-starts-with-zero"]
        self.assertEqual((case["z"][:2], len(case["z"])), ("00", 96))
        stripped = session_keys.WrappingKeys(bytes.fromhex(case["z"]).lstrip(b"\0"),
                                             bytes.fromhex(case["nonce"]))
        self.assertNotEqual(stripped.master_secret.hex(), case["masterSecret"])
        case = known.CASES["owner-x-starts-with-zero"]
        self.assertEqual(case["godhPublicX"][:2], "00")
        # Little-endian, they lie behind the number and in front of the field's own zeros.
        x = known.godh(case)[0x14:0x14 + NUMBER_SIZE]
        self.assertEqual(x[:48][::-1].hex(), case["godhPublicX"])

    def test_the_launch_goes_on_with_them(self):
        case = known.CASES["ordinary"]
        context = launch_start.launch_start(self.platform, 3, known.session(case),
                                            known.godh(case))
        context.launch_update_data(b"firmware")
        message = bytes((4, 1, 55, 21, 3, 0, 0, 0)) + hashlib.sha256(b"firmware").digest() + NONCE
        wanted = hmac.digest(bytes.fromhex(case["tik"]), message, "sha256")
        self.assertEqual(context.launch_measure(NONCE), wanted + NONCE)


class Refusal(unittest.TestCase):
    """One session that opens, and changes to it."""

    def setUp(self):
        self.case = known.CASES["ordinary"]
        self.platform = known.platform()
        self.godh, self.session = known.godh(self.case), known.session(self.case)

    def refused(self, status, policy=3, platform=None, **given):
        arguments = {"session": self.session, "certificate": self.godh, **given}
        with self.assertRaises(SevError) as caught:
            launch_start.launch_start(platform or self.platform, policy, **arguments)
        self.assertIs(caught.exception.status, status, caught.exception)

    def made_for(self, policy):
        """A session that is right, for a policy that may not be."""
        return owner.session(known.secrets(self.case), known.pdh_point(), policy)


class Lengths(Refusal):
    def test_lengths(self):
        for wrong in (self.session[:-1], self.session + b"\0", b"", self.godh, None):
            self.refused(Status.INVALID_LENGTH, session=wrong)
        for wrong in (self.godh[:-1], self.godh + b"\0", b"", self.session):
            self.refused(Status.INVALID_LENGTH, certificate=wrong)

    def test_sessions_come_first(self):
        with self.assertRaisesRegex(SevError, "session: expected 128 bytes, got 2084"):
            launch_start.launch_start(self.platform, 3, self.godh, self.session)

    def test_without_certificate_nothing_is_looked_at(self):
        """Neither MAC, nor minimum API, nor reserved bits; and TIK is zeros."""
        for session in (None, self.session, b"rubbish"):
            for policy in (3, 0xFFFFFFFF):
                context = launch_start.launch_start(self.platform, policy, session)
                context.launch_update_data(b"firmware")
                message = (bytes((4, 1, 55, 21)) + struct.pack("<I", policy)
                           + hashlib.sha256(b"firmware").digest() + NONCE)
                wanted = hmac.digest(bytes(16), message, "sha256")
                self.assertEqual(context.launch_measure(NONCE), wanted + NONCE)


class Certificate(Refusal):
    def test_every_field_that_is_looked_at(self):
        for at, value in ((0, 3), (3, 1), (8, 1), (8, 7), (9, 0x10), (0xC, 1), (0xD, 1), (0x10, 1),
                          (0x10, 2), (0x14, 1), (0x43, 1), (0x44, 1), (0x5C, 1), (0x8C, 1)):
            self.refused(Status.INVALID_CERTIFICATE, certificate=flipped(self.godh, at, value))

    def test_points(self):
        x, y = elliptic.P384.public(int(self.case["godhPrivate"], 16))
        for point in ((0, 0), (x + elliptic.P384.p, y), (x, y + elliptic.P384.p), (y, x)):
            body = self.godh[:0x14] + b"".join(map(number_bytes, point))
            self.refused(Status.INVALID_CERTIFICATE, certificate=body + self.godh[len(body):])

    def test_what_is_not_looked_at(self):
        """API, reserved bytes, signatures: AMD's sev-tool signs its own, others leave them."""
        signed = signed_by(self.godh, 1, Usage.PEK, int(self.case["godhPrivate"], 16))
        for certificate in (signed, flipped(self.godh, 4), flipped(self.godh, 6),
                            flipped(self.godh, 0xA4), flipped(self.godh, SIGNED_SIZE)):
            launch_start.launch_start(self.platform, 3, self.session, certificate)


class Macs(Refusal):
    def test_anothers_certificate(self):
        for name, case in known.CASES.items():
            if name != "ordinary":
                self.refused(Status.BAD_MEASUREMENT, certificate=known.godh(case))

    def test_another_pdh(self):
        later = self.platform.with_new_pdh(Source("later"))
        self.refused(Status.BAD_MEASUREMENT, platform=later)
        self.refused(Status.BAD_MEASUREMENT, platform=Platform.create(Source("elsewhere")))

    def test_other_policies(self):
        for policy in (0, 1, 2, 7, 0x13, 0x00010003, 0x03000000):
            self.refused(Status.BAD_MEASUREMENT, policy=policy)

    def test_a_bit_of_each_field(self):
        fields = {"nonce": (0x00, "WRAP_MAC"), "wrapped TEK": (0x10, "WRAP_MAC"),
                  "wrapped TIK": (0x20, "WRAP_MAC"), "WRAP_MAC": (0x40, "WRAP_MAC"),
                  "POLICY_MAC": (0x60, "POLICY_MAC")}
        for name, (start, which) in fields.items():
            for at in (start, start + 15):
                session = flipped(self.session, at, 0x80)
                self.refused(Status.BAD_MEASUREMENT, session=session)
                with self.assertRaisesRegex(SevError, which, msg=name):
                    launch_start.launch_start(self.platform, 3, session, self.godh)

    def test_another_iv_passes_the_first_mac(self):
        session = flipped(self.session, 0x30)
        self.refused(Status.BAD_MEASUREMENT, session=session)
        with self.assertRaisesRegex(SevError, "POLICY_MAC"):
            launch_start.launch_start(self.platform, 3, session, self.godh)


class Policy(Refusal):
    def test_minimum_api(self):
        for minimum in (0x00000000, 0x16000000, 0x37010000, 0xFF000000):
            launch_start.launch_start(self.platform, 3 | minimum, self.made_for(3 | minimum),
                                      self.godh)
        for minimum in (0x38010000, 0x00020000):
            self.refused(Status.POLICY_FAILURE, 3 | minimum, session=self.made_for(3 | minimum))

    def test_reserved_bits(self):
        for bit in range(6, 16):
            policy = 3 | 1 << bit
            self.refused(Status.POLICY_FAILURE, policy, session=self.made_for(policy))
        launch_start.launch_start(self.platform, 0x3B, self.made_for(0x3B), self.godh)

    def test_encrypted_state(self):
        older = known.platform(has_es=False)
        self.refused(Status.UNSUPPORTED, 7, older, session=self.made_for(7))
        self.refused(Status.UNSUPPORTED, 7, older, session=None, certificate=None)
        launch_start.launch_start(older, 3, self.session, self.godh)

    def test_order(self):
        """Each fault hides those behind it."""
        policy, older = 0x00020047, known.platform(has_es=False)
        good = self.made_for(policy)
        off_curve = flipped(self.godh, 0x14)
        damaged = flipped(good, 0x40)
        self.refused(Status.INVALID_LENGTH, 3, older, session=damaged[1:], certificate=off_curve)
        self.refused(Status.INVALID_CERTIFICATE, 3, older, session=damaged, certificate=off_curve)
        self.refused(Status.BAD_MEASUREMENT, policy, older, session=damaged)
        self.refused(Status.BAD_MEASUREMENT, 3, older, session=good)
        self.refused(Status.POLICY_FAILURE, policy, older, session=good)
        self.refused(Status.UNSUPPORTED, 7, older, session=self.made_for(7))


if __name__ == "__main__":
    unittest.main()
