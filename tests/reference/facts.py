# SPDX-License-Identifier: Apache-2.0
"""What a launch's description says, as yes-or-no questions for differences.py.

All of it is read from the options and files before any program runs. Where a question is how the
reference understands an input, its own habit is modelled here: how it reads base64 and numbers,
and how far it follows a firmware table.
"""

import base64
import binascii
import re
import uuid

import ovmf_table
from command_line import NUMBERS, SKU
from launch import OUT

INPUT_FILES = ("firmware", "kernel", "initrd", "vmsa-cpu0", "vmsa-cpu1", "tk", "tik", "tek")
LIBVIRT = ("insecure", "ignore-config", "connect")
GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
LUKS_KEY = "736869e5-84f0-4973-92ec-06879ce3da0b"
MOST_CPUS = 4096
FIRMWARE_LIMIT = 16 << 20
SECRET_LIMIT = 16 << 10


def number(launch, name):
    """The number as the reference's int() takes it: signs, spaces, underscores, any script."""
    text = launch.last(name)
    try:
        return None if text is None else int(text)
    except ValueError:
        return None


def tik_only(launch):
    return launch.has("tik") and not any(map(launch.has, ("tek", "tk", "inject-secret")))


def hexadecimal(launch):
    return any(re.fullmatch("0[xX][0-9a-fA-F]+", launch.last(name) or "") for name in NUMBERS)


def odd_number(launch):
    """A number for int(), but neither plain digits nor a negative one."""
    return any(number(launch, name) is not None and number(launch, name) >= 0
               and not re.fullmatch("[0-9]+", launch.last(name)) for name in NUMBERS)


def out_of_range(launch):
    limits = {"api-major": 8, "api-minor": 8, "build-id": 8, "policy": 32}
    numbers = {name: number(launch, name) for name in limits}
    return any(value is not None and not 0 <= value < 1 << limits[name]
               for name, value in numbers.items())


def sku_out_of_range(launch):
    limits = dict(zip(SKU, (15 + 255, 255, 15)))
    return any(number(launch, name) is not None and not 0 <= number(launch, name) <= limits[name]
               for name in SKU)


def missing_input(launch):
    return any(launch.has(name) and launch.last(name) != "-" and launch.content(name) is None
               for name in INPUT_FILES)


def empty_input(launch):
    return any(launch.content(name) == b"" for name in ("firmware", "kernel"))


def refused_size(launch):
    """Firmware that is not whole sectors of flash, or a kernel without room for its setup."""
    firmware, kernel = launch.content("firmware") or b"", launch.content("kernel")
    return (len(firmware) % 4096 != 0 and len(firmware) <= FIRMWARE_LIMIT
            or kernel is not None and 0 < len(kernel) < 1024)


def lenient_measurement(launch):
    """What is left of the measurement when everything that is not base64 is skipped, or None."""
    try:
        return base64.b64decode(launch.last("measurement") or "")
    except (binascii.Error, ValueError):
        return None


def measurement_size(launch):
    """Bytes of it, -1 if even lenient reading fails."""
    blob = lenient_measurement(launch)
    return -1 if blob is None else len(blob)


def short_measurement(launch):
    return launch.has("measurement") and 0 <= measurement_size(launch) < 48


def long_measurement(launch):
    return measurement_size(launch) > 48


def zero_key(launch):
    """Beside a TK both programs refuse the options before they look at a key."""
    return not launch.has("tk") and any(launch.has(name) and launch.files.get(launch.last(name)) == bytes(16)
               for name in ("tik", "tek"))


def broken_base64(launch):
    return measurement_size(launch) == -1


def rubbish_in_base64(launch):
    """Spaces and broken lines come from copying and mean nothing."""
    return (measurement_size(launch) == 48 and not re.fullmatch(
        "[0-9A-Za-z+/]{64}", re.sub("[ \t\r\n]", "", launch.last("measurement"))))


def bad_secret_names(launch):
    """A secret without ':', with a name that is neither GUID nor alias, or one that comes twice."""
    seen = set()
    for text in launch.texts("inject-secret"):
        name, colon, _ = text.partition(":")
        guid = LUKS_KEY if name == "luks-key" else name
        if not colon or not GUID.fullmatch(guid) or uuid.UUID(guid) in seen:
            return True
        seen.add(uuid.UUID(guid))
    return False


