# SPDX-License-Identifier: Apache-2.0
"""The stand-in host's namespaces, seen from the test runner: start, enter, end."""

import glob
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import images
import reference
import settings

INIT = Path(__file__).resolve().parent / "sandbox_init.py"
PROGRAMS = ("nsenter", "unshare", "virsh", settings.LIBVIRTD, settings.REAL_EMULATOR,
            reference.PYTHON)
FILES = (images.DEBIAN, images.DEBIAN_CODE, images.DEBIAN_VARS, Path("/etc/libvirt"))
PACKAGES = ("libvirt-daemon libvirt-daemon-driver-qemu libvirt-clients libvirt-clients-qemu "
            "python3-libvirt python3-lxml python3-cryptography qemu-system-x86 ovmf")
DRIVERS = ("/usr/lib/*/libvirt", "/usr/lib64/libvirt", "/usr/lib/libvirt")
MODULES = "import libvirt, lxml, cryptography"
TIMEOUT = 60
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

# Inside: goes to the folder $1; as the guest owner, takes the name $2 for its own UTS namespace.
ENTER = ('cd "$1" || exit 125; if [ -n "$2" ]; then echo "$2" >/proc/sys/kernel/hostname; fi; '
         'shift 2; exec "$@"')


class SandboxError(Exception):
    """The stand-in host cannot be started, or does not do its part."""


@dataclass
class Run:
    """What a program did."""

    command: tuple
    status: int
    stdout: str
    stderr: str


def lacking():
    """What the stand-in host needs and this machine does not have, in a sentence; "" if nothing."""
    if os.geteuid() != 0:
        return "namespaces and mounts take root"
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    missing += [str(path) for path in FILES if not path.exists()]
    if not any(glob.glob(f"{folder}/connection-driver/libvirt_driver_qemu.so") for folder in DRIVERS):
        missing.append("libvirt's driver for QEMU")
    if missing:
        return f"{', '.join(missing)} not found; packages: {PACKAGES}"
    if reason := reference.lacking():
        return reason
    for command, why in (
            (("/usr/bin/python3", "-I", "-c", MODULES),
             "python3-libvirt, python3-lxml or python3-cryptography is missing"),
            (("unshare", "--mount", "--uts", "--net", "--pid", "--fork", "true"),
             "this machine does not let root make namespaces" if os.path.ismount("/") else
             "namespaces take a root folder that is a mount, and / is none (bind it onto itself "
             "before chroot)")):
        if subprocess.run(command, capture_output=True, check=False).returncode != 0:
            return why
    return ""


class Sandbox:
    """A running process 1 and the ways to it."""

    def __init__(self):
        self._outer = subprocess.Popen((sys.executable, "-IB", INIT), stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        line = self._outer.stdout.readline()
        if not line.strip():
            reason = self._outer.stderr.read().decode(errors="replace")
            self._outer.wait()
            raise SandboxError(f"no namespaces:\n{reason}")
        self.pid = int(line)

    def outside(self, path):
        """Where a path of the sandbox is found from here."""
        return Path(f"/proc/{self.pid}/root") / str(path).lstrip("/")

    def begin(self, words, folder=settings.WORK, owner=False, environment=None, **more):
        """Starts a program inside, at the host or as its remote guest owner; a Popen.

        It has the runner's environment, but no other setting of libvirt or search path.
        """
        name = settings.OWNER_NAME if owner else ""
        # --root: else a runner that is in a chroot would end up outside it.
        command = ["nsenter", f"--target={self.pid}", "--mount", "--uts", "--net", "--pid",
                   "--root", f"--wd={self.outside('/')}", "--",
                   *(("unshare", "--uts", "--") if owner else ()),
                   "/bin/sh", "-c", ENTER, "enter", str(folder), name, *map(str, words)]
        inherited = {key: value for key, value in os.environ.items()
                     if not key.startswith(("LIBVIRT_", "VIRSH_"))}
        return subprocess.Popen(command, **more, env={**inherited, "PATH": PATH, "HOME": "/root",
                                                      "LC_ALL": "C.UTF-8", **(environment or {})})

    def run(self, words, text="", timeout=TIMEOUT, **more):
        """Runs a program inside, to its end; `more` as in `begin`."""
        pipes = {name: subprocess.PIPE for name in ("stdin", "stdout", "stderr")}
        with self.begin(words, **pipes, **more) as program:
            try:
                return self.finish(program, words, text, timeout)
            except subprocess.TimeoutExpired as error:
                program.kill()
                raise SandboxError(f"{' '.join(map(str, words))}: still running after {timeout} s"
                                   ) from error

    @staticmethod
    def finish(program, words=(), text="", timeout=TIMEOUT):
        """Waits for a program whose output goes to pipes."""
        stdout, stderr = program.communicate(text.encode(), timeout=timeout)
        return Run(tuple(words), program.returncode, stdout.decode(errors="replace"),
                   stderr.decode(errors="replace"))

    def stop(self):
        """Ends every process inside, and with them mounts and files; waits until they are gone."""
        self._outer.stdin.close()
        try:
            self._outer.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._outer.kill()
            self._outer.wait()
        self._outer.stdout.close()
        self._outer.stderr.close()


def wait_for(what, condition, seconds=TIMEOUT, pause=0.02):
    """Waits until `condition()` is true; a busy machine takes its time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SandboxError(f"{what}: not after {seconds} s")
        time.sleep(pause)
