# SPDX-License-Identifier: Apache-2.0
"""Random changes to a launch, of which nobody says beforehand what follows."""

from honest import NAMED_CPUS

NUMBERS = ("0", "1", "2", "4", "7", "255", "256", "4096", "4097", "65536", "4294967295", "4294967296", "-1", "",
           "0x7", " 7", "7 ", "1_0", "+1", "\u0667", "1e3", "0b1", "007")
TEXTS = ("", " ", "\n", "=", "==", "A", "-", "--", "x" * 300, "\udcff", "\u202e", "'", '"', "/dev/null", ".")
NUMBER_OPTIONS = ("api-major", "api-minor", "build-id", "policy", "num-cpus", "cpu-family", "cpu-model", "cpu-stepping")
PIECES = (b"", b"\0", b"\xff" * 16, b"\n", b"96b582de", bytes(4096))


def changed(rng, content):
    """`content` with a bit, a piece or a length that is another."""
    at, end = sorted(rng.randrange(len(content) + 1) for _ in range(2))
    end = min(end, at + rng.choice((1, 16, 4096)))
    kind = rng.randrange(5)
    if kind == 0 and content:
        at = min(at, len(content) - 1)
        return content[:at] + bytes([content[at] ^ 1 << rng.randrange(8)]) + content[at + 1:]
    if kind == 1:
        return content[:at] + content[end:]
    if kind == 2:
        return content[:at] + rng.choice(PIECES) + content[at:]
    if kind == 3:
        return content[:at] + rng.randbytes(end - at) + content[end:]
    return content[:at] + content[at:end] + content[at:]


def change_file(launch):
    name = launch.rng.choice(sorted(launch.files))
    launch.files[name] = changed(launch.rng, launch.files[name])


def change_table(launch):
    """The end of the firmware, where its table stands."""
    name = launch.last("firmware")
    content = launch.files.get(name, b"")
    if len(content) >= 512:
        launch.files[name] = content[:-512] + changed(launch.rng, content[-512:])[-512:].rjust(512, b"\0")


def change_text(launch):
    given = launch.rng.choice([each for each in launch.options if each.value is not None])
    text = given.value.encode("utf-8", "surrogateescape")
    given.value = changed(launch.rng, text).replace(b"\0", b"").decode("utf-8", "surrogateescape")


def replace_text(launch):
    given = launch.rng.choice([each for each in launch.options if each.value is not None])
    given.value = launch.rng.choice(NUMBERS if given.name in NUMBER_OPTIONS else TEXTS)


def give_number(launch):
    launch.add(launch.rng.choice(NUMBER_OPTIONS), launch.rng.choice(NUMBERS))


def give_cpu(launch):
    for name, number in zip(("cpu-family", "cpu-model", "cpu-stepping"), launch.rng.choice(NAMED_CPUS)):
        launch.set(name, str(number))


def drop_option(launch):
    launch.drop(launch.rng.choice(launch.options).name)


def exchange_values(launch):
    valued = [each for each in launch.options if each.value is not None]
    one, other = launch.rng.choice(valued), launch.rng.choice(valued)
    one.value, other.value = other.value, one.value


def repeat_option(launch):
    given = launch.rng.choice(launch.options)
    launch.add(given.name, given.value)


CHANGES = (change_file, change_file, change_table, change_text, replace_text, give_number, give_cpu, drop_option,
           exchange_values, repeat_option)


def mutate(launch):
    """One to three changes; without an option nothing is left to change."""
    for _ in range(launch.rng.choice((1, 1, 1, 2, 3))):
        if launch.options and launch.files and any(each.value is not None for each in launch.options):
            launch.rng.choice(CHANGES)(launch)
