#!/usr/bin/env bash
# scripts/sources.txt is read by bash and by CMake: each row is whole, and both know its names.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$project" || exit 1

rows=$(grep -v '^#' scripts/sources.txt)
whole_rows() {
  ! grep -v -E '^[a-z0-9]+ [0-9]+\.[0-9]+(\.[0-9]+)? [0-9a-f]{64} https://[^ ]+$' <<<"$rows"
}

# The archive of a library that fetch-sources keeps on this machine, of the pinned version; there may be none.
kept_archive() {
  find "${XDG_CACHE_HOME:-$HOME/.cache}/sevproof/$1" -name "$1*$2*.tar.*" 2>/dev/null | head -n 1
}

# What Debian's signed source package gave is the pinned archive.
check_kept_archive() {
  local name=$1 version sha256 kept
  if [[ $name == 7zip ]]; then
    echo 'left out: the archive of 7zip, which Debian makes smaller'
    return 0
  fi
  read -r _ version sha256 _ < <(grep "^$name " <<<"$rows")
  kept=$(kept_archive "$name" "$version")
  if [[ -z $kept ]]; then
    echo "skipped the archive of $name: none of $version is kept here"
    return 0
  fi
  check "the archive of $name that is kept here is the pinned one" \
    test "$(sha256sum "$kept" | cut -d ' ' -f 1)" = "$sha256"
}

check 'every row has name, version, SHA-256 and address' whole_rows
for name in mbedtls pugixml 7zip; do
  check "$name has a row" grep -q "^$name " <<<"$rows"
  check "CMake asks for $name" grep -q "^ *source_tree($name " scripts/cmake/Dependencies.cmake
  check_kept_archive "$name"
done
check 'and no other row' test "$(wc -l <<<"$rows")" -eq 3
finish
