# SPDX-License-Identifier: Apache-2.0
"""The curves against published values, and against what the package cryptography says."""

import unittest

import elliptic
import known
from elliptic import P384, SECP256K1


def number(text):
    return int(text, 16)


class Points(unittest.TestCase):
    def test_orders(self):
        for curve in (P384, SECP256K1):
            self.assertTrue(curve.contains(curve.generator))
            self.assertIsNone(curve.multiply(curve.n, curve.generator))
            x, y = curve.generator
            self.assertEqual(curve.public(curve.n - 1), (x, curve.p - y))
            self.assertFalse(curve.contains(None))
            for private in (0, curve.n, -1):
                with self.assertRaises(ValueError):
                    curve.public(private)

    def test_multiplying_is_adding(self):
        for curve in (P384, SECP256K1):
            total = None
            for count in range(20):
                self.assertEqual(curve.multiply(count, curve.generator), total)
                total = curve.add(total, curve.generator)
            # The last step of the second one adds a point to itself.
            self.assertEqual(curve.multiply(curve.n + 1, curve.generator), curve.generator)
            self.assertEqual(curve.multiply(curve.n + 2, curve.generator),
                             curve.add(curve.generator, curve.generator))

    def test_what_is_a_point(self):
        for case in known.vector("p384.json")["points"]:
            point = number(case["x"]), number(case["y"])
            self.assertEqual(P384.contains(point), case["onCurve"], case["name"])

    def test_agreements(self):
        for case in known.vector("p384.json")["agreements"]:
            private, other = number(case["d"]), (number(case["otherX"]), number(case["otherY"]))
            self.assertEqual(P384.public(private), (number(case["x"]), number(case["y"])))
            self.assertEqual(elliptic.shared_x(private, other).hex(), case["z"])

    def test_real_form_of_a_chip_id(self):
        raw = bytes.fromhex(known.read("chip-id.txt").decode())
        x, y = (int.from_bytes(half, "big") for half in (raw[:32], raw[32:]))
        self.assertTrue(SECP256K1.contains((x, y)))
        self.assertFalse(SECP256K1.contains((x, y + 1)))


class Signatures(unittest.TestCase):
    def test_rfc6979(self):
        for case in known.vector("ecdsa_rfc6979.json")["cases"]:
            private, message = number(case["d"]), case["message"].encode()
            made = elliptic.ecdsa_sign(private, message)
            self.assertEqual(made, (number(case["r"]), number(case["s"])))
            public = P384.public(private)
            self.assertTrue(elliptic.ecdsa_verifies(public, message, *made))
            self.assertFalse(elliptic.ecdsa_verifies(public, message + b"x", *made))
            self.assertFalse(elliptic.ecdsa_verifies(P384.public(2), message, *made))

    def test_edges(self):
        message = b"the bytes that a certificate signs"
        for case in known.vector("p384.json")["signatures"]:
            if "digest of" in case["name"]:
                continue
            point = number(case["x"]), number(case["y"])
            got = elliptic.ecdsa_verifies(point, message, number(case["r"]), number(case["s"]))
            self.assertEqual(got, case["verifies"], case["name"])


if __name__ == "__main__":
    unittest.main()
