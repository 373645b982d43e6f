# SPDX-License-Identifier: Apache-2.0
"""Categories in which all is right, however it is written, or what is wrong is not measured."""

import command_line
import honest
from categories import category


def untouched(launch):
    """As the honest launch is."""
    return launch


for _name, _weight, _wish in (
        ("right: SEV, firmware only", 12, dict(es=False, kernel="none", secrets=0)),
        ("right: SEV, kernel", 6, dict(es=False, kernel="kernel")),
        ("right: SEV, kernel and initrd", 6, dict(es=False, kernel="initrd")),
        ("right: SEV, kernel and command line", 8, dict(es=False, kernel="cmdline")),
        ("right: SEV, kernel, initrd and command line", 8, dict(es=False, kernel="all")),
        ("right: SEV with CPU options", 4, dict(es=False, cpu="sku")),
        ("right: SEV with VMSA files", 4, dict(es=False, cpu="files")),
        ("right: SEV-ES, CPU model", 16, dict(es=True, cpu="sku")),
        ("right: SEV-ES, one CPU", 4, dict(es=True, cpu="sku", vcpus=1)),
        ("right: SEV-ES, VMSA files", 16, dict(es=True, cpu="files")),
        ("right: SEV-ES, kernel, initrd and command line", 10, dict(es=True, kernel="all")),
        ("right: one secret", 12, dict(secrets=1)),
        ("right: two secrets", 8, dict(secrets=2)),
        ("right: three secrets", 8, dict(secrets=3)),
        ("right: TIK and TEK files", 8, dict(keys="pair"))):
    category(_name, _weight, **_wish)(untouched)

for _style in command_line.STYLES:
    def _in_style(launch, style=_style):
        launch.spell(style)
        return launch
    category(f"spelling: {_style}", 3)(_in_style)


@category("right: firmware of exactly 16 MiB", es=False, cpu="none", kernel="none",
          firmware=bytes(16 << 20))
def largest_firmware(launch):
    return launch


@category("right: 4096 CPUs", es=True, vcpus=4096)
def most_cpus(launch):
    return launch


@category("right: repeated options, the last counts", 4)
def repeated(launch):
    """Each earlier value would be wrong, and two name no file at all."""
    rng = launch.rng
    for given in rng.sample(launch.options, len(launch.options) // 2):
        if given.name == "inject-secret" or given.value is None:
            continue
        number = given.name in command_line.NUMBERS
        text = str(rng.randrange(16)) if number else "an earlier value"
        at = launch.options.index(given)
        launch.options.insert(at, type(given)(given.name, text))
    if launch.has("quiet"):
        launch.add("quiet")
    return launch


@category("right: leading zeros are decimal", 2)
def leading_zeros(launch):
    for name in command_line.NUMBERS:
        if launch.has(name) and launch.rng.random() < 0.6:
            launch.set(name, "0" * launch.rng.randrange(1, 4) + launch.last(name))
    launch.set("build-id", "0" + launch.last("build-id"))
    return launch


@category("right: spaces around the measurement", 2)
def measurement_with_spaces(launch):
    """As it is copied from a terminal or read from a file."""
    text = launch.last("measurement")
    launch.set("measurement", launch.rng.choice((text + "\n", " " + text, f"\t{text}\r\n")))
    return launch


@category("right: empty initrd is the same as none", kernel="kernel")
def empty_initrd(launch):
    honest.give_file(launch, "initrd", b"")
    return launch


@category("right: empty command line is the same as none", es=None, kernel="initrd")
def empty_cmdline(launch):
    launch.set("cmdline", "")
    return launch


@category("right: command line left out where it was empty", kernel="cmdline")
def absent_cmdline(launch):
    launch.machine.cmdline = b""
    launch.measure()
    launch.drop("cmdline")
    return launch


@category("right: outputs given without a secret", 2, secrets=0)
def outputs_only(launch):
    honest.give_outputs(launch)
    return launch


@category("right: old output files are replaced", 3, secrets=1)
def replaced_outputs(launch):
    launch.old_outputs = True
    return launch


@category("unmeasured: another TEK, nothing packed", 2, secrets=0)
def other_tek(launch):
    option = "tk" if launch.has("tk") else "tek"
    launch.flip_file(option, 0, 16)
    return launch


@category("unmeasured: another TEK, a secret packed", 2, secrets=1)
def other_tek_packs(launch):
    """The host's firmware would decrypt rubbish: no validator can know. Opened with it here."""
    option = "tk" if launch.has("tk") else "tek"
    launch.flip_file(option, 0, 16)
    launch.packet_tek = launch.content(option)[:16]
    return launch


@category("unmeasured: CPU model of a SEV guest", 2, es=False, cpu="sku")
def other_cpu_without_es(launch):
    launch.set("cpu-model", str((int(launch.last("cpu-model")) + 1) % 256))
    return launch


@category("unmeasured: VMSA file of a SEV guest", 2, es=False, cpu="files")
def other_page_without_es(launch):
    launch.flip_file(launch.rng.choice(("vmsa-cpu0", "vmsa-cpu1")))
    return launch


@category("unmeasured: CPU count of a SEV guest", 2, es=False)
def other_count_without_es(launch):
    launch.set("num-cpus", str(launch.rng.randrange(1, 4097)))
    return launch


@category("unmeasured: second page of a guest with one CPU", 2, es=True, cpu="files", vcpus=1)
def other_page_of_no_cpu(launch):
    launch.flip_file("vmsa-cpu1")
    return launch


@category("help", 2)
def asks_for_help(launch):
    launch.add("help")
    launch.asks_for_help = True
    return launch
