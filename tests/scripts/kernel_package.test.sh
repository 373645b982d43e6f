#!/usr/bin/env bash
# The kernel behind Debian's meta package, by what three releases say of it, cut to what matters.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$project/scripts/lib/kernel_package.sh"

finds() {
  local got
  got=$(printf 'Package: linux-image-cloud-amd64\nSource: linux\nDepends: %s\nSection: kernel\n' "$2" | kernel_in_depends)
  [[ $got == "$1" ]] || {
    printf '        expected "%s", got "%s"\n' "$1" "$got"
    return 1
  }
}

check 'bookworm: the only one' finds linux-image-6.1.0-50-cloud-amd64 'linux-image-6.1.0-50-cloud-amd64 (= 6.1.170-1)'
check 'trixie: a plus sign in the name' finds linux-image-6.12.117+deb13-cloud-amd64 \
  'linux-image-6.12.117+deb13-cloud-amd64 (= 6.12.117-1)'
check 'forky: behind another package' finds linux-image-7.2.12+deb14-cloud-amd64 \
  'linux-base-cloud-amd64 (= 7.2.12-1), linux-image-7.2.12+deb14-cloud-amd64 (= 7.2.12-1)'
check 'one of two alternatives' finds linux-image-9.1-cloud-amd64 'linux-base, linux-image-9.1-cloud-amd64 | linux-image-9.1-amd64'
check 'with an architecture' finds linux-image-9.1-cloud-amd64 'linux-image-9.1-cloud-amd64:amd64'
check 'none' finds '' 'linux-base-cloud-amd64 (= 7.2.12-1), linux-image-cloud-amd64-dbg'
finish
