# What the *.test.sh scripts share. A script sources it, works in an empty folder of its own, and reads:
#
#   it "says OK when the measurement matches"
#   run --launch-info info --firmware fw.fd --tk tk
#   expect_status 0
#   expect_stdout '^OK: '
#   ...
#   finish
#
# Patterns are extended regular expressions. One line is printed per case; a case goes on after a fault,
# and the script then ends with status 1; with SEVPROOF_FAIL_FAST in the environment at once. SEVPROOF names the
# program, SEVPROOF_SOURCE the repository.
# shellcheck shell=bash

set -u
SEVPROOF_SOURCE=${SEVPROOF_SOURCE:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}
SEVPROOF=$(realpath "${SEVPROOF:-$SEVPROOF_SOURCE/build/dev/bin/sevproof}")
python=${SEVPROOF_PYTHON:-/usr/bin/python3}
# shellcheck source=launches.sh
. "$SEVPROOF_SOURCE/tests/cli/launches.sh"
# Seconds for what would wait for ever where something is wrong: enough on the busiest machine, and
# less than CTest gives a script.
# shellcheck disable=SC2034 # for the scripts
patience=600
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
exec </dev/null

if [ ! -x "$SEVPROOF" ]; then
  echo "no program at $SEVPROOF: build it, or say where it is with SEVPROOF=PATH" >&2
  exit 1
fi

scratch=$(mktemp -d) # what was printed, and the state of the folder before
work=$scratch/work   # the folder in which the cases work
mkdir "$work"
chmod 755 "$scratch" "$work"
cd "$work" || exit 1
# Whatever a case has made read-only or mounted.
clean_up() {
  cd /
  chmod -R u+rwX "$scratch" 2>/dev/null
  rm -rf "$scratch"
}
trap clean_up EXIT

cases=0
faults=0
skips=0
case_name=''
case_fault=''
status=0
unseen='' # set while no fault has shown yet what the program printed

end_case() {
  [ -n "$case_name" ] || return 0
  cases=$((cases + 1))
  if [ -n "$case_fault" ]; then
    faults=$((faults + 1))
    printf 'FAILED  %s\n%b' "$case_name" "$case_fault"
    [ -z "${SEVPROOF_FAIL_FAST:-}" ] || exit 1
  else
    printf 'ok      %s\n' "$case_name"
  fi
  case_name=''
}

# it NAME: begins a case.
it() {
  end_case
  case_name=$1
  case_fault=''
}

