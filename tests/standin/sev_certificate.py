# SPDX-License-Identifier: Apache-2.0
"""SEV certificates (AMD document 55766, appendix C): PDH, PEK, OCA, CEK and the owner's.

2084 bytes. Numbers are little-endian, points and ECDSA signatures too: 72 bytes for each number.
"""

import enum
import struct

import elliptic

SIZE = 2084
VERSION = 1
CURVE_P384 = 2

_BODY = struct.Struct("<IBB2xIII72s72s880x")
_SLOT = struct.Struct("<II512s")
SIGNED_SIZE = _BODY.size
NUMBER_SIZE = 72


class Usage(enum.IntEnum):
    """What a key is for."""

    ARK = 0x00
    ASK = 0x13
    NONE = 0x1000
    OCA = 0x1001
    PEK = 0x1002
    PDH = 0x1003
    CEK = 0x1004


class Algorithm(enum.IntEnum):
    """What a key does, and with which hash."""

    NONE = 0
    ECDSA_SHA256 = 0x002
    ECDH_SHA256 = 0x003
    RSA_SHA384 = 0x101


def number_bytes(number):
    return number.to_bytes(NUMBER_SIZE, "little")


def unsigned(usage, algorithm, public, api):
    """A certificate in whose two slots there is no signature yet; `api` is (major, minor)."""
    x, y = public
    body = _BODY.pack(VERSION, *api, usage, algorithm, CURVE_P384, number_bytes(x),
                      number_bytes(y))
    return body + 2 * _SLOT.pack(Usage.NONE, Algorithm.NONE, b"")


def with_signature(certificate, slot, usage, algorithm, signature):
    """The same with a signature in slot 1 or 2; usage and algorithm are the signer's."""
    start = SIGNED_SIZE + (slot - 1) * _SLOT.size
    filled = _SLOT.pack(usage, algorithm, signature)
    return certificate[:start] + filled + certificate[start + _SLOT.size:]


def ecdsa_bytes(private, message):
    """A signature as it lies in certificates and reports: r and s."""
    r, s = elliptic.ecdsa_sign(private, message)
    return number_bytes(r) + number_bytes(s)


def ecdsa_verifies(public, message, signature):
    """Whether r and s at the front of these bytes are a signature by this key."""
    r, s = (int.from_bytes(signature[at:at + NUMBER_SIZE], "little") for at in (0, NUMBER_SIZE))
    return elliptic.ecdsa_verifies(public, message, r, s)


def signed_by(certificate, slot, usage, private):
    """The same with an ECDSA signature by a key of the platform."""
    signature = ecdsa_bytes(private, certificate[:SIGNED_SIZE])
    return with_signature(certificate, slot, usage, Algorithm.ECDSA_SHA256, signature)


def signature(certificate, slot):
    """Usage, algorithm and the 512 bytes of slot 1 or 2."""
    return _SLOT.unpack_from(certificate, SIGNED_SIZE + (slot - 1) * _SLOT.size)


def body(certificate):
    """Version, API major and minor, usage, algorithm, curve, point."""
    *front, x, y = _BODY.unpack_from(certificate)
    return (*front, (int.from_bytes(x, "little"), int.from_bytes(y, "little")))


def public_key(certificate):
    """The point in it, which may lie anywhere."""
    return body(certificate)[-1]
