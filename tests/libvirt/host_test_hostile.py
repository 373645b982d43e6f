# SPDX-License-Identifier: Apache-2.0
"""A host that lies in libvirt's own protocol: what no libvirtd says, but anybody can send.

Each lie comes beside an honest answer, so that it is the lie that is refused.
"""

import base64
import itertools
import json
import struct
import subprocess
import unittest
import uuid

import platform_files
import settings
from both_programs import BothCase
from host import HERE
from host_case import CMDLINE

CLOSE, CAPABILITIES, XML, INFO, LOOKUP, RESUME, HOSTNAME = 2, 7, 14, 16, 23, 28, 59
IS_ACTIVE, NODE_INFO, LAUNCH_INFO, INJECT = 150, 395, 396, 439
PAUSED, RUNNING = 3, 1
INT, UINT, ULLONG, STRING = 1, 2, 4, 7
NOTHING_SENT = "a value that the host reports is wrong"


def xdr_text(text):
    """XDR's string: length, bytes, padding to four."""
    data = text.encode() if isinstance(text, str) else text
    return struct.pack(">I", len(data)) + data + bytes(-len(data) % 4)


def xdr_parameters(*parameters):
    """A list of named values, each (name, type, value)."""
    forms = {INT: ">ii", UINT: ">iI", ULLONG: ">iQ"}
    listed = [xdr_text(name) + (struct.pack(">i", kind) + xdr_text(value) if kind == STRING
                                else struct.pack(forms[kind], kind, value))
              for name, kind, value in parameters]
    return struct.pack(">I", len(listed)) + b"".join(listed)


def xdr_info(state, vcpus=1):
    """virDomainInfo: state, memory twice, CPUs, time."""
    return struct.pack(">IQQIQ", state, 262144, 262144, vcpus, 0)


def xdr_domain(name, identity, number=1):
    """A domain's name, UUID and id."""
    return xdr_text(name) + uuid.UUID(identity).bytes + struct.pack(">i", number)


def xdr_error(message, code=1):
    """An error answer; code 1 is an internal error, domain 10 is the QEMU driver."""
    nothing = struct.pack(">i", 0)
    return (struct.pack(">ii", code, 10) + struct.pack(">i", 1) + xdr_text(message)
            + struct.pack(">i", 2) + nothing * 4 + struct.pack(">ii", 0, 0) + nothing)


def replaced(body, **more):
    """A fault: the answer has this body."""
    return {"body": body.hex(), **more}


class HostileCase(BothCase):
    ports = itertools.count(17000)

    def lying(self, faults):
        """The address of a host that answers so."""
        port = next(self.ports)
        path = self.host.add_file(f"faults.{port}", json.dumps(faults).encode())
        words = ("/usr/bin/python3", "-IB", HERE / "hostile_proxy.py", port, path)
        proxy = self.host.sandbox.begin(words, stdout=subprocess.PIPE)

        def end():
            proxy.kill()
            proxy.wait()
            proxy.stdout.close()
        self.addCleanup(end)
        self.assertEqual(proxy.stdout.readline(), b"ready\n")
        return f"qemu+tcp://{settings.HOST_NAME}:{port}/system"

    def lies(self, status, faults, *words, says="", guest=None, **more):
        """sevproof, asked about the guest at a host with these faults."""
        return self.sevproof(status, guest or self.guest, *(words or self.own), says=says,
                             uri=self.lying(faults), **more)

    def setUp(self):
        super().setUp()
        self.guest = self.plain()


