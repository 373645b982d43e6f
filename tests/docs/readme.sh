#!/usr/bin/env bash
# The README's first run is real: its commands, run in public/sample, print what stands below them. So does the sample's.
set -euo pipefail
source=$(realpath "$1") program=$(realpath "$2")
cd "$source/public/sample"
PATH=$(dirname "$program"):$PATH

# The lines of the first block from the `cd` on, and their commands joined and without the prompt.
# shellcheck disable=SC2016 # the backticks are Markdown's
block=$(sed -n '/^```$/,/^```$/p' "$source/README.md" | sed '1d;/^```$/,$d' | sed '1,/^\$ cd /d')
commands=$(printf '%s\n' "$block" | awk '/^\$ /{sub(/^\$ /, ""); on = 1} on{print} !/\\$/{on = 0}')
expected=$(printf '%s\n' "$block" | awk '/^\$ /{on = 1} !on{print} !/\\$/{on = 0}')
[ "$(printf '%s\n' "$commands" | grep -c '^sevproof')" -eq 2 ]
diff <(printf '%s\n' "$expected") <(bash -c "$commands" 2>&1)

# The README of the sample.
bash -euo pipefail -c 'cd "$0"
  for name in common programs shipped; do source "scripts/lib/$name.sh"; done
  sample_as_told public/sample' "$source"
