# SPDX-License-Identifier: Apache-2.0
"""The only ways in which sevproof may end otherwise than the reference when both ask a live host.

docs/differences.md says the same to users, under the same identifiers. Releases of the reference
differ here: each is known by its traits (tests/reference/reference.py).
"""

from dataclasses import dataclass
from typing import Optional

from reference import FULL_NAME, LATE_PAGES, PASSTHROUGH


@dataclass(frozen=True)
class Difference:
    """Exit statuses of the reference and of sevproof, each one of those that are allowed.

    `newer` are the reference's where it has the trait `changed_by`; with none of them, nothing differs.
    """

    reference: tuple
    sevproof: tuple
    reason: str
    changed_by: Optional[str] = None
    newer: tuple = ()

    def statuses(self, traits):
        """Those of a reference with these traits."""
        return self.newer if self.changed_by in traits else self.reference


DIFFERENCES = {
    "L01": Difference((6,), (0, 1), "a name is tried as a name even when it looks like an id or UUID"),
    "L02": Difference((0, 1), (3,), "this machine is local whatever its name is",
                      FULL_NAME, newer=(0, 1)),
    "L03": Difference((0, 1), (2,), "only a local host is trusted with what is not measured",
                      PASSTHROUGH, newer=(0, 1)),
    "L04": Difference((1, 2, 3), (0, 1), "a kernel without kernel hashes is not measured"),
    "L05": Difference((1,), (0, 1, 2), "a guest has the signature of its own CPU model",
                      PASSTHROUGH, newer=(2,)),
    "L06": Difference((6,), (5,), "a guest that runs is in the wrong state for a secret"),
    "L07": Difference((0, 1), (6,), "what a host cannot honestly say is the host's fault"),
    "L08": Difference((2, 6), (0, 1), "what is given need not be reported by the host"),
    "L09": Difference((6,), (0, 1, 2, 3, 4, 5), "VMSA pages are built when the firmware is known",
                      LATE_PAGES),
    "L10": Difference((6,), (2,), "what the host does not report has to be given"),
    "L11": Difference((6,), (0, 1), "capabilities are asked for only where they are needed"),
    "L12": Difference((6,), (0, 1), "one CPU needs one page"),
    "L13": Difference((0,), (2,), "a secret that does not fit would overwrite the guest's memory"),
}
