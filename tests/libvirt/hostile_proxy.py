#!/usr/bin/python3 -IB
# SPDX-License-Identifier: Apache-2.0
"""A host that lies beneath libvirt: stands between its client library and libvirtd, on TCP.

Usage: hostile_proxy.py PORT FILE, where the file holds JSON: {"14": FAULT, ...} by procedure number of
libvirt's remote protocol (src/remote/remote_protocol.x). Prints a line when it listens.
"""

import json
import socket
import struct
import sys
import threading
from dataclasses import dataclass

LIBVIRTD = ("127.0.0.1", 16509)
# length | program, version, procedure, type, serial, status
HEADER = struct.Struct(">IIIiiIi")
REMOTE_PROGRAM, REPLY = 0x20008086, 1


@dataclass
class Fault:
    """What becomes of the answers to one procedure: from the `first` on, another body or status;
    or, with neither, the connection is closed ("drop") or goes dead ("freeze"), or only this
    answer never comes ("swallow")."""

    action: str = "replace"
    body: str = ""  # XDR, in hex
    status: int = 0
    first: int = 1
    seen: int = 0

    def applies(self):
        """Counts one answer."""
        self.seen += 1
        return self.seen >= self.first


def read_exactly(stream, size):
    """`size` bytes, or None at the end of the connection."""
    data = b""
    while len(data) < size:
        more = stream.recv(min(size - len(data), 1 << 16))
        if not more:
            return None
        data += more
    return data


def read_message(stream):
    """One whole message of the protocol, its length included; None at the end."""
    length = read_exactly(stream, 4)
    if length is None:
        return None
    rest = read_exactly(stream, struct.unpack(">I", length)[0] - 4)
    return None if rest is None else length + rest


def changed(message, fault):
    """The answer with the fault's body and status instead of its own."""
    _, program, version, procedure, kind, serial, _ = HEADER.unpack(message[:HEADER.size])
    body = bytes.fromhex(fault.body)
    return HEADER.pack(HEADER.size + len(body), program, version, procedure, kind, serial,
                       fault.status) + body


def fault_of(message, faults):
    """The fault for this answer, if it is one and has one."""
    _, program, _, procedure, kind, _, _ = HEADER.unpack(message[:HEADER.size])
    if program != REMOTE_PROGRAM or kind != REPLY or procedure not in faults:
        return None
    fault = faults[procedure]
    return fault if fault.applies() else None


def serve_answers(server, client, faults):
    """From libvirtd to the client, with faults."""
    while (message := read_message(server)) is not None:
        fault = fault_of(message, faults)
        if fault is None:
            client.sendall(message)
        elif fault.action == "replace":
            client.sendall(changed(message, fault))
        elif fault.action == "swallow":
            pass
        elif fault.action == "freeze":
            threading.Event().wait()
        else:
            break
    # Closing alone would wait for the other thread.
    for end in (client, server):
        end.shutdown(socket.SHUT_RDWR)


def serve_questions(client, server):
    """From the client to libvirtd, as they are."""
    while data := client.recv(1 << 16):
        server.sendall(data)
    server.shutdown(socket.SHUT_RDWR)


def quietly(serve, *ends):
    """An end that is gone ends the thread."""
    try:
        serve(*ends)
    except OSError:
        pass


def main(port, path):
    """Serves until it is killed."""
    with open(path, encoding="ascii") as stream:
        faults = {int(number): Fault(**fault) for number, fault in json.load(stream).items()}
    with socket.create_server(("0.0.0.0", int(port))) as listener:
        print("ready", flush=True)
        while True:
            client, _ = listener.accept()
            server = socket.create_connection(LIBVIRTD)
            for serve, ends in ((serve_answers, (server, client, faults)),
                                (serve_questions, (client, server))):
                threading.Thread(target=quietly, args=(serve, *ends), daemon=True).start()


if __name__ == "__main__":
    main(*sys.argv[1:])
