# shellcheck shell=bash
# Telling a missing network from other failures, by what apt, curl, wget and npm say of it (in English:
# with LC_ALL=C). Needs steps.sh.

# network_failure LOG: the first line that says so; empty where none does. A package's own script may
# fail to connect to a bus of its machine: that is no network.
network_failure() {
  grep -v -i 'connect to bus' -- "$1" 2>/dev/null | grep -m 1 -i -E \
    -e 'temporary failure (resolving|in name resolution)|(could not|unable to|cannot) resolve|resolving timed out' \
    -e '(could not|failed to|unable to|cannot) (initiate the connection|connect to)|connection failed' \
    -e 'network is unreachable|no route to host|connection timed out|connection refused' \
    -e 'ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH' |
    sed 's/^[[:space:]]*//; s/[[:space:]]*$//' || true
}

# say_no_network WHAT LOG
say_no_network() {
  say "$1: this machine does not reach the network (\"$(network_failure "$2")\")." \
    "All of it is in ${2#"${project_root:?}"/}. README.md, \"Without a network\", says how to do without."
}
