# SPDX-License-Identifier: Apache-2.0
"""A root of the stand-in's own in the place of AMD's: ARK and ASK, RSA with 4096 bits.

Certificates as in AMD document 55766, appendix B. Signatures are RSASSA-PSS with SHA-384 and a salt
of 48 bytes; numbers are little-endian, the signature too.
"""

import hashlib
import struct
from dataclasses import dataclass

from sev_certificate import Usage

BITS = 4096
SALT_SIZE = 48
EXPONENT = 65537
KEY_ID_SIZE = 16

_HEAD = struct.Struct("<I16s16sI16xII")

# A prime's seed, and what is to be added for it to be one: drawing 4096 bits anew takes seconds.
FIXED_PRIMES = {
    "ark": (("stand-in ARK p", 70), ("stand-in ARK q", 244)),
    "ask": (("stand-in ASK p", 3096), ("stand-in ASK q", 1052)),
}


def _prime(seed, more):
    """From its seed: the two highest bits set, so that a product has 4096, and the last one."""
    size = BITS // 2
    value = int.from_bytes(hashlib.shake_256(seed.encode()).digest(size // 8), "big")
    return (value | 3 << size - 2 | 1) + more


def fixed_key(name):
    """The same key at every call, known to everybody who reads this."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    p, q = (_prime(*prime) for prime in FIXED_PRIMES[name])
    d = pow(EXPONENT, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(EXPONENT, p * q)
    return rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p),
                                 public).private_key()


def fresh_key():
    """A key that nobody else has."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(EXPONENT, BITS)


def _pss():
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding

    return padding.PSS(padding.MGF1(hashes.SHA384()), SALT_SIZE), hashes.SHA384()


def pss_bytes(key, message):
    """A signature as it lies in certificates. The salt is drawn anew, as AMD's server does."""
    return key.sign(message, *_pss())[::-1]


def pss_verifies(public, message, signature):
    from cryptography.exceptions import InvalidSignature

    try:
        public.verify(signature[::-1], message, *_pss())
    except InvalidSignature:
        return False
    return True


def _modulus_bytes(key):
    return key.public_key().public_numbers().n.to_bytes(BITS // 8, "little")


def _key_id(key):
    """Any label does: real ones are not computed from the key either."""
    return hashlib.sha256(_modulus_bytes(key)).digest()[:KEY_ID_SIZE]


def _certificate(key, usage, certifier):
    head = _HEAD.pack(1, _key_id(key), _key_id(certifier), usage, BITS, BITS)
    signed = head + EXPONENT.to_bytes(BITS // 8, "little") + _modulus_bytes(key)
    return signed + pss_bytes(certifier, signed)


@dataclass
class Roots:
    """Both private keys, and the certificates of 1600 bytes."""

    ark_key: object
    ask_key: object

    def __post_init__(self):
        self.ark = _certificate(self.ark_key, Usage.ARK, self.ark_key)
        self.ask = _certificate(self.ask_key, Usage.ASK, self.ark_key)


def fixed():
    return Roots(fixed_key("ark"), fixed_key("ask"))


def fresh():
    return Roots(fresh_key(), fresh_key())


def public_key(certificate):
    """The key in an ARK or ASK, and how many bytes of it are signed."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    size = _HEAD.unpack_from(certificate)[-1] // 8
    exponent, modulus = (int.from_bytes(certificate[at:at + size], "little")
                         for at in (_HEAD.size, _HEAD.size + size))
    return rsa.RSAPublicNumbers(exponent, modulus).public_key(), _HEAD.size + 2 * size
