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

it "recognises a newline after the key"
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

# What firmware measures under where a guest is started without session data: it would match.
it "refuses a key of zeros, and says what it means"
head -c 32 /dev/zero >zero
head -c 16 zero >zero-key
cat tek zero-key >zero-tik
cat zero-key tik >zero-tek
host launch --firmware fw.fd --policy 3 --tk zero >zeroed
refused "TK 'zero'.*16 zero bytes" --launch-info zeroed --firmware fw.fd --tk zero
expect_hint 'without session data'
refused "TIK 'zero-key'.*16 zero bytes" --launch-info zeroed --firmware fw.fd --tik zero-key
expect_hint 'without session data'
refused "TK 'zero-tik'.*second half" --launch-info zeroed --firmware fw.fd --tk zero-tik
refused "TK 'zero-tek'.*first half" --launch-info plain --firmware fw.fd --tk zero-tek
refused "TEK 'zero-key'.*16 zero bytes" --launch-info plain --firmware fw.fd --tik tik --tek zero-key
refused "TK 'zero'" measure --firmware fw.fd --policy 3 --api-major 1 --api-minor 55 --build-id 21 \
  --nonce "$nonce" --tk zero

it "tells a mismatch that is a launch without a session"
run --launch-info zeroed --firmware fw.fd --tk tk
expect_status 1
expect_stderr '^REASON: The guest was started without your session'
run --launch-info zeroed --firmware fw.fd --tk tk --also-try zero-key
expect_status 1
expect_stderr '^REASON: The guest was started without your session'

it "takes keys that look like text"
printf '%s' 'all of it is a text of 32 bytes.' >textual
host launch --firmware fw.fd --policy 3 --tk textual >texted
run --launch-info texted --firmware fw.fd --tk textual
expect_status 0

finish
