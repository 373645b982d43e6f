# SPDX-License-Identifier: Apache-2.0
"""Verdicts of `sevproof snp verify` on AMD's real reports, under random expectations, at random times, with random
certificates and bits changed, beside those of snp_report.

Environment: as of_program says; SEVPROOF_SNP_QUESTIONS is how many (300)."""

import os
import random
import unittest
from datetime import datetime, timedelta, timezone

import snp_report
from of_program import SEED, OfProgram
from snp_report import Certificate, Report

QUESTIONS = int(os.environ.get("SEVPROOF_SNP_QUESTIONS", "300"))
SNP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "vectors", "snp")
# Report, certificate, and when both held.
REAL = (("milan-v3.bin", "milan-v3.vcek.der", "2026-11-01"), ("genoa-v3.bin", "genoa-v3.vcek.der", "2026-11-01"),
        ("turin-v5.bin", "turin-v5.vcek.der", "2026-11-01"), ("milan-v3-vlek.bin", "milan-v3-vlek.vlek.der", "2025-06-01"),
        ("milan-v2-debug.bin", "milan-v2-debug.vcek.der", "2026-11-01"))
POLICY = {"SMT": 16, "MIGRATE_MA": 18, "DEBUG": 19, "SINGLE_SOCKET": 20}
PLATFORM = {"SMT": 0, "TSME": 1, "ECC": 2, "RAPL_DIS": 3, "ALIAS_CHECK": 5}
VERSIONS = {"reported": 0x180, "committed": 0x1E0, "launch": 0x1F0, "current": 0x38}
BYTES = {"report-data": (0x50, 64), "host-data": (0xC0, 32), "family-id": (0x10, 16), "image-id": (0x20, 16),
         "id-key-digest": (0xE0, 48), "report-id": (0x140, 32)}


def read(*names):
    with open(os.path.join(SNP, *names), "rb") as stream:
        return stream.read()


def authorities(folder):
    """AMD's certificates, by their names; the ASK that AMD revoked is not among them."""
    found = {}
    for name in os.listdir(os.path.join(SNP, folder)):
        if "revoked" in name or not name.endswith((".pem", ".der")):
            continue
        data = read(folder, name)
        for one in snp_report.pem(data.decode()) if name.endswith(".pem") else [data]:
            certificate = Certificate(one)
            found[certificate.subject] = certificate
    return found


def bits(names, chosen):
    return sum(1 << names[one] for one in chosen)


class Question:
    """What is asked of one report: the words of the command, and what the verdict must be."""

    def __init__(self, chance):
        self.chance = chance
        self.words = []
        self.fails = False  # of what is expected
        self.contradicts = False

    def some(self, names, most=2):
        return self.chance.sample(sorted(names), self.chance.randint(1, most))

    def ask(self, option, value=None):
        self.words += [f"--{option}"] if value is None else [f"--{option}", str(value)]

    def expect_bytes(self, report):
        for name, (at, size) in BYTES.items():
            if self.chance.random() < 0.8 and name != "report-data":
                continue
            value = bytearray(report.data[at:at + size])
            if not any(value) and name == "report-data":
                continue  # zeros are no nonce, and refused
            if self.chance.random() < 0.1:
                value[self.chance.randrange(size)] ^= 1 << self.chance.randrange(8)
            if not any(value) and name == "report-data":
                continue
            self.fails |= bytes(value) != report.data[at:at + size]
            self.ask(name, value.hex())

    def expect_policy(self, report):
        debug, migration = self.chance.random() < 0.5, False
        if debug:
            self.ask("allow-debug")
        required = self.some(POLICY) if self.chance.random() < 0.2 else []
        forbidden = self.some(POLICY) if self.chance.random() < 0.2 else []
        for option, names in (("policy-requires", required), ("policy-forbids", forbidden)):
            if names:
                self.ask(option, ",".join(names))
        exact = None
        if self.chance.random() < 0.2:
            exact = report.policy ^ (1 << self.chance.choice((0, 16, 17, 20)) if self.chance.random() < 0.5 else 0)
            self.ask("policy", hex(exact))
        must, must_not = bits(POLICY, required), bits(POLICY, forbidden)
        asked = must | (exact or 0)
        self.contradicts |= bool(must & must_not) or (debug and "DEBUG" in forbidden)
        self.contradicts |= bool(asked >> 19 & 1) and not debug or bool(asked >> 18 & 1) and not migration
        if exact is not None:
            self.contradicts |= exact & must != must or bool(exact & must_not) or not exact >> 17 & 1 or bool(exact >> 26)
            self.fails |= exact != report.policy
        self.fails |= report.policy & must != must or bool(report.policy & must_not)
        self.fails |= bool(report.policy >> 19 & 1) and not debug or bool(report.policy >> 18 & 1)

    def expect_platform(self, report):
        required = self.some(PLATFORM) if self.chance.random() < 0.3 else []
        forbidden = self.some(PLATFORM) if self.chance.random() < 0.3 else []
        for option, names in (("platform-requires", required), ("platform-forbids", forbidden)):
            if names:
                self.ask(option, ",".join(names))
        must, must_not = bits(PLATFORM, required), bits(PLATFORM, forbidden)
        self.contradicts |= bool(must & must_not)
        self.fails |= report.platform & must != must or bool(report.platform & must_not)

    def expect_versions(self, report, line):
        if self.chance.random() < 0.6:
            return
        kinds = ["reported", "committed", "launch"]
        if self.chance.random() < 0.4:
            kinds = self.some(VERSIONS, 4)
            self.ask("tcb-of", ",".join(kinds))
        if self.chance.random() < 0.1:
            self.contradicts |= "--tcb-of" in self.words
            return
        names = self.some(("fmc", "bl", "tee", "snp", "ucode"), 5)
        found = report.tcb(0x180, line)
        least = {name: max(0, found.get(name, 1) + self.chance.choice((-1, 0, 0, 0, 1))) for name in names}
        text = ",".join(f"{name}={value}" for name, value in least.items())
        here = self.chance.random() < 0.7
        elsewhere = self.chance.choice([one for one in snp_report.LINES if one != line])
        if self.chance.random() < 0.3:
            self.ask("min-tcb", f"{line if here else elsewhere}: {text}")
            self.fails |= not here
            if not here:
                return
        else:
            self.ask("min-tcb", text)
        for kind in kinds:
            has = report.tcb(VERSIONS[kind], line)
            self.fails |= any(has.get(name, -1) < value for name, value in least.items())

    def expect_rest(self, report, vek):
        vmpls = [0]
        if self.chance.random() < 0.6:
            vmpls = self.some((0, 1, 2, 3), 3)
            self.ask("vmpl", ",".join(map(str, vmpls)))
        self.fails |= report.vmpl not in vmpls
        if self.chance.random() < 0.2:
            least = max(0, report.svn + self.chance.choice((-1, 0, 1)))
            self.ask("min-guest-svn", least)
            self.fails |= report.svn < least
        if self.chance.random() < 0.2:
            self.ask("refuse-provisional")
            self.fails |= report.data[0x38:0x40] != report.data[0x1E0:0x1E8] or report.data[0x1E8:0x1EB] != report.data[0x1EC:0x1EF]
        if self.chance.random() < 0.2:
            version = [report.data[at] for at in (0x1EE, 0x1ED, 0x1EC)]
            version[2] = min(255, version[2] + self.chance.choice((0, 0, 1)))
            self.ask("min-firmware", ".".join(map(str, version)))
            runs = [[report.data[at + back] for back in (2, 1, 0)] for at in (0x1E8, 0x1EC)]
            self.fails |= any(one < version for one in runs)
        provider = vek.of_amd(5)
        if provider is not None and self.chance.random() < 0.4:
            named = snp_report.der(provider)[1].decode() + self.chance.choice(("", "x"))
            self.ask("provider", named)
            self.fails |= named.endswith("x")


