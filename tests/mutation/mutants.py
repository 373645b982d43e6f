"""Every way in which one operator, constant, condition or statement of a C++ file is changed."""

import re
from collections import Counter
from dataclasses import dataclass

from tokens import closing, statement_end, tokenise

# Binary operator -> what it becomes; each is a mutant of its own.
BINARY = {
    "==": ["!="], "!=": ["=="], "<": ["<=", ">="], "<=": ["<", ">"], ">": [">=", "<="], ">=": [">", "<"],
    "&&": ["||"], "||": ["&&"], "+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"], "%": ["*"],
    "&": ["|"], "|": ["&"], "^": ["&"], "<<": [">>"], ">>": ["<<"],
    "+=": ["-="], "-=": ["+="], "|=": ["&="], "&=": ["|="], "^=": ["|="], "<<=": [">>="], ">>=": ["<<="],
}
UNARY = {"++": "--", "--": "++", "!": ""}
WORDS = {"true": "false", "false": "true", "break": "", "continue": ""}
INTEGER = re.compile(r"(0[xX][0-9a-fA-F']+|0[bB][01']+|[0-9][0-9']*)([uUlLzZ]*)\Z")
ASSIGNMENTS = {"=", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "^=", "<<=", ">>=", "++", "--"}
# What stands before the condition of `a ? b : c`.
BEFORE_CHOICE = {"=", "return", ",", "{", "}", ";", "?", ":", "+="}
NO_STATEMENT = {"return", "if", "for", "while", "do", "switch", "case", "default", "else", "using", "namespace"}
CONDITIONS = {"if": [("!({})", "if negated"), ("({}) && false", "if never")],
              # A negated loop ends by chance alone.
              "while": [("({}) && false", "while never")]}


@dataclass(frozen=True)
class Mutant:
    path: str
    line: str  # the text of the source line: by it and the name people and survivors.txt know a mutant
    name: str  # such as "== -> !="
    number: int  # of the line in the file
    start: int
    end: int
    text: str

    def applied(self, source):
        return source[:self.start] + self.text + source[self.end:]


class Code:
    """A file's tokens; the methods yield (start, end, new text, name)."""

    def __init__(self, source):
        self.source = source
        self.tokens = self.without_assertions(tokenise(source))

    @staticmethod
    def without_assertions(tokens):
        """What is asserted about a constant is no code."""
        at = 0
        while at < len(tokens):
            if tokens[at].text == "static_assert":
                del tokens[at:statement_end(tokens, at)]
            at += 1
        return tokens

    @staticmethod
    def replaced(token, text):
        return token.start, token.end, text, f"{token.text} -> {text or 'nothing'}"

    def wrapped(self, first, last, form, name):
        """The tokens [first, last) with something around them."""
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return start, end, form.format(self.source[start:end]), name

    def operators(self):
        for before, token, after in zip(self.tokens, self.tokens[1:], self.tokens[2:]):
            if token.kind != "operator" or before.text == "operator":
                continue
            # Beside a text, `+` and `<<` join it to another or print it.
            joins_text = token.text in ("+", "<<", "+=") and "string" in (before.kind, after.kind)
            if token.is_spaced and not joins_text:
                for text in BINARY.get(token.text, []):
                    yield self.replaced(token, text)
            if token.text in UNARY:
                yield self.replaced(token, UNARY[token.text])

    def constants(self):
        for token in self.tokens:
            if token.kind == "word" and token.text in WORDS:
                yield self.replaced(token, WORDS[token.text])
            match = INTEGER.match(token.text) if token.kind == "number" else None
            if match:
                digits = match[1].replace("'", "")
                value = int(digits, 8 if re.match("0[0-9]", digits) else 0)
                more = hex(value + 1) if digits[:2].lower() == "0x" else str(value + 1)
                yield self.replaced(token, more + match[2])
                if value != 0:
                    yield self.replaced(token, "0" + match[2])

    def condition_in(self, at):
        """[first, last) of the condition in the parentheses at `at`; None where it is a declaration."""
        end = closing(self.tokens, at)
        first = place = at + 1
        declares = False
        while place < end:
            text = self.tokens[place].text
            if text == ";":
                first, declares = place + 1, False
            declares = declares or text == "="
            place = closing(self.tokens, place) + 1 if text in ("(", "[", "{") else place + 1
        return None if declares or first >= end else (first, end)

    def conditions(self):
        for at, (token, after) in enumerate(zip(self.tokens, self.tokens[1:])):
            if token.text in CONDITIONS and after.text == "(":
                found = self.condition_in(at + 1)
                for form, name in CONDITIONS[token.text] if found else []:
                    yield self.wrapped(*found, form, name)

    def choices(self):
        for at, token in enumerate(self.tokens):
            if token.text != "?" or token.kind != "operator":
                continue
            first, depth = at, 0
            while first > 0:
                before = self.tokens[first - 1]
                depth += (before.text in (")", "]")) - (before.text in ("(", "["))
                if depth < 0 or (depth == 0 and before.kind != "string" and before.text in BEFORE_CHOICE):
                    break
                first -= 1
            yield self.wrapped(first, at, "!({})", "? negated")

    def begins_statement(self, at):
        token, before = self.tokens[at], self.tokens[at - 1].text if at > 0 else ";"
        if token.kind != "word" or token.text in NO_STATEMENT:
            return False
        if before != ")":
            return before in (";", "{", "}", "else")
        depth, place = 1, at - 2
        while place > 0 and depth > 0:
            depth += (self.tokens[place].text == ")") - (self.tokens[place].text == "(")
            place -= 1
        return self.tokens[place].text in ("if", "for", "while")

    def is_call_or_assignment(self, at, end):
        """Whether it is `a.b(...)` or `a[b] = ...`, and no declaration."""
        place = at
        while place < end:
            text = self.tokens[place].text
            if text in ASSIGNMENTS:
                return self.tokens[place + 1].text not in ("default", "delete")
            if text in ("(", "["):
                place = closing(self.tokens, place)
            elif text not in ("::", ".", "->"):
                if self.tokens[place].kind != "word" or (
                        place > at and self.tokens[place - 1].text not in ("::", ".", "->")):
                    return False
            place += 1
        return self.tokens[end - 1].text == ")"

    def statements(self):
        for at in range(len(self.tokens)):
            if self.begins_statement(at):
                end = statement_end(self.tokens, at)
                if end < len(self.tokens) and self.is_call_or_assignment(at, end):
                    yield self.tokens[at].start, self.tokens[end - 1].end, "", "left out"


def mutants_of(path, source):
    code = Code(source)
    changes = [*code.operators(), *code.constants(), *code.conditions(), *code.choices(), *code.statements()]
    seen = Counter()
    found = []
    for start, end, text, name in sorted(changes):
        number = source.count("\n", 0, start) + 1
        line = source.splitlines()[number - 1].strip()
        seen[line, name] += 1
        if seen[line, name] > 1:
            name += f" ({seen[line, name]})"
        found.append(Mutant(path, line, name, number, start, end, text))
    return found
