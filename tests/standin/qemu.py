# SPDX-License-Identifier: Apache-2.0
"""QEMU and KVM: what they feed to the firmware to launch a guest, and in which order."""

from dataclasses import dataclass
from typing import Optional, Tuple

import kernel_hashes
import ovmf_table
import vmsa_page
from sev_firmware import POLICY_ES


class LaunchRefused(Exception):
    """QEMU would not start this guest."""


@dataclass
class Machine:
    """The guest as configured on the host. Paths for what may be large, bytes for the rest."""

    firmware: bytes
    kernel: Optional[str] = None
    initrd: Optional[str] = None
    cmdline: Optional[bytes] = None
    vcpus: int = 1
    cpu: Optional[Tuple[int, int, int]] = None
    layout: str = "legacy"
    sev_features: int = 0
    check_hash_area: bool = True
    # Pages that some other host tool captured, instead of those built here: boot CPU, all others.
    captured_pages: Optional[Tuple[bytes, bytes]] = None


def _kernel_table(machine):
    """kernel-hashes=on; QEMU refuses firmware that offers no place for the table."""
    if machine.kernel is None:
        if machine.initrd is not None or machine.cmdline is not None:
            raise LaunchRefused("an initrd or command line needs a kernel")
        return b""
    base, size = ovmf_table.hash_area(machine.firmware) if machine.check_hash_area else (1, 176)
    if base == 0 or size < kernel_hashes.PADDED_SIZE:
        raise LaunchRefused(f"the firmware's kernel-hashes area is 0x{base:x}/0x{size:x}, expected "
                            f"a base and at least {kernel_hashes.PADDED_SIZE} bytes")
    return kernel_hashes.build_from_files(machine.kernel, machine.initrd, machine.cmdline)


def _vmsa_pages(machine):
    """One page per vCPU; only APs need the firmware's reset address."""
    if machine.vcpus < 1:
        raise LaunchRefused(f"a guest of {machine.vcpus} vCPUs")
    if machine.captured_pages is not None:
        boot, other = machine.captured_pages
    else:
        if machine.cpu is None:
            raise LaunchRefused("an SEV-ES guest needs a CPU model")
        kind = {"layout": machine.layout, "sev_features": machine.sev_features}
        signature = vmsa_page.cpu_signature(*machine.cpu)
        boot, other = vmsa_page.build(signature, **kind), None
        if machine.vcpus > 1:
            start = ovmf_table.ap_reset_address(machine.firmware)
            other = vmsa_page.build(signature, start=start, **kind)
    yield boot
    for _ in range(machine.vcpus - 1):
        yield other


def launch(machine, policy, context, nonce=None):
    """Launches up to the pause before the first instruction; returns the 48-byte blob."""
    context.launch_update_data(machine.firmware)
    table = _kernel_table(machine)
    if table:
        context.launch_update_data(table)
    if policy & POLICY_ES:
        for page in _vmsa_pages(machine):
            context.launch_update_vmsa(page)
    return context.launch_measure(nonce)
