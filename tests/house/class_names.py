"""Classes and enumerations that two files define under one name in one namespace. To the linker they are
one: what is inline in one of them may be called for the other, which destroys memory and no compiler sees."""

import collections
import re

# Braces in them are none.
NO_CODE = re.compile(r"""//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'""")
BLOCK = re.compile(
    r"\bnamespace\s*([\w:]*)\s*\{"
    r"|\b(?:struct|class|union|enum|enum class)\s+(?:\[\[\w+\]\]\s*)?([\w:]+)\s*(?:final\s*)?(?::[^;{(]*)?\{"
    r"|[{}]")


def names_in(path, text):
    """Qualified names of what is defined outside functions, classes and unnamed namespaces."""
    blocks = []
    for match in BLOCK.finditer(NO_CODE.sub("", text)):
        namespace, name = match.groups()
        if match.group() == "}":
            if blocks:
                blocks.pop()
        elif namespace is not None:
            # An unnamed one is the file's own.
            blocks.append(namespace or path)
        else:
            if name and None not in blocks:
                yield "::".join(blocks + [name])
            blocks.append(None)


def named_twice(texts):
    """Of a dict of paths and texts: pairs of such a name and its files."""
    places = collections.defaultdict(list)
    for path, text in texts.items():
        for name in names_in(path, text):
            places[name].append(path)
    return [(name, paths) for name, paths in sorted(places.items()) if len(paths) > 1]
