# SPDX-License-Identifier: Apache-2.0
"""Launches with every intermediate value, from tests/standin and Python's hashlib and hmac."""

import base64
import hashlib
import hmac
import json
import pathlib
import struct
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "standin"))

import firmware_image  # noqa: E402
import kernel_hashes  # noqa: E402
import qemu  # noqa: E402
import vmsa_page  # noqa: E402
from sev_firmware import LaunchContext  # noqa: E402

POLICY_ES = 4
RESET_ADDRESS = 0x80B004
ROME, MILAN, TURIN = (23, 49, 0), (25, 1, 1), (26, 0, 0)
KERNEL, INITRD = b"a kernel image\n" * 20, b"an initrd\n" * 7

PLAIN = {"size": 512, "seed": 1}
FULL = {"size": 640, "seed": 2, "reset_address": RESET_ADDRESS, "secret_area": (0x810000, 0xC00),
        "hash_area": (0x810C00, 0x400)}
NO_TABLE = {"size": 300, "seed": 3, "with_table": False}
HIGH_RESET = dict(FULL, seed=4, reset_address=0xFEDC1234)

# What each launch asks for; everything that is left out has the default of `launch`.
WISHES = [
    {"name": "sev", "firmware": PLAIN, "policy": 1},
    {"name": "sev, no table", "firmware": NO_TABLE, "policy": 3, "api": (0, 17, 0)},
    {"name": "sev, all policy bits", "firmware": FULL, "policy": 0xFFFFFFFB,
     "api": (255, 255, 255)},
    {"name": "sev, kernel", "firmware": FULL, "policy": 3, "kernel": KERNEL},
    {"name": "sev, kernel, initrd, cmdline", "firmware": FULL, "policy": 3, "kernel": KERNEL,
     "initrd": INITRD, "cmdline": " root=/dev/vda1  console=ttyS0 "},
    {"name": "sev, kernel, empty initrd and cmdline", "firmware": FULL, "policy": 3,
     "kernel": KERNEL, "initrd": b"", "cmdline": ""},
    {"name": "sev-es, 1 cpu, legacy", "firmware": FULL, "policy": 7, "vcpus": 1, "cpu": ROME},
    {"name": "sev-es, 1 cpu, no table", "firmware": NO_TABLE, "policy": 7, "vcpus": 1, "cpu": ROME},
    {"name": "sev-es, 4 cpus, legacy", "firmware": FULL, "policy": 7, "vcpus": 4, "cpu": MILAN},
    {"name": "sev-es, 4 cpus, init2", "firmware": FULL, "policy": 7, "vcpus": 4, "cpu": MILAN,
     "layout": "init2"},
    {"name": "sev-es, 2 cpus, legacy, DebugSwap, kernel", "firmware": FULL, "policy": 5, "vcpus": 2,
     "cpu": ROME, "sev_features": 0x20, "kernel": KERNEL, "cmdline": "quiet"},
    {"name": "sev-es, 3 cpus, init2, 64-bit sev_features", "firmware": FULL, "policy": 4,
     "vcpus": 3, "cpu": TURIN, "layout": "init2", "sev_features": 0x8000000000000020,
     "kernel": KERNEL, "initrd": INITRD},
    {"name": "sev-es, 2 cpus, reset address above the image", "firmware": HIGH_RESET, "policy": 7,
     "vcpus": 2, "cpu": MILAN, "layout": "init2"},
    {"name": "sev-es, 257 cpus, init2", "firmware": FULL, "policy": 7, "vcpus": 257, "cpu": MILAN,
     "layout": "init2"},
]


def noise(name, size):
    return hashlib.sha256(name.encode()).digest()[:size]


def sha256_hex(data):
    return hashlib.sha256(data).hexdigest()


