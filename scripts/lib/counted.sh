# shellcheck shell=bash
# The parts of scripts/test that count their own tests: the fuzzers, the programs of a release, a bare system. Needs
# common.sh, packages.sh, build.sh and programs.sh.
# shellcheck disable=SC2154 # of programs.sh

more_passed=0
more_failed=0

# Two minutes of every fuzzer together. Without libFuzzer: said where a person tests, a failure in CI.
fuzz() {
  local log=$logs_dir/test-fuzz.log status=0
  run_quietly test-fuzz scripts/fuzz --seconds 120 || status=$?
  if ((status == 3)); then
    say "left out: $(tail -n 2 "$log" | head -n 1)"
    [[ ${CI:-} != true ]]
    return
  fi
  if ! add_counts "$log"; then
    say_failure test-fuzz scripts/fuzz "$status"
    return 1
  fi
  sed -n '/^\[4/,${/^\[4/d;/ done in /d;$d;p}' "$log"
}

# released PRESET: a program as it is released, where what builds and runs it is installed; in CI that must be.
released() {
  local log=$logs_dir/test-$1.log status=0 needed lacking
  read -ra needed <<<"${program_packages[$1]}"
  lacking=$(missing_of "${needed[@]}")
  if [[ -n $lacking ]]; then
    say "left out: not installed: ${lacking//$'\n'/ }"
    [[ ${CI:-} != true ]]
    return
  fi
  configure_preset "$1" && build_preset "$1" || return 1
  run_quietly "test-$1" test_program "$1" "$project_root" || status=$?
  if ! add_counts "$log"; then
    say_failure "test-$1" test_program "$status"
    return 1
  fi
  # Counted already.
  if ((status != 0)); then grep -A 20 '^FAILED' "$log" || true; fi
}

# add_counts LOG: of its last line. False where there is none.
add_counts() {
  local passed failed
  read -r passed failed < <(sed -n '$s/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$1") || return 1
  more_passed=$((more_passed + passed))
  more_failed=$((more_failed + failed))
}

# test_on_bare_system SUITE: on a system that has nothing, what this machine has installed hides no missing step.
test_on_bare_system() {
  local suite=$1 log=$logs_dir/test-on.log
  scripts/test-on "$suite" offline demo build >"$log" 2>&1 </dev/null || true
  grep -v -E '^\[|^ *done in ' "$log" | sed '/^[0-9]* passed/d' | indented
  add_counts "$log"
}
