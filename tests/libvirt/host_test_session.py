# SPDX-License-Identifier: Apache-2.0
"""From a platform's certificates to a secret in the guest: a session that sevproof makes, which the
stand-in firmware opens as QEMU gets it from libvirt.

The owner has nothing of the host but what libvirt says, and AMD's certificates by another way; the
stand-in has private keys of its own, and makes the checks of LAUNCH_START.
"""

import base64
import hashlib
import json
import unittest

import amd_roots
import domains
import platform_files
from both_programs import BothCase
from domain import DomainError
from host_case import LUKS_KEY, SEVPROOF
from sev_certificate import SIGNED_SIZE
from sev_platform import Platform

SECRET = b"correct horse"
POLICY = 0xB  # NODBG NOKS NOSEND
FROM_AMD = ("cek.cert", "ask.cert", "ark.cert")
NAMES = {"pdh.cert": "PDH EP384 D256", "pek.cert": "PEK EP384 E256",
         "oca.cert": "OCA EP384 E256"}
OF_HOST = "NOTE: The host says that these are its platform's keys; nobody vouched for that"
OTHER_SESSION = ("The session in the live domain was not made with this TIK, as far as a search of all policies "
                 "tells: the guest has the keys of another session, or the TIK is that of another start.")


def fingerprint(certificate):
    """As owners' tools compare them: of what is signed."""
    return hashlib.sha256(certificate[:SIGNED_SIZE]).hexdigest()


def refusal(number, words):
    """QEMU's only line about a LAUNCH_START that failed."""
    return f"sev_launch_start: LAUNCH_START ret=1 fw_error={number} '{words}'"


class Session:
    """One that `sevproof session create` wrote; paths are those of the sandbox."""

    def __init__(self, host, folder):
        self._files, self._folder = host.folder / folder, f"{host.inside}/{folder}"

    def path(self, name):
        return f"{self._folder}/vm_{name}"

    def text(self, name):
        return (self._files / f"vm_{name}").read_text(encoding="ascii")

    def keys(self):
        """The options with which a guest is validated."""
        return ("--tik", self.path("tik.bin"), "--tek", self.path("tek.bin"))