class Launch:
    """One wish, and what an honest host makes of it."""

    def __init__(self, wish):
        self.name = wish["name"]
        self.firmware = firmware_image.build(**wish["firmware"])
        self.policy, self.api = wish["policy"], wish.get("api", (1, 55, 21))
        self.kernel, self.initrd = wish.get("kernel"), wish.get("initrd")
        self.cmdline = wish.get("cmdline")
        self.vcpus, self.cpu = wish.get("vcpus"), wish.get("cpu")
        self.layout = wish.get("layout", "legacy")
        self.sev_features = wish.get("sev_features", 0)
        self.reset_address = wish["firmware"].get("reset_address")
        self.tik, self.tek = noise(self.name + " tik", 16), noise(self.name + " tek", 16)
        self.nonce = noise(self.name + " nonce", 16)

    def hashes_table(self):
        if self.kernel is None:
            return b""
        return kernel_hashes.build(
            hashlib.sha256(self.kernel).digest(), hashlib.sha256(self.initrd or b"").digest(),
            hashlib.sha256((self.cmdline or "").encode() + b"\0").digest())

    def pages(self):
        if not self.policy & POLICY_ES:
            return []
        kind = {"layout": self.layout, "sev_features": self.sev_features}
        signature = vmsa_page.cpu_signature(*self.cpu)
        pages = [vmsa_page.build(signature, **kind)]
        if self.vcpus > 1:
            other = vmsa_page.build(signature, start=self.reset_address, **kind)
            pages += [other] * (self.vcpus - 1)
        return pages

    def blob_of_standin(self):
        """The same launch through the whole stand-in, to judge the steps above."""
        with tempfile.TemporaryDirectory() as folder:
            paths = {}
            for kind in ("kernel", "initrd"):
                content = getattr(self, kind)
                if content is not None:
                    paths[kind] = pathlib.Path(folder, kind)
                    paths[kind].write_bytes(content)
            machine = qemu.Machine(
                firmware=self.firmware, vcpus=self.vcpus or 1, cpu=self.cpu, layout=self.layout,
                sev_features=self.sev_features, **paths,
                cmdline=None if self.cmdline is None else self.cmdline.encode())
            context = LaunchContext(self.tik, self.tek, self.policy, *self.api)
            return qemu.launch(machine, self.policy, context, self.nonce)

    def expected(self):
        table, pages = self.hashes_table(), self.pages()
        digest = hashlib.sha256(self.firmware + table + b"".join(pages)).digest()
        message = (bytes((4, *self.api)) + struct.pack("<I", self.policy) + digest + self.nonce)
        measurement = hmac.new(self.tik, message, hashlib.sha256).digest()
        assert measurement + self.nonce == self.blob_of_standin(), self.name
        values = {"firmwareSha256": sha256_hex(self.firmware)}
        if table:
            values["kernelHashesTable"] = table.hex()
        if pages:
            values["cpuSignature"] = vmsa_page.cpu_signature(*self.cpu)
            values["cpu0Sha256"] = sha256_hex(pages[0])
        if len(pages) > 1:
            values["cpuNSha256"] = sha256_hex(pages[1])
        return dict(values, launchDigest=digest.hex(), message=message.hex(),
                    measurement=measurement.hex(),
                    blob=base64.b64encode(measurement + self.nonce).decode())

    def request(self):
        asked = {"firmware": self.firmware.hex(), "policy": self.policy,
                 "apiMajor": self.api[0], "apiMinor": self.api[1], "buildId": self.api[2],
                 "tik": self.tik.hex(), "tek": self.tek.hex(), "nonce": self.nonce.hex()}
        for kind in ("kernel", "initrd"):
            if getattr(self, kind) is not None:
                asked[kind] = getattr(self, kind).hex()
        if self.cmdline is not None:
            asked["cmdline"] = self.cmdline
        if self.vcpus is not None:
            asked["numCpus"] = self.vcpus
        if self.cpu is not None:
            asked.update(zip(("cpuFamily", "cpuModel", "cpuStepping"), self.cpu),
                         vmsaLayout=self.layout, sevFeatures=self.sev_features)
        return asked


def launches():
    made = [Launch(wish) for wish in WISHES]
    return {"source": "computed with tests/standin and Python's hashlib and hmac",
            "launches": [{"name": one.name, "request": one.request(), "expected": one.expected()}
                         for one in made]}


def check_published_pages():
    """Raises AssertionError where a published hash was mistyped, or the stand-in is wrong."""
    path = pathlib.Path(__file__).parent / "vmsa_pages_published.json"
    for item in json.loads(path.read_text())["pages"]:
        signature = vmsa_page.cpu_signature(item["cpuFamily"], item["cpuModel"],
                                            item["cpuStepping"])
        kind = {"layout": item["vmsaLayout"], "sev_features": item["sevFeatures"]}
        boot = vmsa_page.build(signature, **kind)
        other = vmsa_page.build(signature, start=item["resetAddress"], **kind)
        assert sha256_hex(boot) == item["cpu0Sha256"], item
        assert sha256_hex(other) == item["cpuNSha256"], item


def vmsa_pages():
    """SHA-256 of built pages, beyond those of the reference tool."""
    cases = []
    for family, model, stepping in ((23, 1, 2), ROME, MILAN, (25, 17, 0), TURIN, (6, 15, 15),
                                    (270, 255, 15), (0, 0, 0)):
        signature = vmsa_page.cpu_signature(family, model, stepping)
        for layout in ("legacy", "init2"):
            for features in (0, 0x20, 0xFFFFFFFFFFFFFFFF):
                for start in (0, 0x80B004, 0xFFFF, 0x10000, 0xFEDCBA98, 0xFFFFFFFF):
                    kind = {"layout": layout, "sev_features": features}
                    cases.append({
                        "cpuSignature": signature, "vmsaLayout": layout, "sevFeatures": features,
                        "resetAddress": start,
                        "cpu0Sha256": sha256_hex(vmsa_page.build(signature, **kind)),
                        "cpuNSha256": sha256_hex(vmsa_page.build(signature, start=start, **kind))})
    return {"source": "computed with tests/standin", "pages": cases}
