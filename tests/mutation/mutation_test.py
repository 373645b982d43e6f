"""Usage: mutation_test.py COMPILER PROJECT

Which mutants the tool makes of C++, how it tells their outcomes apart with a program of a few lines, and which reasons
it takes.
"""

import json
import os
import sys
import tempfile
import unittest

from file_run import FileRun
from mutants import Mutant, mutants_of
from results import Results
from survivors import Malformed, judge, parse_reasons
from targets import TARGETS, Target
from tokens import tokenise
from trial import Step, tried
from workshop import Workshop, run

COMPILER, PROJECT = sys.argv.pop(1), sys.argv.pop(1)


def changed(source):
    """{(name, what the file becomes)}"""
    return {(one.name, one.applied(source)) for one in mutants_of("file.cc", source)}


def names(source):
    return sorted(one.name for one in mutants_of("file.cc", source))


class Tokens(unittest.TestCase):
    def test_literals_are_one_token_and_comments_none(self):
        source = 'f("a // \\" b", \'"\', R"x(")" + 1)x", 1\'000u); // g(1)\n/* h\n(2) */ #'
        self.assertEqual([one.text for one in tokenise(source)],
                         ["f", "(", '"a // \\" b"', ",", "'\"'", ",", 'R"x(")" + 1)x"', ",", "1'000u", ")", ";", "#"])

    def test_preprocessor_lines_are_none(self):
        self.assertEqual([one.text for one in tokenise("#if A < \\\n  B\n  #define C 1\nd;\n")], ["d", ";"])

    def test_the_longest_operator_wins(self):
        self.assertEqual([one.text for one in tokenise("a<<=b<=>c->d::e...")],
                         ["a", "<<=", "b", "<=>", "c", "->", "d", "::", "e", "..."])


class Mutations(unittest.TestCase):
    def test_operators(self):
        self.assertEqual(changed("return a < b;"), {("< -> <=", "return a <= b;"), ("< -> >=", "return a >= b;")})

    def test_brackets_of_templates_pointers_and_references_are_no_operators(self):
        self.assertEqual(names("std::vector<int> f(const T& a, T&& b, T* c, X<Y>& d);"), [])
        self.assertEqual(names("template <typename T>\nT g(const A* a) { return a->b; }"), [])

    def test_texts_are_not_subtracted(self):
        self.assertEqual(names('return "a" + b + "c";'), [])
        self.assertEqual(names("return a + b;"), ["+ -> -"])

    def test_constants(self):
        self.assertEqual(changed("int a[] = {0x0fU, 0, 010};"), {
            ("0x0fU -> 0x10U", "int a[] = {0x10U, 0, 010};"), ("0x0fU -> 0U", "int a[] = {0U, 0, 010};"),
            ("0 -> 1", "int a[] = {0x0fU, 1, 010};"), ("010 -> 9", "int a[] = {0x0fU, 0, 9};"),
            ("010 -> 0", "int a[] = {0x0fU, 0, 0};")})

    def test_refusals_are_negated_and_left_out(self):
        self.assertEqual(changed("if (auto a = f(); !a) return b;"), {
            ("! -> nothing", "if (auto a = f(); a) return b;"),
            ("if negated", "if (auto a = f(); !(!a)) return b;"),
            ("if never", "if (auto a = f(); (!a) && false) return b;")})

    def test_a_declaration_is_no_condition(self):
        self.assertEqual(names("if (const auto* a = f(b)) return c;"), [])

    def test_choices(self):
        self.assertIn(("? negated", "return !(a.b(c)) ? d : e;"), changed("return a.b(c) ? d : e;"))
        self.assertIn(("? negated", "f(a, !(b) ? d : e);"), changed("f(a, b ? d : e);"))

    def test_statements_are_left_out(self):
        for source in ("hash.update(a).b();", "a.b = c(d);", "a[i]->b += c;", "std::copy(a, b);"):
            self.assertIn(("left out", "{ ; }"), changed(f"{{ {source} }}"), source)
        self.assertIn(("left out", "if (a) ;"), changed("if (a) b.c();"))

    def test_declarations_are_not(self):
        for source in ("Sha256 sha(a);", "const A b = c;", "A::B c(d);", "return f(a);", "f(a) {}", "A(A) = delete;"):
            self.assertNotIn("left out", names(f"{{ {source} }}"), source)

    def test_assertions_about_constants_are_no_code(self):
        self.assertEqual(names("static_assert(kSize == 16 && a < b);"), [])

    def test_one_line_can_have_a_mutant_twice(self):
        self.assertEqual(names("return a && b && c;"), ["&& -> ||", "&& -> || (2)"])


CODE = """#include <algorithm>
int bounded(int a) {
  if (a > 10) return 10;
  if (a < 0) a = 0;
  while (a == 7) a = 8;
  return a;
}
"""
TEST = """int bounded(int);
int main() { return bounded(11) == 10 && bounded(-1) == 0 && bounded(3) == 3 && bounded(7) == 8 ? 0 : 1; }
"""


