#!/usr/bin/python3 -IB
# SPDX-License-Identifier: Apache-2.0
"""A host with libvirtd and SEV guests, on a machine without SEV.

    with Host() as host:
        firmware = host.add_file("OVMF.fd", image)
        domain = host.start(domains.plain(firmware, tk))
        host.run_remote([*REFERENCE, "--connect", host.TCP_URI, "--domain", domain.name, ...])
        domain.injected_secrets(), domain.is_running()

By hand, as root: `host.py shell` and `host.py run [--remote] -- COMMAND...`.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]
sys.path += [str(HERE.parent / "standin"), str(HERE.parent / "reference")]

import domains  # noqa: E402
import images  # noqa: E402
import platform_files  # noqa: E402
import settings  # noqa: E402
from domain import Domain, DomainError  # noqa: E402
from sandbox import Sandbox, SandboxError, lacking, wait_for  # noqa: E402
from sev_platform import Platform  # noqa: E402

SKIPPED = 77
NOISE = "TCG doesn't support requested feature"


class Host:
    """Up from creation to `close()`, or for the length of a `with`. Also ends with this process."""

    LOCAL_URI, SOCKET_URI, TCP_URI = settings.LOCAL_URI, settings.SOCKET_URI, settings.TCP_URI

    def __init__(self):
        self.sandbox = Sandbox()
        # Seen from here and from inside, both are the same folder, in memory.
        self.folder = self.sandbox.outside(settings.WORK)
        self.inside = settings.WORK
        self.platform = Platform.create()
        self._domains = []
        try:
            self._write_platform()
            self.start_daemon()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Nothing of it remains: no process, no mount, no file."""
        self.sandbox.stop()

    def _write_platform(self):
        """Before libvirtd asks an emulator: it keeps the answer."""
        files = platform_files.firmware_certificates(self.platform)
        self.sandbox.outside(settings.PLATFORM).write_text(self.platform.to_json())
        self.sandbox.outside(settings.CAPABILITIES).write_text(
            platform_files.capabilities(files, self.platform.chip_id()))

    # libvirtd

    def start_daemon(self):
        """Returns when it answers. It finds no emulator but the wrapper on its PATH."""
        self._run_daemon()
        wait_for("libvirtd", lambda: self.sandbox.run(("virsh", "version")).status == 0)

    def _run_daemon(self):
        done = self.sandbox.run(
            ("/usr/bin/env", f"PATH={settings.PROGRAMS}", settings.LIBVIRTD, "--daemon", "--listen",
             "--pid-file", settings.PID_FILE))
        if done.status != 0:
            raise SandboxError(f"libvirtd: status {done.status}: {done.stderr}\n{self.logs()}")

    def stop_daemon(self, signal="KILL"):
        """Its guests live on, and a new daemon finds them."""
        pid = self.sandbox.outside(settings.PID_FILE).read_text(encoding="ascii").strip()
        self.sandbox.run(("/bin/sh", "-c", f"kill -{signal} {pid}; while kill -0 {pid} "
                          "2>/dev/null; do sleep 0.02; done"))

    def logs(self):
        """What libvirtd, proxies and the emulators of guests that are left wrote."""
        paths = [*self.sandbox.outside(settings.LOGS).glob("*"),
                 *self.sandbox.outside("/var/log/libvirt/qemu").glob("*.log")]
        texts = ((path.name, path.read_text(errors="replace").splitlines()) for path in paths)
        return "\n".join("\n".join((f"==> {name}", *(line for line in lines if NOISE not in line)))
                         for name, lines in texts)

    # guests

    def define(self, spec):
        """A guest that is known and off."""
        self._domains.append(Domain(self.sandbox, spec))
        return self._domains[-1]

    def start(self, spec, paused=True):
        """A guest after its launch."""
        return self.define(spec).start(paused)

    def remove_domains(self):
        """All guests, as between two tests."""
        while self._domains:
            self._domains.pop().remove()

    # files and programs

    def add_file(self, name, content):
        """Puts bytes, or a copy of the file at a path, into the work folder; its path inside."""
        target = self.folder / name
        if isinstance(content, bytes):
            target.write_bytes(content)
        else:
            shutil.copyfile(content, target)
        return f"{self.inside}/{name}"

    def run_local(self, words, **more):
        """Runs a program at the host; see Sandbox.run and .begin for `more`."""
        return self.sandbox.run(words, **more)

    def begin_remote(self, words, **more):
        """Starts such a program; `Sandbox.finish` waits for it."""
        pipes = {name: subprocess.PIPE for name in ("stdin", "stdout", "stderr")}
        return self.sandbox.begin(words, owner=True, **pipes, **more)

    def run_remote(self, words, **more):
        """Runs a program where the host name is another, so that libvirt counts as remote."""
        return self.sandbox.run(words, owner=True, **more)


def sample_guests(host):
    """Two paused guests to play with."""
    tk = os.urandom(32)
    host.add_file("tk", tk)
    firmware = host.add_file("OVMF.fd", images.firmware())
    host.start(domains.plain(firmware, tk))
    host.start(domains.encrypted_state(firmware, tk))


def _options(words):
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="action", required=True)
    shell = commands.add_parser("shell", help="an interactive shell at the host")
    run = commands.add_parser("run", help="one command at the host")
    for command in (shell, run):
        command.add_argument("--remote", action="store_true", help="at the guest owner's instead")
        command.add_argument("--empty", action="store_true", help="start no guests")
    run.add_argument("command", nargs="+")
    return parser.parse_args(words)


def main(words=None):
    """The status of the command, 77 with a reason where no host can be started."""
    wish = _options(words)
    if reason := lacking():
        print(f"skipped: {reason}", file=sys.stderr)
        return SKIPPED
    try:
        with Host() as host:
            if not wish.empty:
                sample_guests(host)
            if wish.action == "shell":
                print("Guests: plain and encrypted-state (virsh list). Keys and firmware: tk and "
                      f"OVMF.fd here. From the owner's side: --connect {host.TCP_URI}")
            command = ["/bin/bash", "--norc"] if wish.action == "shell" else wish.command
            return host.sandbox.begin(command, owner=wish.remote).wait()
    except (SandboxError, DomainError, OSError) as error:
        print(f"ERROR: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
