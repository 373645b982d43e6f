# shellcheck shell=bash
# What every script here needs: where the project lies, and words for the person who runs it.
# Source this file first; it leaves the shell in the project's root folder.

# Started with stdin closed, the next file to be opened would become everyone's standard input.
if ! { true <&0; } 2>/dev/null; then exec </dev/null; fi

if ((BASH_VERSINFO[0] < 5)); then
  echo "ERROR: expected bash 5 or newer, got $BASH_VERSION" >&2
  exit 1
fi

# It would have `cd` print where it goes.
unset CDPATH
# shellcheck disable=SC2034 # for the scripts that source this
readonly called_in=$PWD
project_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly project_root
# The script that a person started, by a name that holds in any folder.
script_file=$(cd "$(dirname "${BASH_SOURCE[-1]}")" && pwd)/$(basename "${BASH_SOURCE[-1]}")
readonly script_file
cd "$project_root" || exit

# shellcheck disable=SC2034 # for the scripts that source this
readonly sources_dir=$project_root/build/_deps-src
readonly logs_dir=$project_root/build/logs
# shellcheck disable=SC2034 # likewise
readonly cache_dir=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/sevproof

# shellcheck source=scripts/lib/steps.sh
source "$project_root/scripts/lib/steps.sh"
# shellcheck source=scripts/lib/network.sh
source "$project_root/scripts/lib/network.sh"

have() {
  command -v "$1" >/dev/null 2>&1
}

die() {
  printf 'ERROR: %s\n' "$1" >&2
  shift
  if (($# > 0)); then printf 'hint: %s\n' "$@" >&2; fi
  exit 1
}

# The comment block at the top of a script is its help text: one place to keep right.
print_help() {
  awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$script_file"
}

for word in "$@"; do
  if [[ $word == -h || $word == --help ]]; then
    print_help
    exit 0
  fi
done
unset word

# no_arguments ARGUMENT...: for scripts that take none.
no_arguments() {
  if (($# > 0)); then die_unknown "$1"; fi
}

# die_unknown WORD: an argument that the script does not know.
die_unknown() {
  local kind=argument
  if [[ $1 == -* ]]; then kind=option; fi
  die "unknown $kind: $1" "scripts/$(basename "$script_file") --help shows what there is"
}

temporary_dirs=()

remove_temporary_dirs() {
  if ((${#temporary_dirs[@]} > 0)); then rm -rf -- "${temporary_dirs[@]}"; fi
}
at_exit() {
  stop_progress
  remove_temporary_dirs
}
trap at_exit EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# new_temporary_dir VARIABLE: makes a folder that goes when the script ends, however it ends.
# It sets a variable instead of printing, since a subshell could not register the folder.
new_temporary_dir() {
  local made
  made=$(mktemp -d "${TMPDIR:-/tmp}/sevproof.XXXXXXXX")
  temporary_dirs+=("$made")
  printf -v "$1" '%s' "$made"
}

# Twice the cores' worth of compilers would only make them wait for each other's memory.
job_count() {
  nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2
}
