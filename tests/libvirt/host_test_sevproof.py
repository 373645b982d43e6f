# SPDX-License-Identifier: Apache-2.0
"""sevproof over libvirt, and beside it the reference on the same guests.

Every match has a mismatch beside it.
"""

import json
import unittest
from dataclasses import replace

import domains
import images
import qmp
import settings
from both_programs import BothCase
from host_case import CMDLINE, LUKS_KEY, MILAN, SEVPROOF, sku
from sandbox import wait_for

MISMATCH = "Measurement does not match"
SECRET = b"correct horse"
REPORTED = ("NOTE: Values that you did not give were taken from the host "
            "(measurement, SEV API version, policy)")


class Measurement(BothCase):
    """Statuses 0 and 1."""

    def test_plain(self):
        domain = self.plain()
        number, identity = domain.identity()
        for name in (domain.name, number, identity):
            self.agree(0, name, *self.own, says="of 'plain' matches (policy 0x3 NODBG NOKS, "
                       "SEV API 1.55 build 21)")
        self.sevproof(0, identity.upper().replace("-", ""), *self.own)
        self.agree(0, domain, *self.own, uri=self.host.SOCKET_URI)
        self.agree(0, domain, "--tik", self.path["tik"], "--tek", self.path["tek"],
                   "--firmware", self.path["fw"])
        self.agree(0, domain, "--insecure", "--tk", self.path["tk"], where="local")
        self.agree(1, domain, "--insecure", "--tk", self.path["wrong.tk"], where="local")
        self.agree(1, domain, "--tk", self.path["wrong.tk"], "--firmware", self.path["fw"],
                   says=MISMATCH)
        self.agree(1, domain, "--tk", self.path["tk"], "--firmware", self.path["wrong.fw"])
        self.agree(1, domain, "--insecure", "--tk", self.path["tk"],
                   "--firmware", self.path["wrong.fw"], where="local")

    def test_what_is_given_counts(self):
        """And that the host says something else is said."""
        domain = self.plain()
        given = {"--measurement": "Q" * 64, "--api-major": 2, "--api-minor": 54, "--build-id": 0,
                 "--policy": 1}
        for option, value in given.items():
            self.agree(1, domain, *self.own, option, value, says=MISMATCH)
        said = self.sevproof(1, domain, *self.own, "--policy", 1, "--api-major", 2).stderr
        self.assertIn("(SEV API major version: host 1, given 2; policy: host 3, given 1)", said)
        self.sevproof(1, domain, *self.own, "--measurement", "Q" * 64, says="(measurement: host ")

    def test_what_the_host_says_is_the_reason(self):
        domain = self.plain()
        why = ("--diagnose", 3600)
        self.sevproof(1, domain, *self.own, *why, "--measurement", "Q" * 64, says="REASON: The "
                      "measurement that you gave is not the one that the host reports now")
        self.sevproof(1, domain, *self.own, *why, "--api-minor", 54, says="has API 1.55 build 21, "
                      "as the host itself reports; you gave 1.54 build 21")
        self.sevproof(1, domain, *self.own, *why, "--policy", 0x3b,
                      says="with policy 0x3 (NODBG NOKS), as the live domain says; you gave 0x3b")
        self.host.remove_domains()
        domain = self.direct_kernel()
        self.sevproof(1, domain, *self.own, *why, "--kernel", self.path["kernel"],
                      "--initrd", self.path["initrd"], "--cmdline", "ro",
                      says="is the one in the live domain: '" + CMDLINE + "'; yours lacks ")

    def test_pflash(self):
        domain = self.plain(loader="pflash", stateless=True)
        self.agree(0, domain, *self.own)
        self.agree(1, domain, "--tk", self.path["tk"], "--firmware", self.path["wrong.fw"])

    def test_direct_kernel(self):
        domain = self.direct_kernel()
        own = (*self.own, "--initrd", self.path["initrd"])
        right = ("--kernel", self.path["kernel"])
        self.agree(0, domain, *own, *right, "--cmdline", CMDLINE)
        self.agree(1, domain, *own, *right, "--cmdline", CMDLINE + " ")
        self.agree(1, domain, *own, "--kernel", self.path["wrong.kernel"], "--cmdline", CMDLINE)
        self.agree(1, domain, *self.own, *right, "--initrd", self.path["wrong.initrd"],
                   "--cmdline", CMDLINE)
        local = ("--insecure", "--tk", self.path["tk"])
        self.agree(0, domain, *local, where="local")
        self.agree(0, domain, *local, *right, where="local")
        self.agree(1, domain, *local, *right, "--cmdline", "", where="local")
        self.agree(1, domain, *local, "--kernel", self.path["wrong.kernel"], where="local")
        self.agree(1, domain, *local, *right, "--initrd", self.path["wrong.initrd"], where="local")

    def test_kernel_alone(self):
        domain = self.direct_kernel(name="alone", initrd=None, cmdline=None)
        own = ("--kernel", self.path["kernel"])
        self.agree(0, domain, "--insecure", "--tk", self.path["tk"], where="local")
        self.agree(0, domain, *self.own, *own)
        self.agree(1, domain, *self.own, *own, "--cmdline", "x")
        self.agree(1, domain, *self.own, *own, "--initrd", self.path["initrd"])

    def test_encrypted_state(self):
        domain = self.encrypted_state(vcpus=3)
        boot, other = self.add_vmsa("vmsa")
        pages = ("--vmsa-cpu0", boot, "--vmsa-cpu1", other)
        self.agree(0, domain, *self.own, *sku(*MILAN), "--num-cpus", 3, says="3 CPUs")
        self.agree(0, domain, *self.own, *pages, "--num-cpus", 3)
        self.sevproof(0, domain, *self.own, "--cpu", "EPYC-Milan", "--num-cpus", 3)
        self.agree(1, domain, *self.own, *sku(*MILAN), "--num-cpus", 2,
                   says="does not start with the number of CPUs given (domain 3, given 2)")
        self.sevproof(1, domain, *self.own, *sku(*MILAN), "--num-cpus", 2, "--diagnose", 3600,
                      says="REASON: The host started 3 vCPUs, as the live domain says; you gave 2")
        self.agree(1, domain, *self.own, *sku(25, 1, 0), "--num-cpus", 3,
                   says="WARNING: The domain's CPU model differs from the one given")
        self.agree(1, domain, *self.own, "--vmsa-cpu0", other, "--vmsa-cpu1", boot, "--num-cpus", 3)
        self.agree(0, domain, "--insecure", "--tk", self.path["tk"], *pages, where="local")
        self.agree(1, domain, "--insecure", "--tk", self.path["tk"], *pages, "--num-cpus", 2,
                   where="local")

    def test_one_cpu(self):
        domain = self.encrypted_state(vcpus=1)
        own = (*self.own, "--num-cpus", 1, "--vmsa-cpu0")
        boot, other = self.add_vmsa("vmsa")
        self.differ("L12", 6, 0, domain, *own, boot)
        self.differ("L12", 6, 1, domain, *own, other)

    def test_newer_kernels(self):
        for kind, options in (({"layout": "init2"}, ("--vmsa-layout", "init2")),
                              ({"sev_features": 0x20}, ("--sev-features", "0x20"))):
            with self.subTest(kind):
                domain = self.encrypted_state(name="newer", **kind)
                own = (*self.own, "--num-cpus", 2)
                boot, other = self.add_vmsa("newer", **kind)
                self.agree(0, domain, *own, "--vmsa-cpu0", boot, "--vmsa-cpu1", other)
                self.agree(1, domain, *own, *sku(*MILAN))
                self.sevproof(0, domain, *own, *sku(*MILAN), *options)
                self.sevproof(0, domain, "--insecure", "--tk", self.path["tk"], *options,
                              where="local")
                self.host.remove_domains()

    def test_host_that_lies(self):
        """A measurement of another launch is reported."""
        self.agree(1, self.plain(answers={"query-sev-launch-measure":
                                          {"return": {"data": "Q" * 64}}}), *self.own)


