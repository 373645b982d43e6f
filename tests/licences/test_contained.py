"""What is in the program, or in the page's WebAssembly, is what docs/licences says: nothing without a notice."""

import os
import re
import unittest
from pathlib import Path

import linked
import table
from build import BUILD, FACE, tree

TREES = {name: tree(name) for name in ("Mbed TLS", "pugixml", "LZMA SDK")}
TARGETS = {"page": ["sevproof_wasm", "sevproof_unpacker"]}.get(FACE, ["sevproof"])
FOLDERS = ("wasm/" if FACE == "page" else "cli/", "core/")

EVERYWHERE = [("JSON for Modern C++", r"/nlohmann/"), ("tl::expected", r"/tl/expected\.hpp$")]
GNU_RUNTIME = ("GNU C++ runtime", r"/c\+\+/\d+[^/]*/|/lib/gcc[^/]*/|/lib(stdc\+\+|gcc\w*)\.a$")
# The first that fits. None: the system's, of which nothing gets into the program.
PATHS = {
    "program": EVERYWHERE + [
        GNU_RUNTIME,
        (None, r"/libvirt/|/libc_nonshared\.a$|/S?(crt[1in]|crtn)\.o$|/lib/clang/|/clang/\d+"),
        (None, r"^/usr/(local/)?include/([^/]+\.h$|([^/]+-linux-[^/]+/)?"
               r"(linux|asm|asm-generic|bits|sys|gnu|net|netinet|arpa|rpc)/|[^/]+-linux-[^/]+/[^/]+\.h$)"),
        (None, r"^/usr/[^/]+-linux-gnu/include/"),
        # Debian 13 has the kernel's here, behind links.
        (None, r"^/usr/lib/linux/uapi/"),
    ],
    "windows": EVERYWHERE + [
        GNU_RUNTIME,
        ("winpthreads", r"mingw[-\w]*/(include/(pthread\w*|sched|semaphore)\.h|lib/lib(win)?pthread\.a)$"),
        ("MinGW-w64", r"/[^/]*mingw[^/]*/(include/|lib/(lib\w+\.a|\w*crt\w*\.o)$)"),
    ],
    "page": EVERYWHERE + [
        ("LLVM (libc++, libc++abi, compiler-rt)",
         r"/c\+\+/v1/|/clang/[\d.]+/include/|/lib(c\+\+|c\+\+abi|compiler_rt|clang_rt|unwind|llvmlibc)[-.\w]*\.a$"),
        ("Emscripten", r"/sysroot/include/(emscripten|compat|wasi)/"
                       r"|/lib(embind|emmalloc|noexit|stubs|sockets|html5|standalonewasm)[-\w]*\.a$"
                       r"|/crt1[-\w]*\.o$"),
        ("musl", r"/sysroot/include/|/libc[-\w]*\.a$"),
    ],
}
# What is the system's in the other is part of this one.
PATHS["static"] = [("GNU C Library", r"/libc\.a$|/r?crt[1in]\.o$"), *PATHS["program"]]


def contained():
    return linked.headers(BUILD, FOLDERS).union(*(linked.archives_and_objects(BUILD, one) for one in TARGETS))


def owner(name):
    """The component a path belongs to; 'own' of ours, None of what is not contained."""
    path = os.path.normpath(BUILD / name)
    for component, tree in TREES.items():
        if Path(path).resolve().is_relative_to(tree):
            return component
    for component, pattern in PATHS[FACE]:
        if re.search(pattern, path):
            return component
    fetched = "/_deps" in path and not path.endswith(".o")
    if not fetched and any(Path(path).is_relative_to(ours) for ours in (table.ROOT, BUILD)):
        return "own"
    return f"unknown: {path}"


class Contained(unittest.TestCase):
    def test_what_is_contained_has_a_notice_and_nothing_else(self):
        found = {owner(path) for path in contained()} - {None, "own"}
        self.assertEqual(sorted(found), sorted(one["name"] for one in table.of_face(FACE)))

    def test_it_would_be_seen(self):
        for path in ("/usr/include/zlib/zlib.h", "/opt/thing/include/thing.hpp", "/usr/lib/x86_64-linux-gnu/libz.a",
                     "_deps/thing-src/thing.h", "_deps/thing-build/libthing.a"):
            self.assertTrue(owner(path).startswith("unknown"), path)
        self.assertEqual(owner("headers/nlohmann/json.hpp"), "JSON for Modern C++")
        self.assertEqual(owner("core/CMakeFiles/x.o"), "own")


if __name__ == "__main__":
    unittest.main()
