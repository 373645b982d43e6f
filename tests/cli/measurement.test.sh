#!/usr/bin/env bash
# The measurement as text: base64 of exactly 48 bytes.
. "$(dirname "$0")/lib.sh"

make_inputs
make_plain
rest=(--api-major 1 --api-minor 55 --build-id 21 --policy 3 --firmware fw.fd --tk tk)

it "takes it with spaces and newlines around it, as a terminal's copy has"
for around in ' ' $'\n' $'\t' $'\r\n'; do
  run --measurement "$around$blob$around" "${rest[@]}"
  expect_status 0
done

it "takes what is exactly equivalent: broken lines, quotes, the alphabet for URLs"
url=$(printf '%s' "$blob" | tr '+/' '-_')
for text in "${blob:0:20} ${blob:20}" "${blob:0:32}"$'\n'"${blob:32}" "\"$blob\"," "'$blob'" "$url"; do
  run --measurement "$text" "${rest[@]}"
  expect_status 0
  run --launch-info plain --measurement "$text" --firmware fw.fd --tk tk
  expect_status 0
done

it "refuses base64 that is none"
for text in '!' "$blob!" "${blob:0:20}*${blob:21}" \
  "${blob:0:63}" "${blob:0:63}=" "${blob:0:62}==" "${blob:0:20}-/${blob:22}" "${blob}====" '====' "${blob:0:63}é"; do
  refused 'measurement.*(base64|48 bytes)' --measurement "$text" "${rest[@]}"
done

it "does not ask for hex"
refused '48 bytes in base64 .*, got an odd number of hex digits: .abc.$' --measurement abc "${rest[@]}"

it "names the place of a character that does not belong"
refused '20' --measurement "${blob:0:20}*${blob:21}" "${rest[@]}"

it "says that it is not 48 bytes, instead of a mismatch"
for length in 0 1 16 32 47 49 64 96 2000; do
  text=$(head -c $length kernel | base64 -w 0)
  refused 'measurement' --measurement "$text" "${rest[@]}"
done
text=$(head -c 47 kernel | base64 -w 0)
refused '48.*47' --measurement "$text" "${rest[@]}"
refused '48.*0' --measurement '' "${rest[@]}"

it "recognises the measurement without its nonce"
text=$(head -c 32 kernel | base64 -w 0)
refused '48.*32' --measurement "$text" "${rest[@]}"

it "recognises it in hex, which is base64 of 48 bytes as well"
text=$(printf '%s' "$blob" | base64 -d | head -c 32 | od -A n -t x1 -v | tr -d ' \n')
for hex in "$text" "0x$text" "${text^^}" "$(sed 's/../&:/g; s/:$//' <<<"$text")"; do
  refused 'measurement.*48 bytes.*32 bytes in hex.*without its nonce' --measurement "$hex" "${rest[@]}"
  expect_hint 'nonce'
done

it "names a value that has more around it"
refused 'the value alone' --measurement "sev-measurement: $blob" "${rest[@]}"
refused 'the value alone' --measurement "{\"data\": \"$blob\"}" "${rest[@]}"
refused 'encoded twice' --measurement "$(printf '%s' "$blob" | base64 -w 0)" "${rest[@]}"

it "refuses hex text"
refused 'measurement' --measurement "$(printf '%s' "$blob" | base64 -d | od -A n -t x1 -v | tr -d ' \n')" "${rest[@]}"

it "says where the measurement is found"
refused 'measurement' --measurement x "${rest[@]}"
expect_hint 'sev-measurement'

finish
