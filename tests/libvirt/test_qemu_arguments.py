# SPDX-License-Identifier: Apache-2.0
"""Command lines as libvirt 9.0 writes them."""

import json
import os
import sys
import unittest

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "standin"))

import qemu_arguments as arguments  # noqa: E402
from qemu_arguments import Launch, Monitor, Option  # noqa: E402

HOST = (25, 17, 1)
SEV = {"qom-type": "sev-guest", "id": "lsec0", "cbitpos": 51, "reduced-phys-bits": 1, "policy": 7,
       "kernel-hashes": True}
GUEST = ["-name", "guest=a,,b,debug-threads=on", "-S",
         "-object", '{"qom-type":"secret","id":"masterKey0"}',
         "-machine", "pc-q35-7.2,usb=off,confidential-guest-support=lsec0,memory-backend=pc.ram",
         "-accel", "kvm", "-cpu", "host,migratable=on", "-bios", "/fw", "-m", "256",
         "-smp", "2,maxcpus=4,sockets=4", "-no-user-config", "-nodefaults",
         "-chardev", "socket,id=charmonitor,fd=26,server=on,wait=off",
         "-mon", "chardev=charmonitor,id=monitor,mode=control", "-no-shutdown",
         "-kernel", "/k", "-initrd", "/i", "-append", "-bios other,,x",
         "-object", json.dumps(SEV), "-msg", "timestamp=on"]
PROBE = ["-S", "-no-user-config", "-nodefaults", "-nographic", "-machine", "none,accel=kvm:tcg",
         "-qmp", "unix:/var/lib/libvirt/qemu/qmp-x/qmp.monitor,server=on,wait=off",
         "-pidfile", "/p", "-daemonize"]


def launch(*words, host=HOST):
    return arguments.launch(arguments.parse(list(words)), host)


def sev(**more):
    return ("-object", json.dumps({**SEV, **more}))


class Reading(unittest.TestCase):
    def test_words_survive(self):
        for words in (GUEST, PROBE, []):
            self.assertEqual(arguments.words_of(arguments.parse(words)), words)

    def test_a_value_that_looks_like_an_option_is_a_value(self):
        self.assertEqual(arguments.parse(["-append", "-S", "-S"]),
                         [Option("append", "-S"), Option("S")])

    def test_bad_words(self):
        for words in (["disk.img"], ["-m"]):
            with self.assertRaises(arguments.ArgumentError):
                arguments.parse(words)

    def test_commas(self):
        for text, parts in (("a,b=c,,d", ["a", "b=c,d"]), ("x,,", ["x,"]), ("a", ["a"])):
            self.assertEqual(arguments.split_value(text), parts)
            self.assertEqual(arguments.join_value(parts), text)
        self.assertEqual(arguments.properties("2,maxcpus=4,x", "cpus"),
                         {"cpus": "2", "maxcpus": "4", "x": "on"})


