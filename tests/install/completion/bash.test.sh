#!/usr/bin/env bash
# bash: the function that it calls, with the words as bash splits them.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# It exists only while bash completes.
compopt() { :; }
# shellcheck source=/dev/null
source "$work/prefix/share/bash-completion/completions/sevproof"

completions() {
  COMP_WORDS=(sevproof "$@")
  COMP_CWORD=$#
  _sevproof
  printf '%s\n' "${COMPREPLY[@]}"
}

offer_the_same
offers -f f == firmware.fd folder
offers --firmware = fir == firmware.fd
offers --firmware = == firmware.fd folder 'two words.bin'
offers --inject-secret luks-key : t == 'two words.bin'
offers --inject-secret luks-key : == firmware.fd folder 'two words.bin'
offers --inject-secret = luks-key : t == 'two words.bin'
offers secret unpack --out f == folder
offers firmware show fir == firmware.fd
offers --policy '' == ''
[[ $(complete -p sevproof) == 'complete -F _sevproof sevproof' ]]
