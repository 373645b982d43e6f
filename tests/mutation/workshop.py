"""Compiles a mutant beside a finished build, and links it with what tests it. Nothing of the build is changed."""

import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
from functools import lru_cache

INCLUDE = re.compile(r'^#include ["<].*$', re.MULTILINE)
LONGEST_WORDS = 3000
CORE_LIBRARY = "core/libsevproof.a"


class BuildFailed(Exception):
    pass


def run(command, folder):
    """What the command says; raises BuildFailed with it where it fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BuildFailed((done.stdout + done.stderr)[:LONGEST_WORDS])
    return done.stdout


def fast_linker():
    return ["-fuse-ld=lld"] if shutil.which("ld.lld") else []


def digest_of(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


class Workshop:
    def __init__(self, project, build, folder):
        self.project, self.build, self.folder = project, build, folder
        os.makedirs(folder, exist_ok=True)
        with open(f"{build}/compile_commands.json", encoding="utf-8") as file:
            entries = json.load(file)
        self.commands = {}
        for entry in entries:
            self.commands.setdefault(os.path.relpath(entry["file"], project), shlex.split(entry["command"]))

    def object_of(self, path):
        command = self.commands[path]
        return command[command.index("-o") + 1]

    def flags_of(self, path):
        command = self.commands[path]
        return command[:command.index("-o")]

    def prepare(self, path, source):
        """Compiles the headers of a file once for all its mutants, and the file as it is, to compare with."""
        folder = f"{self.folder}/{path}"
        os.makedirs(folder, exist_ok=True)
        with open(f"{folder}/headers.h", "w", encoding="utf-8") as file:
            file.write("\n".join(INCLUDE.findall(source.split('extern "C"')[0])) + "\n")
        run([*self.flags_of(path), "-w", "-x", "c++-header", "-o", f"{folder}/headers.h.gch", f"{folder}/headers.h"],
            self.build)
        return self.compile(path, source, "original")

    def compile(self, path, source, name):
        """The object file of `source` in place of the file at `path`; None where it does not compile. Its text
        lies under the file's own name, which the object file contains."""
        folder = f"{self.folder}/{path}/{name}"
        os.makedirs(folder, exist_ok=True)
        text, made = f"{folder}/{os.path.basename(path)}", f"{folder}/object.o"
        with open(text, "w", encoding="utf-8") as file:
            file.write(source)
        command = [*self.flags_of(path), "-w", "-include", f"{self.folder}/{path}/headers.h", "-o", made, "-c", text]
        done = subprocess.run(command, cwd=self.build, capture_output=True, check=False)
        return made if done.returncode == 0 else None

    def link_core(self, path, made):
        """The core as a shared library, with another object in place of that of `path`."""
        own = self.object_of(path) if path else None
        objects = [made if one == own else one for one in self.core_objects()]
        output = f"{os.path.dirname(made)}/libsevproof.so"
        compiler = self.making("sevproof")[0]
        run([compiler, *fast_linker(), "-shared", "-Wl,-soname,libsevproof.so,-z,defs", "-o", output, *objects],
            self.build)
        return os.path.dirname(made)

    @lru_cache
    def making(self, target):
        """The words of the build's command that makes `target` of object files."""
        said = run(["ninja", "-t", "commands", target], self.build).splitlines()[-1]
        return next(shlex.split(part) for part in said.split("&&") if ".o" in part)

    def core_objects(self):
        return [word for word in self.making(CORE_LIBRARY) if word.endswith(".o")]

    def link_command(self, program):
        command = self.making(program)
        at = command.index("-o")
        return command[:at] + command[at + 2:] + fast_linker()

    def link_tests(self, program):
        """A program of tests that takes the core from wherever LD_LIBRARY_PATH says."""
        library = f"{self.folder}/core"
        os.makedirs(library, exist_ok=True)
        self.link_core(None, f"{library}/none")
        output = f"{self.folder}/{program}"
        command = [f"{library}/libsevproof.so" if word == CORE_LIBRARY else word for word in self.link_command(program)]
        run([*command, "-o", output], self.build)
        return output

    def link_program(self, path, made, program):
        """The program itself with the mutant: its object goes first, or takes the place of the original's."""
        own = self.object_of(path)
        command = self.link_command(program)
        if own in command:
            command = [made if word == own else word for word in command]
        else:
            command.insert(command.index(CORE_LIBRARY), made)
        output = f"{os.path.dirname(made)}/{program}"
        run([*command, "-o", output], self.build)
        return output
