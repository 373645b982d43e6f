#!/bin/sh
# crypto_failure.sh STATUS DEEDS PROGRAM...: each of DEEDS is DEED:FUNCTION. Whatever function of the crypto library
# fails, the program ends with its name, and what it was to do is not done. See crypto_failure.cc.
set -u

status=$1 deeds=$2
shift 2
faults=0
fault() {
  echo "$1: $2"
  faults=1
}

errors=$(mktemp) || exit 1
trap 'rm -f "$errors"' EXIT
for pair in $deeds; do
  deed=${pair%%:*} function=${pair#*:}
  printed=$("$@" "$deed" nothing 2>&1) || fault "$deed" "$printed"
  case $printed in
  done*) ;;
  *) fault "$deed" "expected it to be done, got $printed" ;;
  esac
  printed=$("$@" "$deed" "$function" 2>"$errors") && fault "$pair" 'expected the program to end, got status 0'
  case $(cat "$errors") in
  *"$function of the crypto library failed with status $status,"*) ;;
  *) fault "$pair" "expected its name, got $(cat "$errors")" ;;
  esac
  # What it prints would be sent, or believed. Node shows the line of the glue that ended the program, but as an error.
  if [ -n "$printed" ]; then fault "$pair" "expected nothing, got $printed"; fi
done
exit $faults