class SessionCase(BothCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.certificates = platform_files.certificates(cls.host.platform, amd_roots.fixed())
        for name in FROM_AMD:
            cls.path[name] = cls.host.add_file(name, cls.certificates[name])
        cls.secret = ("--inject-secret", f"luks-key:{cls.path['secret']}")

    def keys_of_host(self):
        """Kind and fingerprint of its PDH, PEK and OCA, computed here."""
        return [f"{kind} {fingerprint(self.certificates[name])}" for name, kind in NAMES.items()]

    def owner(self, status, *words):
        """Sevproof at the owner's, without any host."""
        run = self.host.run_remote((*SEVPROOF, *words))
        self.assertEqual(run.status, status, f"{run.command}\n{run.stdout}{run.stderr}")
        return run

    def node_info(self):
        """A file with what virsh prints about the host."""
        shown = self.host.run_remote(("virsh", "-c", self.host.TCP_URI, "nodesevinfo"))
        self.assertEqual((shown.status, shown.stderr), (0, ""))
        return self.host.add_file("host.txt", shown.stdout.encode())

    def create(self, name, platform, policy=POLICY):
        """A session for the platform of these files."""
        chain = [word for path in platform for word in ("--platform", path)]
        folder = f"{self.id().rpartition('.')[2]}-{name}"
        self.owner(0, "session", "create", *chain, "--root", self.path["ark.cert"],
                   "--policy", hex(policy), "--out", f"{self.host.inside}/{folder}")
        return Session(self.host, folder)

    def session(self, name="own", policy=POLICY):
        """A session for the host."""
        return self.create(name, (self.node_info(), self.path["cek.cert"], self.path["ask.cert"]),
                           policy)

    def session_elsewhere(self):
        """One for a platform that is not the host's."""
        files = platform_files.certificates(Platform.create(), amd_roots.fixed())
        return self.create("elsewhere", [self.host.add_file(f"elsewhere.{name}", files[name])
                                         for name in files if name not in (
                                             "cek.unsigned.cert", "ark.cert")])

    def guest(self, session, policy=POLICY, godh=None, **more):
        """Paused after its launch with this session."""
        return self.host.start(domains.own_session(
            self.path["fw"], (godh or session).text("godh.b64"), session.text("session.b64"),
            policy, **more))

    def validate(self, status, guest, session, *words, **more):
        return self.sevproof(status, guest, *session.keys(), "--firmware", self.path["fw"], *words,
                             **more)


class Everything(SessionCase):
    def test_from_the_platform_to_a_secret(self):
        host = self.node_info()
        amds = [self.path[name] for name in ("cek.cert", "ask.cert")]
        root = ("--root", self.path["ark.cert"])
        said = self.owner(1, "platform", "verify", host, *root).stderr
        self.assertIn(f"https://kdsintf.amd.com/cek/id/{self.host.platform.chip_id().hex()}", said)
        verified = self.owner(0, "platform", "verify", host, *amds, *root).stdout
        for key in self.keys_of_host():
            self.assertIn(f"\n  {key}\n", verified)
        session = self.create("own", (host, *amds))
        guest = self.guest(session)
        self.assertEqual(guest.injected_secrets(), {})
        run = self.validate(0, guest, session, *self.secret, says="OK: Injected 1 secret into "
                            "'own-session', which is running now")
        self.assertIn("of 'own-session' matches (policy 0xb NODBG NOKS NOSEND, SEV API 1.55 "
                      "build 21)", run.stdout)
        self.assertEqual(guest.injected_secrets(), {LUKS_KEY: SECRET})
        self.assertTrue(guest.is_running())

    def test_both_programs(self):
        """And the reference takes what sevproof made."""
        session, other = self.session(), self.session("other")
        guest = self.guest(session)
        own = ("--firmware", self.path["fw"])
        self.agree(0, guest, *session.keys(), *own)
        self.agree(1, guest, *other.keys(), *own)
        self.agree(0, lambda: self.guest(session), *session.keys(), *own, *self.secret)
        self.agree(1, lambda: self.guest(session), *other.keys(), *own, *self.secret)

    def test_encrypted_state(self):
        session = self.session(policy=0xF)
        guest = self.guest(session, 0xF, vcpus=2)
        cpus = ("--cpu", "EPYC-Milan", "--num-cpus")
        self.validate(1, guest, session, *cpus, 3, *self.secret)
        self.assertEqual(guest.injected_secrets(), {})
        self.validate(0, guest, session, *cpus, 2, *self.secret)
        self.assertEqual(guest.injected_secrets(), {LUKS_KEY: SECRET})

    def test_what_sevproof_wrote_for_libvirt(self):
        """The element as it stands in the file gives the same guest."""
        session = self.session()
        xml = session.text("launchsecurity.xml")
        for name, element in (("godh.b64", "dhCert"), ("session.b64", "session")):
            self.assertIn(f"<{element}>{session.text(name)}</{element}>", xml)
        spec = domains.own_session(self.path["fw"], "", "", POLICY, name="by-xml")
        before, _, rest = domains.to_xml(spec).partition("<launchSecurity")
        guest = self.host.define(spec)
        guest.redefine(before + xml + rest.partition("</launchSecurity>")[2])
        self.validate(0, guest.start(), session)


class Refused(SessionCase):
    """What LAUNCH_START does not take, QEMU does not start; libvirt passes on why."""

    def refused(self, number, words, session, *more, **kind):
        with self.assertRaisesRegex(DomainError, "LAUNCH_START") as caught:
            self.guest(session, *more, **kind)
        self.assertIn(f"qemu-system-x86_64: {refusal(number, words)}", str(caught.exception))
        self.host.remove_domains()

    def test_refusals(self):
        one, other = self.session("one"), self.session("other")
        self.refused(11, "Bad measurement", one, 0x3)
        self.refused(11, "Bad measurement", one, godh=other)
        self.refused(11, "Bad measurement", self.session_elsewhere())
        newer = self.session("newer", 0x3801000B)
        self.refused(7, "Policy is not allowed", newer, 0x3801000B)
        self.validate(0, self.guest(one), one)

    def test_exchanged(self):
        session = self.session()
        spec = domains.own_session(self.path["fw"], session.text("session.b64"),
                                   session.text("godh.b64"), POLICY)
        with self.assertRaises(DomainError) as caught:
            self.host.start(spec)
        self.assertIn(refusal(4, "Buffer too small"), str(caught.exception))


class Mismatch(SessionCase):
    """What another session's keys are told."""

    def test_another_sessions_keys(self):
        session, other = self.session("own"), self.session("other")
        guest = self.guest(session)
        why = ("--diagnose", 30)
        said = self.validate(1, guest, other, *self.secret, *why).stderr
        self.assertIn(OTHER_SESSION, said)
        self.assertEqual((guest.injected_secrets(), guest.state()), ({}, "paused"))
        run = self.remote(guest, *other.keys(), "--firmware", self.path["fw"], *why, "--json",
                          program=SEVPROOF)
        report = json.loads(run.stdout)
        self.assertEqual((run.status, report["verdict"]), (1, "mismatch"))
        self.assertIn(OTHER_SESSION, report["diagnosis"]["causes"])
        self.assertIn("domain-session-other", [one["code"] for one in report["findings"]])
        # With the right keys, the reason is another one.
        said = self.sevproof(1, guest, *session.keys(), "--firmware", self.path["wrong.fw"],
                             *why).stderr
        self.assertNotIn("not made with this TIK", said)

    def test_offline(self):
        """The session that the domain has, checked by itself."""
        session, other = self.session("own"), self.session("other")
        text = self.guest(session).xml().split("<session>")[1].split("</session>")[0]
        path = self.host.add_file("session.b64", text.encode())
        self.owner(0, "session", "check", "--session", path, "--tik", session.path("tik.bin"))
        wrong = ("session", "check", "--session", path, "--tik", other.path("tik.bin"))
        self.assertIn("does not belong to this session", self.owner(1, *wrong).stderr)
        report = json.loads(self.owner(1, *wrong, "--json").stdout)
        self.assertEqual([finding["code"] for finding in report["findings"]],
                         ["session-other-key"])

    def test_without_its_session(self):
        """A host that leaves it out gets a guest with a key that everybody knows."""
        session = self.session()
        guest = self.host.start(domains.own_session(self.path["fw"], None, None, POLICY))
        said = self.validate(1, guest, session, "--ignore-config", "--diagnose", 30).stderr
        self.assertIn("The guest was started without your session", said)


class PlatformOfHost(SessionCase):
    """The host's own word on its keys, beside a verdict that does not rest on it."""

    def test_the_same_as_shown(self):
        guest, keys = self.plain(), self.keys_of_host()
        note = f"{OF_HOST} ({', '.join(keys)})\n"
        self.assertIn(note, self.sevproof(0, guest, *self.own).stderr)
        wrong = ("--tk", self.path["wrong.tk"], "--firmware", self.path["fw"])
        self.assertIn(note, self.sevproof(1, guest, *wrong).stderr)
        shown = self.owner(0, "platform", "show", self.node_info()).stdout
        for key in keys:
            self.assertIn(f"\n  {key}\n", shown)

    def test_json(self):
        report = json.loads(self.sevproof(0, self.plain(), *self.own, "--json").stdout)
        notes = [one for one in report["findings"] if one["code"] == "platform-of-host"]
        self.assertEqual([one["severity"] for one in notes], ["note"])
        self.assertIn(fingerprint(self.certificates["pdh.cert"]), json.dumps(notes))

    def test_what_virsh_prints(self):
        with open(self.host.sandbox.outside(self.node_info()), encoding="ascii") as stream:
            shown = dict(line.replace(" ", "").split(":", 1) for line in stream if ":" in line)
        self.assertEqual(base64.b64decode(shown["pdh"]), self.certificates["pdh.cert"])
        self.assertEqual(base64.b64decode(shown["cert-chain"]), b"".join(
            self.certificates[name] for name in ("pek.cert", "oca.cert", "cek.unsigned.cert")))
        self.assertEqual(base64.b64decode(shown["cpu0-id"]), self.host.platform.chip_id())


if __name__ == "__main__":
    unittest.main()
