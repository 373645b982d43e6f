"""The list of components of a release (scripts/lib/sbom.py) says what is known, as CycloneDX wants it; and a list that
does not is refused."""

import base64
import copy
import hashlib
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

try:
    import judge
except ModuleNotFoundError as missing:
    raise unittest.SkipTest(f"{sys.executable} has no {missing.name}: install python3-jsonschema") from missing

ROOT = Path(__file__).resolve().parents[3]
COMMAND = [sys.executable, "-B", str(ROOT / "scripts/lib/sbom.py")]
# As Debian 12 has them.
INSTALLED = """\
emscripten 3.1.6~dfsg-5 all emscripten 3.1.6~dfsg-5
g++-mingw-w64-x86-64-posix 12.2.0-14+deb12u1+25.2+b1 amd64 gcc-mingw-w64 25.2
gcc-mingw-w64-x86-64-posix 12.2.0-14+deb12u1+25.2+b1 amd64 gcc-mingw-w64 25.2
libc6-dev 2.36-9+deb12u14 amd64 glibc 2.36-9+deb12u14
libexpected-dev 1.0.0~dfsg-3 all tl-expected 1.0.0~dfsg-3
libgcc-12-dev 12.2.0-14+deb12u1 amd64 gcc-12 12.2.0-14+deb12u1
libgcc-12-dev-arm64-cross 12.2.0-14cross1 all gcc-12-cross 15
libstdc++-12-dev 12.2.0-14+deb12u1 amd64 gcc-12 12.2.0-14+deb12u1
libstdc++-12-dev-arm64-cross 12.2.0-14cross1 all gcc-12-cross 15
mingw-w64-x86-64-dev 10.0.0-3 all mingw-w64 10.0.0-3
nlohmann-json3-dev 3.11.2-2 all nlohmann-json3 3.11.2-2
"""
EMSCRIPTEN = {"emscripten-version.txt": '"3.1.6"\n', "system/lib/libc/musl/VERSION": "1.2.2\n",
              "system/lib/libcxx/include/__config": "#define _LIBCPP_VERSION 13001\n"}
DEBIAN = "distro=bookworm"


COMMIT = "c" * 40


