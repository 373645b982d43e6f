"""Usage: plan_broken_test.py PYTHON PROJECT

Breaks the floor plan in one way each, in a copy of the sources, and looks whether house_test.py names it.
"""

import os
import shutil
import subprocess
import sys
import tempfile

FOLDERS = ("core", "cli", "wasm", "bench", "scripts", "tests", "web/src", "web/test")
STEPS = "  step();\n" * 40 + "}\n"
LONG_FUNCTION = "\nint long_one() {\n" + STEPS
LONG_CONSTANT = "\nconst int& long_two(int a,\n                    int b) {\n#ifdef A\n" + STEPS

# (what is added to which file, a part of what must be said)
CASES = [
    ("core/src/base/bytes.cc", '#include "sevproof/finding.h"\n', "in room base includes sevproof/finding.h"),
    ("core/src/sev/launch.cc", '#include "report/json_parts.h"\n', "in room sev includes report/json_parts.h"),
    ("core/src/formats/vmsa.cc", '#include <mbedtls/aes.h>\n', "which crypto alone may see"),
    ("core/src/sev/launch.cc", '#include <nlohmann/json.hpp>\n', "includes nlohmann/json.hpp"),
    ("core/src/sev/launch.cc", '#include "launch_digest.h"\n', "say the room too"),
    ("core/include/sevproof/bytes.h", '#include "base/utf8.h"\n', "is public and includes base/utf8.h"),
    ("core/include/sevproof/new.h", "", "is not in the list of public headers"),
    ("core/include/sevproof/result.h", '#include "sevproof/bytes.h"\n', "leads back to itself"),
    ("cli/main.cc", '#include "base/utf8.h"\n', "neither public nor its own"),
    ("cli/os/console.cc", '#include "load/launch.h"\n', "in folder os includes load/launch.h"),
    ("cli/load/load_launch.cc", '#include <libvirt/libvirt.h>\n', "which cli/host alone may see"),
    ("wasm/calls_self.cc", '#include "crypto/hmac.h"\n', "neither public nor its own"),
    ("web/src/ui/model/format.ts", "\nimport '../../worker/worker';\n", "ui must not know worker"),
    ("web/src/engine/engine.ts", "\nimport '../ui/model/format';\n", "engine must not know ui"),
    ("web/src/ui/parts/App.tsx", "\nimport '../kinds/moments';\n", "ui/parts must not know ui/kinds"),
    ("web/src/ui/model/format.ts", "\nimport './domainXml';\n", "a module leads back to itself"),
    ("core/src/base/bytes.cc", "namespace sevproof {\nstruct Error final {\n};\n}\n", "defines sevproof::Error, as"),
    ("core/src/base/bytes.cc", "\n" * 300, "of at most 300"),
    ("core/src/base/bytes.cc", LONG_FUNCTION, "long_one: 42 lines, of at most 40"),
    ("core/src/base/bytes.cc", LONG_CONSTANT, "long_two: 44 lines, of at most 40"),
]


def judge(python, project):
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "house_test.py")
    run = subprocess.run([python, script, project], capture_output=True, text=True, check=False)
    return run.returncode, run.stdout + run.stderr


def main():
    python, project = sys.argv[1:]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in FOLDERS:
            shutil.copytree(os.path.join(project, name), os.path.join(folder, name), symlinks=True,
                            ignore=shutil.ignore_patterns("node_modules", "data", "golden", "vectors"))
        for path, text, wanted in CASES:
            whole = os.path.join(folder, path)
            former = None
            if os.path.exists(whole):
                with open(whole, encoding="utf-8") as file:
                    former = file.read()
            with open(whole, "a", encoding="utf-8") as file:
                file.write(text)
            status, said = judge(python, folder)
            if status != 1 or wanted not in said or said.count("\n") > 3:
                failed += 1
                print(f"{path}: expected {wanted!r}, got status {status}:\n{said[:600]}")
            if former is None:
                os.remove(whole)
            else:
                with open(whole, "w", encoding="utf-8") as file:
                    file.write(former)
        status, said = judge(python, folder)
        if status != 0:
            failed += 1
            print(f"nothing is broken, and yet: {said[:600]}")
    print(f"{len(CASES) + 1} cases, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
