# SPDX-License-Identifier: Apache-2.0
"""Vectors of hashes and ciphers, from Python's hashlib and hmac and from the package cryptography.

The published vectors beside this file are not made here, but `check_published` recomputes each.
"""

import base64
import hashlib
import hmac
import json
import pathlib

HERE = pathlib.Path(__file__).parent
SHA256_BLOCK_EDGES = (0, 1, 54, 55, 56, 57, 62, 63, 64, 65, 66, 118, 119, 120, 121, 127, 128, 129,
                      183, 184, 191, 192, 193, 255, 256, 257, 1000, 4095, 4096, 4097)


def counting_bytes(length):
    """The message that the tests rebuild from its length alone."""
    return bytes((7 * i + i // 256) % 256 for i in range(length))


def monte_carlo(seed, rounds, hash_of=hashlib.sha256):
    """The SHAVS Monte Carlo test: 1000 chained hashes a round, each over the last three."""
    digests = []
    for _ in range(rounds):
        last = [seed, seed, seed]
        for _ in range(1000):
            last = last[1:] + [hash_of(b"".join(last)).digest()]
        seed = last[-1]
        digests.append(seed.hex())
    return digests


def sha256():
    seed = hashlib.sha256(b"sevproof monte carlo").digest()
    return {
        "source": "computed with Python's hashlib; Monte Carlo procedure of NIST SHAVS section 6.4",
        "lengths": [{"length": n, "sha256": hashlib.sha256(counting_bytes(n)).hexdigest()}
                    for n in SHA256_BLOCK_EDGES],
        "monteCarlo": {"seed": seed.hex(), "digests": monte_carlo(seed, 3)},
    }


def sha384():
    edges = (0, 1, 63, 64, 65, 110, 111, 112, 113, 126, 127, 128, 129, 239, 240, 241, 255, 256, 257, 1000, 4096)
    return {"source": "computed with Python's hashlib",
            "lengths": [{"length": n, "sha384": hashlib.sha384(counting_bytes(n)).hexdigest()} for n in edges]}


def hmac_sha256():
    cases = []
    for key_length in (0, 1, 16, 32, 63, 64, 65, 128):
        for length in (0, 1, 56, 63, 64, 65, 200):
            key, data = counting_bytes(key_length), counting_bytes(length)
            tag = hmac.new(key, data, hashlib.sha256).hexdigest()
            cases.append({"keyLength": key_length, "length": length, "tag": tag})
    return {"source": "computed with Python's hmac", "cases": cases}


def aes_ctr_encrypt(key, counter_block, data):
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    step = Cipher(algorithms.AES(key), modes.CTR(counter_block)).encryptor()
    return step.update(data) + step.finalize()


def aes_ctr():
    """Counters that carry over 8, 32, 64 and 128 bits, and lengths that end inside a block."""
    key = hashlib.sha256(b"sevproof aes key").digest()[:16]
    counters = {
        "zero": bytes(16),
        "carries over 8 bits": bytes(15) + b"\xff",
        "carries over 32 bits": bytes(12) + b"\xff" * 4,
        "carries over 64 bits": bytes(8) + b"\xff" * 8,
        "one short of 64 bits": bytes(8) + b"\xff" * 7 + b"\xfe",
        "wraps around at 128 bits": b"\xff" * 16,
        "one short of 128 bits": b"\xff" * 15 + b"\xfe",
        "mixed": hashlib.sha256(b"sevproof iv").digest()[:16],
    }
    cases = []
    for name, counter_block in counters.items():
        for length in (1, 15, 16, 17, 31, 33, 64, 100):
            data = counting_bytes(length)
            cases.append({
                "name": f"{name}, {length} bytes", "key": key.hex(), "iv": counter_block.hex(),
                "plaintext": data.hex(),
                "ciphertext": aes_ctr_encrypt(key, counter_block, data).hex()})
    return {"source": "computed with the Python package cryptography (OpenSSL)", "cases": cases}


def published(name):
    return json.loads((HERE / name).read_text())


def check_nist(name, hash_of):
    nist = published(f"{name}_nist.json")
    for item in nist["short"] + nist["long"]:
        message = bytes.fromhex(item["message"])
        assert hash_of(message).hexdigest() == item[name], item
    seed, digests = bytes.fromhex(nist["monteCarlo"]["seed"]), nist["monteCarlo"]["digests"]
    assert monte_carlo(seed, len(digests), hash_of) == digests


def check_published():
    """Raises AssertionError where a published vector was mistyped."""
    for item in published("sha256_fips180.json")["messages"]:
        message = item["text"].encode() * item["repeat"]
        assert hashlib.sha256(message).hexdigest() == item["sha256"], item
    for item in published("sha384_fips180.json")["cases"]:
        assert hashlib.sha384(item["message"].encode()).hexdigest() == item["sha384"], item
    check_nist("sha256", hashlib.sha256)
    check_nist("sha384", hashlib.sha384)
    for item in published("hmac_rfc4231.json")["cases"]:
        key, data = bytes.fromhex(item["key"]), bytes.fromhex(item["data"])
        assert hmac.new(key, data, hashlib.sha256).hexdigest().startswith(item["tag"]), item
    for item in published("base64_rfc4648.json")["cases"]:
        assert base64.b64encode(item["text"].encode()).decode() == item["base64"], item
    for item in published("aes_ctr_sp800_38a.json")["cases"]:
        key, counter_block = bytes.fromhex(item["key"]), bytes.fromhex(item["iv"])
        made = aes_ctr_encrypt(key, counter_block, bytes.fromhex(item["plaintext"]))
        assert made.hex() == item["ciphertext"], item
