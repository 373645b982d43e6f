#!/usr/bin/env bash
# A release is signed with a throw-away key, and checked by the very commands of docs/verify.md.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if ! command -v minisign >/dev/null; then
  echo 'skipped: minisign is not installed'
  exit 77
fi

# commands HEADING: of docs/verify.md, the first block below it.
commands() {
  awk -v heading="## $1" '$0 == heading { at = 1; next } at && /^```/ { if (inside) exit; inside = 1; next } inside' \
    "$project/docs/verify.md"
}

# make_release VERSION: in the folder release.
make_release() {
  rm -rf "$work/release"
  mkdir "$work/release"
  printf 'sevproof %s\ncommit 0\n' "$1" >"$work/release/BUILDINFO"
  echo '<!doctype html>' >"$work/release/sevproof.html"
  echo program >"$work/release/sevproof-$1-linux-x86_64.tar.gz"
  (cd "$work/release" && sha256sum -- * >sums && mv sums SHA256SUMS)
}

# new_key NAME: without a password.
new_key() { minisign -G -W -s "$work/$1.key" -p "$work/$1.pub" >/dev/null; }

sign() { "$project/scripts/sign-release" --key "$work/$1.key" --pub "$work/$2.pub" "$work/release" >"$work/out" 2>&1; }
is_signed() { [[ -f $work/release/SHA256SUMS.minisig ]]; }
refuses() { ! sign "$1" "$2" && says "$work/out" "$3" && ! is_signed; }

# verifies SYSTEM: as a user of it would, with the maintainer's key.
verifies() {
  cp "$work/mine.pub" "$work/release/release-key.pub"
  (cd "$work/release" && bash -e -c "$(commands "On $1")") >"$work/out" 2>&1
}
rejects() { ! verifies "$1" && says "$work/out" "$2"; }

new_key mine
new_key other
make_release 1.2.3
check 'signs a release' sign mine mine
check 'says what it signed' says "$work/out" 'Signed: sevproof 1.2.3, 3 files'
for system in Linux macOS; do
  if [[ $system == macOS ]] && ! command -v shasum >/dev/null; then
    echo 'skipped: what macOS has (shasum) is not installed'
    continue
  fi
  check "$system: a download is what was signed" verifies "$system"
  check "$system: the version is said" says "$work/out" 'Trusted comment: sevproof 1.2.3'
  check "$system: each file is named" says "$work/out" 'sevproof.html: OK'
  mv "$work/release/BUILDINFO" "$work/kept"
  check "$system: it need not be all files" verifies "$system"
  mv "$work/kept" "$work/release/BUILDINFO"
  sed -i s/doctype/DOCTYPE/ "$work/release/sevproof.html"
  check "$system: a changed file is found" rejects "$system" 'sevproof.html: FAILED'
  (cd "$work/release" && cp SHA256SUMS ../kept && sha256sum sevproof.html >SHA256SUMS)
  check "$system: a changed list is found" rejects "$system" 'Signature verification failed'
  mv "$work/kept" "$work/release/SHA256SUMS"
  sed -i s/DOCTYPE/doctype/ "$work/release/sevproof.html"
  check "$system: and restored it passes" verifies "$system"
done

make_release 1.2.3
echo 'a trial: made of a commit without the tag of its version' >>"$work/release/BUILDINFO"
(cd "$work/release" && sha256sum -- BUILDINFO sev* >sums && mv sums SHA256SUMS)
check 'a trial is refused' refuses mine mine 'got a trial'
make_release 1.2.3
check 'another key is refused' refuses other mine 'does not fit the public key'
check 'a key that is not there' refuses none mine 'found no file'
echo more >"$work/release/more.txt"
check 'a file that is in no list is refused' refuses mine mine 'more.txt'
rm "$work/release/more.txt"
echo x >>"$work/release/sevproof.html"
check 'a file that was changed is refused' refuses mine mine 'not what SHA256SUMS says'
rm "$work/release/sevproof.html"
check 'a file that is missing is refused' refuses mine mine 'sevproof.html'
rm -r "$work/release"
check 'a folder that is not there' refuses mine mine 'expected a release'
finish
