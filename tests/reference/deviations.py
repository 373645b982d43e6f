# SPDX-License-Identifier: Apache-2.0
"""Categories of inputs on which sevproof is meant to differ (differences.py says how)."""

import base64
import uuid

import honest
import ovmf_table
import vmsa_page
from categories import category
from command_line import NUMBERS
from launch import OUT


@category("differs: TIK without TEK, nothing to pack", 4, keys="pair", secrets=0)
def tik_only(launch):
    launch.drop("tek")
    return launch.maybe_wrong()


@category("differs: number in hexadecimal", 4)
def hexadecimal(launch):
    given = [name for name in NUMBERS if launch.has(name)]
    for name in launch.rng.sample(given, launch.rng.randrange(1, len(given) + 1)):
        text = launch.rng.choice(("0x{:x}", "0x{:X}", "0X{:x}", "0x{:04x}"))
        launch.set(name, text.format(int(launch.last(name))))
    return launch.maybe_wrong()


@category("differs: number with sign, space or underscore", 4)
def odd_number(launch):
    name = launch.rng.choice([name for name in NUMBERS if launch.has(name)])
    text = launch.last(name)
    arabic = text.translate({ord("0") + digit: 0x660 + digit for digit in range(10)})
    launch.set(name, launch.rng.choice(("+" + text, " " + text, text + " ", text + "\n",
                                        "0_" + text, arabic)))
    return launch.maybe_wrong()


@category("differs: number out of range", 4)
def out_of_range(launch):
    """Policies keep their low bits, so that ES is as it was."""
    name = launch.rng.choice(("api-major", "api-minor", "build-id", "policy"))
    wrap = 1 << (32 if name == "policy" else 8)
    launch.set(name, str(int(launch.last(name)) + launch.rng.choice((wrap, -wrap, wrap << 40))))
    return launch


@category("differs: CPU model out of range", 4, cpu="sku")
def sku_out_of_range(launch):
    """The reference cuts the number to its bits, and with those bits the launch is right."""
    name, wrap = launch.rng.choice((("cpu-family", 4096), ("cpu-model", 256), ("cpu-stepping", 16)))
    launch.set(name, str(int(launch.last(name)) + launch.rng.choice((wrap, -wrap, wrap * 3))))
    return launch.maybe_wrong()


@category("differs: input file missing", 5, cpu="files")
def missing_file(launch):
    name = launch.rng.choice([name for name in ("firmware", "kernel", "initrd", "tk", "tik", "tek",
                                                "vmsa-cpu0", "vmsa-cpu1") if launch.has(name)])
    launch.folders.append("a folder")
    launch.set(name, launch.rng.choice(("", "missing", "missing/file", "a folder", ".")))
    return launch


@category("differs: empty firmware or kernel", 3, cpu="none", es=False, kernel="kernel")
def empty_file(launch):
    name = launch.rng.choice(("firmware", "kernel"))
    launch.files[launch.last(name)] = b""
    if name == "firmware":
        launch.machine.firmware = b""
    launch.measure()
    return launch.maybe_wrong()


@category("differs: file that QEMU refuses by its size", 4, cpu="none", es=False, kernel="kernel")
def refused_size(launch):
    """One byte more than whole sectors, or a kernel that is shorter than any."""
    name = launch.rng.choice(("firmware", "kernel"))
    content = launch.content(name)
    cut = content + b"\0" if name == "firmware" else content[:launch.rng.randrange(1, 1024)]
    launch.files[launch.last(name)] = cut
    if name == "firmware":
        launch.machine.firmware = cut
    launch.measure()
    return launch.maybe_wrong()


@category("differs: measurement too short", 3)
def short_measurement(launch):
    size = launch.rng.choice((0, 1, 16, 31, 32, 33, 45, 47))
    launch.set("measurement", base64.b64encode(launch.blob[:size]).decode())
    return launch.wrong()


@category("differs: measurement too long", 3)
def long_measurement(launch):
    more = launch.rng.randbytes(launch.rng.choice((1, 3, 16, 48)))
    launch.set("measurement", base64.b64encode(launch.blob + more).decode())
    return launch


