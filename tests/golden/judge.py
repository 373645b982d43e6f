#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Judges every report.json: computes from the input files alone what must stand in it.

Shares no code with the core: tests/standin and Python's hashlib and hmac. Where a case is one of
cases.py, the codes of its findings are judged too. With --write it writes what it computes, and
leaves only the sentences of findings and diagnoses as they are.
"""

import argparse
import base64
import hashlib
import hmac
import json
import pathlib
import struct
import sys

from cases import CASES, DIAGNOSES

import kernel_hashes  # from tests/standin, whose folder `cases` adds
import ovmf_table
import vmsa_page

HERE = pathlib.Path(__file__).parent
POLICY_ES = 4
CPU_NAMES = {"EPYC": (23, 1, 2), "EPYC-Rome": (23, 49, 0), "EPYC-Milan": (25, 1, 1),
             "EPYC-Genoa": (25, 17, 0), "EPYC-Turin": (26, 0, 0)}
FLAGS = ("NODBG", "NOKS", "ES", "NOSEND", "DOMAIN", "SEV")
# What the findings of the cases are about, by the beginning of their codes.
ABOUT = {"policy-": "/inputs/policy", "cpu-state-": "/inputs/policy",
         "firmware-": "/inputs/firmware", "secret-area-": "/inputs/firmware",
         "secret-": "/delivery", "kernel-": "/inputs/kernel", "initrd-": "/inputs/initrd",
         "cmdline-": "/inputs/cmdline", "vmsa-cpu0-": "/computed/vmsa/cpu0Sha256",
         "vmsa-cpu1-": "/computed/vmsa/cpuNSha256", "vmsa-signature": "/inputs/vmsa/value/signature",
         "vmsa-layout": "/inputs/vmsa/value/layout",
         "vmsa-": "/inputs/vmsa/value/sevFeatures", "launch-": "/computed/launchDigest"}
# What a diagnosis can be about -> the key of the request that its value is for, and of what type.
SET = {"/inputs/api/value/minor": ("apiMinor", int), "/inputs/vmsa/value/layout": ("vmsaLayout", str),
       "/inputs/policy": ("policy", lambda text: int(text, 16)), "/inputs/vcpus": ("numCpus", int)}


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def cpu_of(request):
    if "/" in request["cpu"]:
        return tuple(int(part) for part in request["cpu"].split("/"))
    return CPU_NAMES[request["cpu"].partition("-v")[0]]


class Judge:
    """What follows from one case's request."""

    def __init__(self, folder, **instead):
        self.folder = folder
        self.request = json.loads((folder / "request.json").read_text()) | instead
        self.firmware = self.file("firmware")
        self.es = bool(self.request["policy"] & POLICY_ES)

    def file(self, option):
        name = self.request.get(option)
        return None if name is None else (self.folder / name).read_bytes()

    def tik(self):
        keys = self.file("tk")
        return self.file("tik") if keys is None else keys[16:]

    def hashes_table(self):
        if "kernel" not in self.request:
            return b""
        words = self.request.get("cmdline", "").encode() + b"\0"
        return kernel_hashes.build(*(hashlib.sha256(data).digest() for data in (
            self.file("kernel"), self.file("initrd") or b"", words)))

    def pages(self):
        """The page of CPU 0 and that of all others, or nothing."""
        if not self.es or "launchDigest" in self.request:
            return []
        if "vmsaCpu0" in self.request:
            pages = [self.file("vmsaCpu0"), self.file("vmsaCpu1")]
        else:
            kind = {"layout": self.request.get("vmsaLayout", "legacy"),
                    "sev_features": self.request.get("sevFeatures", 0)}
            signature = vmsa_page.cpu_signature(*cpu_of(self.request))
            pages = [vmsa_page.build(signature, **kind)]
            if self.request["numCpus"] > 1:
                start = ovmf_table.ap_reset_address(self.firmware)
                pages.append(vmsa_page.build(signature, start=start, **kind))
        return pages[:min(2, self.request["numCpus"])]

    def launch_digest(self):
        for given in ("firmwareSha256", "launchDigest"):
            if given in self.request:
                return bytes.fromhex(self.request[given])
        pages = self.pages()
        measured = self.firmware + self.hashes_table() + b"".join(pages[:1])
        if len(pages) > 1:
            measured += pages[1] * (self.request["numCpus"] - 1)
        return hashlib.sha256(measured).digest()

    def measurement(self):
        blob = base64.b64decode(self.request["measurement"], validate=True)
        reported, nonce = blob[:32], blob[32:]
        asked = self.request
        message = (struct.pack("<4BI", 4, asked["apiMajor"], asked["apiMinor"], asked["buildId"],
                               asked["policy"]) + self.launch_digest() + nonce)
        return hmac.new(self.tik(), message, hashlib.sha256).digest(), reported, nonce

    def input_firmware(self):
        if "firmwareSha256" in self.request:
            return {"sha256": self.request["firmwareSha256"], "size": None, "from": "owner"}
        return self.input_file("firmware")

    def input_file(self, option):
        content = self.file(option)
        if content is None:
            return None
        return {"sha256": sha256(content), "size": len(content), "from": "owner"}

    def cmdline(self):
        if "cmdline" not in self.request:
            return None
        words = self.request["cmdline"].encode()
        return {"sha256": sha256(words + b"\0"), "size": len(words), "from": "owner"}

    def vmsa(self):
        pages = self.pages()
        if not pages:
            return None
        rdx, features = (struct.unpack_from("<Q", pages[0], offset)[0] for offset in (0x310, 0x3B0))
        state = (struct.unpack_from("<I", pages[0], 0x408)[0],
                 struct.unpack_from("<H", pages[0], 0x410)[0])
        return {"value": {"source": "files" if "vmsaCpu0" in self.request else "built",
                          "layout": {(0, 0): "legacy", (0x1F80, 0x37F): "init2"}.get(state),
                          "sevFeatures": hex(features), "signature": hex(rdx)},
                "from": "owner"}

    def page_digests(self):
        pages = self.pages()
        if not pages:
            return None
        return {"cpu0Sha256": sha256(pages[0]),
                "cpuNSha256": sha256(pages[1]) if len(pages) > 1 else None}

    def inputs(self):
        asked = self.request
        flags = [name for bit, name in enumerate(FLAGS) if asked["policy"] >> bit & 1]
        api = {"major": asked["apiMajor"], "minor": asked["apiMinor"], "build": asked["buildId"]}
        vcpus = {"value": asked["numCpus"], "from": "owner"} if "numCpus" in asked else None
        return {"firmware": self.input_firmware(), "kernel": self.input_file("kernel"),
                "initrd": self.input_file("initrd"), "cmdline": self.cmdline(),
                "policy": {"value": asked["policy"], "flags": flags, "from": "owner"},
                "api": {"value": api, "from": "owner"}, "vcpus": vcpus, "vmsa": self.vmsa()}

    def report(self):
        """The report; findings and diagnosis are judged by their codes."""
        expected, reported, nonce = (value.hex() for value in self.measurement())
        matches = hmac.compare_digest(expected, reported)
        checks = [check("measurement", "pass" if matches else "fail", "/evidence/measurement",
                        expected, reported),
                  check("domain-configuration", why="No domain was given."),
                  check("guest-paused", why="No host was asked.")]
        return {
            "schemaVersion": 2, "generator": "sevproof @VERSION@",
            "kind": "sev-es" if self.es else "sev", "id": None,
            "verdict": "match" if matches else "mismatch", "error": None,
            "inputs": self.inputs(),
            "evidence": {"type": "sev-launch-measure", "measurement": reported, "nonce": nonce,
                         "from": "owner"},
            "computed": {"launchDigest": self.launch_digest().hex(),
                         "kernelHashesTable": self.hashes_table().hex() or None,
                         "measurement": expected, "vmsa": self.page_digests()},
            "checks": checks, "findings": None, "diagnosis": None, "delivery": None}


