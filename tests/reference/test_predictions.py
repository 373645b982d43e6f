# SPDX-License-Identifier: Apache-2.0
"""The generator and the judge, piece by piece, without running any program."""

import argparse
import random
import tempfile
import unittest
from pathlib import Path

import compare
import command_line
import differences
import facts
import honest
import judge
from categories import REGISTER, deal
from command_line import Given
from programs import Run


class StrictParser(argparse.ArgumentParser):
    """Raises where argparse would leave the program."""

    def error(self, message):
        raise ValueError(message)


class CommandLine(unittest.TestCase):
    def test_shortenings_are_argparses(self):
        """Every unique prefix is taken, every ambiguous one refused, by argparse itself."""
        parser = StrictParser(add_help=False)
        for name in command_line.LONG_NAMES:
            parser.add_argument("--" + name, nargs="?")
        for name in command_line.LONG_NAMES:
            for prefix in command_line.unique_prefixes(name):
                found = vars(parser.parse_args([f"--{prefix}=x"]))
                self.assertEqual(found[name.replace("-", "_")], "x")
        for prefix in command_line.ambiguous_prefixes():
            with self.assertRaises(ValueError):
                parser.parse_args([f"--{prefix}=x"])

    def test_styles(self):
        given = Given("firmware", "fw", prefix="fir", flags="qd")
        written = {}
        for style in command_line.STYLES:
            given.style = style
            written[style] = " ".join(given.words())
        self.assertEqual(list(written.values()), [
            "--firmware fw", "--firmware=fw", "--fir fw", "--fir=fw", "-f fw", "-ffw", "-f=fw",
            "-qdf fw"])
        self.assertEqual(command_line.possible_styles(Given("tk", "x")), ["long", "equals"])
        for style in command_line.possible_styles(Given("cmdline", "-q")):
            self.assertIn(style, ("equals", "prefix-equals", "short-equals", "attached"))


class Generator(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_same_seed_same_launch(self):
        words = []
        for name in ("one", "two"):
            launch = compare.make_launch(5, 17, "right: two secrets", self.folder / name)
            words.append([word.replace(str(launch.folder), "") for word in launch.words("x")])
        self.assertEqual(*words)

    def test_every_category_is_dealt_first(self):
        order = deal(9)
        self.assertEqual({next(order) for _ in REGISTER}, set(REGISTER))

    def test_every_category_has_one_prediction(self):
        """No two differences at once, and categories named after differences predict one."""
        for number, name in enumerate(sorted(REGISTER)):
            launch = compare.make_launch(11, number, name, self.folder / str(number))
            expected = differences.expect(launch)
            if name.startswith(("right:", "wrong:", "unmeasured:", "spelling:")):
                self.assertEqual(expected.difference, "", name)
                self.assertEqual(expected.sevproof, int(name.startswith("wrong:")), name)
            if name.startswith("usage:"):
                self.assertEqual((expected.reference, expected.sevproof), (2, 2), name)

    def test_two_differences_at_once_are_refused(self):
        launch = compare.make_launch(1, 1, "differs: measurement too long", self.folder / "x")
        launch.set("policy", "0x3")
        with self.assertRaises(ValueError):
            differences.expect(launch)


class Facts(unittest.TestCase):
    def test_limit_of_the_secret_table(self):
        with tempfile.TemporaryDirectory() as folder:
            launch = honest.honest(random.Random(1), folder, secrets=0)
            honest.give_secret(launch, bytes(16384 - 40), honest.LUKS_KEY)
            self.assertTrue(facts.table_fills_limit(launch))
            self.assertFalse(facts.table_over_limit(launch))
            honest.give_secret(launch, b"")
            self.assertTrue(facts.table_over_limit(launch))


class Judging(unittest.TestCase):
    """Each complaint, from a run that is made up."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.launch = honest.honest(random.Random(3), folder.name, secrets=1)
        self.launch.drop("quiet", "debug")
        self.launch.old_outputs = False
        self.right = differences.Expectation("", 0, 0, differences.AS_STATUS, True)
        self.wrong = differences.Expectation("", 1, 1, differences.AS_STATUS, True)

    def complaints(self, expected, status, stdout="", stderr="", outputs=None):
        result = Run([], status, stdout, stderr, outputs or {})
        return judge.judge_sevproof(result, self.launch, expected)

    def test_sevproof(self):
        names = {name: b"" for name in self.launch.output_names()}
        self.assertEqual(self.complaints(self.right, 0, "OK: x\n", outputs=names), [])
        self.assertEqual(self.complaints(self.wrong, 1, stderr="ERROR: x\n"), [])
        for run in ((1, "", "ERROR: x\n"), (0, "", "", names), (0, "OK: x\n"),
                    (0, "fine\n", "", names), (0, "OK: x\n", "ERROR: y\n", names),
                    (0, "OK: x\n", "", dict(names, more=b"")),
                    (0, "OK: " + self.launch.tik.hex().upper(), "", names)):
            self.assertTrue(self.complaints(self.right, *run), run)
        for run in ((1, "OK: x\n", "ERROR: x\n"), (1, "", "no\n"), (1, "", "ERROR: x\n", names),
                    (-11, "", "ERROR: x\n"), (1, "", "warning\nERROR: x\n")):
            self.assertTrue(self.complaints(self.wrong, *run), run)
        self.launch.add("quiet")
        self.assertEqual(self.complaints(self.right, 0, outputs=names), [])
        self.assertTrue(self.complaints(self.right, 0, "OK: x\n", outputs=names))
        self.assertTrue(self.complaints(self.wrong, 1, stderr="anything\n"))

    def test_status_one_without_mismatch(self):
        result = Run([], 1, "", "ERROR: No module named lxml\n", {})
        self.assertTrue(judge.judge_reference(result, self.launch, self.wrong))

    def test_packet(self):
        result = Run([], 0, "OK: x\n", "", {name: b"AAAA" for name in self.launch.output_names()})
        complaints, counter_block = judge.judge_packet("sevproof", result, self.launch)
        self.assertIn("refuses", complaints[0])
        self.assertIsNone(counter_block)
        self.assertEqual(judge.judge_packet("x", result, self.launch, opens=False), ([], None))


if __name__ == "__main__":
    unittest.main()