@category("differs: base64 with rubbish in it", 3)
def base64_rubbish(launch):
    text = launch.last("measurement")
    at = launch.rng.randrange(len(text) + 1)
    launch.set("measurement", launch.rng.choice((text[:at] + "*" + text[at:], text + "=",
                                                 text + "!", "#" + text, text + "====")))
    return launch


@category("differs: base64 that is broken", 3)
def broken_base64(launch):
    text = launch.last("measurement")
    broken = (text[:-1], text + "A", text[:62] + "é", text[:61])
    launch.set("measurement", launch.rng.choice(broken))
    return launch.wrong()


@category("differs: key of zeros", 3, keys="pair", secrets=0)
def zero_key(launch):
    name = launch.rng.choice(("tik", "tek"))
    launch.files[launch.last(name)] = bytes(16)
    return launch.wrong() if name == "tik" else launch


@category("differs: secret path with a colon", 3, secrets=1)
def colon_path(launch):
    alias, _, path = launch.last("inject-secret").partition(":")
    name = launch.rng.choice(("a:b", "disk:1:key", "x:"))
    launch.files[name] = launch.files[path]
    launch.set("inject-secret", f"{alias}:{name}")
    return launch


@category("differs: secret file missing", 3, secrets=1)
def missing_secret(launch):
    alias = launch.last("inject-secret").partition(":")[0]
    launch.folders.append("a folder")
    path = launch.rng.choice(("", "missing", "missing/file", "a folder"))
    launch.set("inject-secret", f"{alias}:{path}")
    return launch


def _one_secret_of(launch, size):
    """Table of 20 bytes, one entry of 20 and its data."""
    honest.give_secret(launch, launch.rng.randbytes(size), honest.LUKS_KEY)
    honest.give_outputs(launch)


@category("differs: secrets over 16 KiB", 3, secrets=0)
def large_secret(launch):
    _one_secret_of(launch, launch.rng.choice((16384 - 39, 16384, 20000, 100000)))
    return launch.maybe_wrong()


@category("differs: secrets of exactly 16 KiB", 2, secrets=0)
def full_secret(launch):
    _one_secret_of(launch, 16384 - 40)
    return launch


@category("right: secrets a byte under the last block", 2, secrets=0)
def nearly_full_secret(launch):
    _one_secret_of(launch, 16384 - 41)
    return launch


@category("differs: no CPUs, or a negative number", 3, cpu="sku", vcpus=1)
def no_cpus(launch):
    launch.set("num-cpus", launch.rng.choice(("0", "-1", "-4096")))
    return launch.maybe_wrong()


@category("differs: more than 4096 CPUs", 2, vcpus=4097)
def many_cpus(launch):
    launch.set("num-cpus", "4097")
    return launch.maybe_wrong()


@category("differs: one CPU, and only its VMSA file", 4, es=True, cpu="files", vcpus=1)
def one_page(launch):
    launch.drop("vmsa-cpu1")
    return launch.maybe_wrong()


def _without_reset_block(rng):
    """No table, or one that lacks the entry."""
    return honest.firmware_image.build(size=honest.FIRMWARE_GRANULE * rng.randrange(1, 4), seed=rng.random(),
                                       with_table=rng.random() < 0.5)


def _replace_firmware(launch, image):
    launch.machine.firmware = launch.files[launch.last("firmware")] = image


@category("differs: CPU model, no reset block, SEV", 3, es=False, cpu="sku")
def no_reset_block_plain(launch):
    _replace_firmware(launch, _without_reset_block(launch.rng))
    launch.measure()
    return launch.maybe_wrong()


@category("differs: CPU model, no reset block, one CPU", 3, es=True, cpu="sku", vcpus=1)
def no_reset_block_one(launch):
    _replace_firmware(launch, _without_reset_block(launch.rng))
    launch.measure()
    return launch.maybe_wrong()


@category("differs: CPU model, no reset block, several CPUs", 3, es=True, cpu="sku", vcpus=2)
def no_reset_block_smp(launch):
    """No real host starts this one, so the measurement is of other firmware."""
    _replace_firmware(launch, _without_reset_block(launch.rng))
    return launch.wrong()


