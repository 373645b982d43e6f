#!/bin/sh
# crypto_failure.sh STATUS FUNCTIONS PROGRAM...: whatever function of the crypto library fails, the program ends with
# its name, and no packet is made. See crypto_failure.cc.
set -u

status=$1 functions=$2
shift 2
faults=0
fault() {
  echo "$1: $2"
  faults=1
}

sealed=$("$@" nothing 2>&1) || fault nothing "$sealed"
case $sealed in
sealed*) ;;
*) fault nothing "expected a packet, got $sealed" ;;
esac
errors=$(mktemp) || exit 1
trap 'rm -f "$errors"' EXIT
for function in $functions; do
  printed=$("$@" "$function" 2>"$errors") && fault "$function" 'expected the program to end, got status 0'
  case $(cat "$errors") in
  *"$function of the crypto library failed with status $status,"*) ;;
  *) fault "$function" "expected its name, got $(cat "$errors")" ;;
  esac
  # What it prints would be sent. Node shows the line of the glue that ended the program, but as an error.
  if [ -n "$printed" ]; then fault "$function" "expected no packet, got $printed"; fi
done
exit $faults
