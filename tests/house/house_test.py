"""Usage: house_test.py PROJECT

Holds the floor plan of rooms.py against the sources: who includes whom, which headers are public, no
header or module that leads back to itself, no two classes of one name, files and functions of a size that
one takes in at a glance. Prints one line for each thing that is wrong; ends with status 1 if there is any.
"""

import os
import re
import sys

from class_names import named_twice
from rooms import LIBRARIES, MAX_LINES, PAGE, PROGRAM, PUBLIC, ROOMS

INCLUDE = re.compile(r'^#include ([<"])([^>"]+)[>"]', re.MULTILINE)
IMPORT = re.compile(r'''(?:^|\n)(?:import|export)\b[^;'"]*?['"](\.[^'"]+)['"]''')
# What begins so, or gives a value, is no definition of a function.
NO_FUNCTION = re.compile(r"^(namespace|class|struct|union|enum|extern|template|using|\})| = ")


def files_below(folder, endings):
    for parent, _, names in os.walk(folder):
        for name in sorted(names):
            if name.endswith(endings):
                yield os.path.join(parent, name).replace(os.sep, "/")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def room_of(path):
    """Of a file below core/src or core/include/sevproof; None for a public header that is not listed."""
    if path.startswith("core/include/sevproof/"):
        return PUBLIC.get(path[len("core/include/sevproof/"):])
    return path.split("/")[2]


class House:
    def __init__(self):
        self.problems = []

    def wrong(self, path, text):
        self.problems.append(f"{path}: {text}")

    def check_libraries(self, path, owner, name):
        for prefix, allowed in LIBRARIES.items():
            if name.startswith(prefix) and owner not in allowed:
                self.wrong(path, f"includes {name}, which {', '.join(sorted(allowed))} alone may see")

    def target(self, name):
        """The path of an include in quotes, or None where it is none of the core's."""
        for candidate in (f"core/include/{name}", f"core/src/{name}"):
            if os.path.exists(candidate):
                return candidate
        return None

    def check_core_file(self, path):
        room = room_of(path)
        if room not in ROOMS:
            return self.wrong(path, "stands in no room, or is no public header of rooms.py")
        for quote, name in INCLUDE.findall(read(path)):
            self.check_libraries(path, room, name)
            if quote == "<":
                continue
            target = self.target(name)
            if target is None:
                self.wrong(path, f"includes {name}: say the room too")
            elif path.startswith("core/include") and not target.startswith("core/include"):
                self.wrong(path, f"is public and includes {name}, which is not")
            elif room_of(target) not in ROOMS[room] | {room}:
                self.wrong(path, f"in room {room} includes {name} of room {room_of(target)}")

    def check_face_file(self, path):
        face = path.split("/")[0]
        for quote, name in INCLUDE.findall(read(path)):
            self.check_libraries(path, os.path.dirname(path), name)
            if quote == '"' and not name.startswith("sevproof/"):
                if not os.path.exists(f"{face}/{name}"):
                    self.wrong(path, f"includes {name}: neither public nor its own")
                elif face == "cli":
                    self.check_program_include(path, name)

    def check_program_include(self, path, name):
        folder, other = (os.path.dirname(one).removeprefix("cli").strip("/") for one in (path, f"cli/{name}"))
        if folder == "" or other in ("", folder):
            return
        if folder not in PROGRAM or other not in PROGRAM[folder]:
            self.wrong(path, f"in folder {folder} includes {name}")

    def check_public_headers(self):
        found = {path[len("core/include/sevproof/"):] for path in files_below("core/include", ".h")}
        for name in sorted(found ^ set(PUBLIC)):
            self.wrong(f"core/include/sevproof/{name}", "is not in the list of public headers, or only there")

    def check_cycles(self, edges, what):
        done, path = set(), []

        def visit(node):
            if node in path:
                return self.wrong(node, f"{what} leads back to itself: "
                                        + " -> ".join(path[path.index(node):] + [node]))
            if node in done:
                return None
            path.append(node)
            for follower in edges.get(node, ()):
                visit(follower)
            path.pop()
            return done.add(node)

        for node in sorted(edges):
            visit(node)

    def check_headers(self):
        edges = {}
        for path in [*files_below("core", ".h"), *files_below("cli", ".h"), *files_below("wasm", ".h")]:
            own = [f"{os.path.dirname(path)}/{name}" for _, name in INCLUDE.findall(read(path))]
            core = [self.target(name) for quote, name in INCLUDE.findall(read(path)) if quote == '"']
            edges[path] = [other for other in own + core if other and os.path.exists(other)]
        self.check_cycles(edges, "a header")

    def check_page(self):
        edges = {}
        for path in files_below("web/src", (".ts", ".tsx")):
            text = read(path)
            # What is imported as a type alone is gone when the page runs, but binds the rooms as well.
            folder = os.path.dirname(path)
            edges[path] = []
            for name in IMPORT.findall(text):
                target = os.path.normpath(f"{folder}/{name}")
                self.check_page_import(path, target)
                edges[path] += [target + end for end in ("", ".ts", ".tsx", "/index.ts", ".d.ts")
                                if os.path.isfile(target + end)][:1]
        self.check_cycles(edges, "a module")

    def check_page_import(self, path, target):
        for folder, forbidden in PAGE.items():
            if not path.startswith(f"web/src/{folder}/"):
                continue
            for other in forbidden:
                if f"{target}/".startswith(f"web/src/{other}/"):
                    self.wrong(path, f"imports {target}: {folder} must not know {other}")

    def check_sizes(self, path, max_file, max_function):
        lines = read(path).splitlines()
        if len(lines) > max_file:
            self.wrong(path, f"{len(lines)} lines, of at most {max_file}")
        if path.endswith((".cc", ".h")):
            for name, length in functions_of(lines):
                if length > max_function:
                    self.wrong(path, f"{name}: {length} lines, of at most {max_function}")

    def check_class_names(self):
        for name, paths in named_twice({path: read(path) for path in sources()}):
            self.wrong(paths[1], f"defines {name}, as {paths[0]} does")