class Xml(HostileCase):
    """Another description of the guest."""

    def test_honest(self):
        self.lies(0, {})
        self.lies(0, {XML: replaced(xdr_text(self.guest.xml()))})
        self.lies(1, {}, "--tk", self.path["wrong.tk"], "--firmware", self.path["fw"])

    def test_malformed(self):
        whole = self.guest.xml()
        for text in ("", "no XML", whole[:-20], whole + whole, "<a/>", "<!DOCTYPE domain>" + whole,
                     "<domain>" * 5000, "<domain>\x1b[2J</domain>", b"<domain>\xff\xfe</domain>",
                     whole.replace("<vcpu placement='static'>1<", "<vcpu>99999999999<"),
                     whole.replace("0x0003", "0x100000000"), whole.replace("0x0003", "-1")):
            with self.subTest(text[:40]):
                said = self.lies(6, {XML: replaced(xdr_text(text))}, says=NOTHING_SENT).stderr
                self.assertNotRegex(said, "[\x00-\x09\x0b-\x1f\x7f]")

    def test_oversized(self):
        # libvirt's own library takes no longer text, and counts its length with it.
        room = 4 * 1024 * 1024 - 4
        whole = self.guest.xml()
        self.lies(0, {XML: replaced(xdr_text(whole + " " * (room - len(whole))))})
        self.lies(6, {XML: replaced(xdr_text("x" * 5_000_000))}, says="does not give the domain's XML")

    def test_paths_that_are_none(self):
        own = ("--insecure", "--tk", self.path["tk"])
        xml = self.guest.xml()
        for path in ("-", "", "fw", "../fw", "\x7f"):
            lie = replaced(xdr_text(xml.replace(f">{self.path['fw']}<", f">{path}<")))
            self.lies(6, {XML: lie}, *own, where="local", says="expected an absolute path of the domain's firmware")
        pipe = f"{self.host.inside}/pipe"
        self.host.run_local(("mkfifo", pipe))
        for path, says in (("/no/such/file", "the domain's firmware '/no/such/file'"),
                           ("/dev/zero", "/dev/zero"), ("/tmp", "/tmp"), ("/dev/stdin", "/dev/stdin"),
                           (pipe, "expected a regular file"), (self.path["secret"], "secret")):
            lie = replaced(xdr_text(xml.replace(f">{self.path['fw']}<", f">{path}<")))
            self.lies(2, {XML: lie}, *own, where="local", says=says)


class LaunchInfo(HostileCase):
    """Other values in the launch security info."""

    def setUp(self):
        super().setUp()
        reported = dict(line.replace(" ", "").split(":", 1)
                        for line in self.guest.launch_info().splitlines())
        self.honest = {"sev-measurement": (STRING, reported["sev-measurement"]),
                       "sev-api-major": (UINT, 1), "sev-api-minor": (UINT, 55),
                       "sev-build-id": (UINT, 21), "sev-policy": (UINT, 3)}

    def info(self, without=(), **changes):
        changes = {name.replace("_", "-"): value for name, value in changes.items()}
        listed = {**self.honest, **changes}
        return {LAUNCH_INFO: replaced(xdr_parameters(
            *((name, *value) for name, value in listed.items() if name not in without)))}

    def test_honest(self):
        self.lies(0, self.info())
        self.lies(1, self.info(sev_policy=(UINT, 1)))
        self.lies(1, self.info(sev_build_id=(UINT, 20)))

    def test_other_types(self):
        for name in ("sev_api_major", "sev_api_minor", "sev_build_id", "sev_policy"):
            for kind, value in ((STRING, "1"), (INT, 1), (ULLONG, 1)):
                self.lies(6, self.info(**{name: (kind, value)}), says="launch security info is wrong")
        self.lies(6, self.info(sev_measurement=(UINT, 1)), says="launch security info is wrong")
        other = self.lying(self.info(sev_build_id=(ULLONG, 21)))
        self.differ("L07", 0, 6, self.guest, *self.own, uri=other, says="launch security info is wrong")
        self.sevproof(0, self.guest, *self.own, "--build-id", 21, uri=other)

    def test_absurd_numbers(self):
        for name in ("sev_api_major", "sev_api_minor", "sev_build_id"):
            self.lies(6, self.info(**{name: (UINT, 256)}), says="expected 0 to 255, got 256")
            self.lies(6, self.info(**{name: (UINT, 0xffffffff)}), says="got 4294967295")
        self.lies(1, self.info(sev_policy=(UINT, 0xfffffffb)), says="Measurement does not match")

    def test_missing(self):
        """A value that is not given is asked for by its option."""
        for name, option, value in (
                ("sev-measurement", "--measurement", self.honest["sev-measurement"][1]),
                ("sev-api-major", "--api-major", 1), ("sev-api-minor", "--api-minor", 55),
                ("sev-build-id", "--build-id", 21), ("sev-policy", "--policy", 3)):
            with self.subTest(name):
                faults = self.info(without=(name,))
                if name == "sev-api-major":
                    self.agree(2, self.guest, *self.own, uri=self.lying(faults), says=option)
                else:
                    self.differ("L10", 6, 2, self.guest, *self.own, uri=self.lying(faults), says=option)
                self.lies(0, faults, *self.own, option, value)
        given = ("--measurement", self.honest["sev-measurement"][1], "--api-major", 1,
                 "--api-minor", 55, "--build-id", 21, "--policy", 3)
        nothing = self.lying({LAUNCH_INFO: replaced(xdr_parameters())})
        self.differ("L08", 2, 0, self.guest, *self.own, *given, uri=nothing)
        self.differ("L08", 2, 1, self.guest, "--tk", self.path["wrong.tk"],
                    "--firmware", self.path["fw"], *given, uri=nothing)

    def test_texts(self):
        for text in ("\x1b[2J" * 16, "=" * 64, "A" * 100_000, "é" * 32):
            said = self.lies(6, self.info(sev_measurement=(STRING, text)), says=NOTHING_SENT).stderr
            self.assertNotIn("\x1b", said)
            self.assertLess(len(said), 2000)


