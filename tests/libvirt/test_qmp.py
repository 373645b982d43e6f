# SPDX-License-Identifier: Apache-2.0
"""The proxy's side of QMP, fed with bytes; then through real sockets."""

import json
import os
import socket
import sys
import tempfile
import threading
import unittest

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "standin"))

import qmp_proxy  # noqa: E402
from qmp import Exchange, Forward, HangUp, Reply, Silence, Traffic  # noqa: E402

STATUS = b'{"execute":"query-status","id":"libvirt-1"}\r\n'
QUERY_SEV = b'{"execute":"query-sev","id":"libvirt-2"}\r\n'


class Script:
    """A responder with prepared decisions."""

    def __init__(self, decisions=None, own=()):
        self.decisions, self.own, self.seen = decisions or {}, list(own), []

    def answer(self, command, arguments):
        self.seen.append((command, arguments))
        return self.decisions.get(command)

    def pending(self):
        named, self.own = self.own, []
        return named


class Protocol(unittest.TestCase):
    def test_unknown_commands_pass_as_they_are(self):
        script = Script()
        exchange = Exchange(script)
        self.assertEqual(exchange.from_client(STATUS), Traffic(to_server=STATUS))
        self.assertEqual(script.seen, [("query-status", {})])
        self.assertEqual(exchange.from_client(b"not json\n"), Traffic(to_server=b"not json\n"))
        self.assertEqual(exchange.from_client(b"[1]\n"), Traffic(to_server=b"[1]\n"))

    def test_answers_carry_the_id(self):
        exchange = Exchange(Script({"query-sev": Reply({"return": {"policy": 3}})}))
        traffic = exchange.from_client(QUERY_SEV)
        self.assertEqual(traffic.to_server, b"")
        self.assertEqual(json.loads(traffic.to_client),
                         {"return": {"policy": 3}, "id": "libvirt-2"})
        self.assertTrue(traffic.to_client.endswith(b"\r\n"))
        self.assertEqual(json.loads(exchange.from_client(b'{"execute":"query-sev"}\n').to_client),
                         {"return": {"policy": 3}})

    def test_pieces(self):
        """A command may come in pieces, and two in one."""
        exchange = Exchange(Script({"query-sev": Reply({"return": {}})}))
        self.assertEqual(exchange.from_client(QUERY_SEV[:9]), Traffic())
        traffic = exchange.from_client(QUERY_SEV[9:] + STATUS)
        self.assertEqual(traffic.to_server, STATUS)
        self.assertIn(b"libvirt-2", traffic.to_client)

    def test_other_decisions(self):
        exchange = Exchange(Script({"query-status": Forward({"model": "max"}),
                                    "query-sev": HangUp(), "q": Silence()}))
        self.assertEqual(exchange.from_client(b'{"execute":"q"}\n'), Traffic())
        self.assertEqual(json.loads(exchange.from_client(STATUS).to_server),
                         {"execute": "query-status", "id": "libvirt-1",
                          "arguments": {"model": "max"}})
        self.assertTrue(exchange.from_client(QUERY_SEV).hang_up)

    def test_an_answer_waits_for_own_commands(self):
        """What the stand-in has QEMU do first is done, and its events are sent, when libvirt hears."""
        exchange = Exchange(Script({"query-sev": Reply({"return": {}})}, own=["stop", "cont"]))
        traffic = exchange.from_client(QUERY_SEV)
        self.assertEqual(traffic.to_client, b"")
        stop, cont = (json.loads(line)["id"] for line in traffic.to_server.splitlines())
        event = b'{"event":"RESUME"}\r\n'
        self.assertEqual(exchange.from_server(json.dumps({"return": {}, "id": stop}).encode() + b"\n"),
                         Traffic())
        heard = exchange.from_server(event + json.dumps({"return": {}, "id": cont}).encode() + b"\n")
        first, answer = heard.to_client.splitlines(keepends=True)
        self.assertEqual((first, json.loads(answer)), (event, {"return": {}, "id": "libvirt-2"}))
        self.assertEqual(exchange.from_server(event), Traffic(to_client=event))

    def test_own_commands_are_not_libvirts(self):
        exchange = Exchange(Script(own=["cont"]))
        own, passed = exchange.from_client(STATUS).to_server.splitlines(keepends=True)
        self.assertEqual((json.loads(own)["execute"], passed), ("cont", STATUS))
        answer = json.dumps({"return": {}, "id": json.loads(own)["id"]}).encode() + b"\r\n"
        event = b'{"event":"RESUME"}\r\n'
        self.assertEqual(exchange.from_server(answer + event), Traffic(to_client=event))


class Sockets(unittest.TestCase):
    """The relay between two sockets of this process."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.libvirts, self.qemus = (self.listener(f"{folder.name}/{name}")
                                     for name in ("libvirt", "qemu"))
        alive, self.held = os.pipe()
        script = Script({"query-sev": Reply({"return": {}}), "hang": HangUp()})
        self.relay = threading.Thread(target=qmp_proxy.run, args=(
            self.libvirts, self.qemus.getsockname(), script, alive))
        self.relay.start()
        self.addCleanup(os.close, alive)
        self.addCleanup(self.relay.join, 10)
        self.addCleanup(lambda: self.held is not None and os.close(self.held))

    def listener(self, path):
        made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        made.settimeout(10)
        made.bind(path)
        made.listen(4)
        self.addCleanup(made.close)
        return made

    def connect(self):
        client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        client.settimeout(10)
        client.connect(self.libvirts.getsockname())
        server, _ = self.qemus.accept()
        server.settimeout(10)
        self.addCleanup(client.close)
        self.addCleanup(server.close)
        return client, server

    def test_both_ways_and_again(self):
        for _ in range(2):  # libvirtd may be restarted
            client, server = self.connect()
            server.sendall(b'{"QMP":{}}\r\n')
            self.assertEqual(client.recv(100), b'{"QMP":{}}\r\n')
            client.sendall(STATUS)
            self.assertEqual(server.recv(100), STATUS)
            client.sendall(QUERY_SEV)
            self.assertIn(b"libvirt-2", client.recv(100))
            client.close()
            self.assertEqual(server.recv(100), b"")

    def test_files_come_along(self):
        client, server = self.connect()
        reading, writing = os.pipe()
        socket.send_fds(client, [STATUS], [writing])
        os.close(writing)
        data, files, _, _ = socket.recv_fds(server, 100, 2)
        self.assertEqual((data, len(files)), (STATUS, 1))
        os.write(files[0], b"through")
        os.close(files[0])
        self.assertEqual(os.read(reading, 100), b"through")
        self.assertEqual(os.read(reading, 100), b"")
        os.close(reading)

    def test_hang_up(self):
        client, server = self.connect()
        client.sendall(b'{"execute":"hang"}\n')
        self.assertEqual((client.recv(100), server.recv(100)), (b"", b""))

    def test_ends_with_qemu_but_not_before_its_last_words(self):
        client, server = self.connect()
        server.sendall(b'{"event":"SHUTDOWN"}\r\n')
        server.close()
        os.close(self.held)
        self.held = None
        self.relay.join(10)
        self.assertFalse(self.relay.is_alive())
        self.assertEqual(client.recv(100), b'{"event":"SHUTDOWN"}\r\n')
        self.assertEqual(client.recv(100), b"")


if __name__ == "__main__":
    unittest.main()
