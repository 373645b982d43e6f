# SPDX-License-Identifier: Apache-2.0
"""The stand-in host's names, folders and configuration files, all below its own mounts."""

# Seen only inside. Short: the path of a Unix socket has room for 107 bytes.
FOLDER = "/run/sev-host"
PROGRAMS = f"{FOLDER}/bin"  # libvirtd's PATH: the emulator wrapper and nothing else
OWNERS = f"{FOLDER}/owners"  # NAME.json: the guest owner's keys for the guest of that name
GUESTS = f"{FOLDER}/guests"  # NAME.secret: what was injected into its memory; NAME.silence
WORK = f"{FOLDER}/work"  # where tests put their files
LOGS = f"{FOLDER}/logs"
PLATFORM = f"{FOLDER}/platform.json"  # private keys of the platform
CAPABILITIES = f"{FOLDER}/capabilities.json"  # its answer to query-sev-capabilities
FOLDERS = (PROGRAMS, OWNERS, GUESTS, WORK, LOGS)

EMULATOR = f"{PROGRAMS}/qemu-system-x86_64"
REAL_EMULATOR = "/usr/bin/qemu-system-x86_64"
LIBVIRTD = "/usr/sbin/libvirtd"
DAEMON_LOG = f"{LOGS}/libvirtd.log"
PID_FILE = "/run/libvirtd.pid"

# "Local" means that the client has the daemon's host name.
HOST_NAME = "sev-host"
OWNER_NAME = "guest-owner"
LOCAL_URI = "qemu:///system"
SOCKET_URI = "qemu+unix:///system?socket=/run/libvirt/libvirt-sock"
TCP_URI = f"qemu+tcp://{HOST_NAME}/system"

QEMU_CONF = """\
user = "root"
group = "root"
dynamic_ownership = 0
namespaces = []
cgroup_controllers = []
stdio_handler = "file"
security_driver = "none"
"""

LIBVIRTD_CONF = f"""\
auth_unix_rw = "none"
auth_tcp = "none"
listen_tls = 0
listen_tcp = 1
listen_addr = "0.0.0.0"
unix_sock_rw_perms = "0777"
host_uuid = "5e5e5e5e-0000-4000-8000-000000000001"
log_outputs = "3:file:{DAEMON_LOG}"
"""

# An address for each: newer references ask for the name that belongs to the address of theirs.
HOSTS = f"127.0.0.1 localhost\n127.0.1.1 {HOST_NAME}\n127.0.1.2 {OWNER_NAME}\n"
# Files alone: no resolver is asked, and no name gets a domain.
NSSWITCH = "passwd: files\ngroup: files\nhosts: files\nservices: files\nprotocols: files\n"
PASSWD = "libvirt-qemu:x:64055:64055::/nonexistent:/usr/sbin/nologin\n"
GROUP = "libvirt-qemu:x:64055:\nlibvirt:x:64056:\nkvm:x:64057:\n"


def host_cpu(text=None):
    """Family, model and stepping of this machine: libvirt reports them as the host's signature.

    It asks the processor itself, so that another /proc/cpuinfo would not change them.
    """
    if text is None:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as stream:
            text = stream.read()
    lines = dict(line.partition(":")[::2] for line in text.splitlines()[::-1])
    found = {name.strip(): value for name, value in lines.items()}
    return tuple(int(found[name]) for name in ("cpu family", "model", "stepping"))
