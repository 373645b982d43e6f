#!/usr/bin/env bash
# The package with the kernel behind Debian's meta package, by what three releases say, cut to what matters.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$project/scripts/lib/kernel_package.sh"

# What apt-cache would say of PACKAGE, by finds' variables.
# shellcheck disable=SC2317  # called by name
show() {
  local depends=$of_image
  if [[ $1 == linux-image-cloud-amd64 ]]; then depends=$of_meta; fi
  printf 'Package: %s\nSource: linux\nDepends: %s\nSection: kernel\n' "$1" "$depends"
}

# finds PACKAGE DEPENDS-OF-META [DEPENDS-OF-IMAGE]
finds() {
  local got of_meta=$2 of_image=${3:-linux-base}
  got=$(package_of_kernel show linux-image-cloud-amd64)
  [[ $got == "$1" ]] || {
    printf '        expected "%s", got "%s"\n' "$1" "$got"
    return 1
  }
}

check 'bookworm: the only one' finds linux-image-6.1.0-50-cloud-amd64 'linux-image-6.1.0-50-cloud-amd64 (= 6.1.170-1)'
check 'trixie: a plus sign in the name' finds linux-image-6.12.117+deb13-cloud-amd64 \
  'linux-image-6.12.117+deb13-cloud-amd64 (= 6.12.117-1)' \
  'kmod, linux-base (>= 4.3~), initramfs-tools (>= 0.120+deb8u2) | linux-initramfs-tool'
check 'forky: behind another package, and the file in a third' finds linux-binary-7.2.12+deb14-cloud-amd64 \
  'linux-base-cloud-amd64 (= 7.2.12-1), linux-image-7.2.12+deb14-cloud-amd64 (= 7.2.12-1)' \
  'dracut | initramfs-tools (>= 0.120+deb8u2), linux-base-7.2.12+deb14-cloud-amd64 (= 7.2.12-1), linux-binary-7.2.12+deb14-cloud-amd64 (= 7.2.12-1), linux-modules-7.2.12+deb14-cloud-amd64 (= 7.2.12-1)'
check 'one of two alternatives' finds linux-image-9.1-cloud-amd64 'linux-base, linux-image-9.1-cloud-amd64 | linux-image-9.1-amd64'
check 'with an architecture' finds linux-image-9.1-cloud-amd64 'linux-image-9.1-cloud-amd64:amd64'
check 'none' finds '' 'linux-base-cloud-amd64 (= 7.2.12-1), linux-image-cloud-amd64-dbg'
finish
