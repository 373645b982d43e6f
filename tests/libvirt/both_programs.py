# SPDX-License-Identifier: Apache-2.0
"""The reference and sevproof on the same guests of the same host.

    class Measurement(BothCase):
        def test_plain(self):
            self.agree(0, self.plain(), "--tk", self.path["tk"], "--firmware", self.path["fw"])
"""

import functools
import json
from dataclasses import dataclass, field

import reference
from differences import DIFFERENCES
from host_case import REFERENCE, SEVPROOF, HostCase

# Of the reference that runs; read once, and only where there is one.
own_traits = functools.cache(reference.own_traits)


@dataclass
class Tally:
    """How many cases both programs ran, and where they differed as declared."""

    cases: int = 0
    differences: dict = field(default_factory=dict)

    def __str__(self):
        differed = ", ".join(f"{name} {count}" for name, count in sorted(self.differences.items()))
        return (f"{self.cases} cases over libvirt with {reference.version()} and sevproof, "
                f"{sum(self.differences.values())} declared differences ({differed or 'none'})")


TALLY = Tally()


class BothCase(HostCase):
    """A guest that a program changes is given as a function that starts one; it is called for each
    program, and what it started last is still there afterwards."""

    def setUp(self):
        super().setUp()
        self.own = ("--tk", self.path["tk"], "--firmware", self.path["fw"])

    def agree(self, status, guest, *words, says="", where="remote", **more):
        """Both end with `status`; sevproof says the text."""
        self._both(status, status, guest, words, says, where, more)

    def differ(self, name, reference, sevproof, guest, *words, newer=None, says="", where="remote",
               **more):
        """They end with different statuses, as declared under `name`.

        `newer` is the status of a reference with the trait that the declaration names; one that is
        sevproof's as well is agreement.
        """
        declared = DIFFERENCES[name]
        if newer is not None and declared.changed_by in own_traits():
            reference = newer
        if reference != sevproof:
            self.assertIn(reference, declared.statuses(own_traits()), name)
            self.assertIn(sevproof, declared.sevproof, name)
            TALLY.differences[name] = TALLY.differences.get(name, 0) + 1
        self._both(reference, sevproof, guest, words, says, where, more)

    def _both(self, reference, sevproof, guest, words, says, where, more):
        TALLY.cases += 1
        self.expect(self._run(REFERENCE, guest, words, where, more), reference, "")
        self.sevproof(sevproof, guest, *words, says=says, where=where, **more)

    def _run(self, program, guest, words, where, more):
        if callable(guest):
            self.host.remove_domains()
            guest = guest()
        return getattr(self, where)(guest, *words, program=program, **more)

    def sevproof(self, status, guest, *words, says="", where="remote", **more):
        """Sevproof alone; gives its run. `says` is looked for where people would find it."""
        # The reason of a mismatch is for other tests to look for, except where a test asks for it.
        if "--diagnose" not in words:
            words = (*words, "--diagnose", "0")
        run = self._run(SEVPROOF, guest, words, where, more)
        self.expect(run, status, says)
        seen = f"{run.command}\n{run.stdout}{run.stderr}"
        if status == 0:
            self.assertTrue(run.stdout.startswith("OK: ") or "--json" in words, seen)
        else:
            if "--json" not in words:
                self.assertEqual(run.stdout, "", seen)
            elif status > 1:
                self.assertEqual(json.loads(run.stdout)["error"]["status"], status, seen)
            self.assertTrue(run.stderr.startswith("ERROR: "), seen)
        # libvirt's own printing begins so.
        self.assertNotRegex(run.stderr, "(?m)^(libvirt|error): ", seen)
        return run
