#!/bin/sh
# crypto_failure.sh PROGRAM...: whatever function of the crypto library fails, the program ends with
# its name, and no packet is made. See crypto_failure.cc.
set -u

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
for function in aes_setkey_enc aes_crypt_ctr; do
  function=mbedtls_$function
  output=$("$@" $function 2>&1) && fault $function 'expected the program to end, got status 0'
  case $output in
  *"$function of the crypto library failed with status -110"*) ;;
  *) fault $function "expected its name, got $output" ;;
  esac
  case $output in
  *sealed*) fault $function 'a packet was made' ;;
  esac
done
exit $faults
