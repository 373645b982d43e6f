#!/usr/bin/env bash
# What packs a release: the same bytes from the same files, whatever order they were made in; and a folder of somebody's
# is not cleared.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$project" || exit 1

for name in common.sh source_archive.sh manuals.sh deb.sh; do
  # shellcheck disable=SC1090
  source "scripts/lib/$name"
done
trap 'rm -rf "$work"' EXIT
set +e
SOURCE_DATE_EPOCH=1700000000

# make_folder FOLDER FILE...: each with its name in it, in this order.
make_folder() {
  local folder=$1 name
  mkdir -p "$folder/more"
  for name in "${@:2}"; do echo "$name" >"$folder/$name"; done
  chmod 755 "$folder/a"
  find "$folder" -exec touch --date="@$SOURCE_DATE_EPOCH" {} +
}

make_folder "$work/one/thing" a b more/c
make_folder "$work/other/thing" more/c b a

pack_folder "$work/one/thing" >"$work/one.tar"
pack_folder "$work/other/thing" >"$work/other.tar"
check 'tar: the same bytes' cmp "$work/one.tar" "$work/other.tar"
python3 scripts/lib/zip_folder.py "$work/one/thing" "$work/one.zip"
python3 scripts/lib/zip_folder.py "$work/other/thing" "$work/other.zip"
check 'ZIP: the same bytes' cmp "$work/one.zip" "$work/other.zip"
python3 -m zipfile --extract "$work/one.zip" "$work/unzipped"
check 'ZIP: what was packed' diff -r "$work/one/thing" "$work/unzipped/thing"
echo changed >"$work/other/thing/b"
touch --date="@$SOURCE_DATE_EPOCH" "$work/other/thing/b"
pack_folder "$work/other/thing" >"$work/other.tar"
differs() { ! cmp -s "$1" "$2"; }
check 'another content is another archive' differs "$work/one.tar" "$work/other.tar"

# Three files of a KiB at most, and the folder in them, as one each; 1025 bytes are two.
is() { [[ $1 == "$2" ]] || { echo "        expected $2, got $1"; false; }; }
check 'size: small files' is "$(installed_size "$work/one/thing")" 4
head -c 1024 /dev/zero >"$work/one/thing/b"
check 'size: a KiB' is "$(installed_size "$work/one/thing")" 4
head -c 1025 /dev/zero >"$work/one/thing/b"
check 'size: a byte more' is "$(installed_size "$work/one/thing")" 5

# The day in UTC, wherever it is made.
cp -r docs/man "$work/man"
(TZ=Pacific/Kiritimati date_manuals "$work/man")
dated() {
  [[ $(grep -h -c '^\.TH [^ ]* 1 "2023-11-14" "sevproof [0-9.]*" "sevproof"$' "$work"/man/*.1 | sort -u) == 1 ]]
}
check 'manual pages: each has the date of the release' dated
nothing_else() { sed -i 's/"2023-11-14"/""/' "$work"/man/*.1 && diff -r docs/man "$work/man"; }
check 'and is otherwise as it was' nothing_else
sed -i '/^\.TH/d' "$work/man/sevproof.1"
no_date() { ! (date_manuals "$work/man") 2>"$work/out" && says "$work/out" 'expected a date in the .TH line'; }
check 'a page without a place for it stops the release' no_date

mkdir "$work/mine"
echo precious >"$work/mine/file"
refuses_folder() {
  ! scripts/release --untagged --out "$1" >"$work/out" 2>&1 && says "$work/out" "$2"
}
check 'a folder with other files is refused' refuses_folder "$work/mine" 'expected an empty folder or one with a release'
check 'and left alone' is "$(cat "$work/mine/file")" precious
check 'an option is no folder' refuses_folder --untested "--out takes a folder, got '--untested'"
finish
