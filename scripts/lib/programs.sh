# shellcheck shell=bash
# The programs that a release brings beside Debian's package: one file each, that needs nothing of its system. Needs
# common.sh, build.sh and, to pack them, manuals.sh and documents.sh.

# Preset -> what tests/artefacts/run.sh calls it, and the name of its archive.
# shellcheck disable=SC2034 # for the scripts that source this
readonly released_presets=(static static-arm64 windows)
readonly -A program_kinds=([static]=native [static-arm64]=arm64 [windows]=windows)
readonly -A program_archives=([static]=linux-x86_64.tar.gz [static-arm64]=linux-arm64.tar.gz [windows]=windows-x86_64.zip)
# What builds each, and what runs it here.
# shellcheck disable=SC2034 # likewise
readonly -A program_packages=([static]='' [static-arm64]='g++-aarch64-linux-gnu qemu-user-static'
  [windows]='g++-mingw-w64-x86-64-posix wine wine64')

# test_notices PRESET TREE: that its notices name what is in it.
test_notices() (
  cd "$2/tests/licences" || return
  PYTHONDONTWRITEBYTECODE=1 SEVPROOF_BUILD=$2/build/$1 python3 -m unittest test_contained test_texts
)

# run_program PRESET TREE FOLDER: that the program in FOLDER does what it should. Prints the counts last.
run_program() {
  local file=$3/sevproof
  if [[ $1 == windows ]]; then file+=.exe; fi
  "$2/tests/artefacts/run.sh" "${program_kinds[$1]}" "$file"
}

# test_program PRESET TREE: both, of what the preset built.
test_program() {
  test_notices "$1" "$2" || return 1
  run_program "$1" "$2" "$2/build/$1/bin"
}

# accompany_program PRESET TREE VERSION FOLDER: what lies beside it, made of the tree alone.
accompany_program() {
  local archive=sevproof-$3-${program_archives[$1]}
  pack_documents "$2" "$4/docs"
  if [[ $1 == windows ]]; then
    pack_sample "$2" "$4/sample" PowerShell '..\sevproof.exe'
    program_readme "$2" "$3" windows "$archive" >"$4/README.txt"
    cp "$2/LICENSE" "$4/LICENSE.txt"
    return
  fi
  pack_sample "$2" "$4/sample" 'a shell' ../sevproof
  program_readme "$2" "$3" linux "$archive" >"$4/README.txt"
  cp "$2/LICENSE" "$4/"
  mkdir "$4/man"
  cp "$2"/docs/man/*.1 "$4/man/"
  date_manuals "$4/man"
  cp -r "$2/docs/completions" "$4/completions"
}

# pack_program PRESET TREE VERSION FOLDER: its archive, the same bytes from the same program.
pack_program() {
  local name=sevproof-$3-${program_archives[$1]} staged packed
  local top=${name%.tar.gz}
  top=${top%.zip}
  new_temporary_dir staged
  DESTDIR=$staged/installed cmake --install "$2/build/$1" --prefix /p --strip >/dev/null
  packed=$staged/$top
  mkdir "$packed"
  cp "$staged"/installed/p/bin/sevproof* "$packed/"
  cp "$2/build/$1/licences/THIRD-PARTY-NOTICES.txt" "$packed/"
  accompany_program "$1" "$2" "$3" "$packed"
  find "$packed" -type d -exec chmod 755 {} +
  find "$packed" -type f -exec chmod 644 {} +
  chmod 755 "$packed"/sevproof*
  find "$packed" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
  if [[ $1 == windows ]]; then
    python3 scripts/lib/zip_folder.py "$packed" "$4/$name"
  else
    pack_folder "$packed" | gzip -9n >"$4/$name"
  fi
}