class Naming(BothCase):
    """Names that look like something else."""

    def test_hexadecimal_and_digits(self):
        for name in ("beef", "77", "0-1", "00000000-1111-2222-3333-444444444444"):
            with self.subTest(name):
                domain = self.plain(name=name)
                self.differ("L01", 6, 0, domain, *self.own, says=f"of '{name}' matches")
                self.differ("L01", 6, 1, domain, "--tk", self.path["wrong.tk"],
                            "--firmware", self.path["fw"])

    def test_an_id_comes_before_a_name(self):
        first = self.plain(name="first")
        number, _ = first.identity()
        self.plain(name=number, policy=1)
        self.agree(0, number, *self.own, says="of 'first' matches (policy 0x3 ")

    def test_nobody(self):
        for name in ("nobody", "beef", "77", "8b6f3e4a-0000-4000-8000-000000000000"):
            self.agree(6, name, *self.own, says=f"no domain with the id, UUID or name '{name}': Domain not found")

    def test_no_host(self):
        self.agree(6, "nobody", *self.own, uri="qemu+tcp://localhost:1/system",
                   says="cannot connect to 'qemu+tcp://localhost:1/system'")


class Report(BothCase):
    """What is taken from the host is marked."""

    def marked(self, *run, **more):
        report = json.loads(self.sevproof(0, *run, "--json", **more).stdout)
        given = {"measurement": report["evidence"], **report["inputs"]}
        self.assertNotIn("xml", [value["from"] for value in given.values() if value])
        return sorted(name for name, value in given.items() if value and value["from"] == "host")

    def test_what_the_measurement_covers(self):
        domain = self.plain()
        said = self.sevproof(0, domain, *self.own).stderr
        self.assertIn(REPORTED, said)
        self.assertNotIn("whatever the host has", said)
        self.assertEqual(self.marked(domain, *self.own), ["api", "measurement", "policy"])
        self.assertEqual(self.marked(domain, *self.own, "--policy", 3), ["api", "measurement"])
        self.assertEqual(self.marked(domain, *self.own, "--build-id", 21, "--policy", 3),
                         ["api", "measurement"])

    def test_nothing(self):
        domain = self.plain()
        info = self.host.add_file("info", domain.launch_info().encode())
        self.assertEqual(self.marked(domain, *self.own, "--launch-info", info), [])
        said = self.sevproof(0, domain, *self.own, "--launch-info", info).stderr
        self.assertNotIn("as the host reports it", said)

    def test_what_only_repeats_the_host(self):
        domain = self.host_passthrough(kernel=self.path["kernel"], initrd=self.path["initrd"],
                                       cmdline=CMDLINE, kernel_hashes=True)
        own = (domain, "--insecure", "--tk", self.path["tk"])
        everything = ["api", "cmdline", "firmware", "initrd", "kernel", "measurement", "policy",
                      "vcpus", "vmsa"]
        self.assertEqual(self.marked(*own, where="local"), everything)
        said = self.sevproof(0, *own, where="local").stderr
        self.assertIn("WARNING: Values that you did not give were taken from the host", said)
        self.assertIn("(number of CPUs, firmware, kernel, initrd, kernel command line, "
                      "CPU signature)", said)
        given = {"--num-cpus": ("vcpus", 2), "--firmware": ("firmware", self.path["fw"]),
                 "--kernel": ("kernel", self.path["kernel"])}
        for option, (name, value) in given.items():
            self.assertEqual(self.marked(*own, option, value, where="local"),
                             [each for each in everything if each != name])

    def test_what_is_insecure(self):
        """A match that proves nothing says so."""
        domain = self.plain(policy=3)
        said = self.sevproof(0, domain, *self.own, "--insecure", where="local").stderr
        self.assertIn("WARNING: This check ran on the host itself", said)
        self.assertNotIn("not paused", said)
        self.host.run_local(("virsh", "resume", domain.name))
        said = self.sevproof(0, domain, *self.own, "--insecure").stderr
        self.assertIn("WARNING: The guest was not paused when it was validated (running)", said)
        self.assertNotIn("on the host itself", said)

    def test_a_measurement_of_before(self):
        """Of another start: it is right, but not this domain's."""
        before = self.plain().launch_info()
        self.host.remove_domains()
        info = self.host.add_file("before", before.encode())
        run = self.sevproof(0, self.plain(), *self.own, "--launch-info", info)
        self.assertIn("OK: The launch measurement matches", run.stdout)
        self.assertIn("WARNING: The host reports a value that differs from the one given", run.stderr)

    def test_debug(self):
        domain = self.plain()
        said = self.sevproof(0, domain, *self.own, "--debug").stderr
        for words in (f"connecting to: {self.host.TCP_URI}", f"libvirt runs on: "
                      f"{settings.HOST_NAME}", f"domain: plain, UUID {domain.identity()[1]}"):
            self.assertIn(words, said)
        self.assertNotIn(self.tk[:16].hex(), said)

    def test_quiet(self):
        domain = self.plain()
        run = self.remote(domain, *self.own, "--quiet", program=SEVPROOF)
        self.assertEqual((run.status, run.stdout, run.stderr), (0, "", ""))


