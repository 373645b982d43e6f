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

# Minutes of the whole script after which in_time begins nothing; empty where there is no such limit.
steps_within=

# in_time TITLE COMMAND...: the same, if there is time for it.
in_time() {
  if [[ -n $steps_within ]] && ((SECONDS >= steps_within * 60)); then
    step "$1: left out, since $steps_within of $steps_within minutes are over" true
  else
    step "$@"
  fi
}

# say TEXT...: one indented line each, belonging to the step that runs.
say() {
  printf '%s\n' "$@" | indented
}

# say_lines: the same for what comes on standard input.
say_lines() {
  sed 's/^/  /' | indented
}

indented() {
  sed "s/^\\(.\\)/$indent\\1/"
}

# Of the process that shows progress; ended by whoever ends the script (common.sh).
progress_pid=

stop_progress() {
  if [[ -z $progress_pid ]]; then return 0; fi
  kill "$progress_pid" 2>/dev/null || true
  wait "$progress_pid" 2>/dev/null || true
  progress_pid=
  printf '\r\033[K' >&2
}

# show_log_growing LOG: on a terminal, one line with the seconds so far and the log's last words, until
# it is ended. Whoever waits for minutes sees that something happens, and what.
show_log_growing() {
  local started=$SECONDS last
  while sleep 1 && kill -0 "$$" 2>/dev/null; do
    last=$(tail -c 600 "$1" 2>/dev/null | tr '\r' '\n' | tr -cd '[:print:]\n' | grep . | tail -n 1 || true)
    printf '\r\033[K%s%d s  %s' "$indent" $((SECONDS - started)) "${last:0:64}" >&2
  done
}

# with_progress LOG COMMAND...: the command's output goes to LOG.
with_progress() {
  local log=$1 status=0
  shift
  : >"$log"
  if [[ -t 2 ]]; then
    show_log_growing "$log" &
    progress_pid=$!
  fi
  "$@" >"$log" 2>&1 </dev/null || status=$?
  stop_progress
  return "$status"
}

# run_quietly NAME COMMAND...: keeps the command's output in build/logs/NAME.log, for the caller to say
# what came of it.
run_quietly() {
  mkdir -p "${logs_dir:?}"
  with_progress "$logs_dir/$1.log" "${@:2}"
}

# say_failure NAME COMMAND-LINE [STATUS]: the end of the log, which is what a person needs to see.
say_failure() {
  local log=${logs_dir:?}/$1.log
  {
    printf 'ERROR: "%s" failed%s. The end of its output:\n' "$2" "${3:+ with status $3}"
    tail -n 40 "$log" | sed 's/^/    | /'
    printf 'hint: all of it is in %s\n' "${log#"${project_root:?}"/}"
  } >&2
}

# run_logged NAME COMMAND...: the same as run_quietly, and says what failed; the command's status is
# handed on.
run_logged() {
  local status=0
  run_quietly "$@" || status=$?
  if ((status != 0)); then say_failure "$1" "${*:2}" "$status"; fi
  return "$status"
}
