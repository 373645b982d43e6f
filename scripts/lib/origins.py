"""Where the code of others in a release comes from: version, purl and hash of what docs/licences/components.json names,
for the list of components (sbom.py). What is not known is left out."""
import base64
import json
import re
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent.parent
# Folder in third_party -> component. Two of them are Debian's headers, the others are of scripts/sources.txt.
PINNED = {"mbedtls": "Mbed TLS", "pugixml": "pugixml", "7zip": "LZMA SDK",
          "include/nlohmann": "JSON for Modern C++", "include/tl": "tl::expected"}
# Of Debian's packages that are compiled in: one for each of the programs where they differ.
BINARY_PACKAGES = {
    "JSON for Modern C++": ["nlohmann-json3-dev"], "tl::expected": ["libexpected-dev"],
    "GNU C++ runtime": ["libstdc++-12-dev", "libgcc-12-dev",
                        "libstdc++-12-dev-arm64-cross", "libgcc-12-dev-arm64-cross",
                        "g++-mingw-w64-x86-64-posix", "gcc-mingw-w64-x86-64-posix"],
    "Emscripten": ["emscripten"], "musl": ["emscripten"], "LLVM (libc++, libc++abi, compiler-rt)": ["emscripten"]}
# Several packages of the same source have a part in these.
SOURCES_OF = {"GNU C Library": "libc6-dev", "MinGW-w64": "mingw-w64-x86-64-dev", "winpthreads": "mingw-w64-x86-64-dev"}
# Where in its package a component lies, if it is not the whole.
SUBPATHS = {"LZMA SDK": "C", "winpthreads": "mingw-w64-libraries/winpthreads",
            "musl": "usr/share/emscripten/system/lib/libc/musl",
            "LLVM (libc++, libc++abi, compiler-rt)": "usr/share/emscripten/system/lib"}


def packages():
    """The Debian packages that must be installed for this list."""
    return sorted({one for names in BINARY_PACKAGES.values() for one in names} | set(SOURCES_OF.values()))


def rows(path, columns):
    """By the first word."""
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    words = [line.split() for line in lines if line and not line.startswith("#")]
    return {row[0]: dict(zip(columns, row[1:], strict=True)) for row in words}


def pins():
    """A line for each row of scripts/release-pins.txt."""
    return [f"third_party/{name}: {PINNED[name]} {row['version']}, tree SHA-256 {row['tree']}"
            for name, row in rows("scripts/release-pins.txt", ["version", "tree"]).items()]


def publisher():
    """Who supplies sevproof (scripts/publisher.txt)."""
    lines = (ROOT / "scripts/publisher.txt").read_text(encoding="utf-8").splitlines()
    found = dict(line.split(" ", 1) for line in lines if not line.startswith("#"))
    name, address = re.fullmatch(r"(.*) <(.*)>", found["maintainer"]).groups()
    return {"name": name, "url": [found["homepage"]], "contact": [{"email": address}]}


def supplier(entry):
    """Who the code was taken from: a distribution, or its project."""
    if entry["name"] in {**BINARY_PACKAGES, **SOURCES_OF}:
        return {"name": "Debian"}
    return {"name": entry["name"], "url": [entry["project"]]}


def purl(kind, name, version, subpath=None, **qualifiers):
    """NAME may have a namespace before it, whose parts stay apart."""
    path = "/".join(quote(part, safe="") for part in name.split("/"))
    more = "&".join(f"{key}={quote(value, safe=':/')}" for key, value in sorted(qualifiers.items()))
    return f"pkg:{kind}/{path}@{quote(version, safe=':')}" + (more and f"?{more}") + (f"#{subpath}" if subpath else "")


def sha256(digest):
    return [{"alg": "SHA-256", "content": digest}]


def of_archive(component, name, version, digest, url):
    """An archive as its project publishes it; NAME as scripts/sources.txt calls it."""
    on_github = re.match(r"https://github\.com/([^/]+/[^/]+)/"
                         r"(?:releases/download/([^/]+)/|archive/refs/tags/(.+)\.tar\.)", url)
    if on_github:
        project, *tags = on_github.groups()
        address = purl("github", project.lower(), tags[0] or tags[1], SUBPATHS.get(component))
    else:
        address = purl("generic", name, version, SUBPATHS.get(component), checksum=f"sha256:{digest}", download_url=url)
    return {"version": version, "purl": address, "hashes": sha256(digest), "distribution": url}


def of_npm(name, lock):
    found = lock["packages"][f"node_modules/{name}"]
    algorithm, digest = found["integrity"].split("-", 1)
    assert algorithm == "sha512", f"{name}: expected a SHA-512 in the lock file, got {algorithm}"
    return {"version": found["version"], "purl": purl("npm", name, found["version"]),
            "hashes": [{"alg": "SHA-512", "content": base64.b64decode(digest, validate=True).hex()}]}


class Debian:
    """INSTALLED: lines "PACKAGE VERSION ARCHITECTURE SOURCE VERSION-OF-THE-SOURCE" of dpkg-query; SUITE: bookworm."""

    def __init__(self, installed, suite):
        self.found = {words[0]: words[1:] for words in map(str.split, installed) if len(words) == 5}
        self.suite = suite

    def purl(self, component, name, version, architecture):
        return purl("deb", f"debian/{name}", version, SUBPATHS.get(component), arch=architecture, distro=self.suite)

    def binary(self, component, package):
        version, architecture, _, _ = self.found[package]
        return {"version": version, "purl": self.purl(component, package, version, architecture)}

    def source(self, component, package):
        _, _, source, version = self.found[package]
        return {"version": version, "purl": self.purl(component, source, version, "source")}


def emscripten_versions(root):
    """Of its parts that have versions of their own, those."""
    own, musl = ((root / path).read_text(encoding="utf-8").strip().strip('"')
                 for path in ("emscripten-version.txt", "system/lib/libc/musl/VERSION"))
    config = (root / "system/lib/libcxx/include/__config").read_text(encoding="utf-8")
    number = int(re.search(r"define _LIBCPP_VERSION (\d+)", config)[1])
    # 15007 is 15.0.7; since 16 it has a digit more.
    major, rest = divmod(number, 10000 if number >= 100000 else 1000)
    llvm = f"{major}.{rest // 100}.{rest % 100}"
    return {"Emscripten": own, "musl": musl, "LLVM (libc++, libc++abi, compiler-rt)": llvm}
