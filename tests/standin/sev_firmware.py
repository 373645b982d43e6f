# SPDX-License-Identifier: Apache-2.0
"""AMD's firmware on the platform security processor, as far as a launch needs it.

Written from the SEV API specification (AMD document 55766), chapter 6, and on purpose without a
look at the code that it judges. One `LaunchContext` is one guest context (GCTX); launch_start.py
makes one from an owner's session.
"""

import enum
import hashlib
import hmac
import os
import struct

from session_keys import KEY_SIZE, aes_128_ctr
from sev_certificate import Algorithm, Usage, ecdsa_bytes

VMSA_SIZE = 4096
NONCE_SIZE = 16
MEASUREMENT_SIZE = 32
BLOB_SIZE = MEASUREMENT_SIZE + NONCE_SIZE
HEADER_SIZE = 52
SECRET_LIMIT = 16 * 1024
POLICY_ES = 1 << 2

# First byte of what is authenticated, so that one message can never pass for the other.
CONTEXT_SECRET = 0x01
CONTEXT_MEASURE = 0x04


class Status(enum.Enum):
    """Status codes of the specification, chapter 4, that a launch can end with.

    Linux and QEMU pass the numbers on as they are ("fw_error").
    """

    INVALID_GUEST_STATE = 2
    INVALID_LENGTH = 4
    INVALID_CERTIFICATE = 6
    POLICY_FAILURE = 7
    BAD_MEASUREMENT = 11
    UNSUPPORTED = 21
    INVALID_PARAM = 22


class SevError(Exception):
    """A command that the firmware refuses."""

    def __init__(self, status, sentence):
        super().__init__(f"{status.name}: {sentence}")
        self.status = status


class State(enum.Enum):
    """Guest states that matter before the guest runs (table "Guest States")."""

    LUPDATE = "LUPDATE"
    LSECRET = "LSECRET"
    RUNNING = "RUNNING"


def _require_length(what, data, size):
    if len(data) != size:
        raise SevError(Status.INVALID_LENGTH, f"{what}: expected {size} bytes, got {len(data)}")


