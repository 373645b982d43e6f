# SPDX-License-Identifier: Apache-2.0
"""Guests as libvirt's XML, right ones and wrong ones. Pure functions; nothing is started here.

    spec = domains.direct_kernel(firmware, kernel, initrd, "console=ttyS0", tk)
    wrong = dataclasses.replace(spec, kernel_hashes=None)
"""

import base64
import hashlib
import xml.etree.ElementTree as xml
from dataclasses import dataclass, field
from typing import Optional

from launched_guest import Owner

# Sizes of the SEV API's certificate and session structures; the stand-in gets the keys elsewhere.
CERTIFICATE_SIZE = 2084
SESSION_SIZE = 128

NOKS, ES = 1 << 1, 1 << 2
NODBG = 1 << 0


def filler(name, size):
    """Bytes that look like a certificate or session, in base64."""
    return base64.b64encode(hashlib.shake_128(name.encode()).digest(size)).decode()


@dataclass(frozen=True)
class Spec:
    """One guest. Paths are those of the sandbox. None leaves an element or attribute out."""

    name: str
    firmware: Optional[str]
    tk: Optional[bytes]  # None: the keys are those of the session
    policy: int = NODBG | NOKS
    vcpus: int = 1
    cpu: Optional[str] = "EPYC-Milan"  # or "host-passthrough"
    virt: str = "qemu"  # "kvm" is accepted too, and emulated all the same
    memory_mib: int = 256
    loader: str = "rom"  # or "pflash", or None for a bare <loader>
    stateless: Optional[bool] = None
    more_loaders: tuple = ()  # libvirt itself drops these: for files that are judged offline
    nvram: Optional[str] = None
    kernel: Optional[str] = None
    initrd: Optional[str] = None
    cmdline: Optional[str] = None
    kernel_hashes: Optional[bool] = None
    sev: bool = True
    certificate: Optional[str] = field(default_factory=lambda: filler("dh", CERTIFICATE_SIZE))
    session: Optional[str] = field(default_factory=lambda: filler("session", SESSION_SIZE))
    description: Optional[str] = None
    metadata: Optional[str] = None  # XML, for decoys and depth; libvirt wants a namespace in it
    # Not in the XML: the kind of host, and what it does wrong.
    layout: str = "legacy"
    sev_features: int = 0
    answers: dict = field(default_factory=dict)
    resume_at: str = ""

    def owner(self):
        """What the stand-in firmware has to know."""
        return Owner(self.tk, self.layout, self.sev_features, answers=self.answers,
                     resume_at=self.resume_at)


def plain(firmware, tk, name="plain", **more):
    """SEV, firmware only."""
    return Spec(name, firmware, tk, **more)


def own_session(firmware, certificate, session, policy, name="own-session", **more):
    """SEV with the keys of a session; it and the owner's certificate are base64."""
    return Spec(name, firmware, None, policy=policy, certificate=certificate, session=session,
                **more)


def direct_kernel(firmware, kernel, initrd, cmdline, tk, name="direct-kernel", **more):
    """SEV with kernel, initrd and command line, hashed into the launch."""
    return Spec(name, firmware, tk, kernel=kernel, initrd=initrd, cmdline=cmdline,
                **{"kernel_hashes": True, **more})


def encrypted_state(firmware, tk, name="encrypted-state", vcpus=2, **more):
    """SEV-ES: one VMSA page per CPU belongs to the launch."""
    return Spec(name, firmware, tk, vcpus=vcpus, **{"policy": NODBG | NOKS | ES, **more})


def host_passthrough(firmware, tk, name="host-passthrough", **more):
    """SEV-ES as KVM hosts run it, with the processor of the host."""
    return encrypted_state(firmware, tk, name, **{"virt": "kvm", "cpu": "host-passthrough", **more})


def _yes(value):
    return "yes" if value else "no"


def _add(parent, tag, text=None, **attributes):
    made = xml.SubElement(parent, tag, {name: value for name, value in attributes.items()
                                        if value is not None})
    made.text = text
    return made


def _add_os(root, spec):
    system = _add(root, "os")
    _add(system, "type", "hvm", arch="x86_64", machine="q35")
    if spec.firmware is not None:
        stateless = None if spec.stateless is None else _yes(spec.stateless)
        _add(system, "loader", spec.firmware, type=spec.loader, stateless=stateless,
             readonly="yes" if spec.loader == "pflash" else None)
    for path in spec.more_loaders:
        _add(system, "loader", path)
    if spec.nvram is not None:
        _add(system, "nvram", spec.nvram)
    for tag in ("kernel", "initrd", "cmdline"):
        if getattr(spec, tag) is not None:
            _add(system, tag, getattr(spec, tag))


def _add_security(root, spec):
    hashes = None if spec.kernel_hashes is None else _yes(spec.kernel_hashes)
    security = _add(root, "launchSecurity", type="sev", kernelHashes=hashes)
    _add(security, "cbitpos", "51")
    _add(security, "reducedPhysBits", "1")
    _add(security, "policy", f"0x{spec.policy:04x}")
    if spec.certificate is not None:
        _add(security, "dhCert", spec.certificate)
    if spec.session is not None:
        _add(security, "session", spec.session)


def to_xml(spec):
    """The domain's XML."""
    root = xml.Element("domain", type=spec.virt)
    _add(root, "name", spec.name)
    if spec.description is not None:
        _add(root, "description", spec.description)
    if spec.metadata is not None:
        _add(root, "metadata").append(xml.fromstring(spec.metadata))
    _add(root, "memory", str(spec.memory_mib), unit="MiB")
    _add(root, "vcpu", str(spec.vcpus))
    _add_os(root, spec)
    _add(_add(root, "features"), "acpi")
    if spec.cpu == "host-passthrough":
        _add(root, "cpu", mode=spec.cpu, check="none")
    elif spec.cpu is not None:
        _add(_add(root, "cpu", mode="custom", match="exact", check="none"), "model", spec.cpu)
    _add(_add(root, "devices"), "memballoon", model="none")
    if spec.sev:
        _add_security(root, spec)
    return xml.tostring(root, encoding="unicode")
