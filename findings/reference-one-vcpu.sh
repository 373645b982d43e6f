#!/usr/bin/env bash
# A SEV-ES guest with one CPU has one VMSA page. libvirt's virt-qemu-sev-validate 9.0.0 (Debian 12) cannot
# validate it with --vmsa-cpu0 alone: it multiplies the page of the other CPUs, which there are none of, and
# ends with status 6. Expected was OK and status 0, as it says when a second page is given that is not measured.
set -euo pipefail
# shellcheck source=findings/reference.bash
source "$(dirname "${BASH_SOURCE[0]}")/reference.bash"

readonly launch=(--policy 5 --num-cpus 1 --vmsa-cpu0 page)

make_reference 5
expect "ERROR: unsupported operand type(s) for *: 'NoneType' and 'int'
status 6" reference "${launch[@]}"
expect 'OK: Looks good to me
status 0' reference "${launch[@]}" --vmsa-cpu1 page
say 'One CPU, one page: status 6. With a page for no CPU at all: status 0.'
