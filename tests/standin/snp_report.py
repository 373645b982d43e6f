# SPDX-License-Identifier: Apache-2.0
"""SEV-SNP attestation reports, verified with Python's integers: a judge that shares no code with what it judges.

Reports: SEV Secure Nested Paging firmware ABI (56860), table ATTESTATION_REPORT. Certificates: VCEK Certificate and KDS
Interface Specification (57230), RFC 5280; RSASSA-PSS: RFC 8017, section 9.1.2. It takes DER as AMD writes it, and raises
an exception for anything else.
"""

import base64
import hashlib
from datetime import datetime, timezone

from elliptic import P384, ecdsa_verifies

SIGNED = 0x2A0
LINES = ("Milan", "Genoa", "Turin")
ARC = bytes.fromhex("2b060104019c7801")
PSS = bytes.fromhex("06092a864886f70d01010a")
COMPONENTS = {"Turin": {"fmc": 0, "bl": 1, "tee": 2, "snp": 3, "ucode": 7}}
EXTENSIONS = {"bl": (3, 1), "tee": (3, 2), "snp": (3, 3), "ucode": (3, 8), "fmc": (3, 9)}


def components(line):
    return COMPONENTS.get(line, {"bl": 0, "tee": 1, "snp": 6, "ucode": 7})


def der(data, at=0):
    """Tag, content and end of what begins there."""
    tag, size, begin = data[at], data[at + 1], at + 2
    if size & 0x80:
        count = size & 0x7F
        size, begin = int.from_bytes(data[begin:begin + count], "big"), begin + count
    if begin + size > len(data):
        raise ValueError("it ends too early")
    return tag, data[begin:begin + size], begin + size


def parts(content):
    """All that stands in it, one behind the other: tag, content, and the whole with its header."""
    found, at = [], 0
    while at < len(content):
        tag, inner, end = der(content, at)
        found.append((tag, inner, content[at:end]))
        at = end
    return found


def time_of(part):
    tag, text, _ = part
    form = "%y%m%d%H%M%SZ" if tag == 0x17 else "%Y%m%d%H%M%SZ"
    return datetime.strptime(text.decode(), form).replace(tzinfo=timezone.utc)


def common_name(name):
    names = [parts(parts(one[1])[0][1]) for one in parts(name)]
    return [value[1].decode() for oid, value in names if oid[1] == bytes.fromhex("550403")][-1]


class Certificate:
    def __init__(self, data):
        self.data = data
        signed, algorithm, signature = parts(parts(data)[0][1])
        self.signed, self.signature = signed[2], signature[1][1:]
        fields = parts(signed[1])[1:]  # behind the version
        _, self.inner_algorithm, issuer, validity, subject, key = fields[:6]
        self.algorithm = algorithm[1]
        if self.inner_algorithm[1] != self.algorithm:
            raise ValueError("two algorithms")
        self.issuer, self.subject = common_name(issuer[1]), common_name(subject[1])
        self.begin, self.end = (time_of(one) for one in parts(validity[1]))
        self.key = parts(key[1])[1][1][1:]
        self.extensions = {}
        for one in parts(parts(fields[6][1])[0][1]):
            found = parts(one[1])
            self.extensions[found[0][1]] = found[-1][1]

    def holds_at(self, moment):
        return self.begin <= moment <= self.end

    def of_amd(self, *behind):
        """One of AMD's extensions; None where it is not there."""
        return self.extensions.get(ARC + bytes(behind))

    def number(self, name):
        value = self.of_amd(*EXTENSIONS[name])
        return None if value is None else int.from_bytes(der(value)[1], "big")


