#!/usr/bin/env bash
# The program for Windows under Wine: the program's own scripts, as far as they ask for nothing that only Unix has, and
# windows.test.sh. The last line has the counts.
#   run.sh PROGRAM.EXE
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=$(realpath "$1")
# Pipes named by paths, modes of files, /dev and names that Windows has not are in the others.
readonly scripts=(digest domain_xml errors golden help keys launch_info measure measurement numbers schemas usage validate)

if ! command -v wine >/dev/null; then
  echo 'skipped: wine is not installed'
  exit 77
fi
folder=$(mktemp -d)
end() {
  wineserver --kill 2>/dev/null || true
  rm -rf -- "$folder"
}
trap end EXIT
# A home of its own, no windows, and no words of Wine's among the program's.
export WINEPREFIX=$folder/home WINEDEBUG=-all DISPLAY=
printf '#!/bin/sh\nexec wine %q "$@"\n' "$program" >"$folder/sevproof"
chmod +x "$folder/sevproof"
export SEVPROOF=$folder/sevproof SEVPROOF_WITHOUT_LIBVIRT=$folder/sevproof SEVPROOF_HAS_LIBVIRT=OFF SEVPROOF_SANITIZED=OFF
export SEVPROOF_SOURCE=${here%/tests/*}
if ! "$SEVPROOF" --version >"$folder/log" 2>&1; then
  cat "$folder/log"
  echo 'Wine does not start the program'
  exit 1
fi

passed=0
failed=0
# run_once SCRIPT: sets cases and faults.
run_once() {
  echo "== ${1##*/}"
  bash "$1" >"$folder/log" 2>&1 || true
  grep -v '^ok ' "$folder/log" || true
  cases=1 faults=1
  if [[ $(tail -n 1 "$folder/log") =~ ^([0-9]+)\ cases,\ ([0-9]+)\ failed ]]; then
    cases=${BASH_REMATCH[1]} faults=${BASH_REMATCH[2]}
  fi
}

# run SCRIPT: of some thousand starts, Wine 8 ended one with status 1 and no word. What fails, fails twice.
run() {
  local cases faults
  run_once "$1"
  if ((faults > 0)); then
    echo 'once more:'
    run_once "$1"
  fi
  passed=$((passed + cases - faults))
  failed=$((failed + faults))
}

for script in "${scripts[@]}"; do run "$SEVPROOF_SOURCE/tests/cli/$script.test.sh"; done
run "$here/windows.test.sh"
echo "$passed passed, $failed failed"
((failed == 0))