class Refusals(BothCase):
    """Statuses 2 to 6."""

    def test_usage(self):
        domain = self.plain()
        self.agree(2, domain, "--firmware", self.path["fw"], says="--tk")
        self.agree(2, domain, "--tk", self.path["short.tk"], "--firmware", self.path["fw"])
        self.agree(2, domain, "--tk", self.path["tk"], says="the firmware is needed: give --firmware")
        self.agree(2, domain, "--tk", self.path["tk"], "--insecure", says="--firmware")
        self.agree(2, domain, *self.own, "--kernel", self.path["kernel"], says="kernel hashes")

    def test_local(self):
        domain = self.plain()
        self.agree(3, domain, *self.own, where="local",
                   says="running on the host itself ('sev-host') is not secure")
        # Even for a guest that is not there.
        self.agree(3, "nobody", *self.own, where="local")

    def test_json(self):
        for status, code, words in ((6, "domain-not-found", ("nobody", *self.own)),
                                    (2, "missing-input", (self.plain(), "--tk", self.path["tk"]))):
            said = json.loads(self.sevproof(status, *words, "--json").stdout)
            self.assertEqual((said["verdict"], said["error"]["code"]), (None, code))

    def test_local_by_its_uri(self):
        """As from a container that shares the host's socket."""
        domain = self.plain()
        self.differ("L02", 0, 3, domain, *self.own, uri="qemu:///system", says="host itself")
        self.differ("L02", 1, 3, domain, "--tk", self.path["wrong.tk"], "--firmware",
                    self.path["fw"], uri="qemu:///system")
        self.agree(0, domain, *self.own, uri=self.host.SOCKET_URI)

    def test_files_of_a_remote_host(self):
        direct = self.direct_kernel()
        line = ("--cmdline", CMDLINE)
        for more in ((), ("--insecure",), ("--ignore-config",)):
            self.agree(2, direct, *self.own, *more, says="kernel")
            self.agree(2, direct, *self.own, "--kernel", self.path["kernel"], *line, *more,
                       says="initrd")

    def test_kernel_that_is_not_measured(self):
        direct = self.direct_kernel(kernel_hashes=False)
        self.agree(3, direct, *self.own, says="boots a kernel, initrd or command line that is not")
        self.agree(2, direct, *self.own, "--kernel", self.path["kernel"], says="kernel hashes")
        self.differ("L04", 1, 0, direct, "--insecure", "--tk", self.path["tk"], where="local")
        self.differ("L04", 2, 0, direct, "--ignore-config", *self.own)
        said = self.sevproof(0, direct, "--insecure", "--tk", self.path["tk"], where="local").stderr
        self.assertIn("WARNING: The domain boots a kernel, initrd or command line that is not", said)
        said = self.sevproof(0, direct, "--ignore-config", *self.own).stderr
        self.assertIn("WARNING: The domain boots a kernel, initrd or command line that is not", said)
        kernel = ("--kernel", self.path["kernel"])
        self.differ("L04", 2, 1, direct, "--ignore-config", *self.own, *kernel)
        self.differ("L04", 3, 1, direct, "--ignore-config", *self.own, *kernel,
                    "--initrd", self.path["initrd"])
        self.agree(1, direct, "--insecure", "--tk", self.path["wrong.tk"], where="local")

    def test_nvram(self):
        code = self.host.add_file("CODE.fd", images.DEBIAN_CODE)
        variables = self.host.add_file("VARS.fd", images.DEBIAN_VARS)
        domain = self.host.start(domains.plain(code, self.tk, loader="pflash", nvram=variables))
        own = ("--tk", self.path["tk"], "--firmware", code)
        self.agree(3, domain, *own, says="NVRAM")
        self.agree(0, domain, *own, "--insecure")
        self.agree(0, domain, *own, "--ignore-config")
        self.agree(1, domain, "--tk", self.path["tk"], "--firmware", self.path["fw"],
                   "--ignore-config")

    def test_configuration(self):
        for name, change, text in (
                ("no-certificate", {"certificate": None}, "owner certificate (dhCert)"),
                ("no-session", {"session": None}, "session data"),
                ("no-loader", {"firmware": None}, "exactly one firmware loader"),
                ("no-kernel", {"kernel_hashes": True}, "kernel hashes, but has no kernel")):
            with self.subTest(name):
                domain = self.plain(name=name, **change)
                self.agree(4, domain, *self.own, says=text)
                self.agree(4, domain, *self.own, "--insecure", says=text)
                image = self.path["wrong.fw" if change.get("firmware", "") is None else "fw"]
                self.agree(1 if image != self.path["fw"] else 0, domain, "--tk", self.path["tk"],
                           "--firmware", image, "--ignore-config")

    def test_no_security(self):
        domain = self.plain(name="no-security", sev=False)
        self.agree(4, domain, *self.own, says="not configured with SEV launch security")
        self.agree(2, domain, *self.own, "--ignore-config", says="--measurement, --api-major, --api-minor, --build-id and --policy are needed")

    def test_other_security(self):
        """A policy of the domain that is not the one given."""
        domain = self.plain()
        self.agree(1, domain, *self.own, "--policy", 1,
                   says="The domain's policy differs from the one given (domain 0x3, given 0x1)")

    def test_state(self):
        domain = self.host.define(domains.plain(self.path["fw"], self.tk))
        for more in ((), ("--insecure",), ("--ignore-config",)):
            self.agree(5, domain, *self.own, *more, says="is shut off, but must be started")
        domain.start(paused=False)
        for more in ((), ("--ignore-config",)):
            self.agree(5, domain, *self.own, *more, says="is running, but must be paused")
        self.agree(0, domain, *self.own, "--insecure")
        self.agree(1, domain, "--tk", self.path["wrong.tk"], "--firmware", self.path["fw"],
                   "--insecure")

    def test_inputs_come_before_the_host(self):
        domain = self.host.define(domains.plain(self.path["fw"], self.tk))
        self.sevproof(2, domain, "--tk", self.path["tk"], "--firmware", "/no/such.fd",
                      says="/no/such.fd")

    def test_decoys(self):
        """Only the elements of the domain itself count."""
        other = ('<o:x xmlns:o="urn:o"><domain><os><nvram>/v</nvram><loader>/l</loader></os>'
                 '<launchSecurity type="sev"/></domain></o:x>')
        domain = self.plain(metadata=other, description="x" * 1_000_000)
        self.agree(0, domain, *self.own)
        self.agree(1, domain, "--tk", self.path["wrong.tk"], "--firmware", self.path["fw"])