class Values(HostileCase):
    """Other states, names, numbers of CPUs and errors."""

    def test_numbers_of_cpus(self):
        domain = self.encrypted_state()
        boot, other = self.add_vmsa("vmsa")
        own = ("--insecure", "--tk", self.path["tk"], "--vmsa-cpu0", boot, "--vmsa-cpu1", other)
        self.lies(0, {INFO: replaced(xdr_info(PAUSED, 2))}, *own, guest=domain, where="local")
        self.lies(1, {INFO: replaced(xdr_info(PAUSED, 3))}, *own, guest=domain, where="local")
        for number in (0, 4097, 65535):
            self.lies(6, {INFO: replaced(xdr_info(PAUSED, number))}, *own, guest=domain,
                      where="local", says=f"expected 1 to 4096, got {number}")

    def test_capabilities(self):
        domain = self.host_passthrough()
        own = ("--insecure", "--tk", self.path["tk"])

        def with_signature(text):
            return {CAPABILITIES: replaced(xdr_text(
                f"<capabilities><host><cpu>{text}</cpu></host></capabilities>"))}
        family, model, stepping = settings.host_cpu()
        right = f"<signature family='{family}' model='{model}' stepping='{stepping}'/>"
        self.lies(0, with_signature(right), *own, guest=domain, where="local")
        self.lies(1, with_signature(right.replace(f"'{model}'", "'0'")), *own, guest=domain,
                  where="local")
        self.lies(2, with_signature(""), *own, guest=domain, where="local", says="a CPU is needed")
        for text in (right.replace(str(family), "-1"), right.replace(str(family), "9" * 20), "<"):
            self.lies(6, with_signature(text), *own, guest=domain, where="local", says=NOTHING_SENT)

    def test_capabilities_that_are_not_needed(self):
        for lie in (replaced(xdr_error("no"), status=1), replaced(xdr_text("<"))):
            uri = self.lying({CAPABILITIES: lie})
            self.differ("L11", 6, 0, self.guest, *self.own, uri=uri)
            self.differ("L11", 6, 1, self.guest, "--tk", self.path["wrong.tk"], "--firmware",
                        self.path["fw"], uri=uri)

    def test_states(self):
        for number, words in ((0, "in no known state"), (2, "idle"), (4, "in shutdown"),
                              (6, "crashed"), (7, "suspended by its own power management"),
                              (99, "in no known state")):
            self.lies(5, {INFO: replaced(xdr_info(number))}, says=f"is {words}, but must be paused")

    def test_names(self):
        """A name that would move a terminal's cursor, and one that is endless."""
        identity = self.guest.identity()[1]
        said = self.lies(0, {LOOKUP: replaced(xdr_domain("\x1b[2Jplain\n", identity))})
        self.assertIn("OK: The launch measurement of '\\x1b[2Jplain\\x0a' matches", said.stdout)
        said = self.lies(0, {LOOKUP: replaced(xdr_domain("x" * 100_000, identity))})
        self.assertLess(len(said.stdout), 1000)
        # Its own name makes nobody local but this machine.
        self.lies(0, {HOSTNAME: replaced(xdr_text("\x1b[2J" + settings.HOST_NAME))})
        self.lies(3, {HOSTNAME: replaced(xdr_text(settings.OWNER_NAME))}, says="guest-owner")
        self.lies(0, {HOSTNAME: replaced(xdr_text(""))})

    def test_error_texts(self):
        for procedure in (HOSTNAME, LOOKUP, IS_ACTIVE, INFO, XML, LAUNCH_INFO):
            with self.subTest(procedure):
                lie = replaced(xdr_error("\x1b[2J\nERROR: all is well\n" + "x" * 5000), status=1)
                said = self.lies(6, {procedure: lie}, says="\\x1b[2J\\x0aERROR: all is well").stderr
                self.assertNotIn("has no domain", said)
                self.assertNotIn("\x1b", said)
                self.assertLess(len(said), 2000)


