"""What zsh offers for a line: runs it in a terminal of its own, types the line, and asks for its completions.

Usage: zsh.py FOLDER LINE, where FOLDER has _sevproof. Prints one to a line.
"""
import os
import pty
import re
import select
import sys
import time

SETUP = r"""
PS1='READY> '; fpath=(%s $fpath); autoload -Uz compinit; compinit -u -D
zstyle ':completion:*' list-grouped false
# Each call of compadd tells its matches.
compadd() {
  # Not those that only filter a list.
  if [[ ${@[1,(i)(-|--)]} == *-[OAD]\ * ]]; then builtin compadd "$@"; return; fi
  local -a found
  builtin compadd -O found "$@"
  print -l -- "OFFER:"${^found} >>$OFFERS
  builtin compadd "$@"
}
sevproof() { :; }
"""


def read_until(terminal, pattern, seconds=60):
    seen = b""
    end = time.monotonic() + seconds
    while not re.search(pattern, seen):
        ready, _, _ = select.select([terminal], [], [], max(0, end - time.monotonic()))
        if not ready:
            sys.exit(f"zsh did not answer: {seen!r}")
        seen += os.read(terminal, 4096)
    return seen


def main():
    folder, line = sys.argv[1:]
    offers = os.path.join(os.environ["WORK"], "offers")
    setup = os.path.join(os.environ["WORK"], "setup.zsh")
    with open(setup, "w", encoding="utf-8") as file:
        file.write(SETUP % folder)
    open(offers, "w", encoding="utf-8").close()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(OFFERS=offers, TERM="dumb", PS1="FIRST> ")
        os.execvp("zsh", ["zsh", "-f", "-i"])
    read_until(terminal, rb"FIRST> |% |# ")
    os.write(terminal, f"source {setup}\n".encode())
    read_until(terminal, rb"\nREADY> |\rREADY> ")
    os.write(terminal, f"sevproof {line}\t".encode())
    # Typed behind it: answered when the completion is over.
    os.write(terminal, b"\x15print DO''NE\n")
    read_until(terminal, rb"DONE")
    os.write(terminal, b"exit\n")
    os.waitpid(pid, 0)
    with open(offers, encoding="utf-8") as file:
        found = {row[len("OFFER:"):].strip() for row in file if row.startswith("OFFER:")}
    print("\n".join(sorted(found - {""})))


main()
