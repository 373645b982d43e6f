#!/usr/bin/env bash
# What counts as a missing network: words that apt, curl, wget and npm have for it, and some that sound alike.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$project/scripts/lib/network.sh"

# first WORDS LINE...: the failure that a log of these lines tells of.
first() {
  local expected=$1 got
  printf '%s\n' "${@:2}" >"$work/log"
  got=$(network_failure "$work/log")
  [[ $got == "$expected" ]] && return 0
  printf '        expected "%s", got "%s"\n' "$expected" "$got"
  return 1
}

while IFS= read -r line; do
  check "$line" first "$line" 'some line before' "  $line  " 'Connection refused later'
done <<'END'
Temporary failure resolving 'archive.example.org'
Could not connect to archive.example.org:80 (192.0.2.1), connection timed out
Cannot initiate the connection to archive.example.org:80 (2001:db8::1). - connect (101: Network is unreachable)
curl: (6) Could not resolve host: project.example.org
curl: (7) Failed to connect to project.example.org port 443: Connection refused
curl: (28) Resolving timed out after 30000 milliseconds
wget: unable to resolve host address 'project.example.org'
npm error code ENOTFOUND
npm error network request to https://project.example.org failed, reason: getaddrinfo EAI_AGAIN project.example.org
npm error code ETIMEDOUT
END
while IFS= read -r line; do
  check "no network: $line" first '' "$line"
done <<'END'
Failed to connect to bus: Host is down
System has not been booted with systemd as init system (PID 1). Can't operate. Failed to connect to bus: No such file
E: You don't have enough free space in /var/cache/apt/archives/.
E: Unable to locate package sevproof-unknown
npm error code EINTEGRITY
END
check 'an empty log' first '' ''
finish
