# SPDX-License-Identifier: Apache-2.0
"""The platform stand-in-a with its five sessions, which others made (tests/vectors/README.md)."""

import json
import os

import elliptic
import owner
from sev_platform import Platform, Source

VECTORS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "vectors")
FOLDER = os.path.join(VECTORS, "platform", "stand-in-a")


def read(name):
    with open(os.path.join(FOLDER, name), "rb") as stream:
        return stream.read()


def vector(name):
    with open(os.path.join(VECTORS, name), encoding="ascii") as stream:
        return json.load(stream)


ANSWERS = json.loads(read("session-known-answers.json"))
CASES = {case["name"]: case for case in ANSWERS["cases"]}


def platform(**given):
    """It opens the sessions; its PEK is not known, so that this one has another."""
    pdh = int(CASES["ordinary"]["pdhPrivate"], 16)
    return Platform.create(Source("stand-in-a"), pdh=pdh, api=tuple(ANSWERS["api"]), **given)


def godh(case):
    return owner.certificate(int(case["godhPrivate"], 16))


def session(case):
    return bytes.fromhex(case["session"])


def secrets(case):
    return owner.Secrets(int(case["godhPrivate"], 16),
                         *(bytes.fromhex(case[name]) for name in ("nonce", "iv", "tek", "tik")))


def pdh_point():
    return elliptic.P384.public(int(CASES["ordinary"]["pdhPrivate"], 16))