class Injection(BothCase):
    """A secret goes into the guest's memory, and the guest runs; or neither."""

    def setUp(self):
        super().setUp()
        self.guest = None
        self.secret = ("--inject-secret", f"luks-key:{self.path['secret']}")

    def fresh(self, start, **more):
        """Starts a guest for each program, and remembers the last."""
        def begin():
            self.guest = start(**more)
            return self.guest
        return begin

    def arrived(self, secrets):
        self.assertEqual(self.guest.injected_secrets(), secrets)
        self.assertTrue(self.guest.is_running())

    def nothing_arrived(self, state="paused"):
        self.assertEqual(self.guest.injected_secrets(), {})
        self.assertEqual(self.guest.state(), state)

    def test_match(self):
        self.agree(0, self.fresh(self.plain), *self.own, *self.secret,
                   says="OK: Injected 1 secret into 'plain', which is running now")
        self.arrived({LUKS_KEY: SECRET})

    def test_mismatch(self):
        self.agree(1, self.fresh(self.plain), "--tk", self.path["wrong.tk"],
                   "--firmware", self.path["fw"], *self.secret, says=MISMATCH)
        self.nothing_arrived()
        self.agree(1, self.fresh(self.plain), "--tk", self.path["tk"],
                   "--firmware", self.path["wrong.fw"], *self.secret, says=MISMATCH)
        self.nothing_arrived()

    def test_without_a_secret_the_guest_waits(self):
        self.agree(0, self.fresh(self.plain), *self.own)
        self.nothing_arrived()

    def test_locally(self):
        self.agree(0, self.fresh(self.direct_kernel), "--insecure", "--tk", self.path["tk"],
                   *self.secret, where="local")
        self.arrived({LUKS_KEY: SECRET})

    def test_several(self):
        guid = "5f2d3c4e-0000-4000-8000-00000000abcd"
        large = self.host.add_file("large", bytes(range(256)) * 8)
        self.agree(0, self.fresh(self.encrypted_state), *self.own, *self.secret,
                   "--inject-secret", f"{guid}:{large}", *sku(*MILAN), "--num-cpus", 2,
                   says="Injected 2 secrets into")
        self.assertEqual(len(self.guest.injected_secrets()), 2)
        self.assertEqual(self.guest.injected_secrets()[LUKS_KEY], SECRET)
        self.assertTrue(self.guest.is_running())

    def test_json(self):
        run = self.sevproof(0, self.fresh(self.plain), *self.own, *self.secret, "--json")
        said = json.loads(run.stdout)
        self.assertEqual(said["verdict"], "match")
        self.assertEqual(said["delivery"], {"secrets": 1, "injected": "yes", "resumed": "yes"})
        self.assertEqual([check["outcome"] for check in said["checks"]], ["pass"] * 3)
        self.assertIsNone(said["error"])
        self.arrived({LUKS_KEY: SECRET})
        run = self.sevproof(0, self.fresh(self.plain), *self.own, "--json")
        self.assertIsNone(json.loads(run.stdout)["delivery"])

    def test_nobody_listens(self):
        """Output that cannot be written does not hide what has happened."""
        begin = self.fresh(self.plain)
        self.host.remove_domains()
        words = (*SEVPROOF, "--connect", self.host.TCP_URI, "--domain", begin().name, *self.own,
                 *self.secret)
        run = self.host.run_remote(("/bin/sh", "-c", 'exec "$@" >/dev/full', "sh", *words))
        self.expect(run, 2, "Only this text is cut: the secret was injected, the guest runs.")
        self.arrived({LUKS_KEY: SECRET})

    def test_too_large(self):
        """QEMU takes it, and writes over what lies behind the area."""
        large = self.host.add_file("too-large", bytes(15_000))
        self.differ("L13", 0, 2, self.fresh(self.plain), *self.own, "--inject-secret",
                    f"luks-key:{large}", says="no secret was injected: ")
        self.nothing_arrived()

    def test_into_files_too(self):
        header, payload = (f"{self.host.inside}/{name}" for name in ("header", "payload"))
        files = ("--secret-header", header, "--secret-payload", payload)
        run = self.sevproof(0, self.fresh(self.plain), *self.own, *self.secret, *files)
        self.assertIn(f"OK: Packed 1 secret into '{header}' and '{payload}'\n"
                      "OK: Injected 1 secret into 'plain'", run.stdout)
        self.arrived({LUKS_KEY: SECRET})
        for name in ("header", "payload"):
            (self.host.folder / name).unlink()
        # A packet that is not taken is still there.
        refusal = qmp.error("SEV: failed to inject secret")
        self.host.remove_domains()
        self.sevproof(6, self.fresh(self.plain, answers={"sev-inject-launch-secret": refusal}),
                      *self.own, *self.secret, *files, says="The packet is in the two files.")
        for name in ("header", "payload"):
            (self.host.folder / name).unlink()
        # Files that cannot be written: then nothing is injected either.
        self.host.remove_domains()
        self.sevproof(2, self.fresh(self.plain), *self.own, *self.secret, "--secret-header", header,
                      "--secret-payload", "/dev/full", says="/dev/full")
        self.nothing_arrived()
        self.assertFalse((self.host.folder / "header").exists())

    def test_refused_by_the_firmware(self):
        refusal = qmp.error("SEV: failed to inject secret ret=-5 fw_error=11 'Bad measurement'")
        self.agree(6, self.fresh(self.plain, answers={"sev-inject-launch-secret": refusal}),
                   *self.own, *self.secret,
                   says="the measurement matches, but no secret was injected, the host refused it: "
                   "internal error: unable to execute QEMU command 'sev-inject-launch-secret': SEV: "
                   "failed to inject secret ret=-5 fw_error=11 'Bad measurement'")
        self.nothing_arrived()

    def test_no_room_in_the_firmware(self):
        """QEMU takes a secret also where the firmware's table has no area for it."""
        bare = self.host.add_file("bare.fd", images.without_areas(images.DEBIAN.read_bytes()))
        own = ("--tk", self.path["tk"], "--firmware", bare, *self.secret)
        self.agree(0, self.fresh(self.plain, firmware=bare), *own)
        self.host.remove_domains()
        said = self.sevproof(0, self.fresh(self.plain, firmware=bare), *own).stderr
        self.assertIn("WARNING: The firmware declares no area for launch secrets", said)

    def test_running_already(self):
        def running():
            self.guest = self.host.define(domains.plain(self.path["fw"], self.tk)).start(paused=False)
            return self.guest
        self.differ("L06", 6, 5, running, *self.own, "--insecure", *self.secret,
                    says="no secret was injected: the domain 'plain' is running, no longer paused")
        self.nothing_arrived("running")

    def test_resumed_before_the_injection(self):
        self.differ("L06", 6, 5, self.fresh(self.plain, resume_at="query-sev-launch-measure"),
                    *self.own, *self.secret, says="no longer paused")
        self.nothing_arrived("running")

    def test_connection_of_host_and_guest_lost(self):
        self.agree(6, self.fresh(self.plain, answers={"query-sev-launch-measure": "hang up"}),
                   *self.own, *self.secret, says="launch security info")
        self.assertEqual(self.guest.injected_secrets(), {})

    def test_lost_while_injecting(self):
        """The firmware may have taken the secret or not: that is what is said."""
        run = self.fresh(self.plain, answers={"sev-inject-launch-secret": "hang up"})
        self.agree(6, run, *self.own, *self.secret,
                   says="it is unknown whether the secret arrived after it was sent")
        said = json.loads(self.sevproof(6, run, *self.own, *self.secret, "--json").stdout)
        self.assertEqual(said["verdict"], "match")
        self.assertEqual(said["delivery"], {"secrets": 1, "injected": "unknown", "resumed": "no"})
        self.assertEqual((said["error"]["code"], said["error"]["status"]),
                         ("secret-not-delivered", 6))

    def test_connection_to_libvirt_lost(self):
        for command, says in (("query-sev-launch-measure", "launch security info"),
                              ("sev-inject-launch-secret", "it is unknown whether the secret")):
            with self.subTest(command):
                domain = self.plain(name=f"lost-{command}", answers={command: "silence"})
                program = self.host.begin_remote(
                    (*SEVPROOF, "--connect", self.host.TCP_URI, "--domain", domain.name,
                     *self.own, *self.secret))
                wait_for("the question", domain.is_silent)
                self.host.stop_daemon()
                self.addCleanup(self.host.remove_domains)
                try:
                    self.expect(self.host.sandbox.finish(program), 6, says)
                finally:
                    self.host.start_daemon()


