#!/usr/bin/env bash
# What scripts/cmake/Hardening.cmake asks of compiler and linker is in the program.
#
# Usage: hardened.sh READELF PROGRAM
set -euo pipefail
export LC_ALL=C

readelf=$1
program=$2
status=0

# has WHAT PATTERN OPTION: in what readelf prints with the option.
has() {
  local said
  said=$("$readelf" --wide "$3" "$program")
  if grep -qE -e "$2" <<<"$said"; then
    echo "there: $1"
  else
    echo "missing: $1"
    status=1
  fi
}

has 'tables of addresses that become read-only' 'GNU_RELRO' --segments
has 'all addresses found at the start' '\(FLAGS(_1)?\).*NOW' --dynamic
has 'canaries on the stack' ' __stack_chk_fail' --symbols
# Others than glibc check within the program.
versions=$("$readelf" --wide --version-info "$program")
if [[ $versions == *GLIBC* ]]; then
  has 'checked calls of the C library' ' __[a-z_]+_chk(@|$)' --symbols
fi
exit "$status"
