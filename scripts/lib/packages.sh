# shellcheck shell=bash
# Installing by package name: what is there is used, what is missing is installed where that is
# allowed, and what cannot be had is named. Nothing here asks a question, and when nothing is
# missing nothing touches the network.

# What each package is needed for can also come from elsewhere (another distribution, a hand-made
# installation): how to see that it is there without its package.
declare -Ar package_probes=(
  [g++]='command g++ clang++ c++'
  [cmake]='command cmake'
  [ninja-build]='command ninja'
  [python3]='command python3'
  [ca-certificates]='file /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt'
  [curl]='command curl wget'
  [bzip2]='command bzip2'
  [xz-utils]='command xz'
  [libexpected-dev]='header tl/expected.hpp'
  [nlohmann-json3-dev]='header nlohmann/json.hpp'
  [libvirt-dev]='header libvirt/libvirt.h'
  [pkg-config]='command pkg-config pkgconf'
  [libvirt-daemon]='file /usr/sbin/libvirtd'
  [libvirt-daemon-driver-qemu]='file /usr/lib/x86_64-linux-gnu/libvirt/connection-driver/libvirt_driver_qemu.so /usr/lib64/libvirt/connection-driver/libvirt_driver_qemu.so'
  [libvirt-clients]='command virsh'
  [qemu-system-x86]='command qemu-system-x86_64'
  [libgtest-dev]='header gtest/gtest.h'
  [libgmock-dev]='header gmock/gmock.h'
  [libssl-dev]='header openssl/evp.h'
  [openssl]='command openssl'
  [libbenchmark-dev]='header benchmark/benchmark.h'
  [libvirt-clients-qemu]='command virt-qemu-sev-validate'
  [python3-cryptography]='python cryptography'
  [python3-lxml]='python lxml'
  [python3-libvirt]='python libvirt'
  [python3-jsonschema]='python jsonschema'
  [ovmf]='file /usr/share/ovmf/OVMF.fd'
  [shellcheck]='command shellcheck'
  [clang]='command clang++'
  [clang-format]='command clang-format'
  [clang-tidy]='command clang-tidy'
  [gcovr]='command gcovr'
  [git]='command git'
  [debootstrap]='command debootstrap'
  [emscripten]='command em++'
  [nodejs]='command node'
  [npm]='command npm'
  [googletest]='file /usr/src/googletest/CMakeLists.txt'
  [chromium]='command chromium'
  [firefox-esr]='command firefox-esr firefox'
  [webkit2gtk-driver]='command WebKitWebDriver'
  [xvfb]='command Xvfb'
  [nginx-light]='command nginx'
  [minisign]='command minisign'
  [g++-mingw-w64-x86-64-posix]='command x86_64-w64-mingw32-g++-posix'
  [wine]='command wine'
  [wine64]='command wine64 wine'
  [g++-aarch64-linux-gnu]='command aarch64-linux-gnu-g++'
  [qemu-user-static]='command qemu-aarch64-static'
)

# What newer releases of Debian have in their place.
declare -Ar newer_names=([webkit2gtk-driver]=webkitgtk-webdriver)

any_command() {
  local name
  for name in "$@"; do
    if have "$name"; then return 0; fi
  done
  return 1
}

any_file() {
  local path
  for path in "$@"; do
    if [[ -e $path ]]; then return 0; fi
  done
  return 1
}

probe_package() {
  local probe
  read -ra probe <<<"${package_probes[$1]:-none}"
  case ${probe[0]} in
    command) any_command "${probe[@]:1}" ;;
    file) any_file "${probe[@]:1}" ;;
    header) any_file "/usr/include/${probe[1]}" "/usr/local/include/${probe[1]}" ;;
    # The system's own Python: it is the one that a distribution's programs run with.
    python) /usr/bin/python3 -c "import ${probe[1]}" >/dev/null 2>&1 ;;
    *) return 1 ;;
  esac
}

package_is_there() {
  local status
  status=$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null || true)
  [[ $status == installed ]] || probe_package "$1"
}

# missing_of PACKAGE...: one a line.
missing_of() {
  local package
  for package in "$@"; do
    package_is_there "$package" || printf '%s\n' "$package"
  done
}

# Whether root's rights can be had without a question. Only where a person sits at a terminal may
# sudo itself ask for its password, once; from then on `sudo -n` goes through.
can_be_root() {
  if ((EUID == 0)); then return 0; fi
  have sudo || return 1
  if sudo -n true 2>/dev/null; then return 0; fi
  [[ -t 0 ]] && sudo -v && sudo -n true 2>/dev/null
}

