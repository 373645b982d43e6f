#!/usr/bin/env bash
# What becomes of a log of the program's scripts where some cases are expected to fail (tests/artefacts/left_out.awk).
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$project" || exit 1

printf '# a comment\none | fails | Windows has none\none | a  name  | odd\ntwo | passes | of another script\n' >"$work/list"
cat >"$work/log" <<'END'
ok      passes
noise
FAILED  fails
        line 1: expected more

          stderr| less
FAILED  a  name 
FAILED  fails too
        line 2: expected this
skipped is skipped: no reason is needed
4 cases, 3 failed, 1 skipped
END
cat >"$work/expected" <<'END'
ok      passes
noise
skipped fails: Windows has none
skipped a  name : odd
FAILED  fails too
        line 2: expected this
skipped is skipped: no reason is needed
2 cases, 1 failed, 3 skipped
END
# judged THEME LIST LOG
judged() { awk -v theme="$1" -f tests/artefacts/left_out.awk "$2" "$3" >"$work/out"; }
as_expected() { judged one "$work/list" "$work/log" && diff "$work/expected" "$work/out"; }
check 'what the list expects is skipped with its reason, and nothing else' as_expected
unchanged() { judged one /dev/null "$work/log" && diff "$work/log" "$work/out"; }
check 'without a list all stays as it is' unchanged

sed 's/^FAILED  fails$/ok      fails/; s/3 failed/2 failed/' "$work/log" >"$work/better"
passes() {
  judged one "$work/list" "$work/better" && says "$work/out" 'passes, though it is in the list of what does not: fails' &&
    says "$work/out" '3 cases, 1 failed, 2 skipped'
}
check 'what passes all the same is said, and counted' passes
echo 'one | is gone | why' >>"$work/list"
gone() {
  judged one "$work/list" "$work/log" && says "$work/out" 'FAILED  the list names a case that is not there: is gone' &&
    says "$work/out" '3 cases, 2 failed, 3 skipped'
}
check 'a row without its case is a fault' gone
head -n 3 "$work/log" >"$work/ended"
unfinished() { ! judged one "$work/list" "$work/ended" && ! grep -q ' cases, ' "$work/out"; }
check 'a script that ended early has no counts' unfinished

# The list is about scripts and cases that are there; cases whose names are made are known when they run.
scripts_are_there() {
  local theme
  while read -r theme; do [[ -f tests/cli/$theme.test.sh ]] || return 1; done < <(
    sed -n 's/^\([a-z_]*\) | .*/\1/p' tests/artefacts/windows.left_out)
}
check 'each row of windows.left_out names a script' scripts_are_there
finish
