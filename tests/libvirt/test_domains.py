# SPDX-License-Identifier: Apache-2.0
"""The XML of guests, right ones and wrong ones."""

import base64
import os
import sys
import unittest
import xml.etree.ElementTree as xml
from dataclasses import replace

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "standin"))

import domains  # noqa: E402
import settings  # noqa: E402
from launched_guest import Owner  # noqa: E402

TK = bytes(range(32))
PLAIN = domains.plain("/fw", TK)
DIRECT = domains.direct_kernel("/fw", "/k", "/i", "a <b> & c", TK)


def tree(spec):
    return xml.fromstring(domains.to_xml(spec))


class Right(unittest.TestCase):
    def test_plain(self):
        root = tree(PLAIN)
        self.assertEqual(root.get("type"), "qemu")
        self.assertEqual(root.findtext("os/loader"), "/fw")
        security = root.find("launchSecurity")
        self.assertEqual(security.get("type"), "sev")
        self.assertIsNone(security.get("kernelHashes"))
        self.assertEqual(security.findtext("policy"), "0x0003")
        for name, size in (("dhCert", 2084), ("session", 128)):
            self.assertEqual(len(base64.b64decode(security.findtext(name))), size)

    def test_own_session(self):
        spec = domains.own_session("/fw", "R09ESA==", "UzU=", 0xB)
        security = tree(spec).find("launchSecurity")
        self.assertEqual([security.findtext(name) for name in ("policy", "dhCert", "session")],
                         ["0x000b", "R09ESA==", "UzU="])
        self.assertIsNone(spec.owner().tk)

    def test_direct_kernel(self):
        root = tree(DIRECT)
        self.assertEqual([root.findtext(f"os/{name}") for name in ("kernel", "initrd", "cmdline")],
                         ["/k", "/i", "a <b> & c"])
        self.assertEqual(root.find("launchSecurity").get("kernelHashes"), "yes")

    def test_encrypted_state(self):
        root = tree(domains.encrypted_state("/fw", TK, vcpus=3))
        self.assertEqual(root.findtext("vcpu"), "3")
        self.assertEqual(root.findtext("launchSecurity/policy"), "0x0007")
        self.assertEqual(root.findtext("cpu/model"), "EPYC-Milan")
        root = tree(domains.host_passthrough("/fw", TK))
        self.assertEqual((root.get("type"), root.find("cpu").get("mode")),
                         ("kvm", "host-passthrough"))

    def test_loaders(self):
        loader = tree(replace(PLAIN, loader="pflash", stateless=True)).find("os/loader")
        self.assertEqual(loader.attrib, {"type": "pflash", "stateless": "yes", "readonly": "yes"})

    def test_what_the_firmware_is_told(self):
        spec = replace(PLAIN, layout="init2", sev_features=0x20, resume_at="cont",
                       answers={"query-sev": "hang up"})
        self.assertEqual(spec.owner(), Owner(TK, "init2", 0x20, resume_at="cont",
                                             answers={"query-sev": "hang up"}))


class Wrong(unittest.TestCase):
    def test_missing_parts(self):
        for change, path in (({"sev": False}, "launchSecurity"), ({"firmware": None}, "os/loader"),
                             ({"certificate": None}, "launchSecurity/dhCert"),
                             ({"session": None}, "launchSecurity/session"),
                             ({"kernel": None}, "os/kernel"), ({"cpu": None}, "cpu")):
            self.assertIsNotNone(tree(DIRECT).find(path))
            self.assertIsNone(tree(replace(DIRECT, **change)).find(path), path)

    def test_parts_that_do_not_belong(self):
        self.assertEqual(tree(replace(PLAIN, nvram="/v")).findtext("os/nvram"), "/v")
        self.assertEqual(tree(replace(PLAIN, description="x" * 9)).findtext("description"), "x" * 9)
        deep = tree(replace(PLAIN, metadata="<m xmlns='urn:m'><n/></m>"))
        self.assertIsNotNone(deep.find("metadata/{urn:m}m/{urn:m}n"))
        hashes = tree(replace(DIRECT, kernel_hashes=False)).find("launchSecurity")
        self.assertEqual(hashes.get("kernelHashes"), "no")
        twice = tree(replace(PLAIN, more_loaders=("/other",))).findall("os/loader")
        self.assertEqual([loader.text for loader in twice], ["/fw", "/other"])


class Settings(unittest.TestCase):
    def test_host_cpu(self):
        text = ("processor\t: 0\ncpu family\t: 25\nmodel\t\t: 17\nmodel name\t: AMD EPYC\n"
                "stepping\t: 1\n\nprocessor\t: 1\ncpu family\t: 6\nmodel\t\t: 1\nstepping\t: 2\n")
        self.assertEqual(settings.host_cpu(text), (25, 17, 1))
        self.assertEqual(len(settings.host_cpu()), 3)


if __name__ == "__main__":
    unittest.main()
