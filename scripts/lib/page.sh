# shellcheck shell=bash
# Building the page: Emscripten, the packages of npm, and the one file. Needs common.sh, packages.sh
# and build.sh.

# Node is what Emscripten's own tools run on, too.
readonly page_packages=(emscripten nodejs npm)
# shellcheck disable=SC2034 # for the scripts that source this
readonly page=dist/sevproof.html

# page_lacks: what the page cannot be built without and this machine does not have; empty if nothing.
page_lacks() {
  local missing major
  mapfile -t missing < <(missing_of "${page_packages[@]}")
  if ((${#missing[@]} > 0)); then
    printf '%s' "${missing[*]}"
    return
  fi
  major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
  if ((major < 18)); then printf 'Node.js 18 or newer (this is %s)' "$(node --version)"; fi
}

# Emscripten compiles its libraries on first use and keeps them beside itself, where perhaps only root
# may write. A frozen cache (Debian's) has them all, and must stay the one in use.
prepare_emscripten() {
  local cache
  if [[ -n ${EM_CACHE:-} || $(em-config FROZEN_CACHE 2>/dev/null) == True ]]; then return 0; fi
  cache=$(em-config CACHE 2>/dev/null || true)
  if [[ -z $cache || ! -w $cache ]]; then
    export EM_CACHE=${cache_dir:?}/emscripten
    mkdir -p "$EM_CACHE"
  fi
}

# install_npm_packages page|tests: exactly what web/package-lock.json says; for the tests that is
# more. A second run has nothing to do.
install_npm_packages() {
  local stamp=web/node_modules/.installed lock have_now='' arguments=()
  lock=$(sha256sum <web/package-lock.json | cut -d ' ' -f 1)
  if [[ -f $stamp ]]; then have_now=$(<"$stamp"); fi
  if [[ $have_now == "$lock tests" || $have_now == "$lock $1" ]]; then
    say 'npm packages: already here'
    return 0
  fi
  if [[ $1 == page ]]; then arguments=(--omit=dev); fi
  rm -f "$stamp"
  if ! run_quietly npm env LC_ALL=C npm --prefix web --cache "${cache_dir:?}/npm" ci "${arguments[@]}"; then
    if [[ -n $(network_failure "${logs_dir:?}/npm.log") ]]; then
      say_no_network 'npm packages cannot be downloaded' "$logs_dir/npm.log"
    else
      say_failure npm 'npm ci'
    fi
    return 1
  fi
  printf '%s %s\n' "$lock" "$1" >"$stamp"
  say 'npm packages: installed as locked'
}

build_wasm_core() {
  prepare_emscripten
  configure_without_googletest wasm googletest && build_preset wasm --target sevproof_wasm
}

build_html() {
  run_logged page node web/build.mjs || return 1
  indented <"${logs_dir:?}/page.log"
}