class PlatformOfHost(HostileCase):
    """Other certificates of its platform: no verdict rests on them, nor does one fail for them."""

    NOTE = "NOTE: The host says that these are its platform's keys"

    def setUp(self):
        super().setUp()
        files = platform_files.firmware_certificates(self.host.platform)
        self.pdh, self.pek, self.oca, self.cek = (
            files[f"{name}.cert"] for name in ("pdh", "pek", "oca", "cek.unsigned"))
        self.chip_id = self.host.platform.chip_id()

    def says(self, pdh, chain, chip_id=None, kind=STRING):
        """The fault with these certificates."""
        listed = [(name, kind, base64.b64encode(value).decode() if kind == STRING else 1)
                  for name, value in (("pdh", pdh), ("cert-chain", chain), ("cpu0-id", chip_id))
                  if value is not None]
        return {NODE_INFO: replaced(xdr_parameters(*listed) + struct.pack(">i", len(listed)))}

    def named(self, faults, *names):
        """The verdicts are the guest's own, and the note names these or is not there."""
        said = self.lies(0, faults, *self.own, "--debug").stderr
        self.assertNotRegex(said, "[\x00-\x09\x0b-\x1f\x7f]")
        notes = [line for line in said.splitlines() if line.startswith(self.NOTE)]
        found = [word for note in notes for word in note.replace("(", " ").split()
                 if word in ("PDH", "PEK", "OCA", "CEK")]
        self.assertEqual((found, len(notes)), (list(names), int(bool(names))), said)
        self.lies(1, faults, "--tk", self.path["wrong.tk"], "--firmware", self.path["fw"])

    def test_honest(self):
        every = ("PDH", "PEK", "OCA")
        self.named({}, *every)
        self.named(self.says(self.pdh, self.pek + self.oca + self.cek, self.chip_id), *every)
        self.named(self.says(self.pdh, self.oca + self.pek), *every)

    def test_parts(self):
        self.named(self.says(self.pdh, None), "PDH")
        self.named(self.says(None, self.cek, self.chip_id))
        self.named(self.says(None, None, self.chip_id))
        self.named(self.says(None, None))

    def test_nonsense(self):
        for pdh, chain in ((b"", b""), (bytes(2084), self.pek), (self.pdh[:-1], self.pek),
                           (self.pdh, self.pek * 2 + self.oca[:100]), (b"x" * 100_000, self.pek),
                           (self.pdh, self.pek + b"\2" + self.oca[1:])):
            with self.subTest(pdh[:20] + chain[:20]):
                self.named(self.says(pdh, chain))
        self.named(self.says(self.pdh, self.pek, kind=UINT))

    def test_too_many(self):
        """Not a note as long as the host likes."""
        others = b"".join(self.pek[:0x14] + bytes((number,)) + self.pek[0x15:]
                          for number in range(20))
        self.named(self.says(self.pdh, others))

    def test_errors(self):
        text = "\x1b[2J\nERROR: all is well\n" + "x" * 5000
        self.named({NODE_INFO: replaced(xdr_error(text), status=1)})
        self.lies(6, {NODE_INFO: {"action": "swallow"}}, *self.own, "--wait", 2,
                  says="platform's certificates")

    def test_dropped(self):
        """All is known by then, but no secret can be sent."""
        self.named({NODE_INFO: {"action": "drop"}})
        self.lies(6, {NODE_INFO: {"action": "drop"}}, *self.own, "--inject-secret",
                  f"luks-key:{self.path['secret']}", says="the measurement matches, but no secret")
        self.assertEqual((self.guest.injected_secrets(), self.guest.state()), ({}, "paused"))


