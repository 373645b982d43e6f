#!/usr/bin/env bash
# fish: what it says itself that it would offer.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_shell fish
export HOME=$work XDG_CONFIG_HOME=$work XDG_DATA_HOME=$work

completions() {
  # shellcheck disable=SC2016 # fish's own
  fish --no-config -c 'source $argv[1]; complete -C "sevproof $argv[2]"' \
    "$work/prefix/share/fish/vendor_completions.d/sevproof.fish" "$*" | cut -f 1
}

offer_the_same
offers -f fir == firmware.fd
offers secret unpack --out f == folder/
offers firmware show fir == firmware.fd
offers firmware '' == show
