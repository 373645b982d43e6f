# SPDX-License-Identifier: Apache-2.0
"""LAUNCH_START (AMD document 55766, 6.2): from an owner's session to a guest context.

The order of the checks is that of AMD's own firmware: it decides what a session with two faults is
refused for.
"""

import hmac
from dataclasses import dataclass

import elliptic
import sev_certificate
from session_keys import (KEY_SIZE, SESSION_SIZE, Session, WrappingKeys, aes_128_ctr, policy_mac,
                          wrap_mac)
from sev_certificate import Algorithm, Usage
from sev_firmware import POLICY_ES, LaunchContext, SevError, Status

POLICY_RESERVED = 0xFFC0


@dataclass(frozen=True)
class TransportKeys:
    """Without a session nothing is drawn: a context starts as zeros, and so its keys are."""

    tek: bytes = bytes(KEY_SIZE)
    tik: bytes = bytes(KEY_SIZE)


def _require(condition, status, sentence):
    if not condition:
        raise SevError(status, sentence)


def _require_size(what, data, size):
    got = 0 if data is None else len(data)
    _require(got == size, Status.INVALID_LENGTH, f"{what}: expected {size} bytes, got {got}")


def _require_owner_certificate(certificate):
    """Signatures are not looked at, nor are the bytes that mean nothing."""
    version, _, _, usage, algorithm, curve, point = sev_certificate.body(certificate)
    for name, got, wanted in (("version", version, sev_certificate.VERSION),
                              ("usage", usage, Usage.PDH),
                              ("algorithm", algorithm, Algorithm.ECDH_SHA256),
                              ("curve", curve, sev_certificate.CURVE_P384)):
        _require(got == wanted, Status.INVALID_CERTIFICATE,
                 f"GODH {name}: expected 0x{wanted:x}, got 0x{got:x}")
    _require(elliptic.P384.contains(point), Status.INVALID_CERTIFICATE,
             "GODH: its point is not on the curve")


def wrapping_keys(pdh, session, certificate):
    """z, and all that follows from it and the nonce; `pdh` is the platform's private key."""
    z = elliptic.shared_x(pdh, sev_certificate.public_key(certificate))
    return WrappingKeys(z, session.nonce)


def _unwrapped(pdh, session, certificate):
    keys = wrapping_keys(pdh, session, certificate)
    _require(hmac.compare_digest(wrap_mac(keys.kik, session.wrapped_keys), session.wrap_mac),
             Status.BAD_MEASUREMENT, "WRAP_MAC: made for another PDH or GODH, or damaged")
    plain = aes_128_ctr(keys.kek, session.wrap_iv, session.wrapped_keys)
    return TransportKeys(tek=plain[:KEY_SIZE], tik=plain[KEY_SIZE:])


def _require_policy(platform, policy):
    """Firmware makes these two checks of sessions alone."""
    minimum = (policy >> 16 & 0xFF, policy >> 24)
    _require(minimum <= platform.api, Status.POLICY_FAILURE,
             "the policy wants API {}.{} at least, ".format(*minimum)
             + "the platform has {}.{}".format(*platform.api))
    _require(not policy & POLICY_RESERVED, Status.POLICY_FAILURE,
             f"the policy 0x{policy:x} has reserved bits")


def transport_keys(platform, policy, session, certificate):
    """TEK and TIK of an owner's session that this platform takes under this policy."""
    _require_size("session", session, SESSION_SIZE)
    _require_size("GODH", certificate, sev_certificate.SIZE)
    _require_owner_certificate(certificate)
    session = Session.read(session)
    keys = _unwrapped(platform.pdh, session, certificate)
    _require(hmac.compare_digest(policy_mac(keys.tik, policy), session.policy_mac),
             Status.BAD_MEASUREMENT, f"POLICY_MAC: not made for policy 0x{policy:x}")
    _require_policy(platform, policy)
    return keys


def launch_start(platform, policy, session=None, certificate=None):
    """The context in which LAUNCH_UPDATE_DATA goes on.

    The certificate decides whether there is a session: one without it is ignored without a word.
    """
    keys = TransportKeys()
    if certificate is not None:
        keys = transport_keys(platform, policy, session, certificate)
    _require(platform.has_es or not policy & POLICY_ES, Status.UNSUPPORTED,
             "the policy wants SEV-ES, which is not enabled on the platform")
    return LaunchContext(keys.tik, keys.tek, policy, *platform.api, platform.build)