class ReportOfProgram(OfProgram):
    def setUp(self):
        super().setUp()
        self.chance = random.Random(SEED)
        self.all = authorities("ca")
        self.roots = {name: one for name, one in self.all.items() if name.startswith("ARK-")}
        print(f"seed {SEED}")

    def ask_one(self):
        chance = self.chance
        report_name, vek_name, day = chance.choice(REAL)
        data = bytearray(read("reports", report_name))
        if chance.random() < 0.1:
            bit = chance.randrange(8 * (snp_report.SIGNED + 144))
            data[bit // 8] ^= 1 << bit % 8
        if chance.random() < 0.1:
            vek_name = chance.choice(REAL)[1]
        moment = datetime.fromisoformat(day).replace(tzinfo=timezone.utc)
        if chance.random() < 0.1:
            moment += timedelta(days=chance.choice((-1500, 400, 2600, 9000)))
        report, vek = Report(bytes(data)), Certificate(read("reports", vek_name))
        line = report.line() or vek.issuer.split("-")[-1]
        question = Question(chance)
        question.ask("report", self.write("report", bytes(data)))
        question.ask("certs", os.path.join(SNP, "reports", vek_name))
        question.ask("at", moment.strftime("%Y-%m-%d"))
        question.expect_bytes(report)
        if chance.random() < 0.8:
            digest = bytearray(report.data[0x90:0xC0])
            digest[0] ^= chance.random() < 0.1
            question.ask("measurement", digest.hex())
            question.fails |= digest != report.data[0x90:0xC0]
        question.expect_policy(report)
        question.expect_platform(report)
        question.expect_versions(report, line if line in snp_report.LINES else "Milan")
        question.expect_rest(report, vek)
        return question, report, vek, moment

    def right_verdict(self, question, report, vek, moment):
        if not snp_report.is_genuine(report, vek, self.all, self.roots, moment):
            return "not-verified"
        if question.fails:
            return "mismatch"
        whole = {"--measurement", "--report-data"} <= set(question.words)
        return "match" if whole else "genuine"

    def test_verdicts(self):
        counts = {}
        for _ in range(QUESTIONS):
            question, report, vek, moment = self.ask_one()
            status, document = self.snp("verify", *question.words, statuses=(0, 1, 2))
            told = (SEED, question.words, document.get("checks"), document.get("error"))
            if question.contradicts or report.version < 2:
                self.assertEqual(status, 2, told)
                counts["refused"] = counts.get("refused", 0) + 1
                continue
            right = self.right_verdict(question, report, vek, moment)
            self.assertEqual((status, document["verdict"]), (0 if right == "match" else 1, right), told)
            counts[right] = counts.get(right, 0) + 1
        print(counts)
        self.assertGreaterEqual(len(counts), 5, counts)


if __name__ == "__main__":
    unittest.main()
