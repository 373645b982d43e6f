# SPDX-License-Identifier: Apache-2.0
"""The owner's side of a session, so that the firmware has something to open in tests.

Real owners draw all five values anew for every launch.
"""

from dataclasses import dataclass

import elliptic
import session_keys
from sev_certificate import Algorithm, Usage, unsigned


@dataclass(frozen=True)
class Secrets:
    """What an owner draws; `private` is the key of the GODH certificate."""

    private: int
    nonce: bytes
    iv: bytes
    tek: bytes
    tik: bytes


def draw(source):
    """Fresh secrets from a sev_platform.Source."""
    return Secrets(source.scalar(elliptic.P384), *(source.take(16) for _ in range(4)))


def certificate(private):
    """The GODH certificate: nobody signs it, WRAP_MAC binds it."""
    return unsigned(Usage.PDH, Algorithm.ECDH_SHA256, elliptic.P384.public(private), (0, 0))


def session(secrets, pdh, policy):
    """The 128 bytes for the platform whose PDH is this point."""
    keys = session_keys.WrappingKeys(elliptic.shared_x(secrets.private, pdh), secrets.nonce)
    wrapped = session_keys.aes_128_ctr(keys.kek, secrets.iv, secrets.tek + secrets.tik)
    return session_keys.Session(
        secrets.nonce, wrapped, secrets.iv, session_keys.wrap_mac(keys.kik, wrapped),
        session_keys.policy_mac(secrets.tik, policy)).written()
