"""The notices of the code of others in the Debian package, on standard output: of its program and of its page, each once,
made of docs/licences. The project's own licence is on every Debian system, and is not repeated."""
import json

import origins

LICENCES = origins.ROOT / "docs/licences"
PLACES = {"program": "program", "page": "page"}


def paragraph(entry):
    places = " and ".join(PLACES[one] for one in entry["in"] if one in PLACES)
    lines = [*entry["copyright"], f"Licence: {entry['licence']}", *entry.get("notes", []), entry["project"]]
    return "\n  ".join([f"{entry['name']} (in the {places}): {entry['purpose']}", *lines])


def main():
    entries = [entry for entry in json.loads((LICENCES / "components.json").read_text(encoding="utf-8"))
               if PLACES.keys() & entry["in"]]
    names = dict.fromkeys(name for entry in entries for name in entry["texts"] if name != "Apache-2.0")
    texts = [f"{'-' * 78}\n{name}\n\n{(LICENCES / f'{name}.txt').read_text(encoding='utf-8').strip()}" for name in names]
    print("\n\n".join([
        "The program (/usr/bin/sevproof) and the page (/usr/share/sevproof/sevproof.html)\n"
        "contain code of these projects:",
        *map(paragraph, entries),
        "The C library is the system's, and so is libvirt, which is opened when a host is\n"
        "asked: neither is part of this package.",
        *texts]))


main()
