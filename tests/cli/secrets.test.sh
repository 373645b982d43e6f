#!/usr/bin/env bash
# Packing secrets for a guest whose launch was validated; the stand-in's firmware and guest open the packets.
. "$(dirname "$0")/lib.sh"

make_inputs
make_plain
make_es
luks_key=736869e5-84f0-4973-92ec-06879ce3da0b
other=e1cdf8bd-37c4-4e2b-9a2b-4ac31e1e3a4f
outputs=(--secret-header header --secret-payload payload)

# opened BLOB: what the guest finds, as JSON.
opened() { host open --tk tk --blob "$1" --header header --payload payload; }

# pack ARGUMENTS...: for the plain launch.
pack() { run "${plain[@]}" "${outputs[@]}" "$@"; }

# refused_secret PATTERN ARGUMENTS...
refused_secret() { refused "$1" "${plain[@]}" "${outputs[@]}" "${@:2}"; }

it "packs a secret that the guest finds"
pack --inject-secret luks-key:secret
expect_status 0
expect_stdout "^OK: Packed 1 secret into 'header' and 'payload'$"
expect_equal secrets "{\"$luks_key\": \"$(hex secret)\"}" "$(opened "$blob")"

it "packs for a SEV-ES guest, with separate keys"
run --launch-info es --firmware fw.fd --tik tik --tek tek "${boot[@]}" --num-cpus 4 --cpu EPYC-Milan \
  "${outputs[@]}" -s luks-key:secret
expect_status 0
expect_equal secrets "{\"$luks_key\": \"$(hex secret)\"}" "$(opened "$(value sev-measurement es)")"

it "writes base64 and nothing else"
expect_equal 'header, bytes' 52 "$(base64 -d header | wc -c)"
expect_equal 'payload, bytes' 80 "$(base64 -d payload | wc -c)"
for file in header payload; do
  grep -qE '^[A-Za-z0-9+/]+=*$' $file || fault "$file: not base64"
done

it "writes a packet for the owner only"
for file in header payload; do expect_equal "$file, mode" 600 "$(stat -c %a $file)"; done

it "packs several secrets in the order given, named by GUID in either case"
pack -s $other:kernel-line -s luks-key:secret
expect_status 2
head -n 1 kernel >line
pack -s "${other^^}:line" -s luks-key:secret
expect_status 0
expect_equal secrets "{\"$other\": \"$(hex line)\", \"$luks_key\": \"$(hex secret)\"}" "$(opened "$blob")"

it "makes another packet every time"
cp header header.before
pack -s "$other:line" -s luks-key:secret
! cmp -s header header.before || fault 'two packets with one IV'

it "packs secrets of every length up to the most"
for length in 1 7 8 9 23 24 25 1000 16320; do
  head -c $length kernel >some
  pack -s luks-key:some
  expect_status 0
  expect_equal "$length bytes" "{\"$luks_key\": \"$(hex some)\"}" "$(opened "$blob")"
  expect_equal "payload for $length bytes" $(((length + 40 + 15) / 16 * 16)) "$(base64 -d payload | wc -c)"
done

it "splits NAME:FILE at the first colon"
mkdir a:b
cp secret 'a:b/c:d e'
pack -s 'luks-key:a:b/c:d e'
expect_status 0
expect_equal secrets "{\"$luks_key\": \"$(hex secret)\"}" "$(opened "$blob")"

it "packs nothing for a launch that does not match, and changes nothing"
firmware_image --out wrong.fd --seed 9
remember_tree
run "${plain[@]}" --policy 3 --firmware wrong.fd "${outputs[@]}" -s luks-key:secret
expect_status 1
expect_no_stdout
expect_same_tree
rm header payload
remember_tree
run "${es[@]}" --num-cpus 3 "${outputs[@]}" -s luks-key:secret
expect_status 1
expect_same_tree

it "refuses more than the firmware takes"
head -c 16345 kernel >large
refused_secret 'secret.*16384' -s luks-key:large
head -c 9000 kernel >half
refused_secret '16384' -s luks-key:half -s $other:half
truncate -s 20K large
refused_secret 'secret' -s luks-key:large

