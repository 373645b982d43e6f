"""docs/licences as the tests read it."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "docs" / "licences"
COMPONENTS = json.loads((FOLDER / "components.json").read_text(encoding="utf-8"))


def of_face(face):
    """The components in it, without the packages of npm: those the page's own tests hold."""
    faces = {face} if face == "page" else {"program", face}
    return [one for one in COMPONENTS if faces & set(one["in"]) and "npm" not in one]


def component(name):
    return next(one for one in COMPONENTS if one["name"] == name)


def licence_text(name):
    path = ROOT / "LICENSE" if name == "Apache-2.0" else FOLDER / f"{name}.txt"
    return path.read_text(encoding="utf-8")


def plain(text):
    """Without what a comment or a line's end puts between words."""
    return re.sub(r"\s+", " ", re.sub(r"(?m)^\s*(?:\*|//)", " ", text)).strip()
