# shellcheck shell=bash
# What made a release, for BUILDINFO. Needs common.sh, and SOURCE_DATE_EPOCH.

# What decides the bytes, or may: recorded where it is installed as a Debian package. Node.js, npm and Emscripten need not be.
readonly recorded_packages=(binutils binutils-aarch64-linux-gnu binutils-mingw-w64-x86-64 binaryen clang-14 cmake dpkg
  g++-12 g++-12-aarch64-linux-gnu g++-mingw-w64-x86-64-posix gzip libc6-dev libc6-dev-arm64-cross libvirt-dev lld-14
  mingw-w64-x86-64-dev ninja-build python3 tar xz-utils zlib1g)

# build_tools C-LIBRARY: one a line, with its version; the last is the one of arm64.
build_tools() {
  sed -n 's/^PRETTY_NAME="\(.*\)"$/\1/p' /etc/os-release
  printf 'Emscripten %s\nNode.js %s\nnpm %s\n' "$(em++ -dumpversion)" "$(node --version)" "$(npm --version)"
  # Of a package that it knows and that is not installed, dpkg has a name and no version.
  dpkg-query --show --showformat='${Package} ${Version}\n' "${recorded_packages[@]}" 2>/dev/null | awk 'NF == 2' || true
  printf 'libc6-dev of arm64, in the static program %s\n' "$1"
}

# build_info VERSION COMMIT UNTAGGED C-LIBRARY
build_info() {
  printf 'sevproof %s\ncommit %s\n' "$1" "$2"
  printf 'time %s (of the commit; the files in the archives have it too)\n' \
    "$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)"
  if $3; then echo 'a trial: made of a commit without the tag of its version'; fi
  printf '\nSources, in the source archive (tree SHA-256: of all names and contents in a folder; scripts/release-pins.txt):\n'
  python3 -B scripts/lib/sbom.py --pins
  printf '\nTools:\n'
  build_tools "$4"
  printf '\nnpm packages: web/package-lock.json, SHA-256 %s\n' "$(sha256sum <web/package-lock.json | cut -d ' ' -f 1)"
}
