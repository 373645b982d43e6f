#!/usr/bin/env bash
# libvirt's virt-qemu-sev-validate 9.0.0 (Debian 12) takes a secret as ALIAS:PATH and splits that at every
# colon. A file whose path has one cannot be named. Unexpected was when it says so: after "OK: Looks good to
# me", so that a script that looks for OK takes a run that packed nothing for a good one. The status is 2.
set -euo pipefail
# shellcheck source=findings/reference.bash
source "$(dirname "${BASH_SOURCE[0]}")/reference.bash"

readonly outputs=(--secret-header header --secret-payload payload)

make_reference 1
in_bare_root "$root" bash -c 'cd /root; echo passphrase | tee a:b >ab'
expect 'OK: Looks good to me
ERROR: Expecting ALIAS-OR-GUID:PATH for injected secret
status 2' reference --policy 1 --inject-secret luks-key:a:b "${outputs[@]}"
expect 'OK: Looks good to me
OK: Injected 1 secrets
status 0' reference --policy 1 --inject-secret luks-key:ab "${outputs[@]}"
say 'luks-key:a:b is refused after OK; luks-key:ab is packed.'
