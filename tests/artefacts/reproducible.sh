#!/usr/bin/env bash
# What is built is the same to the byte wherever it is built: built again from a copy of the sources in another folder,
# and compared.
#
# Usage: reproducible.sh page|program PROJECT
set -euo pipefail

face=$1
project=$2
if [[ $face == page && ! (-f $project/dist/sevproof.html && -d $project/web/node_modules) ]]; then
  echo 'the page is not built: scripts/build-page builds it'
  if [[ ${CI:-} == true ]]; then exit 1; else exit 77; fi
fi

copy=$(mktemp -d "${TMPDIR:-/tmp}/sevproof another folder.XXXXXXXX")
trap 'rm -rf -- "$copy"' EXIT

(cd "$project" && tar --create --exclude node_modules CMakeLists.txt CMakePresets.json LICENSE README.md core cli docs \
  wasm web public scripts tests) | tar --extract --directory "$copy"
mkdir -p "$copy/build/_deps-src"
for source in mbedtls pugixml 7zip; do
  ln -s "$(cd "$project/build/_deps-src/$source" && pwd -P)" "$copy/build/_deps-src/$source"
done
cd "$copy"

# build PRESET TARGET
build() {
  cmake --preset "$1" -DSEVPROOF_BUILD_TESTS=OFF >configure.log || { cat configure.log; exit 1; }
  cmake --build --preset "$1" --target "$2" >build.log || { cat build.log; exit 1; }
}

case $face in
  page)
    ln -s "$project/web/node_modules" "$copy/web/node_modules"
    build wasm sevproof_wasm
    node web/build.mjs >page.log || { cat page.log; exit 1; }
    files=(build/wasm/bin/sevproof_core.wasm build/wasm/bin/sevproof_core.mjs dist/sevproof.html dist/SHA256SUMS)
    ;;
  program)
    build release sevproof
    files=(build/release/bin/sevproof)
    ;;
  *)
    echo "expected page or program, got $face" >&2
    exit 2
    ;;
esac

status=0
for file in "${files[@]}"; do
  if cmp -- "$project/$file" "$file"; then
    echo "the same: $file, $(stat --format=%s "$file") bytes"
  else
    status=1
  fi
done
exit "$status"
