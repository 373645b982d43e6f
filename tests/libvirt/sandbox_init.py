#!/usr/bin/python3 -IB
# SPDX-License-Identifier: Apache-2.0
"""Process 1 of the stand-in host: makes its namespaces and files, then waits for its end.

Prints one line, the process id by which it is known outside. It ends at the end of its standard
input, which the test runner holds: however that ends, the kernel then kills every process of the
PID namespace, and mounts and files go with the last of them. Nothing is on a disk.
"""

import os
import select
import signal
import socket
import sys

sys.path[:0] = [os.path.dirname(os.path.realpath(__file__))]

import namespaces  # noqa: E402
import settings  # noqa: E402

DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
# What libvirt writes to below these would stay behind otherwise.
HIDDEN = ("/run", "/var/lib", "/var/cache", "/var/log", "/etc/libvirt")


def write(path, text):
    """A file with `text`."""
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(text)


def own_devices():
    """Never the machine's /dev: what is there decides what libvirt thinks of KVM.

    /dev/kvm is an empty file: libvirt asks only whether it may be opened, and asks the emulator
    again and again when the two answers differ.
    """
    made = f"{settings.FOLDER}/dev"
    os.mkdir(made)
    namespaces.mount_new("tmpfs", made, "mode=755")
    for name in DEVICES:
        write(f"{made}/{name}", "")
        namespaces.mount_bind(f"/dev/{name}", f"{made}/{name}")
    for name in ("shm", "pts"):
        os.mkdir(f"{made}/{name}")
    os.chmod(f"{made}/shm", 0o1777)
    namespaces.mount_new("devpts", f"{made}/pts", "newinstance,ptmxmode=0666,mode=620")
    for name, target in (("ptmx", "pts/ptmx"), ("fd", "/proc/self/fd"),
                         ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1"),
                         ("stderr", "/proc/self/fd/2")):
        os.symlink(target, f"{made}/{name}")
    write(f"{made}/kvm", "")
    namespaces.mount_move(made, "/dev")


def replace_file(path, text):
    """Another content for an existing file, seen only here."""
    stand_in = f"{settings.FOLDER}/{path.replace('/', '_')}"
    write(stand_in, text)
    namespaces.mount_bind(stand_in, path)


def with_lines(path, more):
    """A file's text and more lines."""
    with open(path, encoding="utf-8") as stream:
        text = stream.read()
    return text + ("" if text.endswith("\n") else "\n") + more


def own_files():
    """All that libvirtd reads and writes."""
    for folder in HIDDEN:
        namespaces.mount_new("tmpfs", folder, "mode=755")
    for folder in ("/run/lock", "/var/lib/libvirt", "/var/cache/libvirt", "/var/log/libvirt",
                   *settings.FOLDERS):
        os.makedirs(folder)
    own_devices()
    write("/etc/libvirt/qemu.conf", settings.QEMU_CONF)
    write("/etc/libvirt/libvirtd.conf", settings.LIBVIRTD_CONF)
    replace_file("/etc/passwd", with_lines("/etc/passwd", settings.PASSWD))
    replace_file("/etc/group", with_lines("/etc/group", settings.GROUP))
    replace_file("/etc/hosts", settings.HOSTS)
    replace_file("/etc/nsswitch.conf", settings.NSSWITCH)
    os.symlink(os.path.join(os.path.dirname(os.path.realpath(__file__)), "emulator.py"),
               settings.EMULATOR)


def be_init(outside):
    """Runs as process 1 until standard input ends."""
    namespaces.die_with_parent()
    namespaces.mount_private()
    namespaces.mount_new("proc", "/proc")
    socket.sethostname(settings.HOST_NAME)
    namespaces.loopback_up()
    own_files()
    print(outside, flush=True)
    reap_until_the_end()


def reap_until_the_end():
    """Reaps at once, since libvirt takes a process that is not reaped for one that runs."""
    woken, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    while 0 not in select.select((0, woken), (), ())[0] or os.read(0, 4096):
        try:
            os.read(woken, 4096)
        except BlockingIOError:
            pass
        try:
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass
        except ChildProcessError:
            pass


def main():
    """The outer half: it only waits, so that process 1 has a parent with a known id."""
    namespaces.unshare(namespaces.CLONE_NEWNS | namespaces.CLONE_NEWUTS | namespaces.CLONE_NEWNET
                       | namespaces.CLONE_NEWPID)
    told, tell = os.pipe()
    if child := os.fork():
        os.write(tell, str(child).encode())
        os.close(0)
        os.close(1)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    be_init(int(os.read(told, 32)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
