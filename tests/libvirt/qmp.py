# SPDX-License-Identifier: Apache-2.0
"""QMP between libvirt and QEMU, with some commands answered in between. No sockets here.

libvirt sends one command at a time, ends it with a newline and waits for the answer, so that an
answer of ours can never overtake one of QEMU's. Nor does it overtake what QEMU was told to do first:
libvirt would still know the guest as it was before.
"""

import json
from dataclasses import dataclass, field

# Ids of commands that the proxy itself sends; their answers are not for libvirt.
OWN_ID = "sev-stand-in-"


@dataclass(frozen=True)
class Reply:
    """An answer in QEMU's place: {"return": ...} or {"error": ...}."""

    body: dict


@dataclass(frozen=True)
class Forward:
    """Pass a command on with other arguments."""

    arguments: dict


@dataclass(frozen=True)
class HangUp:
    """Close the connection without an answer."""


@dataclass(frozen=True)
class Silence:
    """Never answer, and keep the connection."""


def error(sentence):
    """QEMU's form of a refusal."""
    return {"error": {"class": "GenericError", "desc": sentence}}


@dataclass
class Traffic:
    """What has to be sent on, in either direction."""

    to_server: bytes = b""
    to_client: bytes = b""
    hang_up: bool = False


@dataclass
class Lines:
    """Cuts a stream into lines."""

    rest: bytes = b""

    def feed(self, data):
        """The lines that `data` completes, each with its end."""
        *lines, self.rest = (self.rest + data).split(b"\n")
        return [line + b"\n" for line in lines]


def _message(line):
    """The JSON object of a line; None for anything else, which is passed on as it is."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _encode(message):
    return json.dumps(message).encode() + b"\r\n"


@dataclass
class Exchange:
    """One connection of libvirt.

    `responder.answer(command, arguments)` returns a Reply, Forward, HangUp or Silence, or None to
    pass the command on; after it, `pending()` names commands of the stand-in's own that QEMU is to
    run first.
    """

    responder: object
    from_client_lines: Lines = field(default_factory=Lines)
    from_server_lines: Lines = field(default_factory=Lines)
    own_commands: int = 0
    unanswered: set = field(default_factory=set)
    held_back: bytes = b""

    def from_client(self, data):
        """What follows from bytes that libvirt sent."""
        traffic = Traffic()
        for line in self.from_client_lines.feed(data):
            message = _message(line)
            if message is None or "execute" not in message:
                traffic.to_server += line
            else:
                self._command(message, line, traffic)
        return traffic

    def _command(self, message, line, traffic):
        decision = self.responder.answer(message["execute"], message.get("arguments", {}))
        for command in self.responder.pending():
            self.own_commands += 1
            own_id = f"{OWN_ID}{self.own_commands}"
            self.unanswered.add(own_id)
            traffic.to_server += _encode({"execute": command, "id": own_id})
        if decision is None:
            traffic.to_server += line
        elif isinstance(decision, Forward):
            traffic.to_server += _encode({**message, "arguments": decision.arguments})
        elif isinstance(decision, HangUp):
            traffic.hang_up = True
        elif isinstance(decision, Reply):
            given = {"id": message["id"]} if "id" in message else {}
            self.held_back += _encode({**decision.body, **given})
        self._release(traffic)

    def _release(self, traffic):
        """Answers of ours go out when QEMU has answered our own commands."""
        if not self.unanswered:
            traffic.to_client += self.held_back
            self.held_back = b""

    def from_server(self, data):
        """What follows from bytes that QEMU sent: everything but answers to our own commands."""
        traffic = Traffic()
        for line in self.from_server_lines.feed(data):
            message = _message(line)
            number = None if message is None else message.get("id")
            if number in self.unanswered:
                self.unanswered.remove(number)
                self._release(traffic)
            else:
                traffic.to_client += line
        return traffic
