# SPDX-License-Identifier: Apache-2.0
"""The reference's releases are told apart, and one that is none of them is not taken for another."""

import unittest

import reference

OLD = """
        remote = socket.gethostname() != self.conn.getHostname()
        if self.is_sev_es() and self.vmsa_cpu0 is None:
            if secure:
                raise
    if args.cpu_family is not None:
        cvm.build_vmsas(args.cpu_family,
                        args.cpu_stepping)

    if args.domain is not None:
        cvm.load_domain(args.domain)
    cvm.attest()
"""
NEW = """
        remote = socket.getfqdn() != self.conn.getHostname()
        if self.is_sev_es() and build_vmsa:
            if mode != "host-passthrough":
                raise
    if args.domain is not None:
        cvm.load_domain(args.domain)
    if args.cpu_family is not None:
        cvm.build_vmsas(args.cpu_family,
                        args.cpu_stepping)

    cvm.attest()
"""


class Traits(unittest.TestCase):
    def test_releases(self):
        self.assertEqual(reference.traits(OLD), frozenset())
        self.assertEqual(reference.traits(NEW), frozenset(reference.TRAITS))

    def test_single_changes(self):
        mixed = OLD.replace("gethostname", "getfqdn")
        self.assertEqual(reference.traits(mixed), {reference.FULL_NAME})

    def test_unknown(self):
        for text in ("", OLD + NEW, OLD.replace("gethostname", "getnodename")):
            with self.assertRaises(reference.UnknownReference):
                reference.traits(text)

    @unittest.skipIf(reference.lacking(), reference.lacking())
    def test_the_one_that_runs_here(self):
        """Recognised, whichever it is, and named."""
        self.assertLessEqual(reference.own_traits(), set(reference.TRAITS))
        self.assertTrue(reference.version().endswith(f" ({reference.SCRIPT})"))


if __name__ == "__main__":
    unittest.main()
