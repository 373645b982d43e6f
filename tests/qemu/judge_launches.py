"""Usage: judge_launches.py --program FILE --stand-in FILE

Has QEMU launch guests on the stand-in for the SEV device (stand_in.c), and compares SHA-256 of the bytes
that QEMU hands over to be measured with the launch digest that `sevproof measure` computes from the same
inputs. Where QEMU refuses a kernel, a finding must say so. QEMU names another program than qemu-system-x86_64. Ends with status 77 where that is not possible.
"""

import argparse
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from launches import launches

QEMU = os.environ.get("QEMU", "qemu-system-x86_64")
KVM = "/dev/kvm"
PATIENCE = 300  # seconds
SKIPPED = 77
CBITPOS = re.compile(r"cbitpos check failed, host '(\d+)'")
NO_HASH_AREA = re.compile(r"SEV: .*hash")
NO_HASH_AREA_FINDING = "firmware-no-hash-area"
QUESTIONS = ("qmp_capabilities", "query-version", "query-sev", "query-sev-launch-measure", "quit")


class LaunchFailed(Exception):
    """QEMU said why."""


class NoHashArea(Exception):
    """QEMU takes no kernel with this firmware."""


def why_not():
    """What this machine lacks; empty where it lacks nothing."""
    if shutil.which(QEMU) is None:
        return f"{QEMU} is not installed"
    try:
        os.close(os.open(KVM, os.O_RDWR))
    except OSError as error:
        return f"{KVM} cannot be opened: {error.strerror}"
    return ""


class Qemu:
    def __init__(self, stand_in, measured):
        self._stand_in, self._measured = stand_in, measured
        self._cbitpos = "0"  # of the machine's CPU, which QEMU tells
        self.version = None

    def _words(self, launch):
        sev = {"id": "sev0", "cbitpos": self._cbitpos, "reduced-phys-bits": "1", "policy": str(launch.policy),
               "sev-device": os.devnull, "kernel-hashes": "on" if launch.kernel else "off"}
        words = [QEMU, "-accel", "kvm", "-display", "none", "-nodefaults", "-no-user-config", "-S", "-qmp", "stdio",
                 "-m", "256", "-smp", str(launch.cpus), "-machine", "q35,confidential-guest-support=sev0",
                 "-object", "sev-guest," + ",".join(f"{name}={value}" for name, value in sev.items())]
        if launch.is_flash:
            words += ["-drive", f"if=pflash,format=raw,readonly=on,file={launch.firmware}"]
        else:
            words += ["-bios", str(launch.firmware)]
        for name in ("kernel", "initrd", "cmdline"):
            value = getattr(launch, name)
            if value is not None:
                words += [f"-{'append' if name == 'cmdline' else name}", str(value)]
        return words

    def _run(self, launch):
        self._measured.unlink(missing_ok=True)
        questions = "".join(json.dumps({"execute": name}) + "\n" for name in QUESTIONS)
        environment = {**os.environ, "LD_PRELOAD": str(self._stand_in), "SEVPROOF_MEASURED": str(self._measured)}
        return subprocess.run(self._words(launch), input=questions, env=environment, timeout=PATIENCE,
                              capture_output=True, text=True, check=False)

    def digest(self, launch):
        """Of all that it hands over."""
        done = self._run(launch)
        if other := CBITPOS.search(done.stderr):
            self._cbitpos = other.group(1)
            done = self._run(launch)
        if NO_HASH_AREA.search(done.stderr):
            raise NoHashArea
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        answers = [answer["return"] for answer in answers if "return" in answer]
        if done.returncode != 0 or len(answers) != len(QUESTIONS):
            raise LaunchFailed(done.stderr.strip().splitlines()[-1:] or done.stdout)
        _, version, state, _, _ = answers
        self.version = version["qemu"]
        if state["state"] != "launch-secret" or state["policy"] != launch.policy:
            raise LaunchFailed(f"the guest's state is {state}")
        return hashlib.sha256(self._measured.read_bytes()).hexdigest()


def measure(program, launch):
    words = [program, "measure", "--json", "-q", "--firmware", launch.firmware]
    for name in ("kernel", "initrd", "cmdline"):
        value = getattr(launch, name)
        if value is not None:
            words += [f"--{name}", value]
    done = subprocess.run(words, stdout=subprocess.PIPE, check=True)
    report = json.loads(done.stdout)
    return report["computed"]["launchDigest"], {finding["code"] for finding in report["findings"]}


def problem_of(program, qemu, launch):
    """Empty where both agree."""
    computed, findings = measure(program, launch)
    try:
        measured = qemu.digest(launch)
    except NoHashArea:
        return "" if NO_HASH_AREA_FINDING in findings else "QEMU refuses the kernel, and there is no finding"
    except LaunchFailed as failure:
        return f"QEMU failed: {failure}"
    if NO_HASH_AREA_FINDING in findings:
        return "QEMU takes the kernel, and a finding says that it does not"
    return "" if measured == computed else f"QEMU has {measured} measured, sevproof computes {computed}"


def parse(words):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--program", "--stand-in"):
        parser.add_argument(name, type=pathlib.Path, required=True)
    wish = parser.parse_args(words)
    return wish.program.resolve(), wish.stand_in.resolve()


def main():
    program, stand_in = parse(sys.argv[1:])
    if reason := why_not():
        print(f"skipped: {reason}")
        return SKIPPED
    total = agreed = 0
    firmware = set()
    with tempfile.TemporaryDirectory() as scratch:
        qemu = Qemu(stand_in, pathlib.Path(scratch, "measured"))
        for launch in launches(pathlib.Path(scratch)):
            problem = problem_of(program, qemu, launch)
            total += 1
            agreed += not problem
            firmware.add(launch.firmware.name)
            if problem:
                print(f"{launch}: {problem}")
    version = ".".join(str(qemu.version[part]) for part in ("major", "minor", "micro")) if qemu.version else "?"
    print(f"QEMU {version}: {agreed} of {total} launches with {len(firmware)} firmware images agree")
    return 0 if agreed == total else 1


if __name__ == "__main__":
    sys.exit(main())
