"""Usage: judge.py SBOM

Holds a list of components against CycloneDX's schema, and against what that does not say. Prints a line for each fault,
and ends with status 1 if there is any.
"""

import json
import re
import sys
import warnings
from pathlib import Path

import jsonschema

SCHEMAS = Path(__file__).resolve().parent / "cyclonedx"
# https://github.com/package-url/purl-spec
PURL = re.compile(r"pkg:(github|generic|deb|npm)/([\w.~%-]+/)?[\w.~%-]+@[\w.~%:-]+"
                  r"(\?[a-z_]+=[\w.~%:/-]+(&[a-z_]+=[\w.~%:/-]+)*)?(#[\w./-]+)?")


def schema(name):
    return json.loads((SCHEMAS / name).read_text(encoding="utf-8"))


def judge():
    """A validator of the schema that knows the two others which that one names."""
    main = schema("bom-1.5.schema.json")
    others = {one["$id"]: one for one in map(schema, ("spdx.schema.json", "jsf-0.82.schema.json"))}
    with warnings.catch_warnings():
        # Newer versions have another way, which Debian 12's does not know.
        warnings.simplefilter("ignore", DeprecationWarning)
        resolver = jsonschema.RefResolver(main["$id"], main, store=others)
    return jsonschema.Draft7Validator(main, resolver=resolver)


def schema_faults(document):
    for fault in judge().iter_errors(document):
        yield f"{'/'.join(map(str, fault.path))}: {fault.validator}: {fault.message[:200]}"


def all_components(components):
    for one in components:
        yield one
        yield from all_components(one.get("components", []))


def licence_faults(component, known):
    for licence in component.get("licenses", []):
        for word in re.split(r"[\s()]+(?:AND |OR |WITH )?", licence.get("expression", "")):
            if word and word not in known:
                yield f"{component['name']}: {word} is no licence of SPDX's list"


def component_faults(component, known):
    name = component["name"]
    if not component.get("version"):
        yield f"{name}: no version"
    if "purl" not in component and "components" not in component:
        yield f"{name}: neither a purl nor parts that have one"
    if not PURL.fullmatch(component.get("purl", "pkg:npm/none@0")):
        yield f"{name}: {component['purl']} is no purl"
    yield from licence_faults(component, known)


def faults(document):
    found = list(schema_faults(document))
    if found:
        return found
    known = set(schema("spdx.schema.json")["enum"])
    components = document["components"]
    for one in all_components(components):
        found += component_faults(one, known)
    found += [f"{one['name']}: no licence" for one in components if not one.get("licenses")]
    found += [f"{one['name']}: no supplier" for one in components if not one.get("supplier")]
    if "serialNumber" not in document:
        found.append("no serial number")
    if not document["metadata"].get("supplier"):
        found.append("no supplier")
    names = [one["bom-ref"] for one in [document["metadata"]["component"], *components]]
    found += [f"{one} stands for several components" for one in set(names) if names.count(one) > 1]
    for row in document["dependencies"]:
        found += [f"{one} is in no component" for one in [row["ref"], *row["dependsOn"]] if one not in names]
    return found


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        found = faults(json.load(file))
    print("\n".join(found) or "as CycloneDX wants it")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
