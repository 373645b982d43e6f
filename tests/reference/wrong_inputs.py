# SPDX-License-Identifier: Apache-2.0
"""Categories in which one input is not what the host measured: both programs must say status 1."""

import honest
from categories import category


def flip(option, first=0, end=None):
    """One bit of one file."""
    def spoil(launch):
        launch.flip_file(option, first, end)
        return launch.wrong()
    return spoil


category("wrong: bit in the kernel", 4, kernel="kernel")(flip("kernel"))
category("wrong: bit in the initrd", 4, kernel="all")(flip("initrd"))
category("wrong: bit in VMSA of the boot CPU", 4, es=True, cpu="files")(flip("vmsa-cpu0"))
category("wrong: bit in VMSA of APs", 4, es=True, cpu="files",
         vcpus=3)(flip("vmsa-cpu1"))
category("wrong: bit in the TIK", 3, keys="pair")(flip("tik"))
category("wrong: bit in the TK's half of the TIK", 3, keys="tk")(flip("tk", 16, 32))


@category("wrong: bit in the firmware", 6)
def firmware_bit(launch):
    """Above the table: a broken one is another matter (differences.py)."""
    size = len(launch.content("firmware"))
    launch.flip_file("firmware", 0, size // 2 if size > 1000 else size)
    return launch.wrong()


@category("wrong: firmware grown or cut at the front", 2)
def firmware_size(launch):
    content = launch.content("firmware")
    size = honest.FIRMWARE_GRANULE
    grown = launch.rng.random() < 0.5 or len(content) == size
    launch.files[launch.last("firmware")] = bytes(size) + content if grown else content[size:]
    return launch.wrong()


@category("wrong: AP reset address in the firmware", es=True, cpu="sku", vcpus=2)
def reset_address(launch):
    image = launch.content("firmware")
    at = image.rindex(honest.firmware_image.ovmf_table.RESET_BLOCK.bytes_le) - 6
    launch.flip_file("firmware", at, at + 4)
    return launch.wrong()


@category("wrong: a byte behind the kernel or initrd", 2, kernel="all")
def longer_file(launch):
    launch.files[launch.last(launch.rng.choice(("kernel", "initrd")))] += b"\0"
    return launch.wrong()


@category("wrong: command line", 5, kernel="all")
def cmdline(launch):
    text = launch.last("cmdline")
    at = launch.rng.randrange(len(text) + 1)
    other = launch.rng.choice((text + " ", " " + text, text + "\n", text[:at] + "x" + text[at:]))
    launch.set("cmdline", other)
    return launch.wrong()


@category("wrong: kernel left out", 2, kernel="all")
def no_kernel(launch):
    launch.drop("kernel", "initrd", "cmdline")
    return launch.wrong()


@category("wrong: kernel that was not measured", 2, kernel="none")
def extra_kernel(launch):
    honest.give_file(launch, "kernel", b"kernel" * 200)
    return launch.wrong()


@category("wrong: initrd left out", 2, kernel="initrd")
def no_initrd(launch):
    launch.drop("initrd")
    return launch.wrong()


@category("wrong: initrd that was not measured", 2, kernel="kernel")
def extra_initrd(launch):
    honest.give_file(launch, "initrd", b"initrd")
    return launch.wrong()


@category("wrong: kernel and initrd swapped", 2, kernel="initrd")
def swapped_kernel(launch):
    kernel, initrd = launch.last("kernel"), launch.last("initrd")
    launch.set("kernel", initrd)
    launch.set("initrd", kernel)
    return launch.wrong()


def other_number(name):
    """Any other value that fits."""
    def spoil(launch):
        number = int(launch.last(name))
        launch.set(name, str((number + launch.rng.randrange(1, 256)) % 256))
        return launch.wrong()
    return spoil


for _name in ("api-major", "api-minor", "build-id"):
    category(f"wrong: --{_name}", 3)(other_number(_name))


@category("wrong: policy bit", 4)
def policy_bit(launch):
    """Any bit but ES, which decides on more than a number."""
    bit = launch.rng.choice([bit for bit in range(32) if bit != 2])
    launch.set("policy", str(launch.policy ^ 1 << bit))
    return launch.wrong()


@category("wrong: ES bit left out", 2, es=True)
def no_es_bit(launch):
    launch.set("policy", str(launch.policy & ~4))
    return launch.wrong()


@category("wrong: ES bit that the guest has not", 2, es=False, cpu="sku")
def extra_es_bit(launch):
    launch.set("policy", str(launch.policy | 4))
    launch.set("num-cpus", "2")
    return launch.wrong()


@category("wrong: one CPU more", 2, es=True)
def more_cpus(launch):
    launch.set("num-cpus", str(launch.machine.vcpus + 1))
    return launch.wrong()


@category("wrong: one CPU less", 2, es=True, vcpus=4)
def fewer_cpus(launch):
    launch.set("num-cpus", "3")
    return launch.wrong()


@category("wrong: VMSA files swapped", 2, es=True, cpu="files")
def swapped_pages(launch):
    boot, other = launch.last("vmsa-cpu0"), launch.last("vmsa-cpu1")
    launch.set("vmsa-cpu0", other)
    launch.set("vmsa-cpu1", boot)
    return launch.wrong()


def other_sku(name, limit):
    """The neighbour of the right CPU."""
    def spoil(launch):
        launch.set(name, str((int(launch.last(name)) + 1) % limit))
        return launch.wrong()
    return spoil


for _name, _limit in (("cpu-family", 271), ("cpu-model", 256), ("cpu-stepping", 16)):
    category(f"wrong: --{_name}", 2, es=True, cpu="sku")(other_sku(_name, _limit))


@category("wrong: host with the init2 layout", 2, es=True, cpu="sku", host_layout="init2")
def init2_host(launch):
    return launch.wrong()


@category("wrong: host with DebugSwap", 2, es=True, cpu="sku", host_features=0x20)
def debug_swap_host(launch):
    return launch.wrong()


@category("wrong: bit in the measurement", 4)
def measurement_bit(launch):
    launch.flip_blob(0, 32)
    return launch.wrong()


@category("wrong: bit in the nonce", 4)
def nonce_bit(launch):
    launch.flip_blob(32, 48)
    return launch.wrong()


@category("wrong: measurement of another launch", 2)
def other_launch(launch):
    """Same guest, started again: other keys, as there should be."""
    tik, launch.tik = launch.tik, launch.rng.randbytes(16)
    launch.measure()
    launch.tik = tik
    return launch.wrong()


@category("wrong: TIK and TEK swapped", 2, keys="pair")
def swapped_keys(launch):
    tik, tek = launch.last("tik"), launch.last("tek")
    launch.set("tik", tek)
    launch.set("tek", tik)
    return launch.wrong()


@category("wrong: TK with the TIK first", 2, keys="tk")
def swapped_tk(launch):
    launch.files[launch.last("tk")] = launch.tik + launch.tek
    return launch.wrong()


@category("wrong: input, with a secret to pack", 4, secrets=2)
def no_secret_for_it(launch):
    """Nothing may be packed for a guest that did not validate."""
    launch.flip_blob(0, 48)
    return launch.wrong()