apt_as_root() {
  local prefix=()
  if ((EUID != 0)); then prefix=(sudo -n); fi
  "${prefix[@]}" env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l LC_ALL=C \
    apt-get -o DPkg::Lock::Timeout=300 "$@"
}

# names_here PACKAGE...: as this release calls them, one a line. Needs lists that are new. Of a name that
# another package only provides, apt-cache has nothing to show, and says so with status 0.
names_here() {
  local package
  for package in "$@"; do
    if [[ -n ${newer_names[$package]:-} && -z $(apt-cache show "$package" 2>/dev/null) ]]; then
      package=${newer_names[$package]}
    fi
    printf '%s\n' "$package"
  done
}

# apt_install PACKAGE...: the whole list at once is quick; one name that this distribution does not
# know would sink all of it, so then each goes alone. Without a network that would only take longer.
apt_install() {
  local package failed=0
  apt_as_root install --yes --no-install-recommends "$@" && return 0
  if [[ -n $(network_failure "${logs_dir:?}/packages.log") ]]; then return 1; fi
  for package in "$@"; do
    apt_as_root install --yes --no-install-recommends "$package" || failed=1
  done
  return "$failed"
}

# A package list that is older than the archive names files that are gone, so it is renewed, once in
# each run. A third-party source that does not answer must not stop the rest: only where none answers
# is there no going on.
package_lists_are_new=false
renew_package_lists() {
  local log=$logs_dir/package-lists.log
  if $package_lists_are_new; then return 0; fi
  run_quietly package-lists apt_as_root update || true
  if [[ -n $(network_failure "$log") ]] && ! grep -q -E '^(Hit|Get):' "$log"; then
    say_no_network 'Packages cannot be installed' "$log"
    return 1
  fi
  package_lists_are_new=true
}

# What apt says of the whole: "79 packages, 98.0 MB to download, 386 MB on the disk".
apt_cost() {
  apt_as_root install --assume-no --no-install-recommends "$@" 2>/dev/null | awk '
    /newly installed/ { packages = $3 }
    /^Need to get/ { download = $0; sub(/^Need to get /, "", download); sub(/(\/| of archives).*/, "", download) }
    /^After this operation/ { disk = $4 " " $5 }
    END { if (packages) printf "%d packages, %s to download, %s on the disk\n", packages, download, disk }' || true
}

install_with_apt() {
  local log=$logs_dir/packages.log cost packages
  renew_package_lists || return 1
  mapfile -t packages < <(names_here "$@")
  cost=$(apt_cost "${packages[@]}")
  say "installing ${packages[*]}"
  if [[ -n $cost ]]; then say "$cost"; fi
  run_quietly packages apt_install "${packages[@]}" && return 0
  if [[ -n $(network_failure "$log") ]]; then
    say_no_network 'Packages cannot be downloaded' "$log"
  else
    say 'apt-get could not install all of them:'
    grep '^E: ' "$log" | sort --unique | say_lines
    say "All of it is in ${log#"$project_root"/}."
  fi
}

# install_missing PACKAGE...: tries to make them all be there, in one go, and says what came of it.
# What matters is checked afterwards by the two functions below.
install_missing() {
  local missing
  mapfile -t missing < <(missing_of "$@")
  if ((${#missing[@]} == 0)); then return 0; fi
  if ! have apt-get; then
    say "This machine has no apt-get. Missing (Debian's names): ${missing[*]}"
  elif ! can_be_root; then
    say "Installing needs root or sudo. Missing: ${missing[*]}" \
      "Someone who may can run: apt-get install --no-install-recommends ${missing[*]}"
  else
    install_with_apt "${missing[@]}" || true
  fi
}

# require_packages PACKAGE...: without these there is no going on.
require_packages() {
  local missing
  mapfile -t missing < <(missing_of "$@")
  if ((${#missing[@]} > 0)); then
    die "cannot go on without: ${missing[*]}" \
      'install them, under whatever name your system has for them, and run this again'
  fi
}

# want_packages PURPOSE PACKAGE...: goes on without them, and says what that means.
want_packages() {
  local purpose=$1 missing
  shift
  mapfile -t missing < <(missing_of "$@")
  if ((${#missing[@]} > 0)); then say "going on without ${missing[*]}: $purpose"; fi
}

# python_with MODULE...: prints a python3 that has them. Another one than the system's may come first
# on PATH, and packages install modules for the system's.
python_with() {
  local python modules
  modules=$(IFS=,; echo "$*")
  for python in python3 /usr/bin/python3; do
    if "$python" -c "import $modules" >/dev/null 2>&1; then
      echo "$python"
      return 0
    fi
  done
  return 1
}
