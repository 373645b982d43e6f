# SPDX-License-Identifier: Apache-2.0
"""Vectors of RSASSA-PSS, after RFC 8017 with Python's hashlib and pow.

The package cryptography is asked what it says of each: a vector that it sees otherwise is none.
"""

import hashlib

# A prime's seed, its size, and what is to be added for it to be one.
PRIMES = {
    2048: (("sevproof RSA 2048 p", 1096), ("sevproof RSA 2048 q", 2674)),
    4096: (("sevproof RSA 4096 p", 660), ("sevproof RSA 4096 q", 438)),
}
MESSAGE = b"the bytes that a certificate signs"


def prime(seed, bits, more):
    value = int.from_bytes(hashlib.shake_256(seed.encode()).digest(bits // 8), "big")
    return (value | 3 << bits - 2 | 1) + more


class Key:
    def __init__(self, bits, exponent=65537):
        p, q = (prime(seed, bits // 2, more) for seed, more in PRIMES[bits])
        self.bits, self.exponent, self.modulus = bits, exponent, p * q
        self.p, self.q, self.private = p, q, pow(exponent, -1, (p - 1) * (q - 1))

    def sign(self, encoded):
        number = int.from_bytes(encoded, "big")
        of_p = pow(number, self.private % (self.p - 1), self.p)
        of_q = pow(number, self.private % (self.q - 1), self.q)
        return of_q + self.q * ((of_p - of_q) * pow(self.q, -1, self.p) % self.p)

    def written(self, number):
        return number.to_bytes(self.bits // 8, "big")


def mgf1(name, seed, size):
    blocks = (hashlib.new(name, seed + i.to_bytes(4, "big")).digest() for i in range(size // 32 + 1))
    return b"".join(blocks)[:size]


def encode_pss(message, bits, name, salt, mask_name=None, trailer=0xBC, first=1):
    """EMSA-PSS-ENCODE, section 9.1.1; the arguments at the end make wrong ones."""
    digest = hashlib.new(name, message).digest()
    hashed = hashlib.new(name, bytes(8) + digest + salt).digest()
    size = bits // 8
    block = bytes(size - len(salt) - len(hashed) - 2) + bytes([first]) + salt
    mask = mgf1(mask_name or name, hashed, len(block))
    masked = bytearray(a ^ b for a, b in zip(block, mask))
    masked[0] &= 0x7F
    return bytes(masked) + hashed + bytes([trailer])


def encode_v15(message, bits):
    info = bytes.fromhex("3031300d060960864801650304020105000420")
    tail = info + hashlib.sha256(message).digest()
    return b"\0\1" + b"\xff" * (bits // 8 - len(tail) - 3) + b"\0" + tail


def salt_of(size):
    return hashlib.shake_256(b"salt").digest(size)


def pss_case(what, key, name, signature, verifies, message=MESSAGE):
    return {"name": what, "modulus": key.written(key.modulus).hex(), "exponent": key.exponent, "hash": name,
            "message": message.hex(), "signature": signature.hex(), "verifies": verifies}


def cases_of(key, name):
    size = hashlib.new(name).digest_size

    def case(what, verifies, salt=size, **wrong):
        encoded = encode_pss(MESSAGE, key.bits, name, salt_of(salt), **wrong)
        return pss_case(f"{key.bits} {name}: {what}", key, name, key.written(key.sign(encoded)), verifies)

    other = "sha384" if name == "sha256" else "sha256"
    yield case("salt as long as the hash", True)
    yield case("salt one byte shorter", False, salt=size - 1)
    yield case("salt one byte longer", False, salt=size + 1)
    yield case("no salt", False, salt=0)
    yield case("salt as long as there is room", False, salt=key.bits // 8 - size - 2)
    yield case("mask of another hash", False, mask_name=other)
    yield case("another trailer", False, trailer=0xBD)
    yield case("another byte before the salt", False, first=2)


def odd_cases():
    key = Key(2048)
    yield pss_case("PKCS #1 v1.5", key, "sha256", key.written(key.sign(encode_v15(MESSAGE, 2048))), False)
    # The same number modulo n, but not the one below n.
    for count in range(1000):
        message = MESSAGE + bytes([count // 256, count % 256])
        signature = key.sign(encode_pss(message, 2048, "sha256", salt_of(32)))
        if signature + key.modulus < 1 << 2048:
            break
    yield pss_case("a signature below n", key, "sha256", key.written(signature), True, message)
    yield pss_case("n added to it", key, "sha256", key.written(signature + key.modulus), False, message)
    for number, what in ((0, "0"), (1, "1"), (key.modulus - 1, "n - 1"), (key.modulus, "n")):
        yield pss_case(f"the signature {what}", key, "sha256", key.written(number), False)
    for exponent in (3, 4294967291):
        key = Key(2048, exponent)
        encoded = encode_pss(MESSAGE, 2048, "sha256", salt_of(32))
        yield pss_case(f"exponent {exponent}", key, "sha256", key.written(key.sign(encoded)), True)
    # One in 256 begins with a byte of zeros, which belongs to it.
    key, count = Key(2048), 0
    while True:
        message = MESSAGE + bytes([1, count // 256, count % 256])
        signature = key.sign(encode_pss(message, 2048, "sha256", salt_of(32)))
        if signature < 1 << 2040:
            break
        count += 1
    yield pss_case("a signature that begins with 00", key, "sha256", key.written(signature), True, message)


def seen(case):
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    algorithm = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384()}[case["hash"]]
    public = rsa.RSAPublicNumbers(case["exponent"], int(case["modulus"], 16)).public_key()
    scheme = padding.PSS(padding.MGF1(algorithm), algorithm.digest_size)
    try:
        public.verify(bytes.fromhex(case["signature"]), bytes.fromhex(case["message"]), scheme, algorithm)
    except InvalidSignature:
        return False
    return True


def rsa_pss():
    cases = [*cases_of(Key(2048), "sha256"), *cases_of(Key(4096), "sha384"), *cases_of(Key(4096), "sha256"),
             *odd_cases()]
    for case in cases:
        if seen(case) != case["verifies"]:
            raise SystemExit(f"{case['name']}: the package cryptography says {not case['verifies']}")
    return {"source": "computed with Python's hashlib and pow after RFC 8017, sections 8.1 and 9.1; the package "
                      "cryptography agrees", "cases": cases}
