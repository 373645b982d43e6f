# SPDX-License-Identifier: Apache-2.0
"""The reference's options, and every way in which a person may write one on a command line."""

from dataclasses import dataclass, field
from typing import List, Optional

# Long name -> short letter or None, for options with a value.
VALUED = {
    "measurement": "m", "api-major": None, "api-minor": None, "build-id": None, "policy": None,
    "firmware": "f", "kernel": "k", "initrd": "r", "cmdline": "e", "num-cpus": "n",
    "vmsa-cpu0": "0", "vmsa-cpu1": "1", "cpu-family": None, "cpu-model": None,
    "cpu-stepping": None, "tik": None, "tek": None, "tk": None, "connect": "c", "domain": "o",
    "inject-secret": "s", "secret-header": None, "secret-payload": None,
}
FLAGS = {"help": "h", "debug": "d", "quiet": "q", "insecure": "i", "ignore-config": "g"}
LONG_NAMES = sorted((*VALUED, *FLAGS))

NUMBERS = ("api-major", "api-minor", "build-id", "policy", "num-cpus", "cpu-family", "cpu-model",
           "cpu-stepping")
SKU = ("cpu-family", "cpu-model", "cpu-stepping")

STYLES = ("long", "equals", "prefix", "prefix-equals", "short", "attached", "short-equals",
          "bundle")


def unique_prefixes(name):
    """Shortenings that can mean only this option, as argparse allows them."""
    return [name[:size] for size in range(1, len(name))
            if [other for other in LONG_NAMES if other.startswith(name[:size])] == [name]]


def ambiguous_prefixes():
    """Shortenings that could mean two options, which is an error."""
    found = {name[:size] for name in LONG_NAMES for size in range(1, len(name))}
    return sorted(prefix for prefix in found if prefix not in LONG_NAMES
                  and sum(name.startswith(prefix) for name in LONG_NAMES) > 1)


@dataclass
class Given:
    """One option as given. `raw` words go to the command line as they are."""

    name: str
    value: Optional[str] = None
    style: str = "long"
    prefix: str = ""
    flags: str = ""
    raw: List[str] = field(default_factory=list)

    def words(self):
        """The words of the command line."""
        if self.raw:
            return list(self.raw)
        letter = VALUED.get(self.name) or FLAGS.get(self.name)
        if self.value is None:
            return ["-" + letter if self.style == "short" else "--" + (self.prefix or self.name)]
        return {
            "long": ["--" + self.name, self.value],
            "equals": [f"--{self.name}={self.value}"],
            "prefix": ["--" + self.prefix, self.value],
            "prefix-equals": [f"--{self.prefix}={self.value}"],
            "short": [f"-{letter}", self.value],
            "attached": [f"-{letter}{self.value}"],
            "short-equals": [f"-{letter}={self.value}"],
            "bundle": [f"-{self.flags}{letter}", self.value],
        }[self.style]


def possible_styles(given):
    """The styles in which this option and this value mean what they should."""
    styles = ["long", "equals"]
    prefixes = unique_prefixes(given.name)
    if prefixes:
        styles += ["prefix", "prefix-equals"]
    if VALUED.get(given.name):
        styles += ["short", "short-equals", "bundle"]
        # A value that is empty or begins with '=' cannot follow its letter directly.
        if given.value and not given.value.startswith("="):
            styles.append("attached")
    if given.value.startswith("-") and given.value != "-":
        # A word that looks like an option is one.
        styles = [style for style in styles if style not in ("long", "prefix", "short", "bundle")]
    return styles


def spell(given, style, rng):
    """Gives an option a style if that is possible; a prefix is chosen here."""
    if given.raw:
        return
    prefixes = unique_prefixes(given.name)
    if given.value is None:
        given.style = rng.choice(("long", "short"))
        given.prefix = rng.choice(prefixes) if prefixes and style.startswith("prefix") else ""
        return
    styles = possible_styles(given)
    given.style = style if style in styles else ("long" if "long" in styles else "equals")
    given.prefix = rng.choice(prefixes) if prefixes else ""


def bundle_flags(options):
    """`-qf FILE`: moves flags into the first option that is spelled as a bundle."""
    carrier = next((given for given in options if given.style == "bundle"), None)
    if carrier is None:
        return options
    flags = [given for given in options if given.name in ("quiet", "debug") and not given.raw]
    carrier.flags = "".join(FLAGS[given.name] for given in flags)
    return [given for given in options if given not in flags]
