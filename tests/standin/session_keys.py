# SPDX-License-Identifier: Apache-2.0
"""What platform and owner derive from their keys, and the session blob (55766, section 6.2).

The firmware's side of it is launch_start.py, the owner's owner.py.
"""

import hashlib
import hmac
import struct
from dataclasses import dataclass

KEY_SIZE = 16
SESSION_SIZE = 128
_SESSION = struct.Struct("<16s32s16s32s32s")


def kdf(key, label, context=b""):
    """NIST SP 800-108 in counter mode with HMAC-SHA256: one block, cut to 128 bits.

    Counter and length are little-endian; the NUL belongs between label and context, not to the
    label.
    """
    message = struct.pack("<I", 1) + label + b"\0" + context + struct.pack("<I", 8 * KEY_SIZE)
    return hmac.new(key, message, hashlib.sha256).digest()[:KEY_SIZE]


@dataclass(frozen=True)
class WrappingKeys:
    """`z` is ECDH's x coordinate: 48 bytes, with the zeros at its front."""

    z: bytes
    nonce: bytes

    @property
    def master_secret(self):
        return kdf(self.z, b"sev-master-secret", self.nonce)

    @property
    def kek(self):
        """Encrypts the transport keys."""
        return kdf(self.master_secret, b"sev-kek")

    @property
    def kik(self):
        """Authenticates the encrypted ones."""
        return kdf(self.master_secret, b"sev-kik")


@dataclass(frozen=True)
class Session:
    """The fields, in the order in which they lie there."""

    nonce: bytes
    wrapped_keys: bytes
    wrap_iv: bytes
    wrap_mac: bytes
    policy_mac: bytes

    @classmethod
    def read(cls, blob):
        return cls(*_SESSION.unpack(blob))

    def written(self):
        return _SESSION.pack(self.nonce, self.wrapped_keys, self.wrap_iv, self.wrap_mac,
                             self.policy_mac)


def wrap_mac(kik, wrapped_keys):
    """Neither nonce nor IV is in it."""
    return hmac.new(kik, wrapped_keys, hashlib.sha256).digest()


def policy_mac(tik, policy):
    return hmac.new(tik, struct.pack("<I", policy), hashlib.sha256).digest()


def aes_128_ctr(key, counter_block, data):
    """Both ways; the whole block is the counter, counted up big-endian.

    The only call of a launch that needs more than Python's own library.
    """
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    step = Cipher(algorithms.AES(key), modes.CTR(counter_block)).encryptor()
    return step.update(data) + step.finalize()
