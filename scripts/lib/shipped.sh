# shellcheck shell=bash
# A look at what a release has packed: each archive is unpacked, and what is in it tells the sample's two launches apart.
# Needs common.sh and programs.sh.
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
      windows) runner=(env "WINEPREFIX=$3/wine" WINEDEBUG=-all DISPLAY= wine) ;;
    esac
    echo "== $preset"
    both_verdicts "$3/$preset/sample" "${runner[@]}" "$(find "$3/$preset" -maxdepth 1 -name 'sevproof*')" || return 1
  done
}

# test_deb OUT VERSION FOLDER: unpacked, not installed.
test_deb() {
  echo '== Debian package'
  dpkg-deb --extract "$1/sevproof_$2_amd64.deb" "$3/deb" || return 1
  both_verdicts "$3/static/sample" "$3/deb/usr/bin/sevproof" || return 1
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
