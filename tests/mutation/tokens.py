"""Splits C++ into tokens, well enough to change one of them. Comments and preprocessor lines are left out."""

import re
from dataclasses import dataclass

TOKEN = re.compile(
    r"""
    (?P<directive>^[ \t]*\#(?:\\\n|[^\n])*)
  | (?P<space>\n|[^\S\n]+|//[^\n]*|/\*.*?\*/)
  | (?P<string>(?:u8|[uUL])?R"(?P<mark>[^()\\\s]*)\(.*?\)(?P=mark)"\w*|(?:u8|[uUL])?"(?:\\.|[^"\\\n])*"\w*)
  | (?P<character>(?:u8|[uUL])?'(?:\\.|[^'\\\n])+')
  | (?P<number>\.?\d(?:[eEpP][+-]|'?[\w.])*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<operator><=>|<<=|>>=|->\*|\.\.\.|::|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|.)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE | re.ASCII,
)
LEFT_OUT = ("directive", "space")


@dataclass(frozen=True)
class Token:
    kind: str  # string, character, number, word or operator
    text: str
    start: int
    end: int
    is_spaced: bool  # white space on both sides: in a file that clang-format laid out, a binary operator


def tokenise(source):
    found = []
    for match in TOKEN.finditer(source):
        kind = match.lastgroup if match.lastgroup != "mark" else "string"
        if kind not in LEFT_OUT:
            around = source[match.start() - 1:match.start()], source[match.end():match.end() + 1]
            found.append(Token(kind, match[0], match.start(), match.end(), all(one.isspace() for one in around)))
    return found


def closing(tokens, at):
    """The place of what closes the bracket at `at`; the end where nothing does."""
    depth = 0
    for place in range(at, len(tokens)):
        if tokens[place].kind == "operator":
            depth += (tokens[place].text in "([{") - (tokens[place].text in ")]}")
        if depth == 0:
            return place
    return len(tokens)


def statement_end(tokens, at):
    """The place of the semicolon that ends the statement which begins at `at`."""
    while at < len(tokens) and tokens[at].text != ";":
        at = closing(tokens, at) + 1 if tokens[at].text in ("(", "[", "{") else at + 1
    return at
