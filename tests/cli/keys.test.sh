#!/usr/bin/env bash
# Key files: raw bytes of exactly the right length.
. "$(dirname "$0")/lib.sh"

make_inputs
make_plain

it "refuses a TIK or TEK of any other length than 16"
for length in 0 1 15 17 24 31 32 33 64 4096 5000; do
  head -c $length kernel >key
  refused "TIK 'key'" --launch-info plain --firmware fw.fd --tik key
  refused "TEK 'key'" --launch-info plain --firmware fw.fd --tik tik --tek key
done

it "refuses a TK of any other length than 32"
for length in 0 1 15 16 17 31 33 48 64 4096 5000; do
  head -c $length kernel >key
  refused "TK 'key'" --launch-info plain --firmware fw.fd --tk key
done

it "says which length was expected and which came"
head -c 15 kernel >key
refused '16 bytes.*15' --launch-info plain --firmware fw.fd --tik key
refused '32 bytes.*15' --launch-info plain --firmware fw.fd --tk key

it "recognises hex text of the right key"
for key in tik tk; do
  hex $key >$key.hex
  refused "'$key.hex'" --launch-info plain --firmware fw.fd --$key $key.hex
  expect_hint 'hex'
  hex $key | tr a-f A-F | tr -d '\n' >$key.hex
  refused "'$key.hex'" --launch-info plain --firmware fw.fd --$key $key.hex
  expect_hint 'hex'
done

it "recognises hex text of one key given as a TK, although it has 32 bytes"
hex tik >textual
refused "TK 'textual'.*32 hex digits" --launch-info plain --firmware fw.fd --tk textual
expect_hint 'hex'

it "names what a key file is instead"
head -c 128 kernel | base64 -w 0 >vm_session.b64
refused "TIK 'vm_session.b64'" --launch-info plain --firmware fw.fd --tik vm_session.b64
expect_hint 'session'
head -c 2084 kernel | base64 -w 0 >vm_godh.b64
refused "TK 'vm_godh.b64'" --launch-info plain --firmware fw.fd --tk vm_godh.b64
expect_hint 'godh'
printf '%s\n' '-----BEGIN CERTIFICATE-----' MIIB >pem
refused "TIK 'pem'" --launch-info plain --firmware fw.fd --tik pem
expect_hint 'certificate as PEM text'

it "recognises base64 text of the right key"
for key in tik tk; do
  base64 -w 0 $key >$key.b64
  refused "'$key.b64'" --launch-info plain --firmware fw.fd --$key $key.b64
  expect_hint 'base64'
  base64 $key >$key.b64
  refused "'$key.b64'" --launch-info plain --firmware fw.fd --$key $key.b64
  expect_hint 'base64'
done

it "recognises a newline behind the key"
{ cat tik && echo; } >key
refused '16 bytes.*17' --launch-info plain --firmware fw.fd --tik key
expect_hint 'newline'

it "recognises a TK given as TIK, and a TIK given as TK"
refused "TIK 'tk'" --launch-info plain --firmware fw.fd --tik tk
expect_hint 'TK'
refused "TK 'tik'" --launch-info plain --firmware fw.fd --tk tik
expect_hint 'TIK'

it "shows no key in these messages"
for key in tik tk; do
  run --launch-info plain --firmware fw.fd --$key $key.hex --debug
  expect_not_shown "$(hex tik | cut -c 1-10)"
  run --launch-info plain --firmware fw.fd --$key $key.b64 --debug
  expect_not_shown "$(base64 -w 0 $key | cut -c 1-10)"
done

it "checks a TEK that is given although it is not needed"
refused "TEK 'no'" --launch-info plain --firmware fw.fd --tik tik --tek no

it "takes keys whose bytes are all zero or look like text"
head -c 32 /dev/zero >zero
host launch --firmware fw.fd --policy 3 --tk zero >zeroed
run --launch-info zeroed --firmware fw.fd --tk zero
expect_status 0
printf '%s' 'all of it is a text of 32 bytes.' >textual
host launch --firmware fw.fd --policy 3 --tk textual >texted
run --launch-info texted --firmware fw.fd --tk textual
expect_status 0

finish
