# SPDX-License-Identifier: Apache-2.0
"""QEMU's command line: what it says about the launch, and how it must change to run without SEV.

Pure functions on lists of words; the wrapper that uses them is `emulator.py`.
"""

import json
from dataclasses import dataclass, replace
from typing import Optional

# Every other option is followed by its value, which may itself look like an option (`-append`).
FLAGS = frozenset((
    "S", "no-user-config", "nodefaults", "nographic", "daemonize", "no-shutdown", "no-reboot",
    "no-acpi", "no-hpet", "only-migratable", "enable-kvm", "no-kvm", "enable-fips", "snapshot",
    "usb", "version", "help", "h", "s", "no-fd-bootchk", "singlestep", "preconfig", "full-screen"))

# -cpu NAME of QEMU 11.1: family, model, stepping (target/i386/cpu.c); no older one says otherwise.
# "host" is the machine's own.
CPU_MODELS = {
    "qemu64": (15, 107, 1), "Westmere": (6, 44, 1), "EPYC": (23, 1, 2), "EPYC-IBPB": (23, 1, 2),
    "EPYC-Rome": (23, 49, 0), "EPYC-Milan": (25, 1, 1), "EPYC-Genoa": (25, 17, 0), "EPYC-Turin": (26, 0, 0),
}
HOST_MODELS = ("host", "max")
DEFAULT_FIRMWARE = "/usr/share/seabios/bios-256k.bin"


class ArgumentError(Exception):
    """A command line that QEMU would refuse, or that the stand-in cannot measure."""


@dataclass(frozen=True)
class Option:
    """One option: its name without dashes, and its value if it takes one."""

    name: str
    value: Optional[str] = None


@dataclass(frozen=True)
class Launch:
    """What a command line says about the launch of a guest; paths as QEMU gets them."""

    name: str
    policy: int
    firmware: str
    kernel: Optional[str] = None
    initrd: Optional[str] = None
    cmdline: Optional[str] = None
    kernel_hashes: bool = False
    vcpus: int = 1
    cpu: Optional[tuple] = None
    certificate: Optional[str] = None
    session: Optional[str] = None


def parse(words):
    """The options of a command line (without the program)."""
    options, index = [], 0
    while index < len(words):
        name = words[index].lstrip("-")
        if not words[index].startswith("-"):
            raise ArgumentError(f"'{words[index]}': expected an option")
        if name in FLAGS:
            options.append(Option(name))
            index += 1
        elif index + 1 < len(words):
            options.append(Option(name, words[index + 1]))
            index += 2
        else:
            raise ArgumentError(f"-{name} lacks its value")
    return options


def words_of(options):
    """The command line again."""
    return [word for option in options
            for word in ((f"-{option.name}",) if option.value is None
                         else (f"-{option.name}", option.value))]


def split_value(text):
    """`a,b=c,,d` -> ["a", "b=c,d"]: QEMU doubles a comma that separates nothing."""
    return [part.replace("\0", ",") for part in text.replace(",,", "\0").split(",")]


def join_value(parts):
    """The reverse of `split_value`."""
    return ",".join(part.replace(",", ",,") for part in parts)


def properties(text, implied=None):
    """The properties of one value, given as JSON or as key=value; `implied` names a bare first."""
    if text.startswith("{"):
        return json.loads(text)
    found = {}
    for position, part in enumerate(split_value(text)):
        name, equals, value = part.partition("=")
        if equals:
            found[name] = value
        elif position == 0 and implied is not None:
            found[implied] = part
        else:
            found[name] = "on"
    return found


def _values(options, name):
    return [option.value for option in options if option.name == name]


def _last(options, name):
    return next(iter(reversed(_values(options, name))), None)


def sev_object(options):
    """The properties of `-object sev-guest`; None for a guest without SEV, and for a probe."""
    for value in _values(options, "object"):
        found = properties(value, "qom-type")
        if found.get("qom-type") == "sev-guest":
            return found
    return None


