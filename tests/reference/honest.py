# SPDX-License-Identifier: Apache-2.0
"""Random launches in which everything is right: the ground that every other category spoils."""

import uuid

import firmware_image
import qemu
import vmsa_page
from launch import OUT, Launch

NAMED_CPUS = ((23, 1, 2), (23, 49, 0), (25, 1, 1), (25, 17, 0), (26, 0, 0))
LUKS_KEY = uuid.UUID("736869e5-84f0-4973-92ec-06879ce3da0b")
RESET_ADDRESS = 0x80B004

CMDLINES = ("", " ", "quiet", "root=/dev/vda1 ro quiet", "  leading and trailing  ", "a\tb\nc",
            "console=ttyS0,115200n8 loglevel=7", "größe=ß naïve", "命令行=值", "emoji=\U0001f512",
            "x" * 3000, "'single' \"double\" $HOME `id` \\", "-q", "--quiet", "--policy=7", "=x",
            "measure", "secret unpack", "init=/bin/sh -- -s", "a:b,c;d|e&f", "root=UUID=1=2")
# Names that have tripped programs: spaces, other scripts, the words of sevproof's own commands.
NAMES = ("{}", "{}.bin", "the {} file", "{}=1", "Прошивка {}", "{},v2", "./{}", "{}:2")
COMMAND_WORDS = ("measure", "secret", "vmsa", "validate")
SECRET_SIZES = (0, 1, 7, 8, 9, 15, 16, 23, 24, 25, 32, 40, 56, 64, 100, 512, 1000, 4096)


def fresh_name(launch, what):
    """A file name that is not in use; no ':' for secrets, where the reference cannot take it."""
    names = [name for name in NAMES if ":" not in name or not what.startswith("secret")]
    name = launch.rng.choice(names).format(what)
    if launch.rng.random() < 0.1:
        name = launch.rng.choice(COMMAND_WORDS)
    if launch.rng.random() < 0.1:
        name = str(launch.folder / what)
    used = {path.removeprefix("./") for path in launch.files}
    return what if name.removeprefix("./") in used else name


def give_file(launch, option, content):
    """A new file for an option."""
    name = fresh_name(launch, option)
    launch.files[name] = content
    launch.set(option, name)


def random_policy(rng, es):
    """Any flags; reserved bits and a minimum API version now and then."""
    policy = rng.choice((1, 3, 3, 0, rng.getrandbits(6), rng.getrandbits(16), rng.getrandbits(32)))
    return policy | 4 if es else policy & ~4


def random_cpu(rng):
    """A model of QEMU's, or any that a signature can say."""
    if rng.random() < 0.6:
        return rng.choice(NAMED_CPUS)
    return rng.randrange(271), rng.randrange(256), rng.randrange(16)

# What QEMU takes: flash of whole sectors, and a kernel with a boot sector and setup.
FIRMWARE_GRANULE = 4096
SMALLEST_KERNEL = 1024


def random_pages(rng, signature):
    """Two VMSA files: built as some host would, or just bytes, which a validator takes as well."""
    kind = {"layout": rng.choice(("legacy", "init2")),
            "sev_features": rng.choice((0, 0, 0x20, rng.getrandbits(16)))}
    boot = vmsa_page.build(signature, **kind)
    other = vmsa_page.build(signature, start=rng.getrandbits(32), **kind)
    return rng.choice(((boot, other), (boot, other), (rng.randbytes(4096), rng.randbytes(4096))))


def random_firmware(rng, with_reset_block):
    """An image with the table that SKU pages need, or nearly any file."""
    if not with_reset_block and rng.random() < 0.4:
        return rng.randbytes(FIRMWARE_GRANULE * rng.choice((1, 2, 5)))
    areas = rng.random() < 0.7
    return firmware_image.build(
        size=FIRMWARE_GRANULE * rng.randrange(1, 17), seed=rng.random(),
        reset_address=rng.choice((RESET_ADDRESS, rng.getrandbits(32)))
        if with_reset_block or rng.random() < 0.5 else None,
        secret_area=(0x810000, 0xC00) if areas else None,
        hash_area=(0x810C00, 0x400) if areas else None,
        metadata=[(0x800000, 4096, 1)] if rng.random() < 0.3 else None)


def give_keys(launch, keys):
    """One TK file, which has the TEK first, or two files."""
    if keys == "tk":
        give_file(launch, "tk", launch.tek + launch.tik)
    else:
        give_file(launch, "tik", launch.tik)
        give_file(launch, "tek", launch.tek)


