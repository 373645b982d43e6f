#!/usr/bin/python3 -IB
# SPDX-License-Identifier: Apache-2.0
"""What libvirt starts as its emulator: becomes the real QEMU, with a QMP proxy in between.

Libvirt must find QEMU at the process id that it started, so this program measures the guest,
leaves the proxy behind in the background and replaces itself.
"""

import json
import os
import socket
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path[:0] = [HERE]
sys.path.append(os.path.join(os.path.dirname(HERE), "standin"))

import qemu_arguments  # noqa: E402
import qmp_proxy  # noqa: E402
import settings  # noqa: E402
from launched_guest import LaunchedGuest, Owner, SevPlatform  # noqa: E402
from ovmf_table import TableError  # noqa: E402
from qemu import LaunchRefused  # noqa: E402
from qemu_start import StartRefused  # noqa: E402
from sev_firmware import SevError  # noqa: E402
from sev_platform import Platform  # noqa: E402


def own_listener():
    """A socket for QEMU to listen on, at an address that the kernel chooses."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind("")
    listener.listen(8)
    listener.set_inheritable(True)
    return listener


def libvirts_listener(monitor):
    """The socket on which libvirt expects QEMU."""
    if monitor.inherited is not None:
        return socket.socket(fileno=monitor.inherited)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(monitor.path)
    listener.listen(1)
    return listener


def _read(path):
    with open(path, encoding="ascii") as stream:
        return stream.read()


def launched(launch):
    """The guest after its launch, or the platform alone for a guest without SEV."""
    capabilities = json.loads(_read(settings.CAPABILITIES))
    if launch is None:
        return SevPlatform(capabilities)
    owner = Owner.from_json(_read(f"{settings.OWNERS}/{launch.name}.json"))
    platform = Platform.from_json(_read(settings.PLATFORM))

    def note(kind, data):
        with open(f"{settings.GUESTS}/{launch.name}.{kind}", "wb") as stream:
            stream.write(data)

    return SevPlatform(capabilities, LaunchedGuest(launch, owner, note, platform))


def leave_proxy(listener, server_address, responder):
    """Starts the proxy as a process of its own; it lives as long as QEMU.

    QEMU inherits one end of a pipe, and whatever it turns into (`-daemonize`) keeps it open.
    """
    alive, held_by_qemu = os.pipe()
    os.set_inheritable(held_by_qemu, True)
    if child := os.fork():
        os.close(alive)
        os.waitpid(child, 0)
        return
    # Twice, so that the sandbox's init reaps it and not QEMU, which would not.
    os.setsid()
    if os.fork():
        os._exit(0)
    os.close(held_by_qemu)
    only_these_files(alive, listener.fileno())
    status = 1
    try:
        qmp_proxy.run(listener, server_address, responder, alive)
        status = 0
    except Exception:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(status)


def only_these_files(*keep):
    """Lets go of all other open files: while probing, libvirt reads standard error to its end."""
    log = os.open(f"{settings.LOGS}/qmp-proxy.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number, target in enumerate((nothing, nothing, log)):
        os.dup2(target, number)
    for number in map(int, os.listdir("/proc/self/fd")):
        if number > 2 and number not in keep:
            try:
                os.close(number)
            except OSError:
                pass  # the folder's own


def main(words):
    """Does not return where QEMU could be started."""
    try:
        options = qemu_arguments.parse(words)
        server = own_listener()
        monitor, changed = qemu_arguments.take_monitor(options, server.fileno())
        if monitor is not None:
            responder = launched(qemu_arguments.launch(options, settings.host_cpu()))
            leave_proxy(libvirts_listener(monitor), server.getsockname(), responder)
        os.execv(settings.REAL_EMULATOR,
                 [sys.argv[0], *qemu_arguments.words_of(qemu_arguments.without_sev(changed))])
    except StartRefused as error:
        print(f"qemu-system-x86_64: {error}", file=sys.stderr)
        return 1
    except (OSError, ValueError, qemu_arguments.ArgumentError, LaunchRefused, TableError,
            SevError) as error:
        print(f"qemu-system-x86_64: SEV: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
