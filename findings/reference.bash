# shellcheck shell=bash
# Debian 12 with libvirt's virt-qemu-sev-validate in a temporary folder, and an honest launch for it.
# shellcheck source=scripts/lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib/common.sh"
# shellcheck source=scripts/lib/debian_archive.sh
source "$project_root/scripts/lib/debian_archive.sh"
# shellcheck source=scripts/lib/bare_root.sh
source "$project_root/scripts/lib/bare_root.sh"

readonly pinned=9.0.0-4+deb12u2
root=

# The image is 4096 zero bytes, the page too: nothing in this launch is special. $1 is the policy.
readonly make_launch='
import base64, hashlib, hmac, sys
policy = int(sys.argv[1])
image, page, nonce = bytes(4096), bytes(4096), bytes(range(32, 48))
tik, tek = bytes(range(16)), bytes(range(16, 32))
measured = image + (page if policy & 4 else b"")
message = bytes([4, 1, 55, 21]) + policy.to_bytes(4, "little") + hashlib.sha256(measured).digest() + nonce
blob = hmac.new(tik, message, hashlib.sha256).digest() + nonce
for name, content in (("image", image), ("page", page), ("tik", tik), ("tek", tek), ("measurement", base64.b64encode(blob))):
    open("/root/" + name, "wb").write(content)
'

# make_reference POLICY: the system, and the launch in its /root.
make_reference() {
  local dir got
  new_temporary_dir dir
  root=$dir/root
  make_bare_root "$root" bookworm || die 'debootstrap could not make Debian 12'
  run_logged findings-packages in_bare_root "$root" bash -c 'apt-get update && apt-get install -y --no-install-recommends \
    libvirt-clients-qemu='"$pinned"' python3-libvirt python3-cryptography python3-lxml' ||
    die "expected libvirt-clients-qemu $pinned to be there"
  # shellcheck disable=SC2016 # dpkg fills it in
  got=$(in_bare_root "$root" dpkg-query --show --showformat='${Version}' libvirt-clients-qemu)
  say "libvirt-clients-qemu $got"
  in_bare_root "$root" python3 -c "$make_launch" "$1"
}

# reference OPTION...: on that launch; its output, and its status as the last line.
reference() {
  # shellcheck disable=SC2016 # for the inner shell
  in_bare_root "$root" bash -c 'cd /root; PYTHONUNBUFFERED=1 virt-qemu-sev-validate --measurement "$(cat measurement)" \
    --api-major 1 --api-minor 55 --build-id 21 --firmware image --tik tik --tek tek "$@" 2>&1; echo "status $?"' _ "$@"
}

# expect TEXT COMMAND...
expect() {
  local wanted=$1 got
  shift
  got=$("$@")
  printf '%s\n' "$got" | indented
  [[ $got == "$wanted" ]] || die "expected: $wanted" 'It behaves in another way now.'
}
