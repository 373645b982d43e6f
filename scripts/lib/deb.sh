# shellcheck shell=bash
# The Debian package: program, page, manual pages, completions, documents, sample, licences. Needs common.sh, manuals.sh,
# documents.sh and publisher.sh.

# make_deb TREE PAGE VERSION ARCHIVE: the tree has a release build with libvirt.
make_deb() {
  local build=$1/build/release html=$2 release=$3 archive=$4 root depends
  new_temporary_dir root
  DESTDIR=$root cmake --install "$build" --prefix /usr --strip >/dev/null
  # The library is for developers, who build it with their own compiler.
  rm -rf "$root/usr/include" "$root"/usr/lib*
  install -D -m 644 "$html" "$root/usr/share/sevproof/sevproof.html"
  mkdir -p "$root/usr/share/zsh/vendor-completions"
  mv "$root/usr/share/zsh/site-functions/_sevproof" "$root/usr/share/zsh/vendor-completions/"
  rmdir "$root/usr/share/zsh/site-functions"
  deb_documents "$1" "$root/usr/share/doc/sevproof" "$release"
  # Of a link to what is left out, its text.
  python3 -B scripts/lib/links.py "$root/usr/share/doc/sevproof"
  date_manuals "$root/usr/share/man/man1"
  find "$root/usr/share/man" -type f -exec gzip -9n {} +
  depends=$(deb_depends "$root/usr/bin/sevproof")
  mkdir "$root/DEBIAN"
  deb_control "$release" "$depends" "$(installed_size "$root")" >"$root/DEBIAN/control"
  (cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
  find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
  find "$root" -type d -exec chmod 755 {} +
  find "$root" -type f -exec chmod 644 {} +
  chmod 755 "$root/usr/bin/sevproof" "$root"
  dpkg-deb --root-owner-group -Zxz --build "$root" "$archive" >/dev/null
}

# installed_size ROOT: in KiB, as dpkg counts: each file by itself, a folder as one, whatever the file system takes.
installed_size() {
  find "$1" -mindepth 1 \( -type f -printf '%s\n' -o -printf '0\n' \) |
    awk '{ sum += $1 > 0 ? int(($1 + 1023) / 1024) : 1 } END { print sum }'
}

# deb_depends PROGRAM: what its symbols ask for.
deb_depends() {
  local folder
  new_temporary_dir folder
  mkdir "$folder/debian"
  printf 'Source: sevproof\n' >"$folder/debian/control"
  (cd "$folder" && dpkg-shlibdeps -O --ignore-missing-info "$1" 2>/dev/null) | sed -n 's/^shlibs:Depends=//p'
}

deb_control() {
  cat <<END
Package: sevproof
Version: $1
Architecture: amd64
Maintainer: $(publisher maintainer)
Installed-Size: $3
Depends: $2
Suggests: libvirt0
Section: admin
Priority: optional
Homepage: $(publisher homepage)
Description: validate the launch of AMD SEV virtual machines offline
 Tells the owner of an AMD SEV or SEV-ES guest whether the guest that a host
 claims to have started is the one they asked for, says why when it is not,
 and packs the secrets that only a validated guest may have.
 .
 The program asks no network unless told to ask a libvirt host. The same core
 comes as one HTML file, /usr/share/sevproof/sevproof.html, for an air-gapped
 machine with a browser.
END
}

# deb_documents TREE FOLDER VERSION: FOLDER has what `cmake --install` put there.
deb_documents() {
  mkdir -p "$2"
  # Their content is in the file "copyright". The pictures are as large as all the rest, and show the page that is here.
  rm -rf "$2/LICENSE" "$2/THIRD-PARTY-NOTICES.txt" "$2/docs/screenshots"
  pack_sample "$1" "$2/examples" 'a shell' sevproof
  deb_copyright >"$2/copyright"
  {
    echo "sevproof ($3) unstable; urgency=medium"
    echo
    echo '  * Release.'
    echo
    echo " -- $(publisher maintainer)  $(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")"
  } | gzip -9n >"$2/changelog.gz"
}

deb_copyright() {
  echo 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/'
  echo 'Upstream-Name: sevproof'
  echo
  echo 'Files: *'
  echo 'Copyright: the authors of sevproof'
  echo 'License: Apache-2.0'
  echo ' On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.'
  echo ' .'
  python3 -B scripts/lib/copyright.py | sed 's/^$/./; s/^/ /'
}
