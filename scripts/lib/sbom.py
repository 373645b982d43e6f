"""A CycloneDX list of what a release contains, on standard output.

sbom.py --packages    the Debian packages that it wants to know of
sbom.py --pins        what scripts/release-pins.txt has, for people
sbom.py VERSION COMMIT TIME SUITE EMSCRIPTEN C-LIBRARY <INSTALLED

TIME is in seconds since 1970, SUITE the name of the Debian release, EMSCRIPTEN its folder, C-LIBRARY the file of the
release that has the source of the C library, INSTALLED what origins.Debian takes. The rest stands in the repository.
A hash is that of the archive which a component came in. A Debian package's is not known where it is installed.
"""
import datetime
import hashlib
import json
import sys
import uuid
from pathlib import Path

import origins


# What the property sevproof:in of a component says.
PLACES = {"program": "all programs", "static": "the static programs for Linux", "windows": "the program for Windows",
          "page": "the page, sevproof.html", "npm": "the npm package"}


class Origins:
    def __init__(self, debian, emscripten, c_library):
        self.debian = debian
        self.emscripten = origins.emscripten_versions(emscripten)
        self.c_library = c_library
        self.lock = json.loads((origins.ROOT / "web/package-lock.json").read_text(encoding="utf-8"))
        self.archives = origins.rows("scripts/sources.txt", ["version", "digest", "url"])
        pins = origins.rows("scripts/release-pins.txt", ["version", "tree"])
        self.pins = {component: {"pin": name, **pins[name]} for name, component in origins.PINNED.items()}

    def packages(self, name):
        """Of several packages each is a part."""
        found = [self.debian.binary(name, one) for one in origins.BINARY_PACKAGES.get(name, [])]
        if len(found) < 2:
            return found[0] if found else {}
        parts = [{"type": "library", "name": package, **one}
                 for package, one in zip(origins.BINARY_PACKAGES[name], found)]
        return {"version": found[0]["version"].split("-")[0], "components": parts}

    def of(self, entry):
        name = entry["name"]
        if "npm" in entry:
            return origins.of_npm(entry["npm"], self.lock)
        pin = self.pins.get(name, {"pin": None})
        if pin["pin"] in self.archives:
            archive = self.archives[pin["pin"]]
            assert archive["version"] == pin["version"], f"{name}: {archive} is not {pin}"
            return {**origins.of_archive(name, pin["pin"], **archive), "tree": pin["tree"]}
        of_source = origins.SOURCES_OF.get(name)
        found = self.debian.source(name, of_source) if of_source else self.packages(name)
        found.update({key: pin[key] for key in ("version", "tree") if key in pin})
        if name in self.emscripten:
            found["version"] = self.emscripten[name]
        if name == "GNU C Library":
            found["distribution"] = self.c_library.name
            found["hashes"] = origins.sha256(hashlib.sha256(self.c_library.read_bytes()).hexdigest())
        return found


def places(entry):
    """The npm package has what the page has, but for packages of npm."""
    return [*entry["in"], *(["npm"] if "page" in entry["in"] and "npm" not in entry else [])]


def component(entry, found):
    references = [{"type": "website", "url": entry["project"]}]
    properties = [{"name": "sevproof:in", "value": ", ".join(places(entry))}]
    if "distribution" in found:
        references.append({"type": "distribution", "url": found.pop("distribution")})
    if "tree" in found:
        properties.append({"name": "sevproof:tree-sha256", "value": found.pop("tree")})
    return {"type": "library", "bom-ref": entry["name"], "name": entry["name"], "description": entry["purpose"],
            "supplier": origins.supplier(entry),
            "licenses": [{"expression": entry["spdx"]}], "copyright": "; ".join(entry["copyright"]),
            "externalReferences": references, "properties": properties, **found}


def identified(sbom):
    """With a serial number: another one for another list, and the same for the same."""
    name = f"pkg:generic/sevproof#{json.dumps(sbom, sort_keys=True)}"
    return {"$schema": sbom["$schema"], "serialNumber": uuid.uuid5(uuid.NAMESPACE_URL, name).urn, **sbom}


def document(version, commit, time, known):
    entries = json.loads((origins.ROOT / "docs/licences/components.json").read_text(encoding="utf-8"))
    made = datetime.datetime.fromtimestamp(int(time), datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    publisher = origins.publisher()
    return identified({
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {"timestamp": made, "supplier": publisher, "component": {
            "type": "application", "bom-ref": "sevproof", "name": "sevproof", "version": version, "supplier": publisher,
            "licenses": [{"license": {"id": "Apache-2.0"}}], "properties": [{"name": "sevproof:commit", "value": commit}]},
            "properties": [{"name": f"sevproof:in:{place}", "value": meaning} for place, meaning in PLACES.items()]},
        "components": [component(entry, known.of(entry)) for entry in entries],
        "dependencies": [{"ref": "sevproof", "dependsOn": [entry["name"] for entry in entries]}],
    })


def main():
    if sys.argv[1:] == ["--packages"]:
        print("\n".join(origins.packages()))
        return
    if sys.argv[1:] == ["--pins"]:
        print("\n".join(origins.pins()))
        return
    version, commit, time, suite, emscripten, c_library = sys.argv[1:]
    known = Origins(origins.Debian(sys.stdin, suite), Path(emscripten), Path(c_library))
    print(json.dumps(document(version, commit, time, known), indent=2))


main()