class Interruptions(HostileCase):
    """A connection that ends, and what is said about the guest then."""

    def setUp(self):
        super().setUp()
        self.secret = ("--inject-secret", f"luks-key:{self.path['secret']}")

    def test_dropped(self):
        for procedure in (HOSTNAME, LOOKUP, IS_ACTIVE, INFO, XML, LAUNCH_INFO):
            with self.subTest(procedure):
                self.lies(6, {procedure: {"action": "drop"}}, *self.own, *self.secret)
        self.assertEqual(self.guest.injected_secrets(), {})
        self.assertEqual(self.guest.state(), "paused")

    def test_dropped_before_the_injection(self):
        self.lies(6, {INFO: {"action": "drop", "first": 2}}, *self.own, *self.secret,
                  says="the measurement matches, but no secret was injected")
        self.assertEqual(self.guest.injected_secrets(), {})

    def test_state_changes_before_the_injection(self):
        for body, words in ((xdr_info(RUNNING), "running"), (xdr_info(5), "shut off")):
            self.lies(5, {INFO: replaced(body, first=2)}, *self.own, *self.secret,
                      says=f"no secret was injected: the domain 'plain' is {words}, no longer paused")
        self.assertEqual(self.guest.injected_secrets(), {})

    def test_dropped_after_the_injection(self):
        """The answer is lost, but the secret has arrived: so it is not denied."""
        said = self.lies(6, {INJECT: {"action": "drop"}}, *self.own, *self.secret,
                         says="it is unknown whether the secret arrived after it was sent").stderr
        self.assertNotIn("no secret was injected", said)
        self.assertNotEqual(self.guest.injected_secrets(), {})
        self.assertEqual(self.guest.state(), "paused")

    def test_not_resumed(self):
        """A refusal; the guest waits, in its host's own words."""
        # The proxy changes answers alone, so the guest does run.
        lies = {RESUME: replaced(xdr_error("no"), status=1),
                INFO: replaced(xdr_info(PAUSED), first=3)}
        said = self.lies(6, lies, *self.own, *self.secret, "--json",
                         says="the secret was injected, but the guest still waits: ").stdout
        self.assertEqual(json.loads(said)["delivery"],
                         {"secrets": 1, "injected": "yes", "resumed": "no"})
        self.assertNotEqual(self.guest.injected_secrets(), {})

    def test_resumed_by_another(self):
        """libvirt refuses to resume what runs, which is what was wanted."""
        lie = replaced(xdr_error("domain is already running"), status=1)
        self.lies(0, {RESUME: lie}, *self.own, *self.secret, says="which is running now")

    def test_dropped_after_the_resume(self):
        """The guest runs, and only the answer is lost."""
        said = self.lies(6, {RESUME: {"action": "drop"}}, *self.own, *self.secret, "--json",
                         says="it is unknown whether the guest is running").stdout
        self.assertEqual(json.loads(said)["delivery"],
                         {"secrets": 1, "injected": "yes", "resumed": "unknown"})
        self.assertTrue(self.guest.is_running())

    def test_gone_before_the_injection(self):
        """A transient guest that ended is in the wrong state, not at fault of its host."""
        lie = replaced(xdr_error("Domain not found", code=42), status=1, first=2)
        self.lies(5, {IS_ACTIVE: lie}, *self.own, *self.secret,
                  says="no secret was injected: the domain is gone: Domain not found")
        self.assertEqual(self.guest.injected_secrets(), {})

    def delivery(self, status, faults, *words, says):
        """What the report says of it, where sevproof ends with this."""
        run = self.lies(status, faults, *self.own, *self.secret, "--json", *words, says=says)
        report = json.loads(run.stdout)
        self.assertEqual(report["verdict"], "match")
        self.assertEqual(report["error"]["status"], status)
        return report["delivery"]["injected"], report["delivery"]["resumed"]

    def test_ended_after_the_injection(self):
        """A guest that crashed or ended does not run, whatever it is called."""
        for state, words in ((5, "shut off"), (6, "crashed"), (4, "in shutdown")):
            with self.subTest(words):
                lies = {RESUME: replaced(xdr_error("domain is not running", code=55), status=1),
                        INFO: replaced(xdr_info(state), first=3)}
                self.assertEqual(self.delivery(5, lies, says=f"but the guest is {words}: "),
                                 ("yes", "no"))
                self.host.remove_domains()
                self.guest = self.plain()

    def test_gone_at_the_injection(self):
        gone = replaced(xdr_error("Domain not found", code=42), status=1)
        self.assertEqual(self.delivery(5, {INJECT: gone}, says="no secret was injected"),
                         ("no", "no"))
        self.host.remove_domains()
        self.guest = self.plain()
        self.assertEqual(self.delivery(5, {RESUME: gone, IS_ACTIVE: {**gone, "first": 3}},
                                       says="but the guest is gone: "), ("yes", "no"))

    def test_silent_before_the_injection(self):
        """A match, and files that were written, are not hidden by silence."""
        files = [f"{self.host.inside}/silent.{name}" for name in ("header", "payload")]
        self.assertEqual(self.delivery(
            6, {INFO: {"action": "swallow", "first": 2}}, "--wait", 2, "--secret-header", files[0],
            "--secret-payload", files[1], says="the measurement matches, but no secret was "
            "injected: no reply from the host for 2 s since it was asked for the domain's state\n"
            "hint: The packet is in the two files."), ("no", "no"))
        self.assertEqual(self.guest.injected_secrets(), {})

    def test_silent_at_the_injection(self):
        self.assertEqual(self.delivery(
            6, {INJECT: {"action": "swallow"}}, "--wait", 2, says="it is unknown whether the "
            "secret arrived after it was sent: no reply from the host for 2 s since the secret "
            "was sent"), ("unknown", "no"))

    def test_silent_after_the_injection(self):
        lies = {RESUME: replaced(xdr_error("no"), status=1),
                INFO: {"action": "swallow", "first": 3}}
        self.assertEqual(self.delivery(
            6, lies, "--wait", 2, says="the secret was injected, but it is unknown whether the "
            "guest is running: no reply"), ("yes", "unknown"))
        self.assertNotEqual(self.guest.injected_secrets(), {})

    def test_silent_at_the_end(self):
        """What is decided is decided: nothing more is asked."""
        self.lies(0, {CLOSE: {"action": "freeze"}}, *self.own, *self.secret, "--wait", 2)
        self.assertTrue(self.guest.is_running())

    def test_dead(self):
        """An end that is gone without a word is given up."""
        self.lies(6, {XML: {"action": "freeze"}}, says="does not give the domain's XML")

    def test_silent(self):
        """An end that lives and does not answer is waited for as long as the user says."""
        self.lies(6, {XML: {"action": "swallow"}}, *self.own, "--wait", 2,
                  says="no reply from the host for 2 s since it was asked for the domain's XML")
        # A server that takes the connection and never says a word.
        port = next(self.ports)
        script = ("import socket,time; s=socket.create_server(('0.0.0.0',int(__import__('sys')"
                  ".argv[1]))); print('ready',flush=True); time.sleep(60)")
        mute = self.host.sandbox.begin(("/usr/bin/python3", "-c", script, port),
                                       stdout=subprocess.PIPE)
        self.addCleanup(mute.stdout.close)
        self.addCleanup(mute.wait)
        self.addCleanup(mute.kill)
        mute.stdout.readline()
        self.sevproof(6, self.guest, *self.own, "--wait", 1,
                      uri=f"qemu+tcp://{settings.HOST_NAME}:{port}/system",
                      says="no reply from the host for 1 s since a connection to")