def give_kernel(launch, parts):
    """Kernel, and some of initrd and command line."""
    rng = launch.rng
    give_file(launch, "kernel", rng.randbytes(rng.randrange(SMALLEST_KERNEL, 30000)))
    launch.machine.kernel = str(launch.folder / launch.last("kernel"))
    if parts in ("initrd", "all"):
        give_file(launch, "initrd", rng.randbytes(rng.randrange(SMALLEST_KERNEL, 30000)))
        launch.machine.initrd = str(launch.folder / launch.last("initrd"))
    if parts in ("cmdline", "all"):
        launch.set("cmdline", rng.choice(CMDLINES))
        launch.machine.cmdline = launch.last("cmdline").encode()


def give_cpus(launch, cpu):
    """VMSA pages as files, or the numbers of the CPU model from which they are built."""
    rng, machine = launch.rng, launch.machine
    if launch.is_es() or rng.random() < 0.5:
        launch.set("num-cpus", str(machine.vcpus))
    if cpu == "sku":
        for name, number in zip(("cpu-family", "cpu-model", "cpu-stepping"), machine.cpu):
            launch.set(name, str(number))
    elif cpu == "files":
        boot, other = random_pages(rng, vmsa_page.cpu_signature(*machine.cpu))
        machine.captured_pages = (boot, other)
        give_file(launch, "vmsa-cpu0", boot)
        give_file(launch, "vmsa-cpu1", other)


def give_secret(launch, content, guid=None):
    """One more secret, by alias or by GUID in some spelling of it."""
    rng = launch.rng
    guid = guid or uuid.UUID(int=rng.getrandbits(128))
    text = rng.choice((str(guid), str(guid).upper(), str(guid).capitalize()))
    if guid == LUKS_KEY and rng.random() < 0.6:
        text = "luks-key"
    name = fresh_name(launch, f"secret-{len(launch.secrets)}")
    launch.files[name] = content
    launch.secrets[guid] = content
    launch.add("inject-secret", f"{text}:{name}")


def give_outputs(launch):
    """Where header and payload go."""
    launch.set("secret-header", f"{OUT}/{launch.rng.choice(('header', 'the header.b64'))}")
    launch.set("secret-payload", f"{OUT}/{launch.rng.choice(('payload', 'полезная.b64'))}")


def give_secrets(launch, number):
    """Up to three secrets; sizes on both sides of the multiples of 16."""
    rng = launch.rng
    guids = [LUKS_KEY] + [None] * (number - 1) if rng.random() < 0.6 else [None] * number
    rng.shuffle(guids)
    for guid in guids:
        give_secret(launch, rng.randbytes(rng.choice(SECRET_SIZES)), guid)
    give_outputs(launch)
    launch.old_outputs = rng.random() < 0.2


def honest(rng, folder, es=None, kernel=None, cpu=None, vcpus=None, keys=None, secrets=None,
           firmware=None, host_layout="legacy", host_features=0):
    """A launch as wished; what is not wished for is random.

    kernel: none, kernel, initrd, cmdline or all; cpu: none (plain SEV only), sku or files.
    """
    launch = Launch(rng, folder)
    es = rng.random() < 0.5 if es is None else es
    cpu = cpu or rng.choice(("sku", "files") if es else ("none", "none", "sku", "files"))
    launch.policy = random_policy(rng, es)
    launch.version = tuple(rng.choice((0, 1, 21, 55, 255, rng.randrange(256))) for _ in range(3))
    launch.tik, launch.tek, launch.nonce = rng.randbytes(16), rng.randbytes(16), rng.randbytes(16)
    image = random_firmware(rng, cpu == "sku") if firmware is None else firmware
    launch.machine = qemu.Machine(
        firmware=image, vcpus=vcpus or rng.choice((1, 2, 2, 3, 4, 8, rng.randrange(1, 65))),
        cpu=random_cpu(rng), layout=host_layout, sev_features=host_features,
        # A validator is asked about the file as it is, whatever QEMU would say of its areas.
        check_hash_area=False)
    give_file(launch, "firmware", image)
    give_keys(launch, keys or rng.choice(("tk", "tk", "pair")))
    kernel = kernel or rng.choice(("none", "none", "kernel", "initrd", "cmdline", "all", "all"))
    if kernel != "none":
        give_kernel(launch, kernel)
    give_cpus(launch, cpu)
    for name, number in zip(("api-major", "api-minor", "build-id", "policy"),
                            (*launch.version, launch.policy)):
        launch.set(name, str(number))
    number = rng.choice((0, 0, 0, 1, 2, 3)) if secrets is None else secrets
    # Outputs without a secret are allowed, and then nothing is written.
    if number or (secrets is None and rng.random() < 0.1):
        give_secrets(launch, number)
    give_flags(launch)
    launch.measure()
    return launch


def give_flags(launch):
    """Quiet and talkative runs."""
    if launch.rng.random() < 0.2:
        launch.add("quiet")
    if launch.rng.random() < 0.1:
        launch.add("debug")