def _without_sev_option(option):
    """The option as a QEMU without SEV and KVM takes it, or None to leave it out."""
    if option.name == "object" and sev_object([option]) is not None:
        return None
    if option.name == "accel":
        return replace(option, value="tcg")
    if option.name == "enable-kvm":
        return Option("accel", "tcg")
    if option.name == "machine":
        parts = [part for part in split_value(option.value)
                 if not part.startswith(("confidential-guest-support=", "memory-encryption="))]
        return replace(option, value=join_value(
            "accel=tcg" if part.startswith("accel=") else part for part in parts))
    if option.name == "cpu":
        model, *rest = split_value(option.value)
        return replace(option, value=join_value(["max" if model == "host" else model, *rest]))
    return option


def without_sev(options):
    """The same guest, for a QEMU on a machine without SEV and KVM."""
    changed = (_without_sev_option(option) for option in options)
    return [option for option in changed if option is not None]


def _flash_file(options):
    """The image behind pflash unit 0, the only one that is measured; None without pflash."""
    nodes = {}
    for value in _values(options, "blockdev"):
        node = properties(value, "driver")
        nodes[node.get("node-name")] = node
    for value in _values(options, "machine"):
        node = nodes.get(properties(value, "type").get("pflash0"))
        while node is not None:
            if "filename" in node:
                return node["filename"]
            node = nodes.get(node.get("file"))
    for value in _values(options, "drive"):
        drive = properties(value)
        if drive.get("if") == "pflash" and drive.get("unit", "0") == "0":
            return drive.get("file")
    return None


def _cpu(options, host_cpu):
    """Family, model and stepping that the guest's CPUID shows."""
    model, *rest = split_value(_last(options, "cpu") or "qemu64")
    base = model.partition("-v")[0] if model.rpartition("-v")[2].isdigit() else model
    known = host_cpu if base in HOST_MODELS else CPU_MODELS.get(base)
    given = properties(join_value(rest)) if rest else {}
    parts = [given.get(name) for name in ("family", "model", "stepping")]
    if known is None and None in parts:
        return None
    return tuple(int(part, 0) if part is not None else known[position]
                 for position, part in enumerate(parts))


def _is_on(value):
    return value in (True, "on", "yes", "true")


def launch(options, host_cpu):
    """What is launched; None for a command line without SEV."""
    sev = sev_object(options)
    if sev is None:
        return None
    smp = properties(_last(options, "smp") or "1", "cpus")
    policy = sev.get("policy", 1)
    return Launch(
        name=properties(_last(options, "name") or "", "guest").get("guest", ""),
        policy=policy if isinstance(policy, int) else int(policy, 0),
        firmware=_flash_file(options) or _last(options, "bios") or DEFAULT_FIRMWARE,
        kernel=_last(options, "kernel"), initrd=_last(options, "initrd"),
        cmdline=_last(options, "append"), kernel_hashes=_is_on(sev.get("kernel-hashes", False)),
        vcpus=int(smp.get("cpus", smp.get("maxcpus", "1"))), cpu=_cpu(options, host_cpu),
        certificate=sev.get("dh-cert-file"), session=sev.get("session-file"))


@dataclass(frozen=True)
class Monitor:
    """Where libvirt talks QMP: a socket that it left open for QEMU, or a path to listen on."""

    inherited: Optional[int] = None
    path: Optional[str] = None


def take_monitor(options, own_listener):
    """Libvirt's monitor, and the options with `own_listener` in its place; (None, same) if none.

    A guest's monitor is the chardev "charmonitor", a probe's is `-qmp unix:PATH`.
    """
    monitor, changed = None, []
    for option in options:
        if option.name == "qmp" and option.value.startswith("unix:"):
            monitor = Monitor(path=split_value(option.value)[0][len("unix:"):])
            chardev = f"socket,id=standin,fd={own_listener},server=on,wait=off"
            changed += [Option("chardev", chardev), Option("mon", "chardev=standin,mode=control")]
            continue
        if option.name == "chardev" and properties(option.value).get("id") == "charmonitor":
            given = properties(option.value)
            if "fd" not in given:
                raise ArgumentError(f"-chardev {option.value}: expected an inherited socket")
            monitor = Monitor(inherited=int(given["fd"]))
            option = replace(option, value=join_value(
                f"fd={own_listener}" if part.startswith("fd=") else part
                for part in split_value(option.value)))
        changed.append(option)
    return monitor, changed