class Kernel(HostileCase):
    """What a host may not sneak in."""

    def setUp(self):
        super().setUp()
        self.guest = self.direct_kernel()

    def test_command_line(self):
        """Another command line in the XML changes nothing where the owner's is given."""
        xml = self.guest.xml().replace(CMDLINE, "init=/bin/sh")
        own = (*self.own, "--kernel", self.path["kernel"], "--initrd", self.path["initrd"])
        said = self.lies(0, {XML: replaced(xdr_text(xml))}, *own, "--cmdline", CMDLINE).stderr
        self.assertIn("WARNING: The domain\'s initrd or command line differs from the one given", said)
        self.lies(3, {XML: replaced(xdr_text(xml))}, *own)
        self.lies(1, {XML: replaced(xdr_text(xml))}, *own, "--insecure", where="local")

    def test_hidden_kernel(self):
        """An XML without the kernel that was measured, and one without the hashes."""
        hidden = "\n".join(line for line in self.guest.xml().splitlines() if "initrd>" not in line)
        own = (*self.own, "--kernel", self.path["kernel"])
        self.lies(1, {XML: replaced(xdr_text(hidden))}, *own, "--cmdline", CMDLINE)
        unhashed = self.guest.xml().replace(" kernelHashes='yes'", "")
        self.lies(3, {XML: replaced(xdr_text(unhashed))})


if __name__ == "__main__":
    unittest.main()
