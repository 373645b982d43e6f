"""The notices say what the sources that were built say of themselves.
Versions differ in the years of a copyright, which are not compared.
"""

import glob
import re
import unittest
from pathlib import Path

import linked
import table
from build import BUILD, FACE, tree
from table import component, licence_text, plain


def built_with(ending):
    """The header of that name that the core was compiled with."""
    found = {BUILD / name for name in linked.headers(BUILD, ("core/",)) if name.endswith(ending)}
    if len(found) != 1:
        raise FileNotFoundError(f"expected one {ending}, got {found}")
    return found.pop()


def read(path):
    return path.read_text(encoding="utf-8")


def holder(line):
    """Whose copyright a line states, without years, address and how it is written."""
    line = re.sub(r"(?i)^.*?(?:copyrighttext:|copyright)\s*(?:\(c\)|©)?", "", line)
    line = re.sub(r"[\d,\s-]+", " ", re.split(r"[<(]", line, maxsplit=1)[0])
    return line.replace("ö", "oe").strip(" .,*").removeprefix("by ")


def stated(name):
    return {holder(line) for line in component(name)["copyright"]}


class Table(unittest.TestCase):
    def test_every_text_is_used_and_there(self):
        used = {text for one in table.COMPONENTS for text in one["texts"]}
        there = {path.stem for path in table.FOLDER.glob("*.txt")}
        self.assertEqual(used, there | {"Apache-2.0"})

    def test_texts_are_those_of_the_licence_named(self):
        for one in table.COMPONENTS:
            for name in one["texts"]:
                word = {"HP-SGI": "GCC-exception"}.get(name, name)
                self.assertIn(word, one["licence"], one["name"])
            if not one["texts"]:
                self.assertRegex(one["licence"], "CC0-1.0|^public domain$")
            self.assertTrue(set(one["in"]) <= {"program", "static", "windows", "page"} and one["in"], one["name"])


class Sources(unittest.TestCase):
    def test_mbedtls(self):
        root = tree("Mbed TLS")
        offered = read(root / "LICENSE")
        terms = licence_text("Apache-2.0").split("END OF TERMS")[0]
        self.assertIn(plain(terms), plain(offered))
        self.assertEqual(list(root.glob("NOTICE*")), [])
        for name in ("aes.c", "constant_time.c", "platform_util.c", "sha256.c"):
            head = read(root / "library" / name)
            self.assertIn("SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-or-later", head)
            self.assertEqual({holder(line) for line in re.findall(r".*Copyright.*", head)}, stated("Mbed TLS"))

    def test_pugixml(self):
        root = tree("pugixml")
        own = read(root / "LICENSE.md")
        self.assertIn(plain(licence_text("MIT")), plain(own))
        source = read(root / "src" / "pugixml.cpp")
        found = {holder(line) for line in re.findall(r".*Copyright \(.*", own + source)}
        self.assertEqual(found, stated("pugixml"))

    def test_lzma(self):
        for name in ("LzmaDec.c", "LzmaDec.h", "7zTypes.h", "Precomp.h", "Compiler.h"):
            head = read(tree("LZMA SDK") / "C" / name)[:200]
            self.assertRegex(plain(head), r"Igor Pavlov : Public domain", name)

    def test_json(self):
        folder = built_with("/nlohmann/json.hpp").parent
        heads = [read(path) for path in folder.rglob("*.hpp")]
        licences = {one for head in heads for one in re.findall(r"SPDX-License-Identifier: (.*)", head)}
        if not licences:
            self.skipTest(f"the headers in {folder} name no licences: they are older than 3.11")
        self.assertEqual(licences, {"MIT"})
        found = {holder(line) for head in heads for line in re.findall(r"SPDX-FileCopyrightText.*", head)}
        self.assertEqual(found, stated("JSON for Modern C++"))

    def test_expected(self):
        head = read(built_with("/tl/expected.hpp"))[:2000]
        self.assertIn("dedicated all copyright and related", plain(head).replace("// ", ""))
        self.assertRegex(head, r"Written in 2017 by (Simon|Sy) Brand")


@unittest.skipIf(FACE == "page", "the program's C++ runtime is not in the page")
class GnuRuntime(unittest.TestCase):
    def test_notices_of_hp_and_sgi(self):
        found = sorted(glob.glob("/usr/include/c++/*/bits/stl_algobase.h"))
        if not found:
            self.skipTest("no libstdc++ is installed at /usr/include/c++")
        for path in found:
            self.assertIn(plain(licence_text("HP-SGI")), plain(read(Path(path))), path)


def from_debian(package):
    """What Debian says of a package's copyright, without the marks of its form."""
    path = Path("/usr/share/doc") / package / "copyright"
    if not path.exists():
        raise unittest.SkipTest(f"{package} is not installed")
    return plain(re.sub(r"(?m)^ \.$", "", read(path)))


def parts(name):
    """The terms in a text of several, without the lines that say whose they are: those end with a colon, or are a
    copyright alone."""
    paragraphs = re.split(r"\n\n+", licence_text(name).strip())
    return [one for one in paragraphs if not one.endswith(":") and not one.startswith("Copyright (c) 2009")]


@unittest.skipIf(FACE == "page", "the programs' C libraries are not in the page")
class CLibraries(unittest.TestCase):
    def test_lgpl(self):
        path = Path("/usr/share/common-licenses/LGPL-2.1")
        if not path.exists():
            self.skipTest("this is no Debian: /usr/share/common-licenses is not there")
        self.assertEqual(licence_text("LGPL-2.1").strip(), read(path).strip())

    def test_glibc(self):
        theirs = from_debian("libc6-dev")
        for one in parts("glibc-parts"):
            self.assertIn(plain(one), theirs)

    def test_mingw(self):
        theirs = from_debian("mingw-w64-x86-64-dev")
        for one in [*parts("MinGW-w64"), *parts("winpthreads")]:
            self.assertIn(plain(one), theirs)


@unittest.skipIf(FACE != "page", "Emscripten's libraries are not in the program")
class Emscripten(unittest.TestCase):
    def test_musl(self):
        text = read(tree("emscripten") / "system/lib/libc/musl/COPYRIGHT")
        standard = text.split("-" * 70)[1]
        self.assertIn(plain(licence_text("MIT")), plain(standard))
        self.assertIn(component("musl")["copyright"][0], plain(standard))

    def test_own_licence(self):
        # Debian leaves the file out; what it says stands in the head of each source too.
        path = tree("emscripten") / "LICENSE"
        if path.exists():
            self.assertIn(plain(licence_text("MIT")), plain(read(path)))
            self.assertIn(component("Emscripten")["copyright"][0], read(path))
        head = read(tree("emscripten") / "system/lib/emmalloc.c")[:400]
        self.assertRegex(plain(head), "two separate licenses, the MIT license and the University of Illinois/NCSA")

    def test_llvm(self):
        lib = tree("emscripten") / "system/lib"
        sources = [lib / "libcxx/src/string.cpp", lib / "libcxxabi/src/private_typeinfo.cpp",
                   lib / "compiler-rt/lib/builtins/multi3.c"]
        for path in sources:
            self.assertIn("Apache License v2.0 with LLVM Exceptions", read(path)[:800], path)
        for path in (lib / "libcxx/LICENSE.TXT", lib / "compiler-rt/LICENSE.TXT"):
            if path.exists():
                self.assertIn(plain(licence_text("LLVM-exception")), plain(read(path)), path)


if __name__ == "__main__":
    unittest.main()
