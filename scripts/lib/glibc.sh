# shellcheck shell=bash
# The C library that the static programs for Linux contain: its source, which its licence (LGPL-2.1) has go with them, and
# for arm64 the library of that same source. Debian's cross package is an older one, without stable's fixes. Needs
# common.sh and debian_archive.sh.

# glibc_version: Debian's, of the library that this machine links.
glibc_version() { dpkg-query --show --showformat='${Version}' libc6-dev; }

# open_glibc_archive DIR VARIABLE: a private list of packages and sources; DIR in the variable.
open_glibc_archive() {
  local folder
  new_temporary_dir folder
  chmod 755 "$folder"
  printf -v "$1" '%s' "$folder"
  open_debian_archive "$folder" || return 1
  add_debian_suite "$folder" deb-src "$(machine_suite)"
  sed -n 's/^deb-src \[arch=amd64 target=Sources/deb [arch=arm64 target=Packages/p' "$folder/sources.list" >"$folder/more"
  cat "$folder/more" >>"$folder/sources.list"
  debian_apt "$folder" apt-get "${for_arm64[@]}" update
}
readonly for_arm64=(-o APT::Architecture=arm64 -o APT::Architectures=arm64)

# fetch_glibc VERSION FOLDER: into FOLDER/source what Debian's source package has, into FOLDER/arm64 the library. What an
# earlier run left is used.
fetch_glibc() {
  local archive_dir
  if [[ -f $2/version && $(<"$2/version") == "$1" ]]; then return 0; fi
  open_glibc_archive archive_dir || return 1
  debian_apt "$archive_dir" apt-get "${for_arm64[@]}" source --download-only "glibc=$1" || return 1
  debian_apt "$archive_dir" apt-get "${for_arm64[@]}" download "libc6-dev=$1" || return 1
  rm -rf -- "$2"
  mkdir -p "$2/source" "$2/arm64"
  dpkg-deb --extract "$archive_dir"/downloads/libc6-dev_*_arm64.deb "$archive_dir/extracted"
  # Not libc.so, which names files where only an installed one has them.
  cp "$archive_dir"/extracted/usr/lib/aarch64-linux-gnu/*.[ao] "$2/arm64/"
  mv "$archive_dir"/downloads/glibc_* "$2/source/"
  echo "$1" >"$2/version"
}
