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
for function in $functions; do
  output=$("$@" "$function" 2>&1) && fault "$function" 'expected the program to end, got status 0'
  case $output in
  *"$function of the crypto library failed with status $status,"*) ;;
  *) fault "$function" "expected its name, got $output" ;;
  esac
  # Only at the start of a line: where the program ends, Node shows the line of the glue that ended it.
  if printf '%s\n' "$output" | grep -q '^sealed '; then fault "$function" "a packet was made: $output"; fi
done
exit $faults
