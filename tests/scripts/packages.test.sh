#!/usr/bin/env bash
# Installing packages: what is said where there is no network, and that one unknown name does not sink the
# rest. apt-get is a stand-in that prints what the real one prints.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

mkdir "$work/bin"
cat >"$work/bin/apt-get" <<'STANDIN'
#!/usr/bin/env bash
# Calls are noted, without apt's own options; the answers are those of APT_STANDIN.
while [[ $1 == -o ]]; do shift 2; done
echo "$*" >>"$APT_CALLS"
offline="  Temporary failure resolving 'archive.example.org'"
case $APT_STANDIN:$1 in
  offline:update)
    printf 'Err:1 http://archive.example.org suite InRelease\n%s\n' "$offline"
    printf 'W: Failed to fetch http://archive.example.org/InRelease%s\n' "$offline"
    ;;
  one-source-offline:update | lost:update)
    printf 'Hit:1 http://archive.example.org suite InRelease\n'
    printf 'Err:2 http://other.example.org suite InRelease\n%s\n' "$offline"
    ;;
  lost:install)
    echo "E: Failed to fetch http://archive.example.org/pool/a.deb$offline"
    exit 100
    ;;
  *:update) printf 'Get:1 http://archive.example.org suite InRelease [100 kB]\n' ;;
  *:install)
    if [[ $* == *--assume-no* ]]; then
      printf '0 upgraded, 79 newly installed, 0 to remove and 0 not upgraded.\n'
      printf 'Need to get %s98.0 MB of archives.\n' "${APT_HAS:-}"
      printf 'After this operation, 386 MB of additional disk space will be used.\n'
      exit 1
    fi
    if [[ $APT_STANDIN == full ]]; then
      echo "E: You don't have enough free space in /var/cache/apt/archives/."
      exit 100
    fi
    if [[ $* == *unknown* ]]; then
      echo 'E: Unable to locate package sevproof-unknown'
      exit 100
    fi
    ;;
esac
STANDIN
# Whoever runs this may not be root.
cat >"$work/bin/sudo" <<'STANDIN'
#!/usr/bin/env bash
if [[ $1 == -n || $1 == -v ]]; then shift; fi
"$@"
STANDIN
cat >"$work/bin/apt-cache" <<'STANDIN'
#!/usr/bin/env bash
if [[ ${!#} != "${APT_LACKS:-}" ]]; then echo "Package: ${!#}"; fi
STANDIN
chmod +x "$work/bin/apt-get" "$work/bin/sudo" "$work/bin/apt-cache"
export APT_CALLS=$work/calls

# install ANSWER PACKAGE...: what install_missing says, in $work/out, in a project of its own for the logs.
mkdir -p "$work/project/scripts"
cp -r "$project/scripts/lib" "$work/project/scripts/"
sed -i 's/^declare -Ar newer_names=(/&[sevproof-old]=sevproof-new /' "$work/project/scripts/lib/packages.sh"
install() {
  : >"$APT_CALLS"
  APT_STANDIN=$1 PATH=$work/bin:$PATH bash -c '
    set -euo pipefail
    source scripts/lib/common.sh
    source scripts/lib/packages.sh
    names=("${@:2}")
    install_missing "${names[@]}"' install "$@" >"$work/out" 2>&1 </dev/null
}
cd "$work/project" || exit 1

check 'without a network it ends' install offline sevproof-a sevproof-b
check 'and says so' says "$work/out" 'this machine does not reach the network'
check 'with the words of apt' says "$work/out" "Temporary failure resolving 'archive.example.org'"
check 'and the log' says "$work/out" 'build/logs/package-lists.log'
check 'installing is not even tried' silent_about "$work/calls" install

check 'a source that does not answer does not stop the rest' install one-source-offline sevproof-a
check 'it is installed' says "$work/calls" 'install --yes --no-install-recommends sevproof-a'
check 'and nothing is said of the network' silent_about "$work/out" 'network'

check 'a network that goes away meanwhile' install lost sevproof-a sevproof-b
check 'is told from other failures' says "$work/out" 'Packages cannot be downloaded: this machine does not reach the network'
check 'and no package is tried alone' silent_about "$work/calls" 'recommends sevproof-b'

check 'what it takes' install good sevproof-a sevproof-b
check 'is said before' says "$work/out" '79 packages, 98.0 MB to download, 386 MB on the disk'

export APT_HAS='12.3 MB/'
check 'what it takes where a part is there already' install good sevproof-a
check 'is what is left' says "$work/out" '79 packages, 12.3 MB to download, 386'

check 'another failure of apt' install full sevproof-a
check 'is told in its words' says "$work/out" "E: You don't have enough free space"
check 'with the log' says "$work/out" 'build/logs/packages.log'

check 'one unknown name' install good sevproof-a sevproof-unknown
check 'does not keep the others out' grep -q -x 'install --yes --no-install-recommends sevproof-a' "$work/calls"

check 'a name that the archive has' install good sevproof-old
check 'is taken' grep -q -x 'install --yes --no-install-recommends sevproof-old' "$work/calls"
export APT_LACKS=sevproof-old
check 'one that newer releases have changed' install good sevproof-a sevproof-old
check 'is replaced' grep -q -x 'install --yes --no-install-recommends sevproof-a sevproof-new' "$work/calls"
check 'and said as it is' says "$work/out" 'installing sevproof-a sevproof-new'
finish
