#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the input files and request.json of every golden case, or with --check compares them.

The host's report comes from tests/standin. report.json is not written here: see README.md.
"""

import argparse
import base64
import hashlib
import json
import pathlib
import sys
import tempfile

from cases import CASES, sample

import qemu  # from tests/standin, whose folder `cases` adds
from sev_firmware import LaunchContext

HERE = pathlib.Path(__file__).parent
DEFAULT_API = (1, 55, 21)


def started(launch, context_class, tik, tek, nonce):
    """The 48-byte blob of the launch as it was, whatever its owner asks for, and its context."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for kind in ("kernel", "initrd"):
            if kind in launch:
                paths[kind] = pathlib.Path(folder, kind)
                paths[kind].write_bytes(launch[kind][1])
        cmdline = launch.get("cmdline")
        machine = qemu.Machine(
            firmware=launch["firmware"], vcpus=launch.get("vcpus", 1), cpu=launch.get("cpu"),
            layout=launch.get("layout", "legacy"), sev_features=launch.get("sev_features", 0),
            cmdline=None if cmdline is None else cmdline.encode(), check_hash_area=False,
            captured_pages=launch.get("pages"), **paths)
        context = context_class(tik, tek, launch["policy"], *launch.get("api", DEFAULT_API))
        return qemu.launch(machine, launch["policy"], context, nonce), context


def host_report(name, launch, tik, tek):
    return started(launch, LaunchContext, tik, tek, sample(name + " nonce", 16))[0]


def launch_digest(launch):
    """The digest of all that is measured, by the stand-in's own hash of it."""
    class Listener(LaunchContext):
        def launch_measure(self, nonce=None):
            self.measured = self._digest.digest()
            return super().launch_measure(nonce)
    return started(launch, Listener, b"\0" * 16, b"\0" * 16, b"\0" * 16)[1].measured


def by_digest(request, files, launch, kind):
    """The owner has neither firmware nor anything else that is measured, but a digest."""
    if kind == "firmwareSha256":
        request[kind] = hashlib.sha256(launch["firmware"]).hexdigest()
    else:
        request[kind] = launch_digest(launch).hex()
        for option in ("kernel", "initrd"):
            files.pop(request.pop(option, None), None)
        for option in ("cmdline", "numCpus"):
            request.pop(option, None)
    del files[request.pop("firmware")]


def key_files(ask, tik, tek):
    """The keys as the request names them, and their files."""
    if ask.pop("keys", "combined") == "separate":
        return {"tik": "tik.bin", "tek": "tek.bin"}, {"tik.bin": tik, "tek.bin": tek}
    return {"tk": "tk.bin"}, {"tk.bin": tek + tik}


def secret_files(ask):
    named, files = [], {}
    for number, (name, content) in enumerate(ask.pop("secrets", []), 1):
        files[f"secret-{number}.bin"] = content
        named.append({"name": name, "file": f"secret-{number}.bin"})
    return named, files


def case_files(name):
    """File name -> content of one case, request.json among them."""
    launch, ask, _ = CASES[name]
    ask = dict(ask)
    tik, tek = sample(name + " tik", 16), sample(name + " tek", 16)
    api = launch.get("api", DEFAULT_API)
    request = {"firmware": "firmware.fd",
               "measurement": base64.b64encode(host_report(name, launch, tik, tek)).decode(),
               "apiMajor": api[0], "apiMinor": api[1], "buildId": api[2],
               "policy": launch["policy"]}
    files = {"firmware.fd": launch["firmware"]}
    for kind in ("kernel", "initrd"):
        if kind in launch:
            request[kind], files[launch[kind][0]] = launch[kind]
    if "cmdline" in launch:
        request["cmdline"] = launch["cmdline"]
    if "vcpus" in launch:
        request["numCpus"] = launch["vcpus"]
    if kind := ask.pop("digest", None):
        by_digest(request, files, launch, kind)
    named, contents = key_files(ask, tik, tek)
    request.update(named)
    files.update(contents)
    secrets, contents = secret_files(ask)
    files.update(contents)
    if secrets:
        request["secrets"] = secrets
    for cpu in ("vmsaCpu0", "vmsaCpu1"):
        if cpu in ask:
            files[cpu + ".bin"], ask[cpu] = ask[cpu], cpu + ".bin"
    request.update(ask)
    files["request.json"] = (json.dumps(request, indent=2) + "\n").encode()
    return files


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    wish = parser.parse_args()
    differing = []
    for name in CASES:
        folder = HERE / name
        for file_name, content in case_files(name).items():
            path = folder / file_name
            if not wish.check:
                folder.mkdir(exist_ok=True)
                path.write_bytes(content)
            elif not path.exists() or path.read_bytes() != content:
                differing.append(f"{name}/{file_name}")
    for path in differing:
        print(f"{path}: is not what generate.py makes")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