def check(code, outcome="not-checked", about=None, expected=None, got=None, why=None):
    return {"code": code, "outcome": outcome, "about": about, "expected": expected, "got": got,
            "why": why}


def about_of(code, report):
    """The pointer, up to where the report has null."""
    pointer = next(place for start, place in ABOUT.items() if code.startswith(start))
    at, done = report, ""
    for key in pointer.split("/")[1:]:
        if at is None:
            break
        at, done = at[key], f"{done}/{key}"
    return done


def diagnosis_differences(folder, diagnosis):
    """The mistakes are known, because they were made on purpose. Their values make a match."""
    known = DIAGNOSES.get(folder.name)
    named = diagnosis and [(change["code"], change["about"], change["value"])
                           for change in diagnosis["changes"]]
    if named != known:
        return [f"diagnosis: expected {known}, the report says {named}"]
    if known is None or any(value is None for _, _, value in known):
        return []
    values = {SET[about][0]: SET[about][1](value) for _, about, value in known}
    expected, reported, _ = Judge(folder, **values).measurement()
    return [] if expected == reported else [f"diagnosis: {values} makes no match"]


def finding_differences(name, findings, report):
    wrong = []
    codes = [finding["code"] for finding in findings]
    if name in CASES and codes != CASES[name][2]:
        wrong.append(f"findings: expected {CASES[name][2]}, the report says {codes}")
    for finding in findings:
        if finding["about"] != about_of(finding["code"], report):
            wrong.append(f"{finding['code']} is about {finding['about']}")
    return wrong


def differences(folder):
    judged, wrong = Judge(folder).report(), []
    report = json.loads((folder / "report.json").read_text())
    wrong += finding_differences(folder.name, report["findings"], judged)
    wrong += diagnosis_differences(folder, report["diagnosis"])
    report["findings"] = report["diagnosis"] = None
    for key in sorted(judged.keys() | report.keys()):
        if judged.get(key) != report.get(key):
            wrong.append(f"{key}: expected {judged.get(key)}, the report says {report.get(key)}")
    if folder.name.endswith(("-match", "-mismatch")):
        if folder.name.rpartition("-")[2] != report["verdict"]:
            wrong.append(f"the verdict is {report['verdict']}")
    return wrong


def write(folder):
    """What is judged, around the sentences that report.json has."""
    path = folder / "report.json"
    former, report = json.loads(path.read_text()), Judge(folder).report()
    report["findings"] = [
        {"code": said["code"], "severity": said["severity"], "about": about_of(said["code"], report),
         "message": said["message"], "detail": said.get("detail"), "hint": said["hint"]}
        for said in former["findings"]]
    report["diagnosis"] = former["diagnosis"]
    if report["diagnosis"]:
        report["diagnosis"]["changes"] = [
            {"code": code, "about": about, "value": value, "message": said["message"],
             "hint": said["hint"]}
            for (code, about, value), said in zip(
                DIAGNOSES[folder.name], former["diagnosis"]["changes"], strict=True)]
    path.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write what is judged, then judge")
    wish = parser.parse_args()
    folders = sorted(path.parent for path in HERE.glob("*/request.json"))
    if wish.write:
        for folder in folders:
            write(folder)
    wrong = [f"{folder.name}: {text}" for folder in folders for text in differences(folder)]
    print("\n".join(wrong) or f"{len(folders)} reports are right")
    return 1 if wrong or not folders else 0


if __name__ == "__main__":
    sys.exit(main())