def indent_of(line):
    return len(line) - len(line.lstrip())


def head_of(lines, end):
    """The first line of what opens a block at the end of line `end`: its head may be continued."""
    start = end
    while start > 0 and indent_of(lines[start]) >= 4 and lines[start - 1] and lines[start - 1][-1] not in ";{}":
        start -= 1
    return start


def functions_of(lines):
    """Name and number of lines of each function, in a file that clang-format has laid out."""
    name = None
    for number, line in enumerate(lines):
        if name is None and line.endswith("{"):
            start = head_of(lines, number)
            text = " ".join(lines[start:number + 1]).strip()
            is_function = "(" in text and not NO_FUNCTION.search(text.split("(")[0])
            if is_function and indent_of(lines[start]) in (0, 2):
                name, indent = text.split("(")[0].split(" ")[-1], indent_of(lines[start])
        elif name and line == " " * indent + "}":
            yield name, number - start + 1
            name = None
        elif name and indent == 0 and re.match(r"[^\s#]", line):
            name = None


def sources():
    for folder in ("core", "cli", "wasm"):
        yield from files_below(folder, (".cc", ".h"))


def main():
    os.chdir(sys.argv[1])
    house = House()
    house.check_public_headers()
    for path in files_below("core/src", (".cc", ".h")):
        house.check_core_file(path)
    for path in files_below("core/include", ".h"):
        house.check_core_file(path)
    for face in ("cli", "wasm"):
        for path in files_below(face, (".cc", ".h")):
            house.check_face_file(path)
    house.check_headers()
    house.check_class_names()
    house.check_page()
    for folder, (max_file, max_function) in MAX_LINES.items():
        for path in files_below(folder, (".cc", ".h", ".ts", ".tsx", ".mjs", ".py", ".sh")):
            house.check_sizes(path, max_file, max_function)
    print("\n".join(house.problems) or "The house is as planned.")
    return 1 if house.problems else 0


sys.exit(main())
