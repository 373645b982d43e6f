#!/usr/bin/env bash
# libvirt's virt-qemu-sev-validate 9.0.0 (Debian 12) pads a secret table to a multiple of 16 bytes, but adds
# 16 bytes more to one that is such a multiple already. Expected was 64 bytes for both secrets below, since a
# table has 20 bytes of header and 20 for each secret: 40 + 23 = 63, and 40 + 24 = 64. It was 64 and 80.
#
# The guest is told the table's own length, so it notices nothing; but a table of exactly 16 KiB, the most
# that the firmware takes, no longer fits.
set -euo pipefail
# shellcheck source=findings/reference.bash
source "$(dirname "${BASH_SOURCE[0]}")/reference.bash"

# payload_size BYTES: of the table with one secret of so many bytes.
payload_size() {
  in_bare_root "$root" bash -c "head -c $1 /dev/zero >/root/secret"
  reference --policy 1 --inject-secret luks-key:secret --secret-header header --secret-payload payload >/dev/null
  in_bare_root "$root" bash -c 'base64 -d /root/payload | wc -c'
}

make_reference 1
expect 64 payload_size 23
expect 80 payload_size 24
say 'A table of 63 bytes is padded to 64, one of 64 bytes to 80.'
