# SPDX-License-Identifier: Apache-2.0
"""The firmware's rules: states, secret packets and ways to tamper with one; the guest's table."""

import hashlib
import hmac
import struct
import unittest
import uuid

import guest
from sev_firmware import LaunchContext, SevError, State, Status

TIK, TEK = bytes(range(16)), bytes(range(16, 32))
COUNTER = bytes(range(200, 216))
LUKS_KEY = uuid.UUID("736869e5-84f0-4973-92ec-06879ce3da0b")


def secret_table(*secrets):
    """A table of (GUID, data), padded as an owner would."""
    body = b"".join(struct.pack("<16sI", guid.bytes_le, len(data) + 20) + data
                    for guid, data in secrets)
    table = struct.pack("<16sI", guest.TABLE.bytes_le, len(body) + 20) + body
    return table + bytes(-len(table) % 16)


def aes_ctr(data):
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    return Cipher(algorithms.AES(TEK), modes.CTR(COUNTER)).encryptor().update(data)


def packet(measurement, payload, flags=0, counter=COUNTER, lengths=None, context=1):
    """Header for a payload that is encrypted already, the owner's side of clause 6.6."""
    lengths = lengths or (len(payload), len(payload))
    message = struct.pack("<BI16sII", context, flags, counter, *lengths) + payload + measurement
    return struct.pack("<I16s", flags, counter) + hmac.digest(TIK, message, hashlib.sha256)


class States(unittest.TestCase):
    def setUp(self):
        self.guest = LaunchContext(TIK, TEK, 4, 1, 55, 21)

    def refused(self, status, command, *arguments):
        with self.assertRaises(SevError) as caught:
            command(*arguments)
        self.assertIs(caught.exception.status, status)

    def test_order(self):
        self.refused(Status.INVALID_GUEST_STATE, self.guest.launch_secret, bytes(52), bytes(16))
        self.refused(Status.INVALID_GUEST_STATE, self.guest.launch_finish)
        self.guest.launch_update_data(b"x")
        self.guest.launch_update_vmsa(bytes(4096))
        self.assertEqual(len(self.guest.launch_measure()), 48)
        self.refused(Status.INVALID_GUEST_STATE, self.guest.launch_update_data, b"x")
        self.refused(Status.INVALID_GUEST_STATE, self.guest.launch_update_vmsa, bytes(4096))
        self.refused(Status.INVALID_GUEST_STATE, self.guest.launch_measure)
        self.guest.launch_finish()
        self.assertIs(self.guest.state, State.RUNNING)
        self.refused(Status.INVALID_GUEST_STATE, self.guest.launch_secret, bytes(52), bytes(16))

    def test_pages_are_for_encrypted_state_only_and_whole(self):
        self.refused(Status.INVALID_LENGTH, self.guest.launch_update_vmsa, bytes(4095))
        plain = LaunchContext(TIK, TEK, 3, 1, 55, 21)
        self.refused(Status.POLICY_FAILURE, plain.launch_update_vmsa, bytes(4096))

    def test_start(self):
        self.refused(Status.INVALID_LENGTH, LaunchContext, TIK[1:], TEK, 0, 1, 55, 21)
        self.refused(Status.INVALID_LENGTH, LaunchContext, TIK, TEK + b"x", 0, 1, 55, 21)
        self.refused(Status.INVALID_PARAM, LaunchContext, TIK, TEK, 1 << 32, 1, 55, 21)
        self.refused(Status.INVALID_PARAM, LaunchContext, TIK, TEK, 0, 256, 55, 21)
        self.refused(Status.INVALID_LENGTH, self.guest.launch_measure, b"short")

    def test_nonce_is_fresh(self):
        other = LaunchContext(TIK, TEK, 4, 1, 55, 21)
        self.assertNotEqual(self.guest.launch_measure(), other.launch_measure())


class Packet(unittest.TestCase):
    def setUp(self):
        self.guest = LaunchContext(TIK, TEK, 0, 1, 55, 21)
        self.guest.launch_update_data(b"firmware")
        self.measurement = self.guest.launch_measure()[:32]
        self.memory = secret_table((LUKS_KEY, b"correct horse"))
        self.payload = aes_ctr(self.memory)

    def refused(self, status, header, payload):
        with self.assertRaises(SevError) as caught:
            self.guest.launch_secret(header, payload)
        self.assertIs(caught.exception.status, status)

    def test_round_trip(self):
        header = packet(self.measurement, self.payload)
        self.assertEqual(self.guest.launch_secret(header, self.payload), self.memory)
        later = LaunchContext.awaiting_secret(TIK, TEK, self.measurement)
        memory = later.launch_secret(header, self.payload)
        self.assertEqual(guest.read_secrets(memory), {LUKS_KEY: b"correct horse"})

    def test_every_field_is_authenticated(self):
        header = packet(self.measurement, self.payload)
        for at in list(range(4, 52)):
            tampered = bytearray(header)
            tampered[at] ^= 1
            self.refused(Status.BAD_MEASUREMENT, bytes(tampered), self.payload)
        for at in range(len(self.payload)):
            tampered = bytearray(self.payload)
            tampered[at] ^= 0x80
            self.refused(Status.BAD_MEASUREMENT, header, bytes(tampered))

    def test_what_the_mac_covers(self):
        size = len(self.payload)
        for wrong in (dict(lengths=(size + 16, size)), dict(lengths=(size, size + 16)),
                      dict(context=4)):
            self.refused(Status.BAD_MEASUREMENT, packet(self.measurement, self.payload, **wrong),
                         self.payload)
        self.refused(Status.BAD_MEASUREMENT, packet(bytes(32), self.payload), self.payload)

    def test_flags(self):
        for flags in (1, 1 << 31):
            header = packet(self.measurement, self.payload, flags=flags)
            self.refused(Status.UNSUPPORTED, header, self.payload)

    def test_lengths(self):
        header = packet(self.measurement, self.payload)
        for wrong in (b"", header[:51], header + b"\0"):
            self.refused(Status.INVALID_LENGTH, wrong, self.payload)
        for size in (0, 15, 17, 16 * 1024 + 16):
            payload = bytes(size)
            self.refused(Status.INVALID_LENGTH, packet(self.measurement, payload), payload)
        payload = bytes(16 * 1024)
        self.guest.launch_secret(packet(self.measurement, payload), payload)


class SecretTable(unittest.TestCase):
    def test_parse(self):
        other = uuid.UUID(int=7)
        memory = secret_table((LUKS_KEY, b""), (other, b"x" * 40))
        self.assertEqual(guest.read_secrets(memory), {LUKS_KEY: b"", other: b"x" * 40})
        self.assertEqual(guest.read_secrets(secret_table()), {})
        self.assertEqual(guest.padding_after_table(memory), bytes(len(memory) - 100))

    def test_malformed(self):
        good = secret_table((LUKS_KEY, b"0123456789"))
        bad = [b"", good[:19], bytes(64), b"x" + good[1:]]
        for length in (0, 19, 21, 39, 49, 51, len(good) + 1, 0xFFFFFFFF):
            bad.append(good[:16] + struct.pack("<I", length) + good[20:])
        for length in (0, 19, 31, 0xFFFFFFFF):
            bad.append(good[:36] + struct.pack("<I", length) + good[40:])
        bad.append(secret_table((LUKS_KEY, b"one"), (LUKS_KEY, b"two")))
        for memory in bad:
            with self.assertRaises(guest.SecretTableError, msg=memory.hex()):
                guest.read_secrets(memory)


if __name__ == "__main__":
    unittest.main()