def _secret_paths(launch):
    return [text.partition(":")[2] for text in launch.texts("inject-secret")]


def colon_in_secret_path(launch):
    return any(":" in path for path in _secret_paths(launch))


def missing_secret(launch):
    return (not bad_secret_names(launch)
            and any(path not in launch.files for path in _secret_paths(launch)))


def secret_table_size(launch):
    """The table without padding: a header of 20, and 20 for each secret before its data."""
    return 20 + sum(20 + len(launch.files.get(path, b"")) for path in _secret_paths(launch))


def table_over_limit(launch):
    return secret_table_size(launch) > SECRET_LIMIT


def table_fills_limit(launch):
    return secret_table_size(launch) == SECRET_LIMIT


def cpu_count_out_of_range(launch):
    cpus = number(launch, "num-cpus")
    return cpus is not None and not 1 <= cpus <= MOST_CPUS


def is_es(launch):
    return bool((number(launch, "policy") or 0) & 4)


def one_cpu_one_page(launch):
    return (is_es(launch) and number(launch, "num-cpus") == 1 and launch.has("vmsa-cpu0")
            and not any(map(launch.has, ("vmsa-cpu1", *SKU))))


def broken_table(launch):
    """A footer is there, but a length below it is impossible."""
    try:
        ovmf_table.read(launch.content("firmware") or b"")
    except ovmf_table.TableError:
        return True
    return False


def reference_finds_reset_block(launch):
    """The reference's walk: lengths are cut to what is there, and one of 0 takes all the rest."""
    image = launch.content("firmware")
    total = int.from_bytes(image[-50:-48], "little")
    if image[-48:-32] != ovmf_table.FOOTER.bytes_le or total < 18:
        return False
    rest = image[max(len(image) - 32 - total, 0):-50]
    found = False
    while len(rest) >= 18:
        length, guid = int.from_bytes(rest[-18:-16], "little"), rest[-16:]
        found = found or guid == ovmf_table.RESET_BLOCK.bytes_le
        rest = rest[:max(len(rest) - length, 0)] if length else b""
    return found and not rest


def _reference_fails_on_firmware(launch):
    """With a CPU model it always looks for the reset block, whether it is needed or not."""
    return (all(map(launch.has, SKU)) and bool(launch.content("firmware"))
            and not reference_finds_reset_block(launch))


def _measures_further_cpus(launch):
    return is_es(launch) and (number(launch, "num-cpus") or 0) > 1


def reset_block_not_needed(launch):
    """A CPU model, but at most the boot CPU is measured."""
    return (_reference_fails_on_firmware(launch) and not broken_table(launch)
            and not _measures_further_cpus(launch))


def reset_block_missing(launch):
    """Neither program can know where APs start, or the table cannot be trusted at all."""
    return (_reference_fails_on_firmware(launch)
            and (broken_table(launch) or _measures_further_cpus(launch)))


def broken_table_overlooked(launch):
    """The reference does not look at the table, or finds what it needs before the broken place."""
    return broken_table(launch) and not _reference_fails_on_firmware(launch)


def _output_paths(launch):
    """Where something would be written: nowhere, unless there is a secret."""
    names = ("secret-header", "secret-payload") if launch.has("inject-secret") else ()
    return [launch.last(name) for name in names if launch.has(name)]


def bad_output_path(launch):
    """No name, a folder, or in a folder that does not exist: seen without writing."""
    folders = {f"{OUT}/{name}" for name in launch.output_folders}
    return any(not path or path in folders or "/missing/" in path
               for path in _output_paths(launch))


def unwritable_output(launch):
    """Also a full device, which only shows when it is written to."""
    return bad_output_path(launch) or "/dev/full" in _output_paths(launch)


def same_output(launch):
    paths = [launch.last(name) for name in ("secret-header", "secret-payload")]
    return None not in paths and paths[0] == paths[1].replace("/./", "/")


def libvirt_option(launch):
    return any(map(launch.has, LIBVIRT))


def firmware_over_limit(launch):
    return len(launch.content("firmware") or b"") > FIRMWARE_LIMIT


def standard_input(launch):
    return any(launch.last(name) == "-" for name in INPUT_FILES)


def cmdline_not_utf8(launch):
    return any(0xDC80 <= ord(letter) <= 0xDCFF for letter in launch.last("cmdline") or "")


def bare_end_of_options(launch):
    return launch.words("")[-1:] == ["--"]
