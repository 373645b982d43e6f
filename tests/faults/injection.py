"""Runs of the program with the injector, and what a folder holds afterwards."""

import dataclasses
import json
import os
import pathlib
import shutil
import stat
import subprocess

from commands import put_former

PATIENCE = 120  # seconds
BALLAST = "ballast"  # what fills a disk; nobody's input or output


@dataclasses.dataclass(frozen=True)
class Fault:
    kind: str
    number: int
    action: str

    def __str__(self):
        return f"{self.kind}:{self.number}:{self.action}"


@dataclasses.dataclass(frozen=True)
class Outcome:
    status: int  # negative: the signal that ended it
    stdout: bytes
    stderr: bytes
    tree: dict
    injected: bool
    counts: dict


def tree_of(folder):
    """What is in a folder: path -> rights and content; None as the content of a folder."""
    found = {}
    for parent, folders, files in os.walk(folder):
        for name in folders:
            path = os.path.join(parent, name)
            found[os.path.relpath(path, folder)] = (stat.S_IMODE(os.lstat(path).st_mode), None)
        for name in set(files) - {BALLAST}:
            path = os.path.join(parent, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = (stat.S_IMODE(os.lstat(path).st_mode), file.read())
    return found


def error_document(program):
    """Of some error."""
    return json.loads(subprocess.run([program, "--json"], capture_output=True, check=False).stdout)


class Bench:
    """A folder in which one command is run again and again, each time from the same state."""

    def __init__(self, program, injector, inputs, folder, command):
        self._program, self._injector, self._inputs = program, injector, inputs
        self.folder, self._command = pathlib.Path(folder), command
        self._log = self.folder.with_suffix(".log")
        self.restore()
        self.before = tree_of(self.folder)

    def restore(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.copy_inputs()

    def copy_inputs(self):
        shutil.copytree(self._inputs, self.folder, dirs_exist_ok=True)
        put_former(self._command, self.folder)

    def run(self, fault=None, shell="", **streams):
        """With the redirections `shell` of a shell, if any."""
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "LD_PRELOAD": str(self._injector),
                       "SEVPROOF_FAULT_LOG": str(self._log)}
        if fault:
            environment["SEVPROOF_FAULT"] = str(fault)
        self._log.unlink(missing_ok=True)
        settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
        words = [self._program, *self._command.words]
        if shell:
            words = ["/bin/sh", "-c", f'exec "$@" {shell}', "sh", *words]
        done = subprocess.run(words, cwd=self.folder, env=environment, check=False,
                              stdin=subprocess.DEVNULL, timeout=PATIENCE, **settings)
        tree = tree_of(self.folder)
        if tree != self.before:
            self.restore()
        lines = self._log.read_text(encoding="ascii").splitlines() if self._log.exists() else []
        counts = {kind: int(count) for kind, count in (line.split() for line in lines if " " in line)}
        return Outcome(done.returncode, done.stdout or b"", done.stderr or b"", tree, "injected" in lines, counts)