def mgf(seed, size):
    blocks = (hashlib.sha384(seed + number.to_bytes(4, "big")).digest() for number in range(size // 48 + 1))
    return b"".join(blocks)[:size]


def pss_holds(certificate, signer):
    """Whether that key signed it, with SHA-384 and a salt of 48 bytes."""
    if not certificate.algorithm.startswith(PSS):
        return False
    modulus, exponent = (int.from_bytes(one[1], "big") for one in parts(parts(signer.key)[0][1]))
    message = pow(int.from_bytes(certificate.signature, "big"), exponent, modulus).to_bytes(512, "big")
    masked, digest = message[:463], message[463:511]
    block = bytearray(a ^ b for a, b in zip(masked, mgf(digest, 463)))
    block[0] &= 0x7F
    salt = bytes(block[-48:])
    right = bytes(463 - 49) + b"\1" + salt
    inner = hashlib.sha384(bytes(8) + hashlib.sha384(certificate.signed).digest() + salt).digest()
    return message[511] == 0xBC and masked[0] < 0x80 and bytes(block) == right and inner == digest


def pem(text):
    """All certificates in a text."""
    return [base64.b64decode(one.split("-----END")[0]) for one in text.split("-----BEGIN CERTIFICATE-----")[1:]]


class Report:
    def __init__(self, data):
        self.data = data
        self.version, self.svn = self.word(0), self.word(4)
        self.policy, self.vmpl, self.algorithm = self.word(8, 8), self.word(0x30), self.word(0x34)
        self.keys = self.word(0x48)
        self.signer = self.keys >> 2 & 7
        self.platform = self.word(0x40, 8)

    def word(self, at, size=4):
        return int.from_bytes(self.data[at:at + size], "little")

    def line(self):
        """By its CPU, and before version 3 by nothing."""
        if self.version < 3:
            return None
        family, model = self.data[0x188], self.data[0x189]
        if family == 0x19:
            return "Milan" if model < 0x10 else "Genoa" if model < 0x20 or 0xA0 <= model < 0xB0 else "?"
        return "Turin" if family == 0x1A and model < 0x12 else "?"

    def tcb(self, at, line):
        return {name: self.data[at + place] for name, place in components(line).items()}

    def is_signed_by(self, key):
        x, y = int.from_bytes(key[1:49], "big"), int.from_bytes(key[49:97], "big")
        r, s = (int.from_bytes(self.data[at:at + 72], "little") for at in (SIGNED, SIGNED + 72))
        return key[0] == 4 and P384.contains((x, y)) and ecdsa_verifies((x, y), self.data[:SIGNED], r, s, hashlib.sha384)


def binds(report, vek, line):
    """Whether the certificate is that of the key which the report names."""
    by_report = report.line()
    product = der(vek.of_amd(2))[1].decode().split("-")[0]
    if product != line or (by_report or line) != line:
        return False
    chip, provider = vek.of_amd(4), vek.of_amd(5)
    if report.signer == 0:
        size = 8 if line == "Turin" else 64
        if chip is None or provider is not None:
            return False
        named = report.data[0x1A0:0x1E0]
        if any(named) and chip[-size:] + bytes(64 - size) != named:
            return False
    elif chip is not None or provider is None:
        return False
    reserved = [report.data[0x180 + at] for at in range(8) if at not in components(line).values()]
    return not any(reserved) and all(vek.number(name) == value for name, value in report.tcb(0x180, line).items())


def is_genuine(report, vek, issuers, roots, moment):
    """Shape, chain, binding, signature. `issuers` and `roots` are certificates of AMD's, by their common names."""
    if report.algorithm != 1 or report.keys & 2 or report.signer > 1:
        return False
    line = vek.issuer.split("-")[-1]
    kind, between = (("SEV-VCEK", f"SEV-{line}"), ("SEV-VLEK", f"SEV-VLEK-{line}"))[report.signer]
    if vek.subject != kind or vek.issuer != between or between not in issuers:
        return False
    issuer, root = issuers[between], roots[f"ARK-{line}"]
    chain = pss_holds(vek, issuer) and pss_holds(issuer, root)
    dates = all(one.holds_at(moment) for one in (vek, issuer, root))
    return chain and dates and binds(report, vek, line) and report.is_signed_by(vek.key)
