# shellcheck shell=bash
# What lies beside a released program for its reader: sample, README and documents. Needs common.sh.

# What a program's messages and README name. SECURITY.md lies in docs/ too.
readonly program_documents=(SECURITY.md docs/findings.md docs/errors.md docs/diagnosis.md docs/verify.md)

# pack_sample TREE FOLDER SHELL PROGRAM: the sample; its README.md calls the PROGRAM as one does in that folder, and has
# the command for SHELL ("a shell" or "PowerShell") alone.
pack_sample() {
  cp -r "$1/public/sample" "$2"
  SHELL_HEADING="## In $3" PROGRAM=$4 awk '
    /^## / { left_out = /^## In / && $0 != ENVIRON["SHELL_HEADING"] }
    left_out { next }
    /^sevproof(\.exe)? / { sub(/^[^ ]* /, ""); $0 = ENVIRON["PROGRAM"] " " $0 }
    { print }' "$1/public/sample/README.md" >"$2/README.md"
}

# pack_documents TREE FOLDER
pack_documents() {
  local name
  mkdir -p "$2"
  for name in "${program_documents[@]}"; do cp "$1/$name" "$2/"; done
  python3 -B scripts/lib/links.py "$2"
}

# program_readme TREE VERSION SYSTEM ARCHIVE: README.txt, for linux or windows. Lines that begin with @ and a system are
# for that one.
program_readme() {
  sed -e "s/^@$3 \\?//" -e '/^@[a-z]/d' -e "s/@VERSION@/$2/; s/@ARCHIVE@/$4/" "$1/scripts/lib/program-readme.txt"
}
