#!/usr/bin/env bash
# A program as it is released, for Windows (under Wine), for Linux on arm64 (under QEMU) or for this machine: the
# program's own scripts, as far as they ask for nothing that it has not. The last line has the counts, the one before what
# was left out.
#   run.sh windows|arm64|native PROGRAM
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
kind=$1
program=$(realpath "$2")
export SEVPROOF_SOURCE=${here%/tests/*}
scripts=("$SEVPROOF_SOURCE"/tests/cli/*.test.sh)

# skip REASON
skip() {
  echo "skipped: $1"
  exit 77
}

# without THEME REASON: of the scripts.
without() {
  scripts=("${scripts[@]/#*\/$1.test.sh/}")
  echo "skipped $1: $2"
}

folder=$(mktemp -d)
end() {
  if [[ $kind == windows ]]; then WINEPREFIX=$folder/home wineserver --kill 2>/dev/null || true; fi
  rm -rf -- "$folder"
}
trap end EXIT

runner=()
left_out=/dev/null
case $kind in
  windows)
    command -v wine >/dev/null || skip 'wine is not installed'
    runner=("$here/in_wine.sh" "$folder/home")
    export SEVPROOF_EMULATOR=Wine
    left_out=$here/windows.left_out
    without core_dump 'Windows writes no core dumps of Unix, and has no /proc that tells of them'
    scripts+=("$here/windows.test.sh")
    ;;
  arm64)
    command -v qemu-aarch64-static >/dev/null || skip 'qemu-aarch64-static (package qemu-user-static) is not installed'
    runner=(qemu-aarch64-static)
    export SEVPROOF_EMULATOR=QEMU
    without core_dump "the process is QEMU's, and not the program's"
    without memory "the memory is QEMU's, and not the program's"
    ;;
  native) ;;
  *)
    echo "expected windows, arm64 or native, got $kind" >&2
    exit 2
    ;;
esac

printf '#!/bin/sh\nexec %s "$@"\n' "$(printf '%q ' "${runner[@]}" "$program")" >"$folder/sevproof"
chmod +x "$folder/sevproof"
export SEVPROOF=$folder/sevproof SEVPROOF_WITHOUT_LIBVIRT=$folder/sevproof SEVPROOF_HAS_LIBVIRT=OFF SEVPROOF_SANITIZED=OFF
export SEVPROOF_PYTHON=${SEVPROOF_PYTHON:-python3}
if ! "$SEVPROOF" --version >"$folder/log" 2>&1; then
  cat "$folder/log"
  echo "the program does not start${SEVPROOF_EMULATOR:+ under $SEVPROOF_EMULATOR}"
  exit 1
fi

passed=0
failed=0
skipped=0
repeated=0
# run_once SCRIPT: sets cases, faults and skips.
run_once() {
  local theme=${1##*/}
  echo "== $theme"
  bash "$1" >"$folder/whole-log" 2>&1 || true
  awk -v theme="${theme%.test.sh}" -f "$here/left_out.awk" "$left_out" "$folder/whole-log" >"$folder/log" || true
  grep -v '^ok ' "$folder/log" || true
  cases=1 faults=1 skips=0
  if [[ $(tail -n 1 "$folder/log") =~ ^([0-9]+)\ cases,\ ([0-9]+)\ failed,\ ([0-9]+)\ skipped$ ]]; then
    cases=${BASH_REMATCH[1]} faults=${BASH_REMATCH[2]} skips=${BASH_REMATCH[3]}
  fi
}

# run SCRIPT: of some thousand starts, Wine 8 ended one with status 1 and no word. What fails, fails twice.
run() {
  local cases faults skips
  run_once "$1"
  if ((faults > 0)) && [[ $kind == windows ]]; then
    echo 'once more:'
    repeated=$((repeated + 1))
    run_once "$1"
  fi
  skipped=$((skipped + skips))
  passed=$((passed + cases - faults))
  failed=$((failed + faults))
}

for script in "${scripts[@]}"; do
  if [[ -n $script ]]; then run "$script"; fi
done
echo "$skipped cases skipped, $repeated scripts run a second time"
echo "$passed passed, $failed failed"
((failed == 0))
