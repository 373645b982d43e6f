"""The build that the tests judge: SEVPROOF_BUILD is its folder, made with Ninja. What it is, and of which sources, CMake
wrote there (scripts/cmake/Notices.cmake)."""

import json
import os
from pathlib import Path

BUILD = Path(os.environ["SEVPROOF_BUILD"]).resolve()
WRITTEN = json.loads((BUILD / "licences" / "trees.json").read_text(encoding="utf-8"))
# program, static, windows or page.
FACE = WRITTEN.pop("face")


def tree(name):
    path = Path(WRITTEN[name])
    if not WRITTEN[name] or not path.is_dir():
        raise FileNotFoundError(f"{name}: expected a folder, got '{WRITTEN[name]}'")
    return path.resolve()
