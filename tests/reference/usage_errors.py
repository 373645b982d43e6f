# SPDX-License-Identifier: Apache-2.0
"""Categories that break one rule of usage: both programs must say status 2, nothing else."""

import command_line
import honest
from categories import category
from command_line import Given


def without(*names):
    """Takes options away that are required."""
    def spoil(launch):
        launch.drop(*names)
        return launch.fault(f"without {', '.join(names)}")
    return spoil


for _name in ("measurement", "api-major", "api-minor", "build-id", "policy", "firmware"):
    category(f"usage: no --{_name}", 2)(without(_name))
category("usage: no key", 2)(without("tk", "tik", "tek"))
category("usage: TEK alone", 2, keys="pair")(without("tik"))
category("usage: TIK alone, with a secret", 2, keys="pair", secrets=1)(without("tek"))
category("usage: secret without --secret-header", 2, secrets=1)(without("secret-header"))
category("usage: secret without --secret-payload", 2, secrets=1)(without("secret-payload"))
category("usage: secret without both outputs", 2,
         secrets=1)(without("secret-header", "secret-payload"))
category("usage: initrd without kernel", 2, kernel="initrd")(without("kernel"))
category("usage: command line without kernel", 2, kernel="cmdline")(without("kernel"))
category("usage: SEV-ES without CPU count", 2, es=True)(without("num-cpus"))
category("usage: SEV-ES without any VMSA", 2, es=True,
         cpu="files")(without("vmsa-cpu0", "vmsa-cpu1"))
category("usage: SEV-ES without VMSA of APs", 2, es=True, cpu="files",
         vcpus=2)(without("vmsa-cpu1"))
category("usage: second VMSA without the first", 2, es=False, cpu="files")(without("vmsa-cpu0"))
category("usage: second VMSA without the first, SEV-ES", es=True, cpu="files")(without("vmsa-cpu0"))


@category("usage: one of header and payload, no secret", 2, secrets=0)
def half_outputs(launch):
    launch.set(launch.rng.choice(("secret-header", "secret-payload")), "{out}/half")
    return launch.fault("only one output")


@category("usage: part of the CPU model", 3, cpu="sku")
def partial_sku(launch):
    launch.drop(*launch.rng.sample(command_line.SKU, launch.rng.choice((1, 2))))
    return launch.fault("CPU model incomplete")


@category("usage: CPU model and VMSA files", 3, cpu="sku")
def sku_and_files(launch):
    for name in launch.rng.choice((("vmsa-cpu0",), ("vmsa-cpu1",), ("vmsa-cpu0", "vmsa-cpu1"))):
        honest.give_file(launch, name, bytes(4096))
    return launch.fault("CPU model and VMSA")


@category("usage: TK and TIK or TEK", 3, keys="tk")
def both_keys(launch):
    for name in launch.rng.choice((("tik",), ("tek",), ("tik", "tek"))):
        honest.give_file(launch, name, bytes(16))
    return launch.fault("TK and others")


def key_of_size(name, sizes):
    """A key file of another length: cut, grown, the other kind of key, or its hexadecimal text."""
    def spoil(launch):
        key = launch.content(name)
        wrong = [key.hex().encode()] if 2 * len(key) in sizes else []
        wrong += [(key * 3)[:size] for size in sizes] + [key + b"\n"]
        launch.files[launch.last(name)] = launch.rng.choice(wrong)
        return launch.fault(f"{name} of wrong length")
    return spoil


category("usage: TK of wrong length", 3, keys="tk")(key_of_size("tk", (0, 16, 31, 33, 64)))
category("usage: TIK of wrong length", 3, keys="pair")(key_of_size("tik", (0, 15, 17, 32)))
category("usage: TEK of wrong length, nothing to pack", 2, keys="pair",
         secrets=0)(key_of_size("tek", (0, 15, 17, 32)))
category("usage: TEK of wrong length, with a secret", 2, keys="pair",
         secrets=1)(key_of_size("tek", (0, 15, 17, 32)))


@category("usage: VMSA file of wrong length", 4, cpu="files")
def page_of_size(launch):
    """Checked for plain SEV too, where the pages are not measured."""
    name = launch.last(launch.rng.choice(("vmsa-cpu0", "vmsa-cpu1")))
    size = launch.rng.choice((0, 1, 4095, 4097, 8192))
    launch.files[name] = (launch.files[name] * 2)[:size]
    return launch.fault("VMSA of wrong length")


