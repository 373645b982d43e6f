# shellcheck shell=bash
# Files from the Debian archive that apt authenticates, without touching the system's own sources or
# packages: a private apt configuration in a temporary folder. Needs common.sh. Works without root.

# Debian's keyring may be there on other distributions too; without it there is nothing to trust.
debian_keyring() {
  local name
  for name in /usr/share/keyrings/debian-archive-keyring.{gpg,pgp}; do
    if [[ -r $name ]]; then
      printf '%s\n' "$name"
      return 0
    fi
  done
  return 1
}

# "URI SUITE" lines of the old one-line format: deb [options] URI suite component...
one_line_sources() {
  awk '
    { sub(/#.*/, "") }
    $1 == "deb" || $1 == "deb-src" {
      sub(/\[[^]]*\]/, "")
      print $2, $3
    }' "$@"
}

# "URI SUITE" lines of the newer format: stanzas of "Key: value", parted by blank lines, where a
# value goes on in indented lines and a disabled stanza says so.
stanza_sources() {
  awk '
    function flush(  i, j, u, s, nu, ns) {
      if (tolower(value["enabled"]) !~ /^ *no *$/) {
        nu = split(value["uris"], u, " ")
        ns = split(value["suites"], s, " ")
        for (i = 1; i <= nu; i++) for (j = 1; j <= ns; j++) print u[i], s[j]
      }
      split("", value)
    }
    FNR == 1 { flush() }
    /^#/ { next }
    /^[ \t]*$/ { flush(); next }
    /^[^ \t]/ { key = tolower($0); sub(/:.*/, "", key); sub(/^[^:]*:/, "") }
    { value[key] = value[key] " " $0 }
    END { flush() }' "$@"
}

machine_sources() {
  local dir=${SEVPROOF_APT_DIR:-/etc/apt} files
  mapfile -t files < <(find "$dir/sources.list" "$dir/sources.list.d" -name '*.list' 2>/dev/null)
  if ((${#files[@]} > 0)); then one_line_sources "${files[@]}"; fi
  mapfile -t files < <(find "$dir/sources.list.d" -name '*.sources' 2>/dev/null)
  if ((${#files[@]} > 0)); then stanza_sources "${files[@]}"; fi
}

# The name of the Debian release that this machine runs, such as the suites are called.
machine_suite() {
  (
    # shellcheck source=/dev/null
    source /etc/os-release
    printf '%s\n' "${VERSION_CODENAME:-sid}"
  )
}

# The address of the main archive: the one that the machine's own release comes from. Security,
# updates and third-party archives hold no other releases, so only an exact suite name counts.
debian_archive_uri() {
  local suite
  suite=$(machine_suite)
  machine_sources | awk -v suite="$suite" '
    $1 ~ /^cdrom:/ { next }
    $2 == suite || $2 ~ /^(stable|testing|unstable|sid|oldstable)$/ { print $1; exit }'
}

# open_debian_archive DIR: prepares DIR for the functions below. The list is filled by
# add_debian_suite, once for each suite.
open_debian_archive() {
  have apt-get || return 1
  debian_keyring >/dev/null || return 1
  [[ -n $(debian_archive_uri) ]] || return 1
  mkdir -p "$1"/{empty,lists/partial,cache/archives/partial,downloads}
  : >"$1/sources.list"
  # As root, apt hands downloads to its own unprivileged user, who must be able to get there.
  chmod 755 "$1" "$1/downloads"
  if ((EUID == 0)) && id _apt >/dev/null 2>&1; then chown _apt "$1/downloads"; fi
}

# add_debian_suite DIR KIND SUITE [ARCHITECTURE]: KIND is deb (programs) or deb-src (sources).
add_debian_suite() {
  local index=Packages
  if [[ $2 == deb-src ]]; then index=Sources; fi
  printf '%s [arch=%s target=%s signed-by=%s] %s %s main\n' \
    "$2" "${4:-amd64}" "$index" "$(debian_keyring)" "$(debian_archive_uri)" "$3" >>"$1/sources.list"
}

# debian_apt DIR TOOL ARGUMENT...: apt-get or apt-cache on the private list alone. Downloads land in
# DIR/downloads. What is fetched here is data for a guest, so it is amd64 on every machine.
debian_apt() {
  local dir=$1 tool=$2
  shift 2
  (
    cd "$dir/downloads" || exit
    LC_ALL=C timeout 900 "$tool" \
      -o Dir::Etc::sourcelist="$dir/sources.list" -o Dir::Etc::sourceparts="$dir/empty" \
      -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts="$dir/empty" \
      -o Dir::State::lists="$dir/lists" -o Dir::Cache="$dir/cache" \
      -o APT::Default-Release= -o APT::Architecture=amd64 -o APT::Architectures=amd64 \
      -o APT::Update::Error-Mode=any -o APT::Get::AllowUnauthenticated=false \
      -o Acquire::AllowInsecureRepositories=false -o Acquire::Languages=none \
      -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 "$@"
  )
}
