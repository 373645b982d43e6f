#!/usr/bin/env bash
# Fetching what is not here: what is said without a network or without a tool, and trees of one's own.
# apt-get and curl are stand-ins that find no network.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

mkdir -p "$work/project/scripts" "$work/bin" "$work/cache"
cp -r "$project/scripts/." "$work/project/scripts/"
cd "$work/project" || exit 1
cat >"$work/bin/apt-get" <<'STANDIN'
#!/bin/sh
echo "E: Failed to fetch http://archive.example.org/InRelease  Temporary failure resolving 'archive.example.org'"
exit 100
STANDIN
printf '#!/bin/sh\necho "curl: (6) Could not resolve host: project.example.org"\nexit 6\n' >"$work/bin/curl"
chmod +x "$work"/bin/*

# run COMMAND...: with the stand-ins first, and nothing kept of earlier runs.
run() {
  (PATH=$work/bin:$PATH XDG_CACHE_HOME=$work/cache "$@") >"$work/out" 2>&1 </dev/null
}
ends_with() {
  local expected=$1 status=0
  shift
  run "$@" || status=$?
  [[ $status == "$expected" ]] && return 0
  printf '        expected status %s, got %s:\n' "$expected" "$status"
  sed 's/^/        | /' "$work/out"
  return 1
}

check 'without a network no source can be had' ends_with 1 scripts/fetch-sources mbedtls
check 'it says so' says "$work/out" 'the source of Mbed TLS could not be downloaded'
check 'and why' says "$work/out" 'Could not resolve host: project.example.org'
check 'and where that stands' says "$work/out" 'build/logs/fetch-mbedtls-upstream.log'
check 'and what to do' says "$work/out" 'SEVPROOF_MBEDTLS_SOURCE'

check 'nor the files of a real launch' ends_with 3 scripts/fetch-real-launch
check 'it says so' says "$work/out" 'cannot be had here'
check 'nor a firmware for SEV-SNP' ends_with 3 scripts/fetch-snp-firmware
check 'it says so' says "$work/out" 'cannot be had here'
check 'nor a newer reference' ends_with 3 scripts/fetch-reference
check 'it says so' says "$work/out" 'cannot be had here'

# Everything but Python.
mkdir "$work/without_python"
ln -s /usr/bin/* "$work/without_python/" 2>/dev/null
rm -f "$work"/without_python/python3*
if have_dpkg=$(command -v dpkg-deb) && [[ -n $have_dpkg ]]; then
  check 'without Python no initrd' ends_with 3 env PATH="$work/without_python" scripts/fetch-real-launch
  check 'it says what is missing' says "$work/out" 'python3, which writes it, is not installed'
  check 'and what to do' says "$work/out" 'apt-get install --no-install-recommends python3'
else
  echo 'left out: without dpkg-deb nothing is asked of Python'
fi

# A tree of one's own, named as one would from the folder above it.
mkdir -p "$work/mine/pugixml-1.15/src"
echo '#	define PUGIXML_VERSION 1150 // 1.15' >"$work/mine/pugixml-1.15/src/pugixml.hpp"
: >"$work/mine/pugixml-1.15/src/pugixml.cpp"
script=$PWD/scripts/fetch-sources
named_from_there() {
  cd "$work/mine" && SEVPROOF_PUGIXML_SOURCE=$1 ends_with 0 "$script" pugixml
}
check 'a tree is found from the folder in which one is' named_from_there pugixml-1.15
check 'it is taken' test -f "$work/project/build/_deps-src/pugixml/src/pugixml.cpp"
mkdir -p "$work/mine/7-zip/C"
echo '#define MY_VERSION_NUMBERS "26.05"' >"$work/mine/7-zip/C/7zVersion.h"
: >"$work/mine/7-zip/C/LzmaDec.c"
own_7zip() {
  cd "$work/mine" && SEVPROOF_7ZIP_SOURCE=7-zip ends_with "$1" "$script" 7zip
}
check 'so is one of 7-Zip' own_7zip 0
echo '#define MY_VERSION_NUMBERS "9.20"' >"$work/mine/7-zip/C/7zVersion.h"
check 'an old one is refused' own_7zip 1
check 'by its version' says "$work/out" "7-Zip 25.01 or later, got '9.20'"
check 'naming the tree that is in use' named_from_there "$work/project/build/_deps-src/pugixml"
check 'keeps it' test -f "$work/project/build/_deps-src/pugixml/src/pugixml.cpp"
check 'and the tree itself' test -f "$work/mine/pugixml-1.15/src/pugixml.cpp"

# As in the source archive of a release.
mkdir -p "$work/project/third_party/mbedtls/include/mbedtls" "$work/project/third_party/mbedtls/library"
header=$work/project/third_party/mbedtls/include/mbedtls/build_info.h
echo '#define MBEDTLS_VERSION_STRING         "3.6.7"' >"$header"
: >"$work/project/third_party/mbedtls/library/sha256.c"
check 'what third_party has is not fetched' ends_with 0 "$script" mbedtls
check 'it says so' says "$work/out" 'Mbed TLS 3.6.7: already here, in third_party/mbedtls'
check 'and copies nothing' test ! -e "$work/project/build/_deps-src/mbedtls"
named_beside() { SEVPROOF_MBEDTLS_SOURCE=$work/mine/mbedtls ends_with 0 "$script" mbedtls; }
check 'a tree of one'"'"'s own beside it' named_beside
check 'is not used, which is said' says "$work/out" 'SEVPROOF_MBEDTLS_SOURCE is not used (cmake -DFETCHCONTENT_SOURCE_DIR_MBEDTLS=FOLDER'
check 'a release fetches what is pinned all the same' ends_with 1 "$script" --pinned mbedtls
sed -i s/3.6.7/2.28.0/ "$header"
check 'another version in third_party is not taken' ends_with 1 "$script" mbedtls
finish
