#!/usr/bin/env bash
# What a release ships beside its programs: READMEs with commands for the system that they are for, documents whose links
# lead somewhere, the copyright of the Debian package, the addresses, and what made it all.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$project" || exit 1

for name in common.sh debian_archive.sh source_archive.sh manuals.sh documents.sh publisher.sh deb.sh glibc.sh programs.sh \
  buildinfo.sh shipped.sh; do
  # shellcheck disable=SC1090
  source "scripts/lib/$name"
done
trap 'rm -rf "$work"; remove_temporary_dirs' EXIT
set +e
export SOURCE_DATE_EPOCH=1700000000

for preset in static windows; do
  mkdir "$work/$preset"
  check "$preset: what lies beside the program" accompany_program "$preset" "$project" 1.2.3 "$work/$preset"
  check "$preset: its documents" are_there "$work/$preset" docs/{SECURITY,findings,errors,diagnosis,verify}.md
  check "$preset: no link leads nowhere" dead_links "$work/$preset"
  no_marks() { ! grep -n '@' "$work/$preset/README.txt"; }
  check "$preset: README.txt is filled in" no_marks
  check "$preset: with the version" says "$work/$preset/README.txt" 'sevproof 1.2.3 tells'
  check "$preset: and names documents that are there" says "$work/$preset/README.txt" 'docs/verify.md'
  check "$preset: the sample names no script of the repository" silent_about "$work/$preset/sample/README.md" scripts/
done
names_files() {
  local name
  while read -r name; do
    find "$work/$1" "$work/THIRD-PARTY-NOTICES.txt" -name "${name%/}" | grep -q . ||
      { echo "        $name is not there" && return 1; }
  done < <(grep -o -E '[A-Za-z-]+\.(md|txt)|(man|completions)/' "$work/$1/README.txt" | sort -u)
}
# The builds have it.
: >"$work/THIRD-PARTY-NOTICES.txt"
check 'Linux: README.txt names what is there' names_files static
check 'Windows: so does this one' names_files windows
check 'Linux: it is checked with sha256sum' says "$work/static/README.txt" 'sha256sum --check'
check 'Windows: which that does not have' silent_about "$work/windows/README.txt" sha256sum
powershell() { grep -E '^ *(\$|\()' "$1" | sed 's/^ *//' | sed "s/'sevproof[^']*'/NAME/"; }
check 'Windows: the lines are those of docs/verify.md' diff <(powershell docs/verify.md) <(powershell "$work/windows/README.txt")
check 'and name the archive' says "$work/windows/README.txt" "\$file = 'sevproof-1.2.3-windows-x86_64.zip'"

starts_with() { [[ $1 == "$2"* ]] || { echo "        expected $2..., got $1" && false; }; }
check "Linux: the sample's command" starts_with "$(command_of "$work/static/sample/README.md")" '../sevproof --launch-info'
check 'Windows: is one for PowerShell' starts_with "$(command_of "$work/windows/sample/README.md")" '..\sevproof.exe --launch-info'
one_command() { [[ $(grep -c -E 'sevproof(\.exe)? --launch-info' "$1") == 1 ]]; }
check 'Windows: and the only one' one_command "$work/windows/sample/README.md"
same_options() {
  diff <(command_of "$1" | grep -o -E -- '--[a-z-]+ ' | sort) <(command_of "$2" | grep -o -E -- '--[a-z-]+ ' | sort)
}
check 'with the same options' same_options "$work/static/sample/README.md" "$work/windows/sample/README.md"

# A program that knows what is asked of it.
cat >"$work/static/sevproof" <<'STANDIN'
#!/usr/bin/env bash
[[ $* == *'--cmdline root=/dev/vda1 ro console=ttyS0 --'* ]] || exit 2
case $* in
  '--launch-info launch-info.txt '*) cat ../match ;;
  '--launch-info launch-info-tampered.txt '*) cat ../mismatch >&2 && exit 1 ;;
esac
STANDIN
chmod +x "$work/static/sevproof"
printed_of public/sample/README.md 1 >"$work/static/match"
printed_of public/sample/README.md 2 >"$work/static/mismatch"
check 'the sample as it is told' sample_as_told "$work/static/sample"
echo 'REASON: another' >>"$work/static/mismatch"
prints_more() { ! sample_as_told "$work/static/sample" >"$work/out" && says "$work/out" 'REASON: another'; }
check 'a program that prints something else is seen' prints_more

mkdir -p "$work/links/docs"
echo '[here](docs/a.md#b) [gone](gone/x.md) ![a picture](p.png) [web](https://example.org/) [in it](#b)' >"$work/links/README.md"
: >"$work/links/docs/a.md"
has_dead() { ! dead_links "$work/links" >"$work/out" && says "$work/out" 'gone (picture: a picture)'; }
check 'a link that leads nowhere is seen' has_dead
check 'it becomes its text, and others stay' says "$work/links.links/README.md" \
  '[here](docs/a.md#b) gone (picture: a picture) [web](https://example.org/) [in it](#b)'

