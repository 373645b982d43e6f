# shellcheck shell=bash
# The fuzzers' build and one run of each. Needs common.sh, packages.sh, build.sh and page.sh.

readonly fuzz_packages=(clang libclang-rt-dev)
readonly fuzz_dir=build/fuzz
readonly fuzz_programs=$fuzz_dir/bin/fuzz
# A parser that needs more of either has a fault.
readonly fuzz_limits=(-timeout=20 -rss_limit_mb=2048)

# has_libfuzzer: Debian has it in packages whose names have numbers, other distributions elsewhere.
has_libfuzzer() {
  have clang++ || return 1
  echo 'extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long) { return 0; }' |
    clang++ -x c++ -fsanitize=fuzzer,address,undefined - -o /dev/null 2>/dev/null
}

install_libfuzzer() {
  if has_libfuzzer; then
    install_with_build
  else
    install_with_build "${fuzz_packages[@]}"
  fi
}

# An old core of the page would differ for no other reason; where there is none, none is built for this alone.
build_fuzzers() {
  configure_preset fuzz && build_preset fuzz || return 1
  if [[ -e build/wasm/build.ninja ]] && have em++; then
    prepare_emscripten
    build_preset wasm --target sevproof_wasm
  fi
}

# fuzzer_names: one a line; those of libFuzzer, then the comparisons.
fuzzer_names() {
  find tests/fuzz/seeds -mindepth 1 -maxdepth 1 -printf '%f\n' | sort
  printf 'reference\nwebassembly\n'
}

# The newest reference that there is.
reference_script() {
  local fetched=build/reference-debian13/virt-qemu-sev-validate
  if [[ -n ${SEVPROOF_REFERENCE:-} ]]; then
    printf '%s\n' "$SEVPROOF_REFERENCE"
  elif [[ -e $fetched ]]; then
    printf '%s\n' "${project_root:?}/$fetched"
  else
    printf '%s\n' /usr/bin/virt-qemu-sev-validate
  fi
}

# lacks NAME: why it cannot run here; empty if it can.
lacks() {
  if [[ $1 == reference && ! -e $(reference_script) ]]; then
    echo 'virt-qemu-sev-validate is not there; scripts/fetch-reference fetches it'
  elif [[ $1 == webassembly ]] && ! have node; then
    echo 'Node.js is not there'
  elif [[ $1 == webassembly && ! -e build/wasm/bin/sevproof_core.mjs ]]; then
    echo 'the core is not built as WebAssembly; scripts/build-page builds it'
  fi
}

# run_libfuzzer NAME SECONDS LOG
run_libfuzzer() {
  local corpus=$fuzz_dir/corpus/$1 artefacts=$fuzz_dir/artefacts/$1 dictionary=tests/fuzz/$1.dict more=()
  mkdir -p "$corpus" "$artefacts"
  if [[ -e $dictionary ]]; then more=("-dict=$dictionary"); fi
  "$fuzz_programs/$1" "${fuzz_limits[@]}" "-max_total_time=$2" "-artifact_prefix=$artefacts/" -print_final_stats=1 \
    "${more[@]}" "$corpus" "tests/fuzz/seeds/$1" >"$3" 2>&1 </dev/null
}

# run_fuzzer NAME SECONDS LOG
run_fuzzer() {
  case $1 in
    reference)
      SEVPROOF_REFERENCE=$(reference_script) \
        /usr/bin/python3 -B tests/fuzz/reference/compare_mutated.py --seconds "$2" >"$3" 2>&1 </dev/null
      ;;
    webassembly) node tests/fuzz/webassembly/compare.mjs --seconds "$2" >"$3" 2>&1 </dev/null ;;
    *) run_libfuzzer "$1" "$2" "$3" ;;
  esac
}