def _host_knows_pages(launch):
    """The host had pages for this reset address, whatever its walk would have said."""
    signature = vmsa_page.cpu_signature(*launch.machine.cpu)
    launch.machine.captured_pages = (vmsa_page.build(signature), vmsa_page.build(
        signature, start=honest.RESET_ADDRESS))


def broken_table(launch):
    """Lengths of 0, 17 and past the start, in the reset block, before it and behind it."""
    rng = launch.rng
    more = [(uuid.UUID(int=rng.getrandbits(128)), b"data")]
    image = honest.firmware_image.build(size=4096, seed=rng.random(), more=more,
                                        reset_address=honest.RESET_ADDRESS)
    assert ovmf_table.ap_reset_address(image) == honest.RESET_ADDRESS
    # -50: the table's length; -68: the entry next to the footer; -90: the reset block.
    at, length = rng.choice(((-50, 0), (-50, 17), (-50, 0xFFFF), (-68, 0), (-68, 0xFFFF), (-90, 0)))
    _replace_firmware(launch, image[:at] + length.to_bytes(2, "little") + image[at + 2:])
    if launch.machine.captured_pages is None:
        _host_knows_pages(launch)
    launch.measure()
    return launch.maybe_wrong()


for _name, _wish in (("no CPU model", dict(cpu="files")), ("SEV", dict(es=False, cpu="sku")),
                     ("one CPU", dict(es=True, cpu="sku", vcpus=1)),
                     ("several CPUs", dict(es=True, cpu="sku", vcpus=2))):
    category(f"differs: broken firmware table, {_name}", 3, **_wish)(broken_table)


@category("differs: output that cannot be written", 4, secrets=1)
def unwritable(launch):
    launch.output_folders.append("a folder")
    name = launch.rng.choice(("secret-header", "secret-payload"))
    launch.set(name, launch.rng.choice((f"{OUT}/a folder", f"{OUT}/missing/file", "/dev/full", "")))
    return launch


def besides_wrong(make):
    """The same, where the measurement is wrong too: another rule then decides."""
    def spoil(launch):
        launch.flip_blob(0, 48)
        return make(launch).wrong()
    return spoil


for _name, _make in (("secret path with a colon", colon_path), ("secret file missing",
                     missing_secret), ("output that cannot be written", unwritable)):
    category(f"differs: {_name}, and the measurement wrong", 2, secrets=1)(besides_wrong(_make))


@category("differs: one file for header and payload", 3, secrets=1)
def same_output(launch):
    launch.set("secret-header", f"{OUT}/both")
    launch.set("secret-payload", launch.rng.choice((f"{OUT}/both", f"{OUT}/./both")))
    return launch.maybe_wrong()


@category("differs: options for libvirt", 3)
def libvirt_options(launch):
    name = launch.rng.choice(("insecure", "ignore-config", "connect"))
    launch.add(name, "test:///default" if name == "connect" else None)
    return launch.maybe_wrong()


@category("differs: firmware over 16 MiB", 2, es=False, cpu="none", kernel="none",
          firmware=bytes((16 << 20) + 1))
def huge_firmware(launch):
    return launch.maybe_wrong()


@category("differs: file from standard input", 4, cpu="files")
def from_standard_input(launch):
    name = launch.rng.choice([name for name in ("firmware", "kernel", "initrd", "tk", "tik", "tek",
                                                "vmsa-cpu0", "vmsa-cpu1") if launch.has(name)])
    launch.standard_input = launch.content(name)
    launch.set(name, "-")
    return launch.maybe_wrong()


@category("differs: command line that is not UTF-8", 2, kernel="kernel")
def cmdline_bytes(launch):
    launch.machine.cmdline = b"root=\xff\xfe quiet"
    launch.set("cmdline", launch.machine.cmdline.decode("utf-8", "surrogateescape"))
    launch.measure()
    return launch.maybe_wrong()


@category("differs: -- behind the last option", 2)
def end_of_options(launch):
    launch.raw("--")
    return launch.maybe_wrong()
