# What the *.test.sh scripts here share: cases with a line each, in an empty folder of their own.
# shellcheck shell=bash
#
#   check "WHAT" COMMAND...      the command succeeds
#   says FILE TEXT               the file has a line with that very text
#   finish                       ends with status 1 where a case failed
set -u
# shellcheck disable=SC2034 # for the tests
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cases=0
faults=0

check() {
  cases=$((cases + 1))
  if "${@:2}"; then
    printf 'ok      %s\n' "$1"
  else
    faults=$((faults + 1))
    printf 'FAILED  %s\n' "$1"
  fi
}

says() {
  grep -q -F -- "$2" "$1" && return 0
  printf '        expected "%s", got:\n' "$2"
  sed 's/^/        | /' "$1"
  return 1
}

silent_about() {
  ! grep -F -- "$2" "$1"
}

finish() {
  printf '%d cases, %d failed\n' "$cases" "$faults"
  ((faults == 0))
}
