# SPDX-License-Identifier: Apache-2.0
"""The only differences from the reference that are allowed, with the reason for each.

Each is predicted from a launch's description before anything runs. Both statuses must then be as
declared here: a difference that was predicted and does not occur is a failure like any other.
docs/differences.md says the same to users, under the same identifiers.
"""

from dataclasses import dataclass
from typing import Callable, Union

import facts

# Whatever the measurement is: 0 where it matches, 1 where not.
MEASURED = "measured"

# How the reference speaks: OK or ERROR as its status says; OK before an error; argparse's usage.
AS_STATUS, OK_FIRST, USAGE_TEXT = "as status", "ok first", "usage text"


@dataclass(frozen=True)
class Difference:
    """One allowed difference."""

    id: str
    predicate: Callable
    reference: Union[int, str]
    sevproof: Union[int, str]
    reason: str
    reference_says: str = AS_STATUS
    # Whether the stand-in firmware takes the packet that the reference writes.
    reference_packet_opens: bool = True


def when_it_matches(fact):
    """The fact, in a launch whose measurement is right."""
    return lambda launch: launch.matches and fact(launch)


def when_it_does_not(fact):
    """The fact, in a launch whose measurement is wrong."""
    return lambda launch: not launch.matches and fact(launch)


def _cannot_pack(launch):
    return (facts.bad_secret_names(launch) or facts.missing_secret(launch)
            or facts.bad_output_path(launch))


DIFFERENCES = (
    Difference("D01", facts.tik_only, 2, MEASURED,
               "a TEK is needed only to pack a secret"),
    Difference("D02", facts.hexadecimal, 2, MEASURED,
               "numbers may be hexadecimal with 0x, as hosts and documents write policies",
               reference_says=USAGE_TEXT),
    Difference("D03", facts.odd_number, MEASURED, 2,
               "a number is digits: a sign, space, underscore or other script's digit is a slip"),
    Difference("D04", facts.out_of_range, 6, 2,
               "a number that does not fit its field is bad usage, not an internal error"),
    Difference("D05", facts.sku_out_of_range, MEASURED, 2,
               "a CPU model that no signature can say is refused, not cut to its low bits"),
    Difference("D06", facts.missing_input, 6, 2,
               "an input that cannot be read is bad usage, not an internal error"),
    Difference("D07", facts.empty_input, MEASURED, 2,
               "empty firmware or an empty kernel is a failed download, not a guest"),
    Difference("D08", facts.short_measurement, 1, 2,
               "a measurement that is not 48 bytes was not copied whole: no verdict on the guest"),
    Difference("D09", facts.long_measurement, MEASURED, 2,
               "bytes behind the nonce belong to no measurement and are not ignored"),
    Difference("D10", facts.rubbish_in_base64, MEASURED, 2,
               "letters that are not base64 are refused, not skipped"),
    Difference("D11", facts.broken_base64, 6, 2,
               "text that is not base64 is bad usage, not an internal error"),
    Difference("D12", when_it_matches(facts.colon_in_secret_path), 2, MEASURED,
               "the path of a secret may contain ':'; only the first one separates",
               reference_says=OK_FIRST),
    Difference("D13", when_it_does_not(_cannot_pack), 1, 2,
               "every secret and every output path is checked before any verdict"),
    Difference("D14", when_it_matches(facts.bad_secret_names), 2, 2,
               "no OK is printed for a command that then fails",
               reference_says=OK_FIRST),
    Difference("D15", when_it_matches(facts.missing_secret), 6, 2,
               "a secret file that cannot be read is bad usage, found before any verdict",
               reference_says=OK_FIRST),
    Difference("D16", facts.table_over_limit, MEASURED, 2,
               "firmware takes at most 16 KiB of secrets", reference_packet_opens=False),
    Difference("D17", facts.table_fills_limit, MEASURED, MEASURED,
               "a table of exactly 16 KiB fits; the reference adds 16 bytes of padding too many",
               reference_packet_opens=False),
    Difference("D18", facts.cpu_count_out_of_range, MEASURED, 2,
               "a guest has 1 to 4096 CPUs"),
    Difference("D19", facts.one_cpu_one_page, 6, MEASURED,
               "a guest with one CPU has no use for the VMSA of APs"),
    Difference("D20", facts.reset_block_not_needed, 6, MEASURED,
               "only CPUs after the first need the firmware's reset address"),
    Difference("D21", facts.reset_block_missing, 6, 2,
               "firmware without a reset address is the wrong file for this guest"),
    Difference("D22", when_it_matches(facts.unwritable_output), 6, 2,
               "an output that cannot be written is bad usage, and no OK comes before it",
               reference_says=OK_FIRST),
    Difference("D23", facts.same_output, MEASURED, 2,
               "header and payload in one file would destroy the header",
               reference_packet_opens=False),
    Difference("D24", facts.libvirt_option, MEASURED, 2,
               "options about a domain are refused where no domain is named"),
    Difference("D25", facts.firmware_over_limit, MEASURED, 2,
               "no firmware is larger than 16 MiB: another file was named by mistake"),
    Difference("D26", facts.standard_input, 6, MEASURED,
               "a file named - is standard input"),
    Difference("D27", facts.cmdline_not_utf8, 6, MEASURED,
               "a command line is bytes: those that are not UTF-8 are measured as they are"),
    Difference("D28", lambda launch: launch.syntax_fault, 2, 2,
               "errors in options read ERROR: like all others, instead of argparse's usage",
               reference_says=USAGE_TEXT),
    Difference("D29", facts.broken_table_overlooked, MEASURED, 2,
               "firmware whose table has impossible lengths is damaged, whoever reads the table"),
    Difference("D30", facts.bare_end_of_options, 2, MEASURED,
               "-- ends the options, as everywhere, and nothing has to follow it",
               reference_says=USAGE_TEXT),
    Difference("D31", facts.zero_key, MEASURED, 2,
               "a key of zeros is known to everybody: a guest without a session is measured so"),
    Difference("D32", facts.refused_size, MEASURED, 2,
               "QEMU starts no guest with a file of that size, so none was measured"),
)


@dataclass(frozen=True)
class Expectation:
    """What both programs must do with a launch."""

    difference: str
    reference: int
    sevproof: int
    reference_says: str
    reference_packet_opens: bool


def expect(launch):
    """The one expectation for a launch; two differences at once are a fault of the generator."""
    measured = 0 if launch.matches else 1
    found = [entry for entry in DIFFERENCES if entry.predicate(launch)]
    if len(found) > 1:
        raise ValueError(f"{launch.category}: predicts {[entry.id for entry in found]} at once")
    if not found:
        status = 2 if launch.usage_fault else measured
        status = 0 if launch.asks_for_help else status
        return Expectation("", status, status, AS_STATUS, True)
    entry = found[0]
    statuses = [measured if status == MEASURED else status
                for status in (entry.reference, entry.sevproof)]
    return Expectation(entry.id, *statuses, entry.reference_says, entry.reference_packet_opens)
