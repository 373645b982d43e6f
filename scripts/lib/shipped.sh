# shellcheck shell=bash
# A look at what a release has packed: each archive is unpacked, and what is in it tells the sample's two launches apart.
# Documents beside it say nothing that is not there. Needs common.sh and programs.sh.
# shellcheck disable=SC2154 # of programs.sh

# both_verdicts SAMPLE COMMAND...: an honest host's launch matches, the other one does not. No status but these will do.
both_verdicts() {
  local sample=$1 status=0 launch
  shift
  launch=(--tk "$sample/tk.bin" --firmware "$sample/firmware.fd" --kernel "$sample/vmlinuz" --initrd "$sample/initrd.img"
    --cmdline "$(<"$sample/cmdline.txt")" --num-cpus 4 --cpu EPYC-Milan)
  "$@" --launch-info "$sample/launch-info.txt" "${launch[@]}" || return 1
  "$@" --launch-info "$sample/launch-info-tampered.txt" "${launch[@]}" || status=$?
  [[ $status == 1 ]]
}

# command_of README: the first command in a sample's README.md, in one line.
command_of() { awk '/^```/ { if (inside) exit; inside = 1; next } inside { sub(/\\$/, ""); printf "%s", $0 }' "$1"; }

# printed_of README N: its Nth block of what is printed.
printed_of() {
  awk -v wanted="$2" '/^## What it prints/ { at = 1 } at && /^```/ { block += inside ? 0 : 1; inside = !inside; next }
    inside && block == wanted' "$1"
}

# sample_as_told FOLDER: its README's command, as it stands there, prints what stands there, for either launch.
sample_as_told() (
  cd "$1" || return
  status=0
  command=$(command_of README.md)
  printed=$(bash -c "$command" 2>&1) || return 1
  diff <(printed_of README.md 1) - <<<"$printed" || return 1
  printed=$(bash -c "${command/launch-info.txt/launch-info-tampered.txt}" 2>&1) || status=$?
  diff <(printed_of README.md 2) - <<<"$printed" && [[ $status == 1 ]]
)

# dead_links FOLDER: links of its Markdown files to what is not there; false where there are any.
dead_links() {
  local kept=$1.links
  cp -r "$1" "$kept" || return 1
  python3 -B scripts/lib/links.py "$kept" && diff -r "$1" "$kept"
}

# are_there FOLDER NAME...
are_there() {
  local name
  for name in "${@:2}"; do
    [[ -s $1/$name ]] || { echo "expected $name, found none" && return 1; }
  done
}

# whole_copyright FILE: each project whose code is in the package, and no file that is not.
whole_copyright() {
  local name
  while read -r name; do
    grep -q -F " $name (in the p" "$1" || { echo "expected the notice of $name, found none" && return 1; }
  done < <(python3 -c 'import json, sys
print("\n".join(one["name"] for one in json.load(open(sys.argv[1])) if {"program", "page"} & set(one["in"])))' \
    docs/licences/components.json)
  ! grep -n -F '(LICENSE)' "$1"
}

# unpack_program PRESET OUT VERSION FOLDER: so that the program lies in FOLDER/PRESET.
unpack_program() {
  local archive=$2/sevproof-$3-${program_archives[$1]} unpacked=$4/unpacked-$1
  mkdir -p "$unpacked"
  if [[ $archive == *.zip ]]; then
    python3 -m zipfile --extract "$archive" "$unpacked"
  else
    tar --extract --file "$archive" --directory "$unpacked"
  fi
  mv "$unpacked"/* "$4/$1"
}

# test_archives OUT VERSION FOLDER
test_archives() {
  local preset runner
  for preset in "${released_presets[@]}"; do
    unpack_program "$preset" "$1" "$2" "$3" || return 1
    runner=()
    case $preset in
      static-arm64) runner=(qemu-aarch64-static) ;;
      windows) runner=(tests/artefacts/in_wine.sh "$3/wine") ;;
    esac
    echo "== $preset"
    both_verdicts "$3/$preset/sample" "${runner[@]}" "$(find "$3/$preset" -maxdepth 1 -name 'sevproof*')" || return 1
    are_there "$3/$preset" README.txt THIRD-PARTY-NOTICES.txt docs/{SECURITY,findings,errors,diagnosis,verify}.md || return 1
    dead_links "$3/$preset" || return 1
  done
  sample_as_told "$3/static/sample" || return 1
  tar --list --file "$1/sevproof-$2-glibc-source.tar" "sevproof-$2-glibc-source/README.txt"
}

# test_deb OUT VERSION FOLDER: unpacked, not installed.
test_deb() {
  local documents=$3/deb/usr/share/doc/sevproof
  echo '== Debian package'
  dpkg-deb --extract "$1/sevproof_$2_amd64.deb" "$3/deb" || return 1
  both_verdicts "$documents/examples" "$3/deb/usr/bin/sevproof" || return 1
  (PATH=$3/deb/usr/bin:$PATH && sample_as_told "$documents/examples") || return 1
  are_there "$documents" README.md SECURITY.md docs/{findings,errors,diagnosis,verify}.md || return 1
  dead_links "$documents" && whole_copyright "$documents/copyright" || return 1
  cmp "$1/sevproof.html" "$3/deb/usr/share/sevproof/sevproof.html"
}

# test_npm OUT VERSION FOLDER
test_npm() {
  echo '== npm package'
  mkdir "$3/node_modules" || return 1
  tar --extract --file "$1/sevproof-$2.tgz" --directory "$3/node_modules" || return 1
  mv "$3/node_modules/package" "$3/node_modules/sevproof"
  cp scripts/lib/shipped_npm.mjs "$3/sevproof.mjs"
  both_verdicts "$3/static/sample" node "$3/sevproof.mjs"
}

# test_packages OUT VERSION FOLDER: what is unpacked stays in FOLDER, the programs by their presets' names.
test_packages() {
  test_archives "$@" && test_deb "$@" && test_npm "$@"
}
