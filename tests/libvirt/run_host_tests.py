#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the tests that need the stand-in host (`host_test_*.py`), as root.

Arguments are names as unittest takes them; -v shows each test. Exit status 77, with the reason,
where no host can be started; with CI=true that is a failure.
"""

import argparse
import os
import sys
import time
import unittest

import host  # first: it knows where the others lie
import both_programs
from sandbox import lacking


def without_libvirt():
    """The build says by its environment when its program cannot ask a host."""
    if os.environ.get("SEVPROOF_HAS_LIBVIRT", "ON") == "ON":
        return ""
    return "sevproof was built without libvirt; package: libvirt-dev"


def main(words=None):
    """Exit status 0 only if every test passed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-v", action="store_true", help="show each test")
    parser.add_argument("names", nargs="*", help="for example host_test_reference.Injection")
    wish = parser.parse_args(words)
    if reason := lacking() or without_libvirt():
        required = os.environ.get("CI") == "true"
        print(f"{'ERROR' if required else 'skipped'}: {reason}")
        return 1 if required else host.SKIPPED
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
