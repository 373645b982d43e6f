# shellcheck shell=bash
# Downloads are kept in the user's cache, so that a fresh clone on the same machine does without the
# network. Each entry is a folder of files and their SHA-256, which is checked whenever one is used.
# Needs common.sh.

# cached ENTRY: whether the cache has it, whole and unchanged.
cached() {
  local entry=${cache_dir:?}/$1
  [[ -s $entry/SHA256SUMS ]] && (cd "$entry" && sha256sum --check --status --strict SHA256SUMS)
}

# keep_in_cache ENTRY FILE...: a cache that cannot be written is no reason to fail.
keep_in_cache() {
  local entry=${cache_dir:?}/$1 made
  shift
  mkdir -p "${entry%/*}" 2>/dev/null || return 0
  made=$(mktemp -d "$entry.XXXXXXXX" 2>/dev/null) || return 0
  if cp -- "$@" "$made/" 2>/dev/null &&
    (cd "$made" && sha256sum -- * >SHA256SUMS.new && mv SHA256SUMS.new SHA256SUMS); then
    rm -rf -- "$entry"
    mv -T -- "$made" "$entry" 2>/dev/null || true
  fi
  rm -rf -- "$made"
}