class Launches(unittest.TestCase):
    def test_everything(self):
        self.assertEqual(launch(*GUEST), Launch(
            name="a,b", policy=7, firmware="/fw", kernel="/k", initrd="/i",
            cmdline="-bios other,,x", kernel_hashes=True, vcpus=2, cpu=HOST))

    def test_no_sev(self):
        self.assertIsNone(launch(*PROBE))
        self.assertIsNone(launch("-object", "memory-backend-ram,id=pc.ram,size=1"))

    def test_sev_as_key_and_value(self):
        found = launch("-object", "sev-guest,id=s,policy=0x5,kernel-hashes=on", "-smp", "cpus=3")
        self.assertEqual((found.policy, found.kernel_hashes, found.vcpus), (5, True, 3))
        self.assertFalse(launch("-object", "sev-guest,id=s").kernel_hashes)
        self.assertEqual(launch("-object", "sev-guest,id=s").policy, 1)

    def test_session(self):
        found = launch(*sev(**{"dh-cert-file": "/g", "session-file": "/s"}))
        self.assertEqual((found.certificate, found.session), ("/g", "/s"))
        self.assertEqual(launch("-object", "sev-guest,id=s,session-file=/a,,b").session, "/a,b")
        self.assertIsNone(launch("-object", "sev-guest,id=s").certificate)

    def test_kernel_hashes_off(self):
        self.assertFalse(launch(*sev(**{"kernel-hashes": False})).kernel_hashes)

    def test_firmware(self):
        flash = ("-blockdev", '{"driver":"file","filename":"/code","node-name":"p0-storage"}',
                 "-blockdev", '{"node-name":"p0","driver":"raw","file":"p0-storage"}',
                 "-blockdev", '{"driver":"file","filename":"/vars","node-name":"p1"}',
                 "-machine", "q35,pflash0=p0,pflash1=p1")
        drives = ("-drive", "file=/vars,if=pflash,format=raw,unit=1",
                  "-drive", "file=/a,,b,if=pflash,format=raw,unit=0,readonly=on")
        for words, path in ((flash, "/code"), (drives, "/a,b"), (("-bios", "/b,,c"), "/b,,c"),
                            ((), arguments.DEFAULT_FIRMWARE)):
            self.assertEqual(launch(*sev(), *words).firmware, path)

    def test_cpu(self):
        for model, cpu in (("EPYC-Rome", (23, 49, 0)), ("EPYC-Milan-v2,x2apic=on", (25, 1, 1)),
                           ("EPYC-Genoa", (25, 17, 0)), ("EPYC-Genoa-v2", (25, 17, 0)),
                           ("EPYC-Turin-v1", (26, 0, 0)),
                           ("host", HOST), ("max", HOST), ("EPYC,stepping=0x3", (23, 1, 3)),
                           ("Penryn", None), ("Penryn,family=6,model=2,stepping=1", (6, 2, 1))):
            self.assertEqual(launch(*sev(), "-cpu", model).cpu, cpu, model)
        self.assertEqual(launch(*sev()).cpu, (15, 107, 1))


class Rewriting(unittest.TestCase):
    def rewritten(self, words):
        return arguments.words_of(arguments.without_sev(arguments.parse(words)))

    def test_guest(self):
        words = self.rewritten(GUEST)
        self.assertNotIn("sev", " ".join(words))
        self.assertIn("pc-q35-7.2,usb=off,memory-backend=pc.ram", words)
        self.assertIn("max,migratable=on", words)
        self.assertEqual(words[words.index("-accel") + 1], "tcg")
        self.assertIn("-bios other,,x", words)
        self.assertIn('{"qom-type":"secret","id":"masterKey0"}', words)

    def test_other_spellings(self):
        self.assertEqual(self.rewritten(["-enable-kvm", "-object", "sev-guest,id=s"]),
                         ["-accel", "tcg"])
        self.assertIn("none,accel=tcg", self.rewritten(PROBE))

    def test_monitor_of_a_guest(self):
        monitor, changed = arguments.take_monitor(arguments.parse(GUEST), 9)
        self.assertEqual(monitor, Monitor(inherited=26))
        self.assertIn(Option("chardev", "socket,id=charmonitor,fd=9,server=on,wait=off"), changed)
        self.assertEqual(len(changed), len(arguments.parse(GUEST)))

    def test_monitor_of_a_probe(self):
        monitor, changed = arguments.take_monitor(arguments.parse(PROBE), 9)
        self.assertEqual(monitor, Monitor(path="/var/lib/libvirt/qemu/qmp-x/qmp.monitor"))
        self.assertNotIn("qmp", [option.name for option in changed])
        self.assertIn(Option("chardev", "socket,id=standin,fd=9,server=on,wait=off"), changed)

    def test_no_monitor(self):
        options = arguments.parse(["-version"])
        self.assertEqual(arguments.take_monitor(options, 9), (None, options))
        with self.assertRaises(arguments.ArgumentError):
            arguments.take_monitor([Option("chardev", "socket,id=charmonitor,path=/x")], 9)


if __name__ == "__main__":
    unittest.main()