class LaunchContext:
    """One guest, from LAUNCH_START to LAUNCH_FINISH."""

    def __init__(self, tik, tek, policy, api_major, api_minor, build):
        """LAUNCH_START: keys and policy come from the owner's session, the rest is the platform."""
        _require_length("TIK", tik, KEY_SIZE)
        _require_length("TEK", tek, KEY_SIZE)
        for name, value, bits in (("policy", policy, 32), ("API major", api_major, 8),
                                  ("API minor", api_minor, 8), ("build", build, 8)):
            if not 0 <= value < 1 << bits:
                raise SevError(Status.INVALID_PARAM, f"{name} {value} does not fit {bits} bits")
        self._tik, self._tek = bytes(tik), bytes(tek)
        self._policy = policy
        self._version = bytes((api_major, api_minor, build))
        self._digest = hashlib.sha256()
        self._launch_digest = self._measurement = None
        self.state = State.LUPDATE

    @classmethod
    def awaiting_secret(cls, tik, tek, measurement):
        """A guest as it stands after LAUNCH_MEASURE, to open a packet for a launch made earlier."""
        _require_length("measurement", measurement, MEASUREMENT_SIZE)
        guest = cls(tik, tek, policy=0, api_major=0, api_minor=0, build=0)
        guest._measurement = bytes(measurement)
        guest.state = State.LSECRET
        return guest

    def saved(self):
        """What the firmware keeps of a measured guest, for `restored` in another process."""
        self._require_state("saving", State.LSECRET)
        names = ("tik", "tek", "launch_digest", "measurement")
        return {"policy": self._policy, **{name: getattr(self, f"_{name}").hex() for name in names}}

    @classmethod
    def restored(cls, saved):
        tik, tek, digest, measurement = (
            bytes.fromhex(saved[name]) for name in ("tik", "tek", "launch_digest", "measurement"))
        guest = cls.awaiting_secret(tik, tek, measurement)
        guest._policy, guest._launch_digest = saved["policy"], digest
        return guest

    def _require_state(self, command, *states):
        if self.state not in states:
            wanted = " or ".join(state.value for state in states)
            raise SevError(Status.INVALID_GUEST_STATE,
                           f"{command} is for state {wanted}, the guest is {self.state.value}")

    def launch_update_data(self, data):
        """LAUNCH_UPDATE_DATA (6.3): folds plaintext guest memory into the launch digest.

        The platform takes multiples of 16 bytes; the stand-in takes any length, so that odd files
        can be judged too.
        """
        self._require_state("LAUNCH_UPDATE_DATA", State.LUPDATE)
        self._digest.update(data)

    def launch_update_vmsa(self, page):
        """LAUNCH_UPDATE_VMSA (6.4): folds one vCPU's save area in; for SEV-ES guests only."""
        self._require_state("LAUNCH_UPDATE_VMSA", State.LUPDATE)
        if not self._policy & POLICY_ES:
            raise SevError(Status.POLICY_FAILURE, "the policy has no ES bit")
        _require_length("VMSA", page, VMSA_SIZE)
        self._digest.update(page)

    def launch_measure(self, nonce=None):
        """LAUNCH_MEASURE (6.5): the 48-byte blob, measurement and nonce. Ends LUPDATE."""
        self._require_state("LAUNCH_MEASURE", State.LUPDATE)
        nonce = os.urandom(NONCE_SIZE) if nonce is None else bytes(nonce)
        _require_length("nonce", nonce, NONCE_SIZE)
        self._launch_digest = self._digest.digest()
        message = (bytes((CONTEXT_MEASURE,)) + self._version + struct.pack("<I", self._policy)
                   + self._launch_digest + nonce)
        self._measurement = hmac.new(self._tik, message, hashlib.sha256).digest()
        self.state = State.LSECRET
        return self._measurement + nonce

    def launch_secret(self, header, payload):
        """LAUNCH_SECRET (6.6): checks a packet, then returns what the guest's memory receives."""
        self._require_state("LAUNCH_SECRET", State.LSECRET)
        _require_length("packet header", header, HEADER_SIZE)
        flags, counter_block, mac = struct.unpack("<I16s32s", header)
        if flags:
            raise SevError(Status.UNSUPPORTED, f"flags 0x{flags:08x}: none but 0 is supported")
        if not 0 < len(payload) <= SECRET_LIMIT or len(payload) % 16:
            raise SevError(Status.INVALID_LENGTH, f"payload of {len(payload)} bytes: expected a "
                           f"multiple of 16 up to {SECRET_LIMIT}")
        lengths = struct.pack("<II", len(payload), len(payload))
        message = (bytes((CONTEXT_SECRET,)) + header[:20] + lengths + payload + self._measurement)
        wanted = hmac.new(self._tik, message, hashlib.sha256).digest()
        if not hmac.compare_digest(wanted, mac):
            raise SevError(Status.BAD_MEASUREMENT, "the packet's MAC is wrong")
        return aes_128_ctr(self._tek, counter_block, payload)

    def attestation(self, nonce, pek):
        """ATTESTATION (6.8): what the PEK, a private key, says of this guest; 208 bytes.

        The signature covers nonce, launch digest and policy alone, and no key of the owner's is in
        it: anybody who has the PEK's certificate can check it.
        """
        self._require_state("ATTESTATION", State.LSECRET, State.RUNNING)
        _require_length("nonce", nonce, NONCE_SIZE)
        signed = nonce + self._launch_digest + struct.pack("<I", self._policy)
        kind = struct.pack("<III", Usage.PEK, Algorithm.ECDSA_SHA256, 0)
        return signed + kind + ecdsa_bytes(pek, signed)

    def launch_finish(self):
        """LAUNCH_FINISH (6.7): the guest may run, and takes no more secrets."""
        self._require_state("LAUNCH_FINISH", State.LSECRET)
        self.state = State.RUNNING
