#!/usr/bin/env bash
# Every script says what it does and refuses what it does not know, from whatever folder it is called.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# run SCRIPT ARGUMENT...: from the folder above the project, by the path that a person would type there.
run() {
  local script=$1
  shift
  (cd "$project/.." && "$(basename "$project")/$script" "$@") >"$work/out" 2>"$work/err" </dev/null
}

prints_help() {
  run "$1" "$2" && says "$work/out" "Usage: $1" && [[ ! -s $work/err ]]
}

refuses() {
  ! run "$1" "$2" && says "$work/err" 'ERROR: ' && says "$work/err" "$2" && says "$work/err" 'hint: '
}

found=0
for path in "$project"/scripts/*; do
  if [[ ! -f $path || ! -x $path ]]; then continue; fi
  script=scripts/$(basename "$path")
  found=$((found + 1))
  check "$script --help" prints_help "$script" --help
  check "$script -h" prints_help "$script" -h
  check "$script refuses what it does not know" refuses "$script" --no-such-option
done
check 'there are scripts' test "$found" -gt 5
finish
