# SPDX-License-Identifier: Apache-2.0
"""Elliptic curves with Python's integers alone: a judge of other implementations shares none.

P-384 with ECDSA (FIPS 186-4, section 6) and ECDH (SP 800-56A), secp256k1 for chip ids. Slow, and
its time tells the keys: for tests only.
"""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Tuple


@dataclass(frozen=True)
class Curve:
    """y^2 = x^3 + a x + b modulo the prime p; points are pairs, and None is the infinite one."""

    p: int
    a: int
    b: int
    n: int
    generator: Tuple[int, int]

    @property
    def size(self):
        """Bytes of a coordinate."""
        return (self.p.bit_length() + 7) // 8

    def contains(self, point):
        """Whether this is a point, written with coordinates below p."""
        if point is None:
            return False
        x, y = point
        in_range = 0 <= x < self.p and 0 <= y < self.p
        return in_range and (y * y - x**3 - self.a * x - self.b) % self.p == 0

    def add(self, one, other):
        if one is None or other is None:
            return one or other
        if one[0] == other[0]:
            if (one[1] + other[1]) % self.p == 0:
                return None
            slope = (3 * one[0] * one[0] + self.a) * pow(2 * one[1], -1, self.p)
        else:
            slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, self.p)
        x = (slope * slope - one[0] - other[0]) % self.p
        return x, (slope * (one[0] - x) - one[1]) % self.p

    def _doubled(self, x, y, z):
        """The point (x / z^2, y / z^3) twice, in the same form: a division costs more than all."""
        square = y * y % self.p
        product, slope = 4 * x * square % self.p, (3 * x * x + self.a * z**4) % self.p
        new_x = (slope * slope - 2 * product) % self.p
        return new_x, (slope * (product - new_x) - 8 * square * square) % self.p, 2 * y * z % self.p

    def _plus(self, x, y, z, point):
        """The point in that form and an ordinary one; z is 0 at infinity."""
        if z == 0:
            return (*point, 1)
        run = (point[0] * z * z - x) % self.p
        rise = (point[1] * z**3 - y) % self.p
        if run == 0:
            return self._doubled(x, y, z) if rise == 0 else (1, 1, 0)
        square = run * run % self.p
        new_x = (rise * rise - square * (run + 2 * x)) % self.p
        new_y = (rise * (x * square - new_x) - y * square * run) % self.p
        return new_x, new_y, z * run % self.p

    def multiply(self, factor, point):
        result = (1, 1, 0)
        for bit in bin(factor)[2:]:
            result = self._doubled(*result)
            if bit == "1":
                result = self._plus(*result, point)
        x, y, z = result
        if z == 0:
            return None
        inverse = pow(z, -1, self.p)
        return x * inverse**2 % self.p, y * inverse**3 % self.p

    def public(self, private):
        """The point that belongs to a private key."""
        if not 0 < private < self.n:
            raise ValueError("a private key is above 0 and below the curve's order")
        return self.multiply(private, self.generator)


P384 = Curve(
    p=2**384 - 2**128 - 2**96 + 2**32 - 1,
    a=-3,
    b=int("b3312fa7e23ee7e4988e056be3f82d19181d9c6efe814112"
          "0314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef", 16),
    n=int("ffffffffffffffffffffffffffffffffffffffffffffffff"
          "c7634d81f4372ddf581a0db248b0a77aecec196accc52973", 16),
    generator=(int("aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b98"
                   "59f741e082542a385502f25dbf55296c3a545e3872760ab7", 16),
               int("3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147c"
                   "e9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f", 16)))
SECP256K1 = Curve(
    p=2**256 - 2**32 - 977,
    a=0,
    b=7,
    n=int("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16),
    generator=(int("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798", 16),
               int("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8", 16)))


def shared_x(private, public):
    """ECDH on P-384: the x coordinate, 48 bytes big-endian; zeros at its front belong to it."""
    return P384.multiply(private, public)[0].to_bytes(P384.size, "big")


def _nonces(private, digest):
    """RFC 6979, section 3.2, with SHA-256: the numbers to try as a signature's secret k."""
    size, order = P384.size, P384.n
    seed = private.to_bytes(size, "big") + (int.from_bytes(digest, "big") % order).to_bytes(
        size, "big")
    key, value = bytes(32), b"\1" * 32
    for separator in (b"\0", b"\1"):
        key = hmac.digest(key, value + separator + seed, "sha256")
        value = hmac.digest(key, value, "sha256")
    while True:
        drawn = b""
        while len(drawn) < size:
            value = hmac.digest(key, value, "sha256")
            drawn += value
        yield int.from_bytes(drawn[:size], "big")
        key = hmac.digest(key, value + b"\0", "sha256")
        value = hmac.digest(key, value, "sha256")


def ecdsa_sign(private, message, function=hashlib.sha256):
    """(r, s) of ECDSA on P-384; no digest here is longer than the order: used whole."""
    digest = function(message).digest()
    for k in _nonces(private, digest):
        if not 0 < k < P384.n:
            continue
        r = P384.multiply(k, P384.generator)[0] % P384.n
        s = pow(k, -1, P384.n) * (int.from_bytes(digest, "big") + r * private) % P384.n
        if r and s:
            return r, s


def ecdsa_verifies(public, message, r, s, function=hashlib.sha256):
    """FIPS 186-4, section 6.4, for a public key that is a point of the curve."""
    if not (0 < r < P384.n and 0 < s < P384.n):
        return False
    inverse = pow(s, -1, P384.n)
    number = int.from_bytes(function(message).digest(), "big")
    point = P384.add(P384.multiply(number * inverse % P384.n, P384.generator),
                     P384.multiply(r * inverse % P384.n, public))
    return point is not None and point[0] % P384.n == r