def list_components(installed=INSTALLED, config=None, commit=COMMIT, version="1.2.3"):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**EMSCRIPTEN, **(config or {})}.items():
            path = Path(folder, "emscripten", name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        source = Path(folder, "c-library.tar")
        source.write_bytes(b"its source")
        words = [version, commit, "1700000000", "bookworm", str(Path(folder, "emscripten")), str(source)]
        return subprocess.run([*COMMAND, *words], input=installed, capture_output=True, text=True, check=False)


def repository(path):
    return (ROOT / path).read_text(encoding="utf-8")


class Listed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.document = json.loads(list_components().stdout)
        cls.components = {one["name"]: one for one in cls.document["components"]}

    def hashes(self):
        return {name: [(one["alg"], one["content"]) for one in component["hashes"]]
                for name, component in self.components.items() if "hashes" in component}

    def test_as_cyclonedx_wants_it(self):
        self.assertEqual(judge.faults(self.document), [])

    def test_all_that_docs_licences_names(self):
        known = json.loads(repository("docs/licences/components.json"))
        self.assertEqual(list(self.components), [one["name"] for one in known])
        self.assertEqual(self.document["dependencies"][0]["dependsOn"], list(self.components))
        self.assertEqual([self.components[one["name"]]["licenses"] for one in known],
                         [[{"expression": one["spdx"]}] for one in known])
        self.assertEqual(self.document["metadata"]["component"]["version"], "1.2.3")
        self.assertEqual(self.document["metadata"]["timestamp"], "2023-11-14T22:13:20Z")

    def test_says_of_which_commit_it_is_and_who_supplies_it(self):
        own = self.document["metadata"]["component"]
        self.assertEqual(own["properties"], [{"name": "sevproof:commit", "value": COMMIT}])
        maintainer = next(line for line in repository("scripts/publisher.txt").splitlines()
                          if line.startswith("maintainer "))
        supplier = own["supplier"]
        self.assertEqual(f"maintainer {supplier['name']} <{supplier['contact'][0]['email']}>", maintainer)
        self.assertEqual(self.document["metadata"]["supplier"], supplier)
        suppliers = {name: one["supplier"]["name"] for name, one in self.components.items()}
        self.assertEqual({name for name, one in suppliers.items() if one == "Debian"}, {
            "JSON for Modern C++", "tl::expected", "GNU C++ runtime", "GNU C Library", "MinGW-w64", "winpthreads",
            "Emscripten", "musl", "LLVM (libc++, libc++abi, compiler-rt)"})
        self.assertEqual(suppliers["Mbed TLS"], "Mbed TLS")

    def test_the_serial_number_is_that_of_the_content(self):
        serial = self.document["serialNumber"]
        self.assertRegex(serial, "^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
        others = [{}, {"commit": "d" * 40}, {"version": "1.2.4"},
                  {"installed": INSTALLED.replace("12.2.0-14+deb12u1 ", "12.2.0-14+deb12u2 ")}]
        found = [json.loads(list_components(**one).stdout)["serialNumber"] for one in others]
        self.assertEqual(found[0], serial)
        self.assertEqual(len(set(found)), len(others))

    def test_says_what_in_which_file_is_meant(self):
        explained = {one["name"] for one in self.document["metadata"]["properties"]}
        used = {name: one["value"].split(", ") for name, component in self.components.items()
                for one in component["properties"] if one["name"] == "sevproof:in"}
        self.assertEqual(explained, {f"sevproof:in:{one}" for one in sum(used.values(), [])})
        told = repository("docs/verify.md")
        for one in explained:
            self.assertIn(f"| ... `{one.removeprefix('sevproof:in:')}` |", told)
        # The npm package has the core, and none of the page's packages of npm.
        self.assertEqual({name for name, one in used.items() if "page" in one and "npm" not in one},
                         {"Preact", "Preact Signals", "Preact Signals Core", "Comlink"})

    def test_hashes_are_those_of_the_archives(self):
        rows = [line.split() for line in repository("scripts/sources.txt").splitlines() if not line.startswith("#")]
        names = {"mbedtls": "Mbed TLS", "pugixml": "pugixml", "7zip": "LZMA SDK"}
        wanted = {names[name]: [("SHA-256", digest)] for name, _, digest, _ in rows}
        wanted["GNU C Library"] = [("SHA-256", hashlib.sha256(b"its source").hexdigest())]
        locked = json.loads(repository("web/package-lock.json"))["packages"]
        for name, package in {"Preact": "preact", "Preact Signals": "@preact/signals", "Comlink": "comlink",
                              "Preact Signals Core": "@preact/signals-core"}.items():
            digest = base64.b64decode(locked[f"node_modules/{package}"]["integrity"].removeprefix("sha512-"))
            wanted[name] = [("SHA-512", digest.hex())]
        self.assertEqual(self.hashes(), wanted)

    def test_names_where_the_archives_are(self):
        found = {name: [one["url"] for one in component["externalReferences"] if one["type"] == "distribution"]
                 for name, component in self.components.items()}
        urls = [line.split()[3] for line in repository("scripts/sources.txt").splitlines() if not line.startswith("#")]
        self.assertEqual(sorted(sum(found.values(), [])), sorted([*urls, "c-library.tar"]))

    def test_purls(self):
        version = {name: component["version"] for name, component in self.components.items()}
        purl = {name: component.get("purl") for name, component in self.components.items()}
        self.assertEqual(purl["Mbed TLS"], f"pkg:github/mbed-tls/mbedtls@mbedtls-{version['Mbed TLS']}")
        self.assertEqual(purl["pugixml"], f"pkg:github/zeux/pugixml@v{version['pugixml']}")
        self.assertRegex(purl["LZMA SDK"], r"^pkg:generic/7zip@[\d.]+\?checksum=sha256:[0-9a-f]{64}"
                                           r"&download_url=https://www\.7-zip\.org/a/.*#C$")
        self.assertEqual(purl["JSON for Modern C++"], f"pkg:deb/debian/nlohmann-json3-dev@3.11.2-2?arch=all&{DEBIAN}")
        self.assertEqual(purl["GNU C Library"], f"pkg:deb/debian/glibc@2.36-9%2Bdeb12u14?arch=source&{DEBIAN}")
        self.assertEqual(purl["winpthreads"], f"pkg:deb/debian/mingw-w64@10.0.0-3?arch=source&{DEBIAN}"
                                              "#mingw-w64-libraries/winpthreads")
        self.assertEqual(purl["Preact Signals"], f"pkg:npm/%40preact/signals@{version['Preact Signals']}")

    def test_each_compiler_brings_a_runtime_of_its_own(self):
        parts = self.components["GNU C++ runtime"]["components"]
        self.assertEqual([(one["name"], one["version"]) for one in parts], [
            ("libstdc++-12-dev", "12.2.0-14+deb12u1"), ("libgcc-12-dev", "12.2.0-14+deb12u1"),
            ("libstdc++-12-dev-arm64-cross", "12.2.0-14cross1"), ("libgcc-12-dev-arm64-cross", "12.2.0-14cross1"),
            ("g++-mingw-w64-x86-64-posix", "12.2.0-14+deb12u1+25.2+b1"),
            ("gcc-mingw-w64-x86-64-posix", "12.2.0-14+deb12u1+25.2+b1")])
        self.assertEqual(parts[0]["purl"],
                         f"pkg:deb/debian/libstdc%2B%2B-12-dev@12.2.0-14%2Bdeb12u1?arch=amd64&{DEBIAN}")
        self.assertEqual(self.components["GNU C++ runtime"]["version"], "12.2.0")

    def test_versions_of_what_emscripten_brings(self):
        for text, wanted in (("13001", "13.0.1"), ("15007", "15.0.7"), ("190104", "19.1.4")):
            config = {"system/lib/libcxx/include/__config": f"#define _LIBCPP_VERSION {text}\n"}
            made = {one["name"]: one for one in json.loads(list_components(config=config).stdout)["components"]}
            self.assertEqual(made["LLVM (libc++, libc++abi, compiler-rt)"]["version"], wanted)
        self.assertEqual((made["Emscripten"]["version"], made["musl"]["version"]), ("3.1.6", "1.2.2"))

    def test_the_packages_that_it_asks_for_are_all_that_it_needs(self):
        names = subprocess.run([*COMMAND, "--packages"], capture_output=True, text=True, check=True).stdout.split()
        self.assertEqual(names, [line.split()[0] for line in INSTALLED.splitlines()])
        for name in names:
            less = "".join(line for line in INSTALLED.splitlines(True) if not line.startswith(f"{name} "))
            done = list_components(less)
            self.assertNotEqual(done.returncode, 0, name)
            self.assertIn(name, done.stderr)


def first_hash(sbom):
    return sbom["components"][0]["hashes"][0]


# What is broken, and what a fault has to say.
BROKEN = {
    "no name": (lambda sbom: sbom["components"][0].pop("name"), "name"),
    "no format": (lambda sbom: sbom.pop("bomFormat"), "bomFormat"),
    "a version that is no number": (lambda sbom: sbom.update(version="one"), "version: type"),
    "an unknown key": (lambda sbom: sbom["components"][0].update(sha256="00"), "sha256"),
    "a kind of component that is none": (lambda sbom: sbom["components"][0].update(type="thing"), "thing"),
    "a hash that is too short": (lambda sbom: first_hash(sbom).update(content="00"), "hashes/0/content"),
    "a hash in base64": (lambda sbom: first_hash(sbom).update(content="A+/=" * 16), "hashes/0/content"),
    "a hash of an unknown kind": (lambda sbom: first_hash(sbom).update(alg="SHA256"), "SHA256"),
    "a component twice": (lambda sbom: sbom["components"].append(sbom["components"][0]), "uniqueItems"),
    "two of one name": (lambda sbom: sbom["components"][1].update({"bom-ref": "sevproof"}), "several"),
    "a reference of an unknown kind": (
        lambda sbom: sbom["components"][0]["externalReferences"][0].update(type="source"), "source"),
    "a licence that SPDX does not know": (
        lambda sbom: sbom["metadata"]["component"]["licenses"][0]["license"].update(id="Apache-2"), "Apache-2"),
    "such a one in an expression": (
        lambda sbom: sbom["components"][0].update(licenses=[{"expression": "(MIT OR Apache-2) AND ISC"}]),
        "Apache-2 is no"),
    "such an exception": (
        lambda sbom: sbom["components"][0].update(licenses=[{"expression": "MIT WITH nothing"}]), "nothing is no"),
    "a serial number that is none": (
        lambda sbom: sbom.update(serialNumber="urn:uuid:1"), "serialNumber: pattern"),
    "no serial number": (lambda sbom: sbom.pop("serialNumber"), "no serial number"),
    "no supplier": (lambda sbom: sbom["metadata"].pop("supplier"), "no supplier"),
    "a component without one": (lambda sbom: sbom["components"][0].pop("supplier"), "Mbed TLS: no supplier"),
    "no licence": (lambda sbom: sbom["components"][0].pop("licenses"), "no licence"),
    "no version": (lambda sbom: sbom["components"][0].pop("version"), "no version"),
    "no purl": (lambda sbom: sbom["components"][0].pop("purl"), "neither a purl"),
    "a part without a purl": (
        lambda sbom: sbom["components"][5]["components"][0].pop("purl"), "libstdc++-12-dev: neither a purl"),
    "no purl that one can read": (
        lambda sbom: sbom["components"][0].update(purl="pkg:deb/debian/g++@1"), "g++@1 is no purl"),
    "a dependency on nothing": (lambda sbom: sbom["dependencies"][0]["dependsOn"].append("zlib"), "zlib is in no"),
}


class Refused(unittest.TestCase):
    def test_what_is_broken(self):
        whole = json.loads(list_components().stdout)
        for what, (change, said) in BROKEN.items():
            with self.subTest(what):
                sbom = copy.deepcopy(whole)
                change(sbom)
                found = judge.faults(sbom)
                self.assertTrue(any(said in one for one in found), found)

    def test_the_command_ends_with_status_1(self):
        with tempfile.TemporaryDirectory() as folder:
            for text, status in ((list_components().stdout, 0), ("{}", 1)):
                path = Path(folder, "sbom.json")
                path.write_text(text, encoding="utf-8")
                done = subprocess.run([sys.executable, "-B", judge.__file__, str(path)], capture_output=True,
                                      check=False)
                self.assertEqual(done.returncode, status, done.stdout)


if __name__ == "__main__":
    unittest.main()
