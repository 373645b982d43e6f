# shellcheck shell=bash
# The source archive of a release: all that git has, and in third_party what is compiled in, so that it builds without a
# network. Needs common.sh.

# What is taken of each tree; the header libraries are the machine's.
readonly -A third_party_parts=(
  [mbedtls]='include library LICENSE' [pugixml]='src LICENSE.md' [7zip]='C DOC')
readonly third_party_headers=(nlohmann tl)

# tree_digest FOLDER: one SHA-256 of all names and contents.
tree_digest() {
  (cd "$1" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum) | sha256sum | cut -d ' ' -f 1
}

# copy_third_party TREE: into its folder third_party.
copy_third_party() {
  local name part target
  for name in "${!third_party_parts[@]}"; do
    target=$1/third_party/$name
    mkdir -p "$target"
    for part in ${third_party_parts[$name]}; do cp -rL "${sources_dir:?}/$name/$part" "$target/"; done
  done
  mkdir -p "$1/third_party/include"
  for name in "${third_party_headers[@]}"; do
    [[ -d /usr/include/$name ]] || die "expected the headers of $name in /usr/include, found none"
    cp -rL "/usr/include/$name" "$1/third_party/include/"
  done
}

# check_pins TREE: what floats with a distribution's archive is what scripts/release-pins.txt says.
check_pins() {
  local name version pinned got
  while read -r name version pinned; do
    got=$(tree_digest "$1/third_party/$name")
    [[ $got == "$pinned" ]] || die "third_party/$name: expected $version, whose files have the digest $pinned, got $got" \
      'scripts/release-pins.txt says what a release is made of: as in Debian 12, and as scripts/sources.txt has it'
  done < <(grep -v '^#' scripts/release-pins.txt)
}

# make_source_tree TREE: from the commit alone.
make_source_tree() {
  mkdir -p "$1"
  git archive HEAD | tar --extract --directory "$1"
  copy_third_party "$1"
  find "$1" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
  find "$1" -type d -exec chmod 755 {} +
  find "$1" -type f -perm /111 -exec chmod 755 {} + -o -type f -exec chmod 644 {} +
}

# pack_folder FOLDER: as tar, the same bytes from the same files.
pack_folder() {
  tar --create --directory "$(dirname "$1")" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 \
    --numeric-owner --format=gnu "$(basename "$1")"
}
