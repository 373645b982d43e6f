# SPDX-License-Identifier: Apache-2.0
"""ID blocks of SEV-SNP (56860, SNP_LAUNCH_FINISH), made and read with Python's integers alone; and private keys as files
hold them."""

import base64
import hashlib
import struct

from elliptic import P384, ecdsa_sign, ecdsa_verifies

BLOCK = struct.Struct("<48s16s16sIIQ")
BLOCK_SIZE, AUTH_SIZE = 96, 4096
BLOCK_SIGNATURE, ID_KEY, KEY_SIGNATURE, AUTHOR_KEY = 0x040, 0x240, 0x680, 0x880
KEY_SIZE = 1028
SECP384R1 = bytes.fromhex("06052b81040022")
EC_PUBLIC_KEY = bytes.fromhex("06072a8648ce3d0201")


def key_bytes(public):
    """Curve 2, two coordinates of 72 bytes, zeros."""
    x, y = (number.to_bytes(72, "little") for number in public)
    return (struct.pack("<I", 2) + x + y).ljust(KEY_SIZE, b"\0")


def signature_bytes(private, message):
    r, s = ecdsa_sign(private, message, hashlib.sha384)
    return (r.to_bytes(72, "little") + s.to_bytes(72, "little")).ljust(512, b"\0")


def make_block(digest, policy, family=bytes(16), image=bytes(16), svn=0):
    return BLOCK.pack(digest, family, image, 1, svn, policy)


def make_auth(block, id_private, author_private=None):
    auth = bytearray(AUTH_SIZE)
    struct.pack_into("<II", auth, 0, 1, 1 if author_private else 0)
    key = key_bytes(P384.public(id_private))
    auth[BLOCK_SIGNATURE:BLOCK_SIGNATURE + 512] = signature_bytes(id_private, block)
    auth[ID_KEY:ID_KEY + KEY_SIZE] = key
    if author_private:
        auth[KEY_SIGNATURE:KEY_SIGNATURE + 512] = signature_bytes(author_private, key)
        auth[AUTHOR_KEY:AUTHOR_KEY + KEY_SIZE] = key_bytes(P384.public(author_private))
    return bytes(auth)


def _key(auth, offset):
    curve, = struct.unpack_from("<I", auth, offset)
    x, y = (int.from_bytes(auth[offset + at:offset + at + 72], "little") for at in (4, 76))
    rest = auth[offset + 148:offset + KEY_SIZE]
    if curve != 2 or any(rest) or not P384.contains((x, y)):
        raise ValueError(f"no key at {offset:#x}")
    return x, y


def _signs(auth, offset, public, message):
    r, s = (int.from_bytes(auth[offset + at:offset + at + 72], "little") for at in (0, 72))
    return not any(auth[offset + 144:offset + 512]) and ecdsa_verifies(public, message, r, s, hashlib.sha384)


def check(block, auth, has_author):
    """Raises ValueError unless firmware would take the pair; gives the digests of both keys."""
    if (len(block), len(auth)) != (BLOCK_SIZE, AUTH_SIZE):
        raise ValueError("sizes")
    id_key = _key(auth, ID_KEY)
    if not _signs(auth, BLOCK_SIGNATURE, id_key, block):
        raise ValueError("the block's signature")
    raw = auth[ID_KEY:ID_KEY + KEY_SIZE]
    digests = [hashlib.sha384(raw).hexdigest(), None]
    if has_author:
        if not _signs(auth, KEY_SIGNATURE, _key(auth, AUTHOR_KEY), raw):
            raise ValueError("the ID key's signature")
        digests[1] = hashlib.sha384(auth[AUTHOR_KEY:AUTHOR_KEY + KEY_SIZE]).hexdigest()
    elif any(auth[KEY_SIGNATURE:]):
        raise ValueError("an author's bytes without an author")
    return digests


# --- Private keys (SEC 1, appendix C.4; RFC 5958)


def _der(tag, content):
    size = len(content)
    length = bytes([size]) if size < 128 else bytes([0x81, size])
    return bytes([tag]) + length + content


def sec1_key(private, with_curve=True, with_public=False):
    body = _der(2, b"\1") + _der(4, private.to_bytes(48, "big"))
    if with_curve:
        body += _der(0xA0, SECP384R1)
    if with_public:
        x, y = (number.to_bytes(48, "big") for number in P384.public(private))
        body += _der(0xA1, _der(3, b"\0\4" + x + y))
    return _der(0x30, body)


def pkcs8_key(private):
    return _der(0x30, _der(2, b"\0") + _der(0x30, EC_PUBLIC_KEY + SECP384R1)
                + _der(4, sec1_key(private, with_curve=False, with_public=True)))


def pem(kind, der):
    return f"-----BEGIN {kind}-----\n".encode() + base64.encodebytes(der) + f"-----END {kind}-----\n".encode()
