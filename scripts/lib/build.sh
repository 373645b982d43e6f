# shellcheck shell=bash
# Configuring and building a CMake preset. Needs common.sh and packages.sh.

readonly build_packages=(g++ cmake ninja-build python3 bzip2 xz-utils)
readonly library_packages=(libexpected-dev nlohmann-json3-dev)
# shellcheck disable=SC2034 # for the scripts that source this: what a program that asks hosts needs
readonly libvirt_packages=(libvirt-dev pkg-config)

# install_with_build PACKAGE...: these, and what every build needs.
install_with_build() {
  install_missing "${build_packages[@]}" "${library_packages[@]}" "$@"
  require_packages "${build_packages[@]}"
  want_packages 'CMake downloads these libraries from their projects' "${library_packages[@]}"
  check_cmake_version
}

# An older CMake would only say that it cannot read the presets.
check_cmake_version() {
  local wanted found
  wanted=$(sed -n 's/^cmake_minimum_required(VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
  found=$(cmake --version | sed -n '1s/[^0-9]*\([0-9.]*\).*/\1/p')
  if [[ $(printf '%s\n' "$wanted" "$found" | sort --version-sort | head -n 1) != "$wanted" ]]; then
    die "expected CMake $wanted or newer, got $found" "put a newer one first on PATH"
  fi
}

fetch_sources() {
  scripts/fetch-sources | indented
}

# werror_argument PRESET: warnings are errors under the compilers that the project is checked with.
# Another one (the fuzzers' clang too) may warn of something new, which must not keep anybody from building;
# and GCC warns of what its own sanitizers insert.
werror_argument() {
  local compiler=${CXX:-c++} major
  major=$("$compiler" -dumpversion 2>/dev/null | cut -d . -f 1)
  if [[ $1 != asan && $1 != fuzz ]] && ((major >= 12 && major <= 14)) &&
    "$compiler" --version 2>/dev/null | grep -q 'Free Software Foundation'; then
    echo -DSEVPROOF_WERROR=ON
  else
    echo -DSEVPROOF_WERROR=OFF
  fi
}

# configure_preset PRESET [CMAKE-ARGUMENT...]
configure_preset() {
  run_logged "configure-$1" cmake --preset "$@" "$(werror_argument "$1")"
}

# configure_without_googletest PRESET PACKAGE: a tree that has the tests keeps them, unless the PACKAGE of
# GoogleTest that they take is missing: nobody who wants none has to download it.
configure_without_googletest() {
  local without_tests=()
  if ! package_is_there "$2"; then without_tests=(-DSEVPROOF_BUILD_TESTS=OFF); fi
  configure_preset "$1" "${without_tests[@]}"
}

# build_preset PRESET [BUILD-ARGUMENT...]
build_preset() {
  run_logged "build-$1" cmake --build --preset "$@" --parallel "$(job_count)"
}
