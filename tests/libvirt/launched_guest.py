# SPDX-License-Identifier: Apache-2.0
"""One SEV guest between LAUNCH_START and its end: answers QMP as QEMU does on an SEV host."""

import base64
import binascii
import json
import os
from dataclasses import dataclass, field
from typing import Optional

import ovmf_table
import qemu
import qemu_start
import qmp
from sev_firmware import KEY_SIZE, LaunchContext, SevError, State

SHOWN_STATE = {State.LUPDATE: "launch-update", State.LSECRET: "launch-secret",
               State.RUNNING: "running"}


@dataclass(frozen=True)
class Owner:
    """What the side file says: the owner's keys, the kind of host, and faults to play.

    Without `tk` the keys are in the owner's session, as QEMU gets it; the platform opens that.
    `answers` replaces the answer to a QMP command by another body, by "hang up" or
    by "silence".
    `resume_at` names a command that lets the guest run before it is answered.
    """

    tk: Optional[bytes]
    layout: str = "legacy"
    sev_features: int = 0
    api: tuple = (1, 55, 21)
    answers: dict = field(default_factory=dict)
    resume_at: str = ""

    def to_json(self):
        """The side file's text."""
        return json.dumps({**self.__dict__, "tk": None if self.tk is None else self.tk.hex()})

    @classmethod
    def from_json(cls, text):
        """The reverse of `to_json`."""
        given = json.loads(text)
        tk = None if given["tk"] is None else bytes.fromhex(given["tk"])
        return cls(**{**given, "tk": tk, "api": tuple(given["api"])})


def _read(path):
    with open(path, "rb") as stream:
        return stream.read()


def _started(launch, owner, platform):
    """LAUNCH_START: a context with keys that were given, or with those of the owner's session."""
    if owner.tk is not None:
        return LaunchContext(owner.tk[KEY_SIZE:], owner.tk[:KEY_SIZE], launch.policy, *owner.api)
    session, certificate = (None if path is None else qemu_start.glib_base64(_read(path))
                            for path in (launch.session, launch.certificate))
    return qemu_start.start(platform, launch.policy, session, certificate)


def _machine(launch, owner, firmware):
    """Hashes are for kernels only, and only when asked for; the rest is left out here."""
    hashed = launch.kernel_hashes and launch.kernel is not None
    return qemu.Machine(
        firmware=firmware, kernel=launch.kernel if hashed else None,
        initrd=launch.initrd if hashed else None,
        cmdline=os.fsencode(launch.cmdline) if hashed and launch.cmdline is not None else None,
        vcpus=launch.vcpus, cpu=launch.cpu, layout=owner.layout, sev_features=owner.sev_features)


class LaunchedGuest:
    """Answers the SEV commands of one guest's monitor."""

    def __init__(self, launch, owner, note, platform=None):
        """Launches up to the pause. `note(kind, data)` takes what tests want to see: "secret", what
        is injected into memory, and "silence", when a command gets no answer. `platform` opens
        sessions.

        Raises OSError, StartRefused, LaunchRefused or TableError where QEMU would not start.
        """
        firmware = _read(launch.firmware)
        self._policy = launch.policy
        self._api = owner.api if owner.tk is not None else (*platform.api, platform.build)
        self._secret_area = ovmf_table.read(firmware).get(ovmf_table.SECRET_AREA)
        self._context = _started(launch, owner, platform)
        self._blob = qemu.launch(_machine(launch, owner, firmware), launch.policy, self._context)
        self._note = note
        self._answers, self._resume_at, self._pending = owner.answers, owner.resume_at, []

    def pending(self):
        """Commands that QEMU has to run first, each named once."""
        named, self._pending = self._pending, []
        return named

    def answer(self, command, arguments):
        """A qmp.Reply, HangUp or Silence, or None for what QEMU answers itself."""
        if command == self._resume_at:
            self._resume_at = ""
            self._pending = ["cont"]
            self._finish()
        if command in self._answers:
            return self._fault(command)
        if command == "cont":
            self._finish()
            return None
        own = {"query-sev": self._state, "query-sev-launch-measure": self._measure,
               "sev-inject-launch-secret": self._inject}.get(command)
        return None if own is None else qmp.Reply(own(arguments))

    def _fault(self, command):
        fault = self._answers[command]
        if fault == "silence":
            self._note("silence", command.encode())
            return qmp.Silence()
        return qmp.HangUp() if fault == "hang up" else qmp.Reply(fault)

    def _finish(self):
        if self._context.state is State.LSECRET:
            self._context.launch_finish()

    def _state(self, _):
        major, minor, build = self._api
        # QEMU 7.2 has no sev-type yet; libvirt 9.0 passes over what it does not know.
        return {"return": {"enabled": True, "sev-type": "sev", "api-major": major, "api-minor": minor,
                           "build-id": build, "policy": self._policy, "handle": 1,
                           "state": SHOWN_STATE[self._context.state]}}

    def _measure(self, _):
        return {"return": {"data": base64.b64encode(self._blob).decode()}}

    def _inject(self, arguments):
        """As `sev_inject_launch_secret` of QEMU, target/i386/sev.c."""
        if self._context.state is not State.LSECRET:
            return qmp.error("SEV: Not in correct state: (LSECRET) 4")
        if "gpa" not in arguments and self._secret_area is None:
            return qmp.error("SEV: no secret area found in OVMF, gpa must be specified.")
        try:
            header = base64.b64decode(arguments["packet-header"], validate=True)
            payload = base64.b64decode(arguments["secret"], validate=True)
        except binascii.Error:
            return qmp.error("Base64 data is not valid")
        try:
            self._note("secret", self._context.launch_secret(header, payload))
        except SevError as refusal:
            code = refusal.status.value
            return qmp.error(f"SEV: failed to inject secret ret=-5 fw_error={code} "
                             f"'{qemu_start.WORDS[code]}'")
        return {"return": {}}


class SevPlatform:
    """Answers about the host itself; then asks `guest`, if there is one."""

    # libvirt asks the one; since 12, where QEMU (11) has it, the other.
    ACCELERATION = {"query-kvm": {"enabled": True, "present": True},
                    "query-accelerators": {"enabled": "kvm", "present": ["kvm", "tcg"]}}

    def __init__(self, capabilities, guest=None):
        """`capabilities` is the answer to query-sev-capabilities."""
        self._capabilities, self._guest = capabilities, guest

    def pending(self):
        """See LaunchedGuest."""
        return [] if self._guest is None else self._guest.pending()

    def answer(self, command, arguments):
        """A decision of qmp.Exchange."""
        if command == "query-sev-capabilities":
            return qmp.Reply(self._capabilities)
        if command in self.ACCELERATION:
            return qmp.Reply({"return": self.ACCELERATION[command]})
        model = arguments.get("model", {})
        if command == "query-cpu-model-expansion" and model.get("name") == "host":
            return qmp.Forward({**arguments, "model": {**model, "name": "max"}})
        return None if self._guest is None else self._guest.answer(command, arguments)
