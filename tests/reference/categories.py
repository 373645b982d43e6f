# SPDX-License-Identifier: Apache-2.0
"""The register of categories, and the order in which a run deals them."""

import random

REGISTER = {}


class Category:
    """A kind of launch: its name in the table, how often it is dealt, and how it is made."""

    def __init__(self, name, weight, make, wish):
        self.name, self.weight, self.make, self.wish = name, weight, make, wish


def category(name, weight=1, **wish):
    """Registers a function that takes an honest launch of the wished kind and spoils it."""

    def register(make):
        if name in REGISTER:
            raise ValueError(f"category {name} exists twice")
        REGISTER[name] = Category(name, weight, make, wish)
        return make

    return register


def deal(seed):
    """An endless order of categories: first every one once, shuffled, then by weight."""
    rng = random.Random(f"{seed} deal")
    everyone = sorted(REGISTER)
    first = list(everyone)
    rng.shuffle(first)
    yield from first
    weights = [REGISTER[name].weight for name in everyone]
    while True:
        yield rng.choices(everyone, weights)[0]
