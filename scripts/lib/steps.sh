# shellcheck shell=bash
# Progress: numbered steps with the seconds each took, and noisy commands that are shown only
# when they fail. Sourced by common.sh.

readonly indent='      '
steps_total=0
step_number=0

plan_steps() {
  steps_total=$1
  step_number=0
}

# step TITLE COMMAND...: runs it (a function, mostly) as the next step.
step() {
  local started=$SECONDS
  step_number=$((step_number + 1))
  printf '[%d/%d] %s\n' "$step_number" "$steps_total" "$1"
  "${@:2}"
  say "done in $((SECONDS - started)) s"
}

# say TEXT...: one indented line each, belonging to the step that runs.
say() {
  printf '%s\n' "$@" | indented
}

indented() {
  sed "s/^\\(.\\)/$indent\\1/"
}

# run_logged NAME COMMAND...: keeps the command's output in build/logs/NAME.log. When it fails, the
# end of that log is what a person needs to see, and the command's status is handed on.
run_logged() {
  local name=$1 log status=0
  shift
  mkdir -p "${logs_dir:?}"
  log=$logs_dir/$name.log
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if ((status != 0)); then
    {
      printf 'ERROR: "%s" failed with status %d. The end of its output:\n' "$*" "$status"
      tail -n "${SEVPROOF_LOG_LINES:-40}" "$log" | sed 's/^/    | /'
      printf 'hint: all of it is in %s\n' "${log#"${project_root:?}"/}"
    } >&2
  fi
  return "$status"
}
