# What the tests of completions share. A test sources it with its own arguments, BUILT CONFIG WORK, and defines
# completions WORD..., which prints what its shell offers for the last of these words, one to a line.
# shellcheck shell=bash
set -euo pipefail
work=$3
rm -rf "$work"
mkdir -p "$work"
cmake --install "$1" --prefix "$work/prefix" --config "$2" >/dev/null
mkdir -p "$work/files/folder"
cd "$work/files"
touch firmware.fd 'two words.bin'

need_shell() {
  if command -v "$1" >/dev/null; then return 0; fi
  echo "skipped: $1 is not installed"
  exit 77
}

# offers WORDS... == EXPECTED...
offers() {
  local words=()
  while [[ $1 != == ]]; do
    words+=("$1")
    shift
  done
  shift
  local got
  got=$(completions "${words[@]}" | sort)
  if [[ $got == "$(printf '%s\n' "$@" | sort)" ]]; then return 0; fi
  echo "sevproof ${words[*]}: expected $*, got"
  echo "$got"
  exit 1
}

# What every shell offers.
offer_the_same() {
  offers me == measure
  offers vmsa b == build
  offers vmsa d == diff
  offers --firm == --firmware --firmware-sha256
  offers vmsa build --out-c == --out-cpu0 --out-cpu1
  offers measure --non == --nonce
  offers secret unpack --secret- == --secret-header --secret-payload
  offers --vmsa-layout i == init2
  offers --vmsa-layout '' == init2 legacy
  offers --cpu EPYC-Mil == EPYC-Milan
  offers measure --cpu EPYC-G == EPYC-Genoa
}
