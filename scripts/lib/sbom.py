"""A CycloneDX list of what a release contains: sbom.py VERSION TIME PINS COMPONENTS LOCK NAME=VERSION..., on standard
output. The last are the compilers' own libraries.

TIME is in seconds since 1970; PINS is scripts/release-pins.txt, COMPONENTS docs/licences/components.json, LOCK the
lock file of npm.
"""
import datetime
import json
import sys


def pins(path):
    with open(path, encoding="utf-8") as file:
        rows = [line.split() for line in file if line.strip() and not line.startswith("#")]
    return {name: (version, digest) for name, version, digest in rows}


# Names in components.json -> folder in third_party.
PINNED = {"Mbed TLS": "mbedtls", "pugixml": "pugixml", "LZMA SDK": "7zip",
          "JSON for Modern C++": "include/nlohmann", "tl::expected": "include/tl"}


def component(entry, pinned, locked, own):
    name = entry["name"]
    found = {"type": "library", "bom-ref": name, "name": name, "description": entry["purpose"],
             "licenses": [{"expression": entry["spdx"]}],
             "copyright": "; ".join(entry["copyright"]),
             "externalReferences": [{"type": "website", "url": entry["project"]}],
             "properties": [{"name": "sevproof:in", "value": ", ".join(entry["in"])}]}
    if name in own:
        found["version"] = own[name]
    if name in PINNED:
        found["version"], digest = pinned[PINNED[name]]
        found["properties"].append({"name": "sevproof:tree-sha256", "value": digest})
    if "npm" in entry:
        found["version"] = locked[f"node_modules/{entry['npm']}"]["version"]
        found["purl"] = f"pkg:npm/{entry['npm'].replace('@', '%40')}@{found['version']}"
    return found


def main():
    version, time, pins_path, components_path, lock_path = sys.argv[1:6]
    own = dict(word.split("=", 1) for word in sys.argv[6:])
    with open(components_path, encoding="utf-8") as file:
        entries = json.load(file)
    with open(lock_path, encoding="utf-8") as file:
        locked = json.load(file)["packages"]
    made = datetime.datetime.fromtimestamp(int(time), datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    pinned = pins(pins_path)
    print(json.dumps({
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {"timestamp": made, "component": {
            "type": "application", "bom-ref": "sevproof", "name": "sevproof", "version": version,
            "licenses": [{"license": {"id": "Apache-2.0"}}]}},
        "components": [component(entry, pinned, locked, own) for entry in entries],
        "dependencies": [{"ref": "sevproof", "dependsOn": [entry["name"] for entry in entries]}],
    }, indent=2))


main()
