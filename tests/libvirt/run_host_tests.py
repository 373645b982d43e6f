#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the tests that need the stand-in host (`host_test_*.py`), as root.

Arguments are names as unittest takes them; -v shows each test. With --root they run with libvirt,
QEMU and the reference of another Debian, and with this build of sevproof. Exit status 77, with the
reason, where no host can be started; with CI=true that is a failure.
"""

import argparse
import os
import sys
import time
import unittest

import host  # first: it knows where the others lie
import both_programs
import other_root
from host_case import SEVPROOF
from sandbox import lacking


def without_libvirt():
    """The build says by its environment when its program cannot ask a host."""
    if os.environ.get("SEVPROOF_HAS_LIBVIRT", "ON") == "ON":
        return ""
    return "sevproof was built without libvirt; package: libvirt-dev"


def repeat(wish):
    """These tests in another root; only returns where that cannot be."""
    try:
        other_root.repeat_in(wish.root, __file__, (*(("-v",) if wish.v else ()), *wish.names))
    except OSError as error:
        print(f"ERROR: --root {wish.root}: {error}")
    return 1


def main(words=None):
    """Exit status 0 only if every test passed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-v", action="store_true", help="show each test")
    parser.add_argument("--root", metavar="DIR", help="a folder with another Debian, to test in")
    parser.add_argument("names", nargs="*", help="for example host_test_reference.Injection")
    wish = parser.parse_args(words)
    if wish.root is not None:
        return repeat(wish)
    if reason := lacking() or without_libvirt():
        required = os.environ.get("CI") == "true"
        print(f"{'ERROR' if required else 'skipped'}: {reason}")
        return 1 if required else host.SKIPPED
    if not os.access(SEVPROOF[0], os.X_OK):
        print(f"ERROR: {SEVPROOF[0]} is not there; build it, or name another in SEVPROOF")
        return 1
    loader = unittest.TestLoader()
    suite = (loader.loadTestsFromNames(wish.names) if wish.names
             else loader.discover(str(host.HERE), pattern="host_test_*.py"))
    begin = time.monotonic()
    result = unittest.TextTestRunner(verbosity=2 if wish.v else 1, stream=sys.stdout).run(suite)
    failed = len(result.failures) + len(result.errors)
    if both_programs.TALLY.cases:
        print(both_programs.TALLY)
    print(f"{result.testsRun - failed} passed, {failed} failed, "
          f"{time.monotonic() - begin:.1f} s")
    return 0 if result.wasSuccessful() and result.testsRun else 1


if __name__ == "__main__":
    sys.exit(main())
