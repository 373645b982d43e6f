# SPDX-License-Identifier: Apache-2.0
"""Which virt-qemu-sev-validate is the reference, and what it does where its releases differ.

It is the installed one, or the script that SEVPROOF_REFERENCE names (scripts/fetch-reference unpacks
one). What it does is told by its text and not by a number: the script has none, and distributions
take single changes.
"""

import os
import re
import subprocess
from pathlib import Path

PYTHON, INSTALLED = "/usr/bin/python3", "/usr/bin/virt-qemu-sev-validate"
PACKAGE = "libvirt-clients-qemu"
SCRIPT = os.environ.get("SEVPROOF_REFERENCE") or INSTALLED
# Isolated, and by the system's interpreter: another python3 may come first on PATH.
COMMAND = (PYTHON, "-I", SCRIPT)

# What libvirt 11.3 and 12.8 (their scripts are the same file) do otherwise than 9.0.
FULL_NAME = "this machine is local by its full name"
PASSTHROUGH = "the host's CPU is taken for guests with host-passthrough alone"
LATE_PAGES = "a CPU that is given becomes pages after the domain was read"
# The lines by which either way is known.
TRAITS = {
    FULL_NAME: (r"remote = socket\.gethostname\(\) !=", r"remote = socket\.getfqdn\(\) !="),
    PASSTHROUGH: (r"is_sev_es\(\) and self\.vmsa_cpu0 is None:\s+if secure:",
                  r'if mode != "host-passthrough":'),
    LATE_PAGES: (r"cvm\.build_vmsas\([^)]*\)\s+if args\.domain is not None:",
                 r"cvm\.build_vmsas\([^)]*\)\s+cvm\.attest\(\)"),
}


class UnknownReference(Exception):
    """A script that behaves in a way for which nothing is declared."""


def traits(text):
    """Those of TRAITS that a script of this text has."""
    found = set()
    for trait, (before, after) in TRAITS.items():
        old, new = (re.search(pattern, text) is not None for pattern in (before, after))
        if old == new:
            raise UnknownReference(f"cannot tell whether the reference is one of which this holds: "
                                   f"{trait}; tests/reference/reference.py has to learn it")
        if new:
            found.add(trait)
    return frozenset(found)


def own_traits():
    """Those of the reference that runs here."""
    return traits(Path(SCRIPT).read_text(encoding="utf-8"))


def lacking():
    """What it needs and this machine does not have, in a sentence; empty if nothing."""
    missing = [path for path in (PYTHON, SCRIPT) if not os.path.exists(path)]
    if not missing:
        return ""
    source = (f"the package {PACKAGE} has it" if SCRIPT == INSTALLED
              else "scripts/fetch-reference fetches it, or says why it cannot")
    return f"{' and '.join(missing)} not found; {source}"


def version():
    """The package it is from, as far as that is known, and where it lies."""
    about = Path(SCRIPT).with_name("about.txt")
    if SCRIPT != INSTALLED and about.exists():
        package = about.read_text(encoding="utf-8").strip()
    else:
        package = _installed_package() if SCRIPT == INSTALLED else "unknown version"
    return f"{package} ({SCRIPT})"


def _installed_package():
    try:
        shown = subprocess.run(("dpkg-query", "--show", "--showformat=${Package} ${Version}", PACKAGE),
                               capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return "unknown version"
    return shown.stdout if shown.returncode == 0 else "unknown version"
