# shellcheck shell=bash
# The C library that the static programs for Linux contain: its source, which its licence (LGPL-2.1) has go with them, and
# for arm64 the library of that same source. Debian's cross package is an older one, without stable's fixes. Needs
# common.sh, debian_archive.sh and, to pack it, source_archive.sh.

readonly for_arm64=(-o APT::Architecture=arm64 -o APT::Architectures=arm64)

# open_glibc_archive VARIABLE: a private list of packages and sources, whose folder is left in the variable.
open_glibc_archive() {
  local folder
  new_temporary_dir folder
  chmod 755 "$folder"
  printf -v "$1" '%s' "$folder"
  open_debian_archive "$folder" || return 1
  add_debian_suite "$folder" deb-src "$(machine_suite)" arm64
  add_debian_suite "$folder" deb "$(machine_suite)" arm64
  debian_apt "$folder" apt-get "${for_arm64[@]}" update
}

# fetch_glibc VERSION FOLDER: into FOLDER/glibc-source what Debian's source package has, into FOLDER/arm64 the library. What an
# earlier run left is used.
fetch_glibc() {
  local archive_dir
  if [[ -f $2/version && $(<"$2/version") == "$1" ]]; then return 0; fi
  open_glibc_archive archive_dir || return 1
  debian_apt "$archive_dir" apt-get "${for_arm64[@]}" source --download-only "glibc=$1" || return 1
  debian_apt "$archive_dir" apt-get "${for_arm64[@]}" download "libc6-dev=$1" || return 1
  rm -rf -- "$2"
  mkdir -p "$2/glibc-source" "$2/arm64"
  dpkg-deb --extract "$archive_dir"/downloads/libc6-dev_*_arm64.deb "$archive_dir/extracted"
  # Not libc.so, which names files where only an installed one has them.
  cp "$archive_dir"/extracted/usr/lib/aarch64-linux-gnu/*.[ao] "$2/arm64/"
  mv "$archive_dir"/downloads/glibc_* "$2/glibc-source/"
  echo "$1" >"$2/version"
}

# pack_glibc FOLDER VERSION ARCHIVE: what fetch_glibc left in FOLDER, with a word on why it is there.
pack_glibc() {
  local staged top=sevproof-$2-glibc-source
  new_temporary_dir staged
  cp -r "$1/glibc-source" "$staged/$top"
  sed "s/@VERSION@/$2/; s/@GLIBC@/$(<"$1/version")/" scripts/lib/glibc-readme.txt >"$staged/$top/README.txt"
  chmod 755 "$staged/$top"
  chmod 644 "$staged/$top"/*
  pack_folder "$staged/$top" >"$3"
}
