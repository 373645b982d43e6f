# SPDX-License-Identifier: Apache-2.0
"""The stand-in host itself: who is local, what survives a restart, and that nothing remains."""

import os
import signal
import subprocess
import sys
import unittest
from pathlib import Path
from unittest import mock

import domains
import firmware_image
import settings
from domain import DomainError
from host import HERE, Host
from host_case import HostCase
from sandbox import SandboxError, wait_for

TRACES = ("/run/sev-host", "/run/libvirt", "/var/lib/libvirt", "/var/log/libvirt",
          "/var/cache/libvirt", "/etc/libvirt/qemu.conf")

# A test runner that is in the middle of something when it is killed.
RUNNER = """
import sys; sys.path[:0] = [sys.argv[1]]
import time
from host import Host, domains, images
host = Host()
host.start(domains.plain(host.add_file("fw", images.firmware()), bytes(32)), paused=False)
print(host.sandbox.pid, flush=True)
time.sleep(60)
"""


def namespace_of(pid):
    """The PID namespace of a process; None for one that is gone or only waits to be reaped."""
    try:
        return os.readlink(f"/proc/{pid}/ns/pid")
    except OSError:
        return None


def processes_in(namespace):
    """Every process of a PID namespace."""
    return [pid for pid in os.listdir("/proc") if pid.isdigit() and namespace_of(pid) == namespace]


def mounts_and_traces():
    """What a host would leave behind on this machine."""
    mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
    return sorted(mounts), [path for path in TRACES if os.path.exists(path)]


class NothingRemains(unittest.TestCase):
    def setUp(self):
        self.before = mounts_and_traces()

    def gone(self, namespace):
        wait_for("the end of all processes", lambda: not processes_in(namespace))
        self.assertEqual(mounts_and_traces(), self.before)

    def test_after_the_end(self):
        with Host() as host:
            namespace = namespace_of(host.sandbox.pid)
            self.assertGreaterEqual(len(processes_in(namespace)), 2)
            self.assertEqual(mounts_and_traces(), self.before)
        self.gone(namespace)

    def test_after_a_failure(self):
        seen = []
        with self.assertRaises(ZeroDivisionError), Host() as host:
            seen.append(namespace_of(host.sandbox.pid))
            raise ZeroDivisionError
        self.gone(seen[0])

    def test_after_a_daemon_that_does_not_start(self):
        with mock.patch.object(settings, "LIBVIRTD", "/bin/false"):
            with mock.patch.object(Host, "close", autospec=True, side_effect=Host.close) as close:
                with self.assertRaisesRegex(SandboxError, "status 1"):
                    Host()
        self.assertEqual(close.call_count, 1)
        self.assertEqual(mounts_and_traces(), self.before)

    def test_after_the_runner_was_killed(self):
        with subprocess.Popen((sys.executable, "-B", "-c", RUNNER, str(HERE)),
                              stdout=subprocess.PIPE) as runner:
            namespace = namespace_of(int(runner.stdout.readline()))
            self.assertGreaterEqual(len(processes_in(namespace)), 4)
            runner.send_signal(signal.SIGKILL)
        self.gone(namespace)


class Places(HostCase):
    def test_who_is_local(self):
        name = ("/bin/cat", "/proc/sys/kernel/hostname")
        self.assertEqual(self.host.run_local(name).stdout.strip(), settings.HOST_NAME)
        self.assertEqual(self.host.run_remote(name).stdout.strip(), settings.OWNER_NAME)
        for uri in (Host.TCP_URI, Host.SOCKET_URI, Host.LOCAL_URI):
            shown = self.host.run_remote(("virsh", "-c", uri, "hostname"))
            self.assertEqual((shown.stdout.strip(), shown.stderr), (settings.HOST_NAME, ""))

    def test_programs(self):
        run = self.host.run_local(("/bin/sh", "-c", "cat; pwd; echo $A; echo no >&2; exit 3"),
                                  folder="/tmp", environment={"A": "b c"}, text="in\n")
        self.assertEqual((run.status, run.stdout, run.stderr), (3, "in\n/tmp\nb c\n", "no\n"))
        with self.assertRaises(SandboxError):
            self.host.run_local(("sleep", "5"), timeout=0.2)

    def test_capabilities(self):
        text = self.host.run_local(("virsh", "capabilities")).stdout
        family, model, stepping = settings.host_cpu()
        self.assertIn(f"<signature family='{family}' model='{model}' stepping='{stepping}'/>",
                      text)
        text = self.host.run_local(("virsh", "domcapabilities")).stdout
        self.assertIn("<sev supported='yes'>", text)


class Guests(HostCase):
    def test_life(self):
        domain = self.host.define(domains.plain(self.path["fw"], self.tk))
        self.assertEqual((domain.state(), domain.is_running()), ("shut off", False))
        domain.start()
        self.assertEqual((domain.state(), domain.is_running()), ("paused", False))
        self.assertRegex(domain.launch_info(), r"sev-measurement: \S{64}\n")
        self.assertIn("<launchSecurity type='sev'>", domain.xml())
        self.assertIsNone(domain.injected_memory())
        self.host.run_local(("virsh", "resume", domain.name))
        self.assertTrue(domain.is_running())
        domain.off()
        self.assertEqual(domain.state(), "shut off")
        domain.start()
        self.assertEqual(domain.state(), "paused")

    def test_daemon_restarts_and_crashes(self):
        domain = self.plain()
        before = domain.launch_info()
        for signal_name in ("TERM", "KILL"):
            self.host.stop_daemon(signal_name)
            self.assertEqual(self.host.run_local(("virsh", "list")).status, 1)
            self.host.start_daemon()
            self.assertEqual((domain.state(), domain.launch_info()), ("paused", before))

    def test_guests_that_qemu_refuses(self):
        bare = self.host.add_file("bare", firmware_image.build(65536))
        with self.assertRaisesRegex(DomainError, "kernel-hashes area"):
            self.direct_kernel(firmware=bare)
        with self.assertRaisesRegex(DomainError, "No such file"):
            self.plain(name="nowhere", firmware="/nowhere")
        with self.assertRaisesRegex(DomainError, "reset block"):
            self.encrypted_state(firmware=bare)


if __name__ == "__main__":
    unittest.main()
