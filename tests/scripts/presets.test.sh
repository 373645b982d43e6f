#!/usr/bin/env bash
# README's build asks for no GoogleTest, the first time or any later one, and a tree that has the tests
# keeps them.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$project" || exit 1

# configure ARGUMENT...: the preset, in a folder of its own, with nothing to be downloaded.
configure() {
  cmake --preset release -B "$work/build" -DFETCHCONTENT_FULLY_DISCONNECTED=ON "$@" >"$work/log" 2>&1 && return 0
  sed 's/^/        | /' "$work/log"
  return 1
}

without_googletest=(-DCMAKE_DISABLE_FIND_PACKAGE_GTest=ON)
tests_are() {
  grep -q "^SEVPROOF_BUILD_TESTS:.*=$1\$" "$work/build/CMakeCache.txt"
}

check 'configures without GoogleTest' configure "${without_googletest[@]}"
check 'and once more' configure "${without_googletest[@]}"
check 'without the tests' tests_are OFF
check 'with the tests' configure -DCMAKE_DISABLE_FIND_PACKAGE_GTest=OFF -DSEVPROOF_BUILD_TESTS=ON
check 'and once more without saying so' configure
check 'with the tests still' tests_are ON
finish
