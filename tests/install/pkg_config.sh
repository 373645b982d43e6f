#!/usr/bin/env bash
# Installs BUILT, moves it, and builds and runs the consumer with what pkg-config says.
#   pkg_config.sh BUILT CONFIG CONSUMER WORK LIBDIR COMPILER
set -euo pipefail
built=$1
config=$2
consumer=$3
work=$4
libdir=$5
read -r -a compiler <<<"$6"
if ! command -v pkg-config >/dev/null; then
  echo 'skipped: pkg-config is not installed'
  exit 77
fi
rm -rf "$work"
mkdir -p "$work/generated"
cmake --install "$built" --prefix "$work/first" --config "$config" >/dev/null
mv "$work/first" "$work/moved"
for header in "$work"/moved/include/sevproof/*.h; do
  echo "#include \"sevproof/${header##*/}\""
done >"$work/generated/all_headers.h"

export PKG_CONFIG_PATH="$work/moved/$libdir/pkgconfig"
pkg-config --validate sevproof
read -r -a flags <<<"$(pkg-config --cflags sevproof)"
read -r -a libraries <<<"$(pkg-config --libs sevproof)"
"${compiler[@]}" -std=c++20 -I"$work/generated" "${flags[@]}" "$consumer"/*.cc -o "$work/consumer" "${libraries[@]}"
"$work/consumer"
version=$(pkg-config --modversion sevproof)
[[ "$("$work/moved/bin/sevproof" --version | head -n 1)" == "sevproof $version" ]]