# fault TEXT...: the case has failed. Says where, what, and what the program last printed.
fault() {
  local line=${BASH_LINENO[1]} i
  for ((i = 1; i < ${#BASH_SOURCE[@]}; i++)); do
    [[ ${BASH_SOURCE[i]} == *.test.sh ]] && line=${BASH_LINENO[i - 1]} && break
  done
  case_fault+="        line $line: ${*//\\/\\\\}\n"
  [ -n "$unseen" ] || return 0
  unseen=''
  case_fault+=$(sed 's/\\/\\\\/g; s/^/          stdout| /' "$scratch/stdout" 2>/dev/null | head -n 20)
  case_fault+=$(sed 's/\\/\\\\/g; s/^/\\n          stderr| /' "$scratch/stderr" 2>/dev/null |
    head -n 20 | tr -d '\n')'\n'
}

# skip WHY: the case cannot be tried here.
skip() {
  printf 'skipped %s: %s\n' "$case_name" "$1"
  skips=$((skips + 1))
  case_name=''
}

# finish: ends the script.
finish() {
  end_case
  printf '%d cases, %d failed, %d skipped\n' "$cases" "$faults" "$skips"
  [ "$cases" -gt 0 ] || exit 1
  [ "$faults" -eq 0 ]
  exit
}

# capture COMMAND...: runs it, keeping what it prints and its exit status.
capture() {
  # Redirections are in force before anything of the command runs, so it inherits standard input.
  "$@" >"$scratch/stdout" 2>"$scratch/stderr"
  status=$?
  unseen=1
}

# run ARGUMENTS...: runs the program.
run() { capture "$SEVPROOF" "$@"; }

# run_as_user ARGUMENTS...: runs the program as somebody for whom access rights count. False if that
# is not possible here.
run_as_user() {
  if [ "$(id -u)" -ne 0 ]; then
    run "$@"
    return 0
  fi
  local user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  "${user[@]}" "$SEVPROOF" --version >/dev/null 2>&1 || return 1
  capture "${user[@]}" "$SEVPROOF" "$@"
}

# literal TEXT: a pattern that matches just TEXT.
literal() { printf '%s' "$1" | sed 's/[][().*+?^${}|\\]/\\&/g'; }

expect_status() {
  [ "$status" -eq "$1" ] || fault "expected exit status $1, got $status"
}

expect_stdout() {
  grep -qE -e "$1" "$scratch/stdout" || fault "expected on stdout: $1"
}

expect_stderr() {
  grep -qE -e "$1" "$scratch/stderr" || fault "expected on stderr: $1"
}

expect_no_stdout() {
  [ ! -s "$scratch/stdout" ] || fault "expected nothing on stdout"
}

expect_no_stderr() {
  [ ! -s "$scratch/stderr" ] || fault "expected nothing on stderr"
}

# expect_only_about PATTERN: nothing on stderr but findings that match, and their hints.
expect_only_about() {
  ! grep -vE -e "^(WARNING|NOTE): .*($1)" -e '^hint: ' "$scratch/stderr" >/dev/null ||
    fault "expected nothing on stderr but about: $1"
}

# expect_not_shown PATTERN: in neither stream.
expect_not_shown() {
  ! grep -qE -e "$1" "$scratch/stdout" "$scratch/stderr" || fault "expected not to see: $1"
}

# expect_hint PATTERN
expect_hint() {
  grep -qE -e "^hint: .*($1)" "$scratch/stderr" || fault "expected a hint: $1"
}

expect_file() {
  [ -f "$1" ] || fault "expected the file $1"
}

expect_no_file() {
  local path
  for path in "$@"; do
    { [ ! -e "$path" ] && [ ! -L "$path" ]; } || fault "expected no file $path"
  done
}

# expect_equal WHAT EXPECTED GOT
expect_equal() {
  [ "$2" = "$3" ] || fault "$1: expected '$2', got '$3'"
}

expect_same_content() {
  cmp -s "$1" "$2" || fault "expected $1 and $2 to be the same"
}

# tree: the names, kinds, rights, sizes and contents of everything in the folder.
tree() {
  find . -mindepth 1 \( -type f -printf '%p f %m %s\n' -o -printf '%p %y %m %l\n' \) | sort
  # Of the sparse giants, the size is enough.
  find . -type f -readable -size -64M -exec sha256sum {} + | sort -k 2
}

remember_tree() { tree >"$scratch/tree"; }

# expect_same_tree: nothing was written, changed or left behind since remember_tree.
expect_same_tree() {
  local changed
  changed=$(tree | diff "$scratch/tree" - | tr '\n' ' ')
  [ -z "$changed" ] || fault "expected the folder to be as before: $changed"
}

# check_refusal PATTERN: the last run ended with status 2 and said so in the house's form, with an
# ERROR line that matches, and nothing else but a hint; the folder is as remember_tree saw it.
check_refusal() {
  expect_status 2
  expect_no_stdout
  head -n 1 "$scratch/stderr" | grep -qE -e '^ERROR: .*[^.]$' || fault "expected an ERROR line"
  head -n 1 "$scratch/stderr" | grep -qE -e "$1" || fault "expected an error about: $1"
  ! tail -n +2 "$scratch/stderr" | grep -qvE -e '^hint: (.*[.?]|Usage: .*)$' || fault "expected only a hint more"
  expect_same_tree
}

# expect_error_document CODE: standard output is one JSON document that says what standard
# error says, with that code unless CODE is empty.
expect_error_document() {
  "$python" - "$scratch" "$status" "$1" <<'END' >"$scratch/faults" || fault "$(cat "$scratch/faults")"
import json, sys
scratch, status, code = sys.argv[1:]
try:
    said = json.load(open(scratch + "/stdout", encoding="utf-8"))
except ValueError as fault:
    sys.exit(print("expected an error document:", fault) or 1)
error = said["error"]
with open(scratch + "/stderr", encoding="utf-8") as stream:
    lines = [line for line in stream.read().splitlines() if not line.startswith("DEBUG: ")]
shown = ["ERROR: " + error["message"]] + ["hint: " + error["hint"]] * bool(error["hint"])
faults = []
if said["verdict"] is not None or said["findings"] or said["checks"] or said["inputs"]:
    faults.append("the document has more than an error")
if lines and lines != shown:
    faults.append(f"the document says {shown}")
if str(error["status"]) != status:
    faults.append(f"the document has status {error['status']}")
if code and error["code"] != code:
    faults.append(f"expected the error {code}, got {error['code']}")
sys.exit(print("; ".join(faults)) or 1 if faults else 0)
END
}

# refused PATTERN ARGUMENTS...: the program must refuse them; with --json, in a document too.
refused() {
  local pattern=$1 word
  shift
  remember_tree
  run "$@"
  for word in "$@"; do
    [ "$word" = --json ] || continue
    expect_error_document ''
    : >"$scratch/stdout"
  done
  check_refusal "$pattern"
}
