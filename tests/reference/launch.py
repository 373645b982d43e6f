# SPDX-License-Identifier: Apache-2.0
"""The description of one launch: what the host started, and what the owner's command says."""

import base64
from pathlib import Path, PurePath

import command_line
import qemu
from command_line import Given
from sev_firmware import LaunchContext

OUT = "{out}"


class Launch:
    """Built honest by `honest.py`, then spoiled in one point by a category."""

    def __init__(self, rng, folder):
        self.rng = rng
        self.folder = Path(folder)
        self.category = ""
        self.options = []
        self.files = {}
        self.folders = []
        self.standard_input = b""
        # What the stand-in host did.
        self.machine = None
        self.policy = 0
        self.version = (1, 55, 21)
        self.tik = self.tek = b""
        self.nonce = b""
        self.blob = b""
        # What an honest validator must find.
        self.matches = True
        self.usage_fault = None
        self.syntax_fault = False
        self.asks_for_help = False
        self.secrets = {}
        self.packet_tek = None
        # How the outputs' folder looks before the run.
        self.old_outputs = False
        self.output_folders = []

    # The host's side

    def measure(self):
        """Launches on the stand-in and takes its blob as the reported measurement."""
        self.write_files()
        context = LaunchContext(self.tik, self.tek, self.policy, *self.version)
        self.blob = qemu.launch(self.machine, self.policy, context, self.nonce)
        self.set("measurement", base64.b64encode(self.blob).decode())

    def write_files(self):
        """Puts the files where the command names them; a second call replaces what changed."""
        for name in self.folders:
            (self.folder / name).mkdir(exist_ok=True)
        for name, content in self.files.items():
            (self.folder / name).write_bytes(content)

    # The command

    def add(self, name, value=None):
        """Gives one more option."""
        self.options.append(Given(name, value))

    def raw(self, *words):
        """Gives words that the options' table cannot express."""
        self.options.append(Given("", raw=list(words)))

    def drop(self, *names):
        """Takes options away."""
        self.options = [given for given in self.options if given.name not in names]

    def set(self, name, value):
        """Replaces the option, or gives it."""
        self.drop(name)
        self.add(name, value)

    def texts(self, name):
        """All values given for an option."""
        return [given.value for given in self.options if given.name == name]

    def last(self, name):
        """The value that counts, or None."""
        texts = self.texts(name)
        return texts[-1] if texts else None

    def has(self, name):
        return any(given.name == name for given in self.options)

    def content(self, name):
        """The bytes of the file that an option names; None if there is no such file."""
        return self.files.get(self.last(name))

    def is_es(self):
        return bool(self.policy & 4)

    def words(self, program):
        """The command line; each program has an output folder of its own."""
        return [word.replace(OUT, f"out-{program}") for given in self.options
                for word in given.words()]

    def spell(self, style=None):
        """Shuffles the options and writes each in some style, most of them in the usual one."""
        groups = {}
        for given in self.options:
            # Where an option repeats, the order matters; raw words may need to be last.
            groups.setdefault((given.name, given.name == ""), []).append(given)
        ordered = [group for key, group in groups.items() if not key[1]]
        self.rng.shuffle(ordered)
        raw = [given for given in self.options if not given.name]
        self.options = [given for group in ordered for given in group] + raw
        for given in self.options:
            usual = self.rng.random() < 0.7
            chosen = style or ("long" if usual else self.rng.choice(command_line.STYLES))
            command_line.spell(given, chosen, self.rng)
        self.options = command_line.bundle_flags(self.options)

    def flags(self):
        """Letters of the flags that are given, bundled or not."""
        bundled = "".join(given.flags for given in self.options)
        return bundled + "".join(command_line.FLAGS[given.name] for given in self.options
                                 if given.name in command_line.FLAGS)

    # Spoiling

    def flip_file(self, name, first=0, end=None):
        """Changes one bit of the file that an option names."""
        content = bytearray(self.content(name))
        at = self.rng.randrange(first, len(content) if end is None else end)
        content[at] ^= 1 << self.rng.randrange(8)
        self.files[self.last(name)] = bytes(content)

    def flip_blob(self, first, end):
        """Changes one bit of the reported measurement or nonce."""
        blob = bytearray(self.blob)
        blob[self.rng.randrange(first, end)] ^= 1 << self.rng.randrange(8)
        self.set("measurement", base64.b64encode(blob).decode())

    def wrong(self):
        """From here on the reported measurement is not that of the inputs."""
        self.matches = False
        return self

    def maybe_wrong(self):
        """Some launches are wrong besides, so that both verdicts are seen."""
        if self.rng.random() < 0.3:
            self.flip_blob(0, 48)
            self.matches = False
        return self

    def fault(self, rule):
        """The command breaks a rule of usage."""
        self.usage_fault = rule
        return self

    def syntax(self, rule):
        """The command line cannot even be read."""
        self.syntax_fault = True
        return self.fault(rule)

    def output_names(self):
        """Names of the files that a run which packs secrets writes directly into its folder."""
        paths = [PurePath(self.last(name) or "") for name in ("secret-header", "secret-payload")]
        return {path.name for path in paths
                if str(path.parent) == OUT and path.name not in self.output_folders}
