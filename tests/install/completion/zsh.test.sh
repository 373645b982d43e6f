#!/usr/bin/env bash
# zsh: what it offers in a terminal.
here=$(dirname "${BASH_SOURCE[0]}")
source "$here/lib.sh"
need_shell zsh
need_shell python3
export WORK=$work HOME=$work

completions() {
  python3 "$here/zsh.py" "$work/prefix/share/zsh/site-functions" "$*"
}

offer_the_same
offers -f fir == firmware.fd
offers secret unpack --out f == folder
offers firmware show fir == firmware.fd
