# SPDX-License-Identifier: Apache-2.0
"""Runs the reference and the program under test on the same launch."""

import os
import subprocess
from dataclasses import dataclass

import reference

REFERENCE = reference.COMMAND
TIMEOUT = 120
OLD_CONTENT = b"an output of an earlier run"


class ReferenceBroken(Exception):
    """The reference crashed, which looks like "does not match" by its status alone."""


@dataclass
class Run:
    """What one program did."""

    command: list
    status: int
    stdout: str
    stderr: str
    outputs: dict


def prepare_outputs(launch, program):
    """The folder for this program's outputs, as the launch wants to find it."""
    folder = launch.folder / f"out-{program}"
    folder.mkdir()
    for name in launch.output_folders:
        (folder / name).mkdir()
    if launch.old_outputs:
        for name in launch.output_names():
            (folder / name).write_bytes(OLD_CONTENT)
    return folder


def run(command, launch, program):
    """One run in the launch's folder, with names that are relative to it."""
    outputs = prepare_outputs(launch, program)
    words = [*command, *launch.words(program)]
    environment = dict(os.environ, LC_ALL="C.UTF-8", LANG="C.UTF-8")
    done = subprocess.run(words, cwd=launch.folder, input=launch.standard_input, timeout=TIMEOUT,
                          capture_output=True, check=False, env=environment)
    found = {path.name: path.read_bytes() for path in outputs.iterdir() if path.is_file()}
    return Run(words, done.returncode, done.stdout.decode(errors="replace"),
               done.stderr.decode(errors="replace"), found)


def run_reference(launch):
    """Refuses to go on where the reference itself is not in order."""
    result = run(REFERENCE, launch, "reference")
    if "Traceback (most recent call last)" in result.stderr:
        raise ReferenceBroken(f"{' '.join(REFERENCE)} crashed; it needs the packages "
                              f"python3-lxml, python3-libvirt and python3-cryptography:\n"
                              f"{result.stderr}")
    return result