class ToyRun(FileRun):
    def steps(self, made):
        program = f"{os.path.dirname(made)}/toy"
        run([COMPILER, "-o", program, made, f"{self.shop.project}/test.cc"], self.shop.folder)
        yield self.timed(Step("toy", [program], {}))


class Toy(unittest.TestCase):
    def outcomes(self, folder, tests="1"):
        with open(f"{folder}/compile_commands.json", "w", encoding="utf-8") as file:
            json.dump([{"file": f"{folder}/code.cc", "command": f"{COMPILER} -O1 -o code.o -c {folder}/code.cc"}], file)
        for name, text in (("code.cc", CODE), ("test.cc", TEST)):
            with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
                file.write(text)
        said = []
        toy = ToyRun(Target("code.cc", ""), Workshop(folder, folder, f"{folder}/work"), [],
                     Results(f"{folder}/results.jsonl", tests), 2, {})
        found = toy.run(toy.mutants, lambda mutant, result: said.append(mutant.name))
        return {(one.number, one.name): result.status for one, result in found}, said

    def test_outcomes_are_told_apart_and_kept(self):
        with tempfile.TemporaryDirectory() as folder:
            found, said = self.outcomes(folder)
            wanted = {(3, "if negated"): "killed", (3, "> -> <="): "duplicate", (3, "> -> >="): "survived",
                      (3, "10 -> 0"): "killed", (4, "< -> <="): "equivalent", (4, "left out"): "duplicate",
                      (4, "if never"): "killed", (5, "8 -> 9"): "killed", (5, "left out"): "timed out"}
            self.assertEqual({key: found[key] for key in wanted}, wanted)
            self.assertEqual(len(said), len([one for one in found.values() if one not in ("equivalent", "duplicate")]))
            # A second run tries nothing again, and with other tests only what survived.
            self.assertEqual(self.outcomes(folder), (found, []))
            again, said = self.outcomes(folder, tests="2")
            self.assertEqual((again, len(said)), (found, list(found.values()).count("survived")))


REASONS = """# What this is.
file: a.cc
line: return a == b;
mutant: == -> !=
mutant: ? negated
reason: the one
  and the other
"""


class Reasons(unittest.TestCase):
    def judged(self, name, tried_paths=("a.cc",), targets=("a.cc",)):
        survivor = Mutant("a.cc", "return a == b;", name, 1, 0, 0, "")
        return judge([survivor], parse_reasons(REASONS), tried_paths, targets)

    def test_form(self):
        self.assertEqual([(one.mutant, one.text) for one in parse_reasons(REASONS)], [
            (("a.cc", "return a == b;", name), "the one and the other") for name in ("== -> !=", "? negated")])
        for text in ("file: a.cc", REASONS.replace("reason", "why"), REASONS + "reason: two"):
            self.assertRaises(Malformed, parse_reasons, text)

    def test_survivors_need_a_reason_and_reasons_a_survivor(self):
        unexplained, stale = self.judged("== -> !=")
        self.assertEqual((unexplained, [one.name for one in stale]), ([], ["? negated"]))
        unexplained, stale = self.judged("if never")
        self.assertEqual(([one.name for one in unexplained], len(stale)), (["if never"], 2))

    def test_reasons_of_a_file_that_was_not_tried_are_left_alone(self):
        self.assertEqual(self.judged("== -> !=", tried_paths=())[1], [])
        self.assertEqual(len(self.judged("== -> !=", targets=())[1]), 2)

    def test_those_of_the_project_are_about_its_lines(self):
        with open(f"{PROJECT}/tests/mutation/survivors.txt", encoding="utf-8") as file:
            reasons = parse_reasons(file.read())
        for reason in reasons:
            with open(f"{PROJECT}/{reason.path}", encoding="utf-8") as file:
                known = {(one.line, one.name) for one in mutants_of(reason.path, file.read())}
            self.assertIn((reason.line, reason.name), known)
        self.assertEqual(len({one.mutant for one in reasons}), len(reasons))

    def test_files_that_decide_are_there(self):
        for target in TARGETS:
            self.assertTrue(os.path.exists(f"{PROJECT}/{target.path}"), target.path)
            for name in target.scripts:
                self.assertTrue(os.path.exists(f"{PROJECT}/tests/cli/{name}.test.sh"), name)


class Trial(unittest.TestCase):
    def outcome(self, command, cpu_seconds=1.0):
        return tried(Step("test", ["sh", "-c", command], {"WORD": "b"}, cpu_seconds), "/")

    def test_outcomes(self):
        self.assertEqual(self.outcome("[ $WORD = b ]").status, "survived")
        self.assertEqual(self.outcome("echo '[  FAILED  ] A.B (3 ms)'; exit 1").by, "test: A.B")
        self.assertEqual(self.outcome("kill -SEGV $$").status, "killed")
        self.assertEqual(self.outcome("kill -XCPU $$").status, "timed out")


if __name__ == "__main__":
    unittest.main()
