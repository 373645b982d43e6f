# SPDX-License-Identifier: Apache-2.0
"""One guest of the stand-in host."""

import guest
import settings
from domains import to_xml


class DomainError(Exception):
    """virsh refused; its words are the message."""


class Domain:
    """Made by `Host.start` or `Host.define`."""

    def __init__(self, sandbox, spec):
        self._sandbox, self.spec, self.name = sandbox, spec, spec.name
        sandbox.outside(f"{settings.OWNERS}/{self.name}.json").write_text(spec.owner().to_json())
        self._virsh("define", "/dev/stdin", text=to_xml(spec))

    def _virsh(self, *words, text=""):
        done = self._sandbox.run(("virsh", "--quiet", *words), text=text)
        if done.status != 0:
            raise DomainError(done.stderr.strip())
        return done.stdout.strip()

    def redefine(self, text):
        """Another description, of the same name; it has no UUID of its own."""
        self._virsh("undefine", self.name)
        self._virsh("define", "/dev/stdin", text=text)

    def start(self, paused=True):
        """Launches it; as SEV wants it, paused before its first instruction."""
        self._virsh("start", self.name, *(("--paused",) if paused else ()))
        return self

    def state(self):
        """"running", "paused", "shut off" and so on, as virsh says it."""
        return self._virsh("domstate", self.name)

    def is_running(self):
        """Whether its processors run; a paused guest is not running."""
        return self.state() == "running"

    def identity(self):
        """Its number and UUID, each a name for `--domain`."""
        return self._virsh("domid", self.name), self._virsh("domuuid", self.name)

    def launch_info(self):
        """What `virsh domlaunchsecinfo` prints."""
        return self._virsh("domlaunchsecinfo", self.name)

    def xml(self):
        """Its XML as libvirt gives it."""
        return self._virsh("dumpxml", self.name)

    def injected_memory(self):
        """What the firmware decrypted into the guest's memory; None if nothing."""
        path = self._sandbox.outside(f"{settings.GUESTS}/{self.name}.secret")
        return path.read_bytes() if path.exists() else None

    def injected_secrets(self):
        """GUID -> data, as the guest finds them."""
        memory = self.injected_memory()
        return {} if memory is None else guest.read_secrets(memory)

    def is_silent(self):
        """Whether a command waits for an answer that never comes (`answers` of its Spec)."""
        return self._sandbox.outside(f"{settings.GUESTS}/{self.name}.silence").exists()

    def off(self):
        """Pulls the plug."""
        self._virsh("destroy", self.name)

    def _end(self):
        """It may end by itself just before: libvirt ends a guest whose QEMU has hung up."""
        try:
            self.off()
        except DomainError:
            if self.state() != "shut off":
                raise

    def remove(self):
        """Off, and unknown to libvirt."""
        if self.state() != "shut off":
            self._end()
        self._virsh("undefine", "--nvram", self.name)
        for path in (f"{settings.GUESTS}/{self.name}.secret",
                     f"{settings.GUESTS}/{self.name}.silence",
                     f"{settings.OWNERS}/{self.name}.json",
                     f"/var/log/libvirt/qemu/{self.name}.log"):
            self._sandbox.outside(path).unlink(missing_ok=True)
