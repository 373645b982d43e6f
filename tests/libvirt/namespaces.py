# SPDX-License-Identifier: Apache-2.0
"""The system calls for namespaces and mounts that Python 3.11 lacks."""

import ctypes
import fcntl
import os
import signal
import socket
import struct

CLONE_NEWNS, CLONE_NEWUTS = 0x00020000, 0x04000000
CLONE_NEWNET, CLONE_NEWPID = 0x40000000, 0x20000000
MS_BIND, MS_REC, MS_PRIVATE, MS_MOVE = 0x1000, 0x4000, 0x40000, 0x2000
PR_SET_PDEATHSIG = 1
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1

_libc = ctypes.CDLL(None, use_errno=True)
_libc.mount.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulong,
                        ctypes.c_char_p)


def _checked(result, what):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), what)


def unshare(flags):
    """Moves this process (for CLONE_NEWPID: its children) to namespaces of its own."""
    _checked(_libc.unshare(flags), "unshare")


def _mount(source, target, kind, flags, data=None):
    _checked(_libc.mount(os.fsencode(source), os.fsencode(target), os.fsencode(kind), flags,
                         None if data is None else os.fsencode(data)), target)


def mount_private():
    """No mount made from here on is seen outside, nor one made outside here."""
    _mount("none", "/", "none", MS_REC | MS_PRIVATE)


def mount_new(kind, target, data=None):
    """A new file system; whatever was there is hidden."""
    _mount(kind, target, kind, 0, data)


def mount_bind(source, target):
    """A file or folder seen at a second place."""
    _mount(source, target, "none", MS_BIND)


def mount_move(source, target):
    """A mount taken to another place."""
    _mount(source, target, "none", MS_MOVE)


def die_with_parent():
    """The kernel kills this process when the thread that started it ends."""
    _checked(_libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0), "prctl")


def loopback_up():
    """A new network namespace has a loopback interface, but it is down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh14x", b"lo", 0)
        flags, = struct.unpack_from("h", fcntl.ioctl(any_socket, SIOCGIFFLAGS, request), 16)
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))
