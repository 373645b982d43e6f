# SPDX-License-Identifier: Apache-2.0
"""Launches whose owner made one mistake, and what a diagnosis must say: for each row of its table
that rests on somebody else's format, from tests/standin and Python's hashlib and hmac."""

import hashlib
import hmac
import struct

from launches import FULL, INITRD, KERNEL, MILAN, PLAIN, ROME, Launch

SEV = {"firmware": PLAIN, "policy": 3, "api": (0, 24, 15)}
BOOT = {"firmware": FULL, "policy": 3, "kernel": KERNEL, "initrd": INITRD, "cmdline": "ro quiet"}
ES = {"firmware": FULL, "policy": 7, "vcpus": 2, "cpu": MILAN, "kernel": KERNEL}
# `-cpu qemu64`, the default of QEMU and libvirt: family 15, model 107, stepping 1.
QEMU64 = (15, 107, 1)


def digest_of(launch):
    content = launch.firmware + launch.hashes_table() + b"".join(launch.pages())
    return hashlib.sha256(content).digest()


def measurement_of(launch):
    """API 0.17 and later: AMD SEV API specification, 6.5 LAUNCH_MEASURE."""
    message = bytes((4, *launch.api)) + struct.pack("<I", launch.policy) + digest_of(launch)
    return hmac.new(launch.tik, message + launch.nonce, hashlib.sha256).digest()


def old_measurement_of(launch, begins=b""):
    """Before API 0.17: AMDESE/sev-tool, src/commands.cpp, calculate_measurement."""
    message = begins + struct.pack("<I", launch.policy) + digest_of(launch) + launch.nonce
    return hmac.new(launch.tik, message, hashlib.sha256).digest()


def case(name, code, message, wish, started=None, measurement=None, **given):
    """`wish` is what the owner asked for, `started` what is otherwise on the host, `given` what the
    owner gave otherwise than asked for. `message` is a part of the sentence."""
    owner = Launch(dict(wish, name=name))
    host = Launch(dict(wish, name=name, **(started or {})))
    made = measurement_of(host) if measurement is None else measurement(host)
    expected = {"measurement": made.hex(), "code": code, "message": message}
    for key in ("keysInOneFile", "said"):
        if key in given:
            expected[key] = given.pop(key)
    return {"name": name, "request": dict(owner.request(), **given), "expected": expected}


def swapped_blob(name):
    """The nonce before the measurement, as they are given then."""
    made = case(name, "blob-swapped", "starts with the nonce", SEV)
    blob = bytes.fromhex(made["request"]["nonce"] + made["expected"]["measurement"])
    made["expected"]["measurement"], made["request"]["nonce"] = blob[:32].hex(), blob[32:].hex()
    return made


def keys():
    both = Launch(dict(SEV, name="a TK file the other way round"))
    swapped = Launch(dict(SEV, name="TIK and TEK swapped"))
    return [
        case("TIK and TEK swapped", "keys-swapped", "TIK and TEK are swapped", SEV,
             tik=swapped.tek.hex(), tek=swapped.tik.hex()),
        # A TK file is TEK, then TIK: so they stand in the session that the owner made.
        case("a TK file the other way round", "tk-reversed", "the TIK comes first in it", SEV,
             tik=both.tek.hex(), tek=both.tik.hex(), keysInOneFile=True),
    ]


def host():
    return [
        case("API 0.16, as sev-tool hashes it", "message-form",
             "policy, launch digest and nonce, nothing else", dict(SEV, api=(0, 16, 12)),
             measurement=old_measurement_of),
        case("API 0.16, with the context byte", "message-form",
             "the byte 04, policy, launch digest and nonce", dict(SEV, api=(0, 16, 12)),
             measurement=lambda launch: old_measurement_of(launch, b"\x04")),
        case("API numbers in hex digits", "number-base", "The API minor is 24 (0x18), but you gave 36",
             SEV, apiMinor=0x24),
        case("a build in decimal", "number-base", "The build is 33 (0x21), but you gave 21", SEV,
             started={"api": (0, 24, 0x21)}, buildId=21),
        case("a policy in decimal", "number-base", "policy is 65539 (0x10003), but you gave 10003",
             dict(SEV, policy=0x10003), policy=10003),
        case("API minor and build exchanged", "api-swapped", "the host has 0.24 build 15", SEV,
             apiMinor=15, buildId=24),
        case("another policy", "policy-flags", "policy 0xb (NODBG NOKS NOSEND)", SEV,
             started={"policy": 0xB}),
        swapped_blob("the nonce first"),
    ]


def boot():
    return [
        case("kernel hashes off", "kernel-hashes-off", "it can start any", BOOT,
             started={"kernel": None, "initrd": None, "cmdline": None}),
        case("kernel and initrd swapped", "kernel-initrd-swapped", "swapped", BOOT,
             started={"kernel": INITRD, "initrd": KERNEL}),
        case("no initrd", "initrd-absent", "without an initrd", BOOT, started={"initrd": None}),
        case("a newline behind the command line", "cmdline-line-end", "a newline at its end", BOOT,
             started={"cmdline": "ro quiet\n"}),
        case("a command line of the domain", "said-cmdline",
             "in the domain XML: 'ro a=1 b=2'; yours lacks 'a=1', 'b=2' and has 'quiet'", BOOT,
             started={"cmdline": "ro a=1 b=2"},
             said={"initrd": True, "measured": True, "cmdline": "ro a=1 b=2"}),
    ]


def cpus():
    return [
        case("another number of CPUs", "vcpus", "started 5 vCPUs", ES, started={"vcpus": 5}),
        case("another model", "cpu-model", "EPYC-Rome", ES, started={"cpu": ROME}),
        case("the default model, which the domain leaves it at", "said-cpu",
             "family 15, model 107, stepping 1", ES, started={"cpu": QEMU64},
             said={"cpuSignature": 0x60FB1}),
        case("the other layout", "vmsa-layout", "init2", ES, started={"layout": "init2"}),
        case("DebugSwap", "sev-features", "0x20", ES, started={"sev_features": 0x20}),
    ]


def mistaken():
    return {"source": "computed with tests/standin and Python's hashlib and hmac",
            "launches": keys() + host() + boot() + cpus()}
