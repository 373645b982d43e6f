# shellcheck shell=bash
# A Debian of another release in a folder, as bare as debootstrap makes it, and running commands in it.
# Needs common.sh and debian_archive.sh; takes root.

# make_bare_root DIR SUITE: with this machine's way to the archive and to npm's packages, and nothing else.
make_bare_root() {
  local more=()
  # apt in there has no certificates of its own for an archive that is encrypted.
  if [[ $(machine_sources) == *https:* ]]; then more=(--include=ca-certificates); fi
  run_logged debootstrap debootstrap --variant=minbase "${more[@]}" "$2" "$1" "$(debian_archive_uri)" || return 1
  bare_sources "$2" >"$1/etc/apt/sources.list"
  apt-config dump | grep '^Acquire::' >"$1/etc/apt/apt.conf.d/99outer-machine" || true
  # A system that lives for minutes need not survive a loss of power while it installs.
  echo force-unsafe-io >"$1/etc/dpkg/dpkg.cfg.d/short-lived"
  cp -L /etc/resolv.conf /etc/hosts "$1/etc/" || return 1
  take_npm_settings "$1"
}

# bare_sources SUITE: as Debian's installer writes them, with what came after the release. Only where this
# machine knows an address for security is that in.
bare_sources() {
  local security
  printf 'deb %s %s main\n' "$(debian_archive_uri)" "$1"
  if [[ $1 == sid || $1 == unstable ]]; then return 0; fi
  printf 'deb %s %s-updates main\n' "$(debian_archive_uri)" "$1"
  security=$(machine_sources | awk '$2 ~ /-security$/ { print $1; exit }')
  if [[ -n $security ]]; then printf 'deb %s %s-security main\n' "$security" "$1"; fi
}

# take_npm_settings DIR: the registry and the certificates that this machine's npm trusts, if it has one.
take_npm_settings() {
  local registry cafile
  have npm || return 0
  registry=$(npm config get registry)
  cafile=$(npm config get cafile)
  printf 'registry=%s\n' "$registry" >"$1/root/.npmrc"
  if [[ -r $cafile ]]; then
    cp -L "$cafile" "$1/root/outer-machine.crt"
    printf 'cafile=/root/outer-machine.crt\n' >>"$1/root/.npmrc"
  fi
}

# What runs inside gets mounts and processes of its own: they go with it, whatever happens. The folder
# becomes the real root (a chroot may not make the namespaces that tests of a host need).
# shellcheck disable=SC2016 # for the inner shell
readonly pivot_into='
  cd "$1" && shift &&
  mount --bind . . && cd "$PWD" &&
  mount -t proc proc proc && mount --rbind /sys sys && mount --rbind /dev dev &&
  mkdir -p .outside && pivot_root . .outside && umount -l /.outside && rmdir /.outside &&
  exec "$@"'

# The settings of this machine's proxies, as env takes them.
proxy_settings() {
  local name
  for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    if [[ -n ${!name:-} ]]; then printf '%s=%s\n' "$name" "${!name}"; fi
  done
}

# in_bare_root DIR COMMAND...: as its root, with hardly any environment.
in_bare_root() {
  local proxies
  mapfile -t proxies < <(proxy_settings)
  env -i HOME=/root LANG=C.UTF-8 TERM="${TERM:-dumb}" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    "${proxies[@]}" \
    unshare --mount --pid --fork --kill-child --propagation private \
    bash -c "$pivot_into" _ "$@"
}

# in_bare_root_offline DIR COMMAND...: the same without any network.
in_bare_root_offline() {
  local dir=$1
  shift
  in_bare_root "$dir" unshare --net "$@"
}
