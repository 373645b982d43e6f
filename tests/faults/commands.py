"""Command lines that faults are injected into, and the inputs that they work on."""

import dataclasses
import os
import pathlib
import subprocess
import sys

STANDIN = pathlib.Path(__file__).resolve().parent.parent / "standin"
NONCE = "000102030405060708090a0b0c0d0e0f"
LUKS_KEY = "736869e5-84f0-4973-92ec-06879ce3da0b"
OTHER_SECRET = "e1cdf8bd-37c4-4e2b-9a2b-4ac31e1e3a4f"
PACKET_OUT = ("--secret-header", "header", "--secret-payload", "payload")
BOOT = ("--kernel", "kernel", "--initrd", "initrd", "--cmdline", "root=LABEL=x ro")
KEYS = ("--firmware", "fw.fd", "--tk", "tk")


@dataclasses.dataclass(frozen=True)
class Command:
    name: str
    words: tuple
    status: int = 0
    former: tuple = ()    # files that are there already, and replaced
    outputs: tuple = ()   # what it writes
    searches: bool = False  # allocates as often as the search has time for

    # Kinds that are not tried: a signature for which Mbed TLS has no memory counts as bad, which is a verdict.
    skips: tuple = ()

    @property
    def is_json(self):
        return "--json" in self.words

    @property
    def is_quiet(self):
        return "-q" in self.words


def commands():
    packet = ("--launch-info", "plain", *KEYS, "-s", "luks-key:secret", *PACKET_OUT)
    launch = ("--launch-info", "es", *KEYS, *BOOT, "--cpu", "EPYC-Milan")
    wrong = (*launch, "--num-cpus", "2")
    vmsa = ("vmsa", "build", "--cpu", "EPYC-Milan", "--firmware", "fw.fd",
            "--out-cpu0", "cpu0", "--out-cpu1", "cpu1")
    unpack = ("secret", "unpack", "--launch-info", "plain", "--tk", "tk", "--secret-header", "made-header",
              "--secret-payload", "made-payload", "--out", "secrets")
    chain = tuple(word for name in ("pdh", "pek", "oca", "cek", "ask")
                  for word in ("--platform", f"host/{name}.cert"))
    session = ("session", "create", *chain, "--root", "host/ark.cert", "--policy", "0xf", "--out")
    made = ("tik.bin", "tek.bin", "godh.b64", "session.b64", "launchsecurity.xml", "qemu.txt")
    secrets = (f"secrets/{LUKS_KEY}", f"secrets/{OTHER_SECRET}")
    return (
        Command("match, packet replaced", packet, former=("header", "payload"), outputs=("header", "payload")),
        Command("match, packet new, JSON", (*packet, "--json"), outputs=("header", "payload")),
        Command("packet to standard output", (*packet, "--secret-payload", "/dev/stdout", "-q"), former=("header",),
                outputs=("header",)),
        Command("match with kernel, JSON", (*launch, "--num-cpus", "4", "--json")),
        Command("mismatch without diagnosis", (*wrong, "--diagnose", "0"), status=1),
        Command("mismatch with diagnosis", (*wrong, "--diagnose", "1"), status=1, searches=True),
        Command("mismatch with diagnosis, JSON", (*wrong, "--diagnose", "1", "--json"), status=1, searches=True),
        Command("unpack, folder new", unpack, outputs=secrets),
        Command("unpack, secrets replaced, JSON", (*unpack, "--json"), former=secrets, outputs=secrets),
        Command("pages new", vmsa, outputs=("cpu0", "cpu1")),
        Command("pages, one replaced", vmsa, former=("cpu0",), outputs=("cpu0", "cpu1")),
        Command("session, folder new", (*session, "made"), outputs=tuple(f"made/vm_{name}" for name in made),
                skips=("alloc",)),
        Command("session beside another, JSON", (*session, ".", "--name", "web", "--json"),
                outputs=tuple(f"web_{name}" for name in made), skips=("alloc",)),
    )


def _made(script, *words):
    return subprocess.run([sys.executable, "-B", STANDIN / script, *words], check=True, capture_output=True,
                          text=True).stdout


def _launch(folder, *words):
    return _made("host.py", "launch", "--firmware", folder / "fw.fd", "--tk", folder / "tk", "--nonce", NONCE, *words)


def make_inputs(program, folder):
    """Writes every input that the commands name."""
    (folder / "tk").write_bytes(b"TEK:0123456789abTIK:cdefghijklmn")
    _made("firmware_image.py", "--out", folder / "fw.fd", "--reset-address", "0x80b004", "--secret-area",
          "0x810000/0xc00", "--hash-area", "0x810c00/0x400")
    (folder / "kernel").write_bytes(bytes(range(256)) * 1200)
    (folder / "initrd").write_bytes(bytes(range(255, -1, -1)) * 1100)
    _made("host.py", "platform", "--out", folder / "host", "--seed", "a")
    (folder / "secret").write_bytes(b"correct horse battery staple")
    (folder / "long").write_bytes(bytes(range(250)) * 4)
    (folder / "plain").write_text(_launch(folder, "--policy", "3"), encoding="ascii")
    boot = [str(folder / word) if word in ("kernel", "initrd") else word for word in BOOT]
    (folder / "es").write_text(_launch(folder, "--policy", "7", "--vcpus", "4", "--cpu", "25/1/1", *boot),
                               encoding="ascii")
    subprocess.run([program, "--launch-info", "plain", *KEYS, "-s", "luks-key:secret", "-s", f"{OTHER_SECRET}:long",
                    "--secret-header", "made-header", "--secret-payload", "made-payload", "-q"], cwd=folder, check=True)


def put_former(command, folder):
    for name in command.former:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"former content of " + os.fsencode(name) + b"\n")
