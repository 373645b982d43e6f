# shellcheck shell=bash
# The Debian package: program, page, manual pages, completions, licences. Needs common.sh.

# make_deb BUILDS PAGE VERSION ARCHIVE: BUILDS holds a release build with libvirt, and the notices of the page.
make_deb() {
  local build=$1/release html=$2 release=$3 archive=$4 root depends
  new_temporary_dir root
  DESTDIR=$root cmake --install "$build" --prefix /usr --strip >/dev/null
  # The library is for developers, who build it with their own compiler.
  rm -rf "$root/usr/include" "$root"/usr/lib* "$root/usr/share/doc/sevproof"
  install -D -m 644 "$html" "$root/usr/share/sevproof/sevproof.html"
  mkdir -p "$root/usr/share/zsh/vendor-completions"
  mv "$root/usr/share/zsh/site-functions/_sevproof" "$root/usr/share/zsh/vendor-completions/"
  rmdir "$root/usr/share/zsh/site-functions"
  deb_documents "$1" "$root/usr/share/doc/sevproof" "$release"
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
Maintainer: sevproof maintainers <maintainers@sevproof.invalid>
Installed-Size: $3
Depends: $2
Suggests: libvirt0
Section: admin
Priority: optional
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

# deb_documents BUILDS FOLDER VERSION
deb_documents() {
  mkdir -p "$2"
  {
    echo 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/'
    echo 'Upstream-Name: sevproof'
    echo
    echo 'Files: *'
    echo 'Copyright: the authors of sevproof'
    echo 'License: Apache-2.0'
    echo ' On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.'
    echo ' Program and page contain code of others, whose notices follow.'
    without_apache "$1/release/licences/THIRD-PARTY-NOTICES.txt" "$1/page-notices.txt" | sed 's/^$/./; s/^/ /'
  } >"$2/copyright"
  {
    echo "sevproof ($3) unstable; urgency=medium"
    echo
    echo '  * Release.'
    echo
    echo " -- sevproof maintainers <maintainers@sevproof.invalid>  $(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")"
  } | gzip -9n >"$2/changelog.gz"
}

# without_apache FILE...: Debian's policy wants that licence named, and not repeated.
without_apache() {
  sed 's/ is under the Apache License 2.0, which stands below\.$/ is under the Apache License 2.0./' "$@" |
    awk '/^-----------------------/ { getline name; skip = name == "Apache-2.0"; if (!skip) { print; print name }; next }
    !skip'
}
