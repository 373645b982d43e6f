"""What a linked program or module contains: the paths of all headers, objects and archives of it."""

import re
import shlex
import subprocess
import tempfile
from pathlib import Path


def ninja(build, *arguments):
    return subprocess.run(["ninja", "-C", str(build), *arguments], check=True, capture_output=True,
                          text=True).stdout.replace(f"ninja: Entering directory `{build}'\n", "")


def headers(build, folders):
    """Of everything that was compiled below these folders of the build."""
    found, wanted = set(), False
    for line in ninja(build, "-t", "deps").splitlines():
        if not line.startswith(" "):
            wanted = line.startswith(folders)
        elif wanted:
            found.add(line.strip())
    return found


def linker_words(build, target, where):
    """The words of the command that links the target, with its output in another folder."""
    command = ninja(build, "-t", "commands", target).strip().splitlines()[-1]
    words = shlex.split(command)
    # CMake brackets it: ": && COMMAND && :".
    words = [word for word in words[words.index("&&") + 1:] if word not in ("&&", ":")]
    output = words.index("-o") + 1
    words[output] = str(where / Path(words[output]).name)
    return words


def run(build, words):
    done = subprocess.run(words, cwd=build, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"linking again failed ({done.returncode}): {done.stderr}")
    return done.stderr


def link_with_map(build, target, where):
    """Links again, with a map. Emscripten 3.1.6 hands no map to its linker, so that one is then run by itself."""
    path = where / "map"
    words = [*linker_words(build, target, where), f"-Wl,-Map={path}"]
    if not Path(words[0]).name.startswith("em"):
        run(build, words)
        return path.read_text(encoding="utf-8", errors="replace")
    said = run(build, [*words, "-v"]).splitlines()
    if not path.exists():
        linker = [shlex.split(line) for line in said if re.match(r'\s*"?\S*wasm-ld[-\w.]*"? ', line)]
        if len(linker) != 1:
            raise RuntimeError(f"expected one command of wasm-ld, got {len(linker)}: {said}")
        run(build, [linker[0][0], f"-Map={path}", *linker[0][1:]])
    return path.read_text(encoding="utf-8", errors="replace")


def archives_and_objects(build, target):
    """Only what something was taken of."""
    with tempfile.TemporaryDirectory() as where:
        text = link_with_map(build, target, Path(where))
    members = re.findall(r"([^\s()]+\.a)\([^)\s]+\)", text)
    return set(members) | set(re.findall(r"(?<![(\w.])(/?[^\s():]+\.o)\b", text))
