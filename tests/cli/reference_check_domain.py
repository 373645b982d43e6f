# SPDX-License-Identifier: Apache-2.0
"""Prints the exit status with which virt-qemu-sev-validate would refuse a domain; 0 when it would not.

Usage: reference_check_domain.py XML secure|insecure kernel|no-kernel

Its own check runs, on the file, without a host.
"""

import importlib.machinery
import importlib.util
import shutil
import sys

from lxml import etree

loader = importlib.machinery.SourceFileLoader("reference", shutil.which("virt-qemu-sev-validate"))
reference = importlib.util.module_from_spec(importlib.util.spec_from_loader("reference", loader))
loader.exec_module(reference)


class Kernel:
    """Stands for the kernel-hashes table of the files that were given."""

    def __init__(self, given):
        self.given = given

    def entries(self):
        """Empty exactly when no kernel was given."""
        return b"entries" if self.given else b""


def main(path, security, kernel):
    machine = reference.LibvirtConfidentialVM.__new__(reference.LibvirtConfidentialVM)
    machine.kernel_table = Kernel(kernel == "kernel")
    try:
        machine.check_domain(etree.parse(path), security == "secure")
    except reference.UnsupportedUsageException:
        return 2
    except reference.InsecureUsageException:
        return 3
    except reference.IncorrectConfigException:
        return 4
    return 0


print(main(*sys.argv[1:]))
