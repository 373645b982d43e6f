# shellcheck shell=bash
# Which package holds the kernel that a meta package (linux-image-cloud-amd64) stands for.

# kernel_in_depends: from what `apt-cache show META-PACKAGE` prints, on standard input. Other packages
# may stand before the kernel's, and alternatives behind it.
kernel_in_depends() {
  sed -n 's/^Depends: *//p' | sed 's/[,|]/\n/g' |
    sed -n 's/^ *\(linux-image-[0-9][^ (:]*\).*/\1/p' | head -n 1
}
