# shellcheck shell=bash
# The list of components of a release. Needs common.sh and debian_archive.sh.

# component_packages: of each Debian package with a part in a release, what sbom.py reads. False where one is missing.
component_packages() {
  # shellcheck disable=SC2016 # for dpkg-query
  local names form='${Package} ${Version} ${Architecture} ${source:Package} ${source:Version}\n'
  mapfile -t names < <(python3 -B scripts/lib/sbom.py --packages)
  dpkg-query --show --showformat="$form" "${names[@]}"
}

# list_components VERSION COMMIT C-LIBRARY: CycloneDX; the last is the file with the C library's source.
list_components() {
  component_packages |
    python3 -B scripts/lib/sbom.py "$1" "$2" "$SOURCE_DATE_EPOCH" "$(machine_suite)" "$(em-config EMSCRIPTEN_ROOT)" "$3"
}
