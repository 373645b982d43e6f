#!/usr/bin/env bash
# The page is the same to the byte wherever it is built: built again from a copy of the sources in
# another folder, and compared.
#
# Usage: reproducible.sh PROJECT
set -euo pipefail

project=$1
page=$project/dist/sevproof.html
if [[ ! -f $page || ! -d $project/web/node_modules ]]; then
  echo 'the page is not built: scripts/build-page builds it'
  if [[ ${CI:-} == true ]]; then exit 1; else exit 77; fi
fi

copy=$(mktemp -d "${TMPDIR:-/tmp}/sevproof another folder.XXXXXXXX")
trap 'rm -rf -- "$copy"' EXIT

(cd "$project" && tar --create --exclude node_modules CMakeLists.txt CMakePresets.json LICENSE core docs wasm \
  web public scripts tests) | tar --extract --directory "$copy"
mkdir -p "$copy/build/_deps-src"
for source in mbedtls pugixml 7zip; do
  ln -s "$(cd "$project/build/_deps-src/$source" && pwd -P)" "$copy/build/_deps-src/$source"
done
ln -s "$project/web/node_modules" "$copy/web/node_modules"

cd "$copy"
cmake --preset wasm -DSEVPROOF_BUILD_TESTS=OFF >configure.log || { cat configure.log; exit 1; }
cmake --build --preset wasm --target sevproof_wasm >build.log || { cat build.log; exit 1; }
node web/build.mjs >page.log || { cat page.log; exit 1; }

status=0
for file in build/wasm/bin/sevproof_core.wasm build/wasm/bin/sevproof_core.mjs dist/sevproof.html \
  dist/SHA256SUMS; do
  if cmp -- "$project/$file" "$file"; then
    echo "the same: $file, $(stat --format=%s "$file") bytes"
  else
    status=1
  fi
done
exit "$status"
