# shellcheck shell=bash
# Which package holds the kernel that a meta package (linux-image-cloud-amd64) stands for.

# package_in_depends BEGINNING: the first package BEGINNING-NUMBER... on which depends what `apt-cache show`
# prints on standard input. Other packages may stand before it, and alternatives behind it.
package_in_depends() {
  sed -n 's/^Depends: *//p' | sed 's/[,|]/\n/g' |
    sed -n "s/^ *\($1-[0-9][^ (:]*\).*/\1/p" | head -n 1
}

# package_of_kernel SHOW META-PACKAGE: by `SHOW PACKAGE`, which does what `apt-cache show` does. Debian 14
# moved the kernel's file from linux-image-VERSION to a linux-binary-VERSION on which that depends.
package_of_kernel() {
  local image binary
  image=$("$1" "$2" | package_in_depends linux-image)
  [[ -n $image ]] || return 0
  binary=$("$1" "$image" | package_in_depends linux-binary)
  printf '%s\n' "${binary:-$image}"
}