# The Debian package: as `cmake --install` left it.
deb=$work/deb
mkdir -p "$deb/docs/screenshots"
cp README.md SECURITY.md ARCHITECTURE.md CONTRIBUTING.md LICENSE "$deb/"
cp docs/*.md "$deb/docs/"
check 'Debian package: its documents' deb_documents "$project" "$deb" 1.2.3
check 'the copyright names each project whose code is in it' whole_copyright "$deb/copyright"
incomplete() {
  sed '/^ Comlink /d' "$deb/copyright" >"$work/less"
  ! whole_copyright "$work/less" >"$work/out" && says "$work/out" 'expected the notice of Comlink'
}
check 'a notice that is missing is seen' incomplete
named_once() { [[ $(grep -c '^ Preact Signals (in the page): ' "$deb/copyright") == 1 && $(grep -c '^ MIT$' "$deb/copyright") == 1 ]]; }
check 'once, and each text once' named_once
check 'what only other programs contain is not in it' silent_about "$deb/copyright" MinGW
holders() {
  python3 -c 'import json
for one in json.load(open("docs/licences/components.json")):
    if {"program", "page"} & set(one["in"]): print("\n".join(one["copyright"]))' >"$work/holders"
  while read -r line; do says "$deb/copyright" "   $line" || return 1; done <"$work/holders"
}
check 'with all their copyrights' holders
well_formed() { awk 'NR > 6 && !/^ [^ ]|^   ?[^ ]|^ \.$/ { print NR ": " $0; bad = 1 } /^ ---/ && before != " ." { print; bad = 1 }
  { before = $0 } END { exit bad }' "$deb/copyright"; }
check 'each line is indented, and each text parted from the one before' well_formed
check 'the sample is in it' are_there "$deb/examples" README.md launch-info.txt launch-info-tampered.txt firmware.fd
check 'with the command as it is installed' starts_with "$(command_of "$deb/examples/README.md")" 'sevproof --launch-info'
none_left() { [[ ! -e $deb/LICENSE && ! -e $deb/docs/screenshots ]]; }
check 'the licence is not repeated, and pictures are left out' none_left
deb_control 1.2.3 'libc6' 1 >"$work/control"
check 'it says who maintains it' says "$work/control" "Maintainer: $(publisher maintainer)"
check 'and where it is at home' says "$work/control" "Homepage: $(publisher homepage)"

if command -v node >/dev/null; then
  echo '{ "name": "sevproof", "version": "1.2.3" }' >"$work/package.json"
  check 'npm package' node scripts/lib/publish_npm.mjs "$work/package.json"
  check 'says where faults are told' says "$work/package.json" "\"url\": \"$(publisher bugs)\""
  check 'and where its sources are' says "$work/package.json" "\"url\": \"git+$(publisher repository)\""
  check 'and is what it was' says "$work/package.json" '"version": "1.2.3"'
else
  echo 'left out: without Node.js nothing is asked of the npm package'
fi

# A file of its own: the one in the tree has real addresses some day.
publisher_file=$work/publisher.txt
printf '# a.invalid\nmaintainer A B <a@example.invalid>\nhomepage https://example.org/\n' >"$publisher_file"
refused() { ! (check_publisher false) >"$work/out" 2>&1 && says "$work/out" 'got placeholders: maintainer'; }
check 'a tagged release with a placeholder is refused' refused
check 'it says where they stand' says "$work/out" 'hint: write yours into scripts/publisher.txt'
tried() { check_publisher true >"$work/out" && says "$work/out" 'PLACEHOLDERS in scripts/publisher.txt: maintainer'; }
check 'a trial is made, and says so' tried
sed -i 's/example\.invalid/example.org/' "$publisher_file"
quiet() { check_publisher false >"$work/out" 2>&1 && [[ ! -s $work/out ]]; }
check 'with real addresses it goes on' quiet

mkdir -p "$work/glibc/glibc-source"
echo 2.36-9+deb12u14 >"$work/glibc/version"
echo source >"$work/glibc/glibc-source/glibc_2.36.dsc"
check "the C library's source" pack_glibc "$work/glibc" 1.2.3 "$work/glibc.tar"
tar --extract --file "$work/glibc.tar" --directory "$work"
check 'is in a folder with the version' cmp "$work/glibc/glibc-source/glibc_2.36.dsc" "$work/sevproof-1.2.3-glibc-source/glibc_2.36.dsc"
check 'and says what it is' says "$work/sevproof-1.2.3-glibc-source/README.txt" 'GNU C Library 2.36-9+deb12u14'
check 'and why it is there' says "$work/sevproof-1.2.3-glibc-source/README.txt" 'programs of sevproof 1.2.3 for Linux'

# Tools that are not Debian packages: dpkg knows their names alone.
mkdir "$work/bin"
printf '#!/bin/sh\necho 3.1.6\n' >"$work/bin/em++"
printf '#!/bin/sh\necho v20.1.0\n' >"$work/bin/node"
printf '#!/bin/sh\necho 10.2.0\n' >"$work/bin/npm"
printf '#!/bin/sh\nprintf "cmake 3.25.1-1\\nlld-14 \\n"\nexit 1\n' >"$work/bin/dpkg-query"
chmod +x "$work"/bin/*
built() { PATH=$work/bin:$PATH build_info 1.2.3 "$(printf 'c%.0s' {1..40})" "$1" 2.36-9 >"$work/BUILDINFO"; }
check 'BUILDINFO' built true
check 'npm has its version' says "$work/BUILDINFO" 'npm 10.2.0'
check 'what is no Debian package is not in it' silent_about "$work/BUILDINFO" lld-14
check 'what is one is' says "$work/BUILDINFO" 'cmake 3.25.1-1'
check 'whose time it is' says "$work/BUILDINFO" 'time 2023-11-14T22:13:20Z (of the commit;'
check 'what the hashes are' grep -q -E '^third_party/include/tl: tl::expected [0-9.]+, tree SHA-256 [0-9a-f]{64}$' "$work/BUILDINFO"
check 'a trial says so, as sign-release reads it' grep -q '^a trial' "$work/BUILDINFO"
no_blank_ends() { ! grep -n ' $' "$work/BUILDINFO"; }
check 'nothing lacks its value' no_blank_ends
check 'and without a trial' built false
check 'it does not' silent_about "$work/BUILDINFO" 'a trial'
finish