def bad_number(name):
    """Text that is no number in any program."""
    def spoil(launch):
        launch.set(name, launch.rng.choice(("", "x", "1x", "1.0", "1e1", "--1", "0x", "0xg", "1 2",
                                            "one", "1,", "½", "-", "0b1", "0o7")))
        return launch.syntax(f"{name} is no number")
    return spoil


for _name in ("api-major", "api-minor", "build-id", "policy", "num-cpus"):
    category(f"usage: --{_name} is no number")(bad_number(_name))
for _name in command_line.SKU:
    category(f"usage: --{_name} is no number", cpu="sku")(bad_number(_name))


@category("usage: unknown option", 2)
def unknown_option(launch):
    launch.raw(launch.rng.choice(("--frobnicate", "-x", "-Z", "--firmwares=x", "--tkk", "---tk",
                                  "-5", "--policy-file=1", "-qx")))
    return launch.syntax("unknown option")


@category("usage: word that belongs to no option", 2)
def stray_word(launch):
    launch.raw(launch.rng.choice(("stray", "a stray word", "-", "é", "7", "launch.json")))
    return launch.syntax("stray word")


@category("usage: option without its value", 2)
def no_value(launch):
    name = launch.rng.choice(("policy", "firmware", "num-cpus", "cmdline", "inject-secret", "tk"))
    launch.raw("--" + name)
    return launch.syntax("no value")


@category("usage: option where a value should be", 2)
def option_as_value(launch):
    """`--cmdline -q`: a word that begins with '-' is not taken for a value."""
    name = launch.rng.choice(("firmware", "cmdline", "policy", "tk"))
    launch.raw("--" + name, launch.rng.choice(("-q", "--quiet", "-d", "--debug", "-0")))
    return launch.syntax("an option is no value")


@category("usage: negative number as a word", 2)
def negative_word(launch):
    """`--policy -1`: -1 is the name of an option, and -5 looks like one."""
    name = launch.rng.choice(("policy", "num-cpus", "api-major"))
    launch.drop(name)
    launch.raw("--" + name, launch.rng.choice(("-1", "-5", "-0", "-300")))
    return launch.syntax("negative number")


@category("usage: shortened option that could be two", 2)
def ambiguous(launch):
    prefix = launch.rng.choice(command_line.ambiguous_prefixes())
    launch.raw(f"--{prefix}=1" if launch.rng.random() < 0.5 else f"--{prefix}")
    return launch.syntax("ambiguous")


@category("usage: flag with a value", 2)
def flag_with_value(launch):
    launch.raw("--" + launch.rng.choice(("quiet", "debug", "insecure", "qui"))
               + launch.rng.choice(("=1", "=true", "=false", "=")))
    return launch.syntax("flag with a value")


def last_secret(text):
    """One more secret, spoiled: the host measured as the owner thinks, so only this is wrong."""
    def spoil(launch):
        launch.options.append(Given("inject-secret", text))
        return launch.fault("secret is refused")
    return spoil


for _name, _text in (
        ("unknown alias", "disk-key:SECRET"), ("alias in capitals", "LUKS-KEY:SECRET"),
        ("empty alias", ":SECRET"), ("no path", "luks-key"),
        ("GUID in braces", "{736869e5-84f0-4973-92ec-06879ce3da0b}:SECRET"),
        ("GUID without dashes", "736869e584f0497392ec06879ce3da0b:SECRET"),
        ("GUID a digit short", "736869e5-84f0-4973-92ec-06879ce3da0:SECRET"),
        ("GUID with a letter", "736869e5-84f0-4973-92ec-06879ce3da0g:SECRET"),
        ("nothing", "")):
    category(f"secret: {_name}", 2, secrets=1)(last_secret(_text))


@category("secret: GUID twice", 3, secrets=2)
def duplicate_guid(launch):
    """Upper and lower case, or an alias and its GUID, are the same."""
    guid = launch.rng.choice(sorted(launch.secrets))
    path = launch.last("inject-secret").partition(":")[2]
    text = str(guid) if launch.rng.random() < 0.5 else str(guid).upper()
    launch.add("inject-secret", f"{text}:{path}")
    return launch.fault("GUID twice")


@category("secret: refused, and the measurement wrong", 3, secrets=1)
def refused_and_wrong(launch):
    launch.flip_blob(0, 48)
    launch.wrong()
    return last_secret(launch.rng.choice(("disk-key:SECRET", "nothing", ":x")))(launch)


@category("usage: words behind --")
def words_behind_the_end(launch):
    launch.raw("--", launch.rng.choice(("stray", "--quiet", "-")))
    return launch.syntax("no word may stand behind the options")
