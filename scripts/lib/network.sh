# shellcheck shell=bash
# Telling a missing network from other failures, by what apt, curl, wget and npm say of it. Needs steps.sh.

# network_failure LOG: the first line that says so; empty where none does.
network_failure() {
  grep -m 1 -i -E -o \
    -e "(temporary failure resolving|could not resolve|unable to resolve)[^)]*" \
    -e '(could not connect to|connection failed|failed to connect to|unable to connect)[^)]*' \
    -e 'getaddrinfo (ENOTFOUND|EAI_AGAIN)' \
    -e '(network is unreachable|no route to host|connection timed out|connection refused)' \
    -- "$1" 2>/dev/null || true
}

# say_no_network WHAT LOG
say_no_network() {
  say "$1: this machine does not reach the network (\"$(network_failure "$2")\")." \
    "All of it is in ${2#"${project_root:?}"/}. README.md, \"Without a network\", says how to do without."
}
