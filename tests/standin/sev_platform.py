# SPDX-License-Identifier: Apache-2.0
"""A platform: the keys that its firmware keeps, and the certificates that it hands out."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, replace
from typing import Tuple

import amd_roots
import elliptic
from sev_certificate import SIGNED_SIZE, Algorithm, Usage, signed_by, unsigned, with_signature

# The CEK comes from AMD's server, which writes this API whatever the platform's is.
CEK_API = (0, 14)


class Source:
    """Random bytes; with a seed the same ones in every run."""

    def __init__(self, seed=None):
        self._seed, self._count = seed, 0

    def take(self, size):
        if self._seed is None:
            return os.urandom(size)
        self._count += 1
        return hashlib.shake_256(f"{self._seed}/{self._count}".encode()).digest(size)

    def scalar(self, curve):
        """A private key. Eight more bytes make the remainder as good as even."""
        return int.from_bytes(self.take(curve.size + 8), "big") % (curve.n - 1) + 1


@dataclass(frozen=True)
class Platform:
    """Private keys are numbers. `chip` is the secret behind the chip id."""

    pdh: int
    pek: int
    oca: int
    cek: int
    chip: int
    api: Tuple[int, int] = (1, 55)
    build: int = 21
    has_es: bool = True

    @classmethod
    def create(cls, source=None, **given):
        """A platform with fresh keys, but for what is given by name."""
        source = source or Source()
        keys = {name: source.scalar(elliptic.P384) for name in ("pdh", "pek", "oca", "cek")}
        return cls(**{**keys, "chip": source.scalar(elliptic.SECP256K1), **given})

    def with_new_pdh(self, source=None):
        """PDH_GEN: sessions made for the old one no longer open."""
        return replace(self, pdh=(source or Source()).scalar(elliptic.P384))

    def to_json(self):
        keys = {name: f"{value:x}" for name, value in asdict(self).items()
                if name in ("pdh", "pek", "oca", "cek", "chip")}
        return json.dumps({"note": "private keys, for tests only", **keys, "api": self.api,
                           "build": self.build, "hasEs": self.has_es}, indent=1) + "\n"

    @classmethod
    def from_json(cls, text):
        state = json.loads(text)
        keys = {name: int(state[name], 16) for name in ("pdh", "pek", "oca", "cek", "chip")}
        return cls(**keys, api=tuple(state["api"]), build=state["build"], has_es=state["hasEs"])

    def chip_id(self):
        """64 bytes: a point on secp256k1, big-endian."""
        return b"".join(part.to_bytes(32, "big")
                        for part in elliptic.SECP256K1.public(self.chip))

    def _certificate(self, usage, private, api, algorithm=Algorithm.ECDSA_SHA256):
        return unsigned(usage, algorithm, elliptic.P384.public(private), api)

    def pdh_certificate(self):
        plain = self._certificate(Usage.PDH, self.pdh, self.api, Algorithm.ECDH_SHA256)
        return signed_by(plain, 1, Usage.PEK, self.pek)

    def pek_certificate(self, cek_first=False):
        """Real ones have the OCA's signature first; readers take either order."""
        oca_slot, cek_slot = (2, 1) if cek_first else (1, 2)
        certificate = self._certificate(Usage.PEK, self.pek, self.api)
        certificate = signed_by(certificate, oca_slot, Usage.OCA, self.oca)
        return signed_by(certificate, cek_slot, Usage.CEK, self.cek)

    def oca_certificate(self, from_tool=False):
        """Firmware writes its own API into an OCA that it makes, tools write zeros."""
        plain = self._certificate(Usage.OCA, self.oca, (0, 0) if from_tool else self.api)
        return signed_by(plain, 1, Usage.OCA, self.oca)

    def cek_unsigned(self):
        """What PDH_CERT_EXPORT ends with: the key, and no word of AMD's."""
        return self._certificate(Usage.CEK, self.cek, self.api)

    def cek_certificate(self, roots):
        """What the key server answers for the chip id: other bytes every time, the same key."""
        plain = self._certificate(Usage.CEK, self.cek, CEK_API)
        signature = amd_roots.pss_bytes(roots.ask_key, plain[:SIGNED_SIZE])
        return with_signature(plain, 1, Usage.ASK, Algorithm.RSA_SHA384, signature)
