# SPDX-License-Identifier: Apache-2.0
"""What tests of the program's SEV-SNP commands share. Environment: SEVPROOF names the program, SEVPROOF_SNP_SEED which
launches, keys and blocks are chosen at random."""

import json
import os
import random
import subprocess
import tempfile
import unittest

PROGRAM = os.environ.get("SEVPROOF")
SEED = int(os.environ.get("SEVPROOF_SNP_SEED", "0")) or random.SystemRandom().randrange(1 << 31)


@unittest.skipUnless(PROGRAM, "SEVPROOF names no program")
class OfProgram(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = holder.name

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, data):
        with open(self.path(name), "wb") as stream:
            stream.write(data)
        return self.path(name)

    def snp(self, *words, statuses=(0, 1)):
        """Status and document of `sevproof snp`."""
        done = subprocess.run([PROGRAM, "snp", *words, "--json"], capture_output=True, text=True, check=False)
        self.assertIn(done.returncode, statuses, (words, done.stdout, done.stderr))
        return done.returncode, json.loads(done.stdout)