it "refuses them before any verdict, whatever that would be"
remember_tree
run "${plain[@]}" --firmware wrong.fd "${outputs[@]}" -s luks-key:half -s $other:half
expect_status 2
expect_no_stdout
expect_stderr '^ERROR: .*16384'
expect_not_shown 'does not match'
expect_same_tree

it "warns when the secrets do not fit the firmware's area"
head -c 3100 kernel >large
pack -s luks-key:large
expect_status 0
expect_stderr '^WARNING: .*do not fit'

it "warns when the firmware has no area for secrets"
firmware_image --out arealess.fd --reset-address 0x80b004
host launch --firmware arealess.fd --policy 3 --tk tk >arealess
run --launch-info arealess --firmware arealess.fd --tk tk "${outputs[@]}" -s luks-key:secret
expect_status 0
expect_stderr '^WARNING: .*no area'

it "says that GRUB wants a NUL byte after a passphrase, and nothing when it is there"
pack -s luks-key:secret
expect_status 0
expect_stderr "^NOTE: .*NUL byte.*GRUB.*printf '%s.0'.*Linux"
printf 'passphrase\0' >terminated
pack -s luks-key:terminated
expect_status 0
! grep -q GRUB "$scratch/stderr" || fault 'a note about what is right'

it "warns about a byte order mark and about UTF-16"
printf '\xef\xbb\xbfpassphrase\0' >marked
pack -s luks-key:marked
expect_status 0
expect_stderr '^WARNING: .*byte order mark'
printf 'passphrase' | iconv -t UTF-16LE >wide
pack -s luks-key:wide
expect_status 0
expect_stderr '^WARNING: .*UTF-16'
printf 'passphrase' | iconv -t UTF-16 >wide
pack -s luks-key:wide
expect_status 0
expect_stderr '^WARNING: .*UTF-16'
expect_hint 'without a byte order mark'
expect_equal 'warnings of it' 1 "$(grep -c 'byte order mark)\?$' "$scratch/stderr")"

it "warns about a newline at the end of a secret"
{ cat secret && echo; } >newline
pack -s luks-key:newline
expect_status 0
expect_stderr '^WARNING: .*newline'
expect_hint 'printf'
printf '\0' >>newline
pack -s luks-key:newline
expect_stderr '^WARNING: .*newline'

it "warns about an empty secret, or refuses it"
: >empty
pack -s luks-key:empty
expect_stderr 'empty'
printf '\0' >empty
pack -s luks-key:empty
expect_stderr '^WARNING: .*empty'

it "refuses one GUID twice, also by its alias"
refused_secret "twice|duplicate|$luks_key" -s luks-key:secret -s luks-key:line
refused_secret "twice|duplicate|$luks_key" -s luks-key:secret -s "${luks_key^^}:line"

it "refuses what is no NAME:FILE"
for text in secret luks-key luks-key: ''; do
  refused_secret "NAME:FILE.*'$text'" -s "$text"
done
refused_secret 'secret' -s :secret

it "refuses names that are neither GUID nor alias"
for name in luks-keys LUKS ${luks_key}0 "{$luks_key}" ${luks_key//-/} "${luks_key%?}g"; do
  refused_secret "'$(literal "$name")'" -s "$name:secret"
done

it "shows no secret, not even with --debug"
printf '%s' 'Pa55-w0rd-0123456789' >secret
run "${plain[@]}" "${outputs[@]}" -s luks-key:secret --debug
expect_status 0
expect_not_shown 'Pa55'
expect_not_shown "$(hex secret | cut -c 1-16)"
expect_not_shown "$(base64 -w 0 secret | cut -c 1-12)"
run "${plain[@]}" "${outputs[@]}" -s luks-key:secret --json
expect_not_shown 'Pa55|'"$(hex secret | cut -c 1-16)"

it "says what it did: it packed, and injected nothing"
pack -s luks-key:secret
expect_stdout "OK: .*'header'.*'payload'"
expect_not_shown '[Ii]njected'

it "prints nothing when quiet, and writes the packet"
rm header payload
pack -s luks-key:secret -q
expect_status 0
expect_no_stdout
expect_no_stderr
expect_equal secrets "{\"$luks_key\": \"$(hex secret)\"}" "$(opened "$blob")"

it "writes no packet when there is no secret"
rm header payload
pack
expect_no_file header payload

finish
