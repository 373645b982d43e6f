# SPDX-License-Identifier: Apache-2.0
"""The sockets between libvirt and QEMU: one connection to QEMU for each of libvirt's.

Libvirt also passes open files along; they go on with the bytes that they came with.
"""

import os
import select
import socket

from qmp import Exchange

CHUNK = 1 << 16
FILES = 16


class _Connection:
    """One connection of libvirt and its counterpart."""

    def __init__(self, client, server_address, responder):
        self.client = client
        self.server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.server.connect(server_address)
        self._exchange = Exchange(responder)

    def serve(self, ready):
        """Passes on what `ready`, one of the two sockets, has to say; False at its end."""
        try:
            data, files, _, _ = socket.recv_fds(ready, CHUNK, FILES)
            if not data:
                return False
            from_client = ready is self.client
            traffic = (self._exchange.from_client if from_client
                       else self._exchange.from_server)(data)
            self._send(self.server, traffic.to_server, files if from_client else [])
            self._send(self.client, traffic.to_client, [] if from_client else files)
            for number in files:
                os.close(number)
            return not traffic.hang_up
        except (ConnectionError, BrokenPipeError):
            return False

    @staticmethod
    def _send(end, data, files):
        if not data:
            return
        sent = socket.send_fds(end, [data], files) if files else 0
        end.sendall(data[sent:])

    def close(self):
        """Both ends see the end of the connection."""
        self.client.close()
        self.server.close()


def run(listener, server_address, responder, alive):
    """Serves until `alive`, a pipe whose other end QEMU holds, ends."""
    connections = {}
    poll = select.poll()
    poll.register(alive, select.POLLHUP)
    poll.register(listener, select.POLLIN)
    while True:
        ready = [number for number, _ in poll.poll()]
        for number in ready:
            if number == listener.fileno():
                _accept(listener, server_address, responder, connections, poll)
            elif number in connections:
                connection, end = connections[number]
                if not connection.serve(end):
                    _drop(connection, connections, poll)
        # Last: what QEMU said before it ended still has to reach libvirt.
        if alive in ready and ready == [alive]:
            return


def _accept(listener, server_address, responder, connections, poll):
    client, _ = listener.accept()
    try:
        connection = _Connection(client, server_address, responder)
    except ConnectionError:
        client.close()
        return
    for end in (connection.client, connection.server):
        connections[end.fileno()] = (connection, end)
        poll.register(end, select.POLLIN)


def _drop(connection, connections, poll):
    for end in (connection.client, connection.server):
        poll.unregister(end)
        del connections[end.fileno()]
    connection.close()
