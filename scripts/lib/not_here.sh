# shellcheck shell=bash
# For scripts that fetch what is good to have: what cannot be had on a machine ends them with status 3, and
# they say what and why. Needs common.sh.

# not_here WHAT WHY [HINT]
not_here() {
  printf '%s cannot be had here: %s\n' "$1" "$2" >&2
  if [[ -n ${3:-} ]]; then printf 'hint: %s\n' "$3" >&2; fi
  exit 3
}

# download NAME WHAT COMMAND...: where apt cannot, its own first words are the reason.
download() {
  local log=${logs_dir:?}/$1.log reason
  run_quietly "$1" "${@:3}" && return 0
  reason=$(network_failure "$log")
  not_here "$2" "${reason:-apt could not download it}" "all of what apt said is in ${log#"${project_root:?}"/}"
}