class AbsurdAnswers(BothCase):
    """A host whose QEMU says what cannot be."""

    def answered(self, **changes):
        whole = {"enabled": True, "api-major": 1, "api-minor": 55, "build-id": 21, "policy": 3,
                 "handle": 1, "state": "launch-secret"}
        return {"query-sev": {"return": {**whole, **changes}}}

    def test_numbers(self):
        for name in ("api-major", "api-minor", "build-id"):
            with self.subTest(name):
                domain = self.plain(name=name, answers=self.answered(**{name: 256}))
                self.agree(6, domain, *self.own, says="expected 0 to 255, got 256")
                self.host.remove_domains()
                self.agree(1, self.plain(name=name, answers=self.answered(**{name: 255})), *self.own)

    def test_policy(self):
        domain = self.plain(answers=self.answered(policy=0x7ffffffb))
        self.agree(1, domain, *self.own, says=MISMATCH)

    def test_measurements(self):
        for name, text in (("short", "AAAA"), ("long", "A" * 68), ("none", ""), ("bad", "no base64")):
            with self.subTest(name):
                domain = self.plain(name=name, answers={"query-sev-launch-measure":
                                                        {"return": {"data": text}}})
                if name == "bad":
                    self.agree(6, domain, *self.own, says="a value that the host reports is wrong")
                else:
                    self.differ("L07", 1, 6, domain, *self.own, says="a value that the host reports is wrong")

    def test_long_and_deep_descriptions(self):
        """As much as libvirt itself takes."""
        deep = '<o:x xmlns:o="urn:o">' + "<a>" * 200 + "</a>" * 200 + "</o:x>"
        attributes = " ".join(f'a{number}=""' for number in range(200))
        wide = f'<o:x xmlns:o="urn:o" {attributes}/>'
        for name, more in (("long", {"description": "x" * 2_000_000}), ("deep", {"metadata": deep}),
                           ("wide", {"metadata": wide})):
            with self.subTest(name):
                domain = self.plain(name=name, **more)
                self.agree(0, domain, *self.own)
                self.agree(1, domain, "--tk", self.path["wrong.tk"], "--firmware", self.path["fw"])

    def test_given_beside_nonsense(self):
        """What is given counts, and the host's word is shown."""
        nonsense = {"query-sev-launch-measure": {"return": {"data": "AAAA"}}}
        domain = self.plain(name="short", answers=nonsense)
        measurement = self.plain().launch_info().split("sev-measurement:")[1].split()[0]
        self.agree(0, domain, *self.own, "--measurement", measurement)
        self.agree(1, domain, *self.own, "--measurement", "Q" * 64, says="measurement: a value that "
                   "the host reports is wrong")
        domain = self.plain(name="large", answers=self.answered(**{"build-id": 256}))
        self.agree(0, domain, *self.own, "--build-id", 21)
        self.agree(1, domain, *self.own, "--build-id", 20, says="expected 0 to 255, got 256")


if __name__ == "__main__":
    unittest.main()
