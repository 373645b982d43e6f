#!/usr/bin/env bash
# `sevproof secret unpack`: checks and opens a packet.
. "$(dirname "$0")/lib.sh"

make_inputs
make_plain
luks_key=736869e5-84f0-4973-92ec-06879ce3da0b
other=e1cdf8bd-37c4-4e2b-9a2b-4ac31e1e3a4f
head -c 1000 kernel >long
run "${plain[@]}" -s luks-key:secret -s $other:long --secret-header header --secret-payload payload
packet=(--secret-header header --secret-payload payload)
unpack=(secret unpack "${packet[@]}" --tk tk --launch-info plain)

it "lists GUID, size and hash of every secret, and no secret"
run "${unpack[@]}"
expect_status 0
expect_no_stderr
expect_stdout "^$luks_key .*28 bytes.*$(sha256sum <secret | cut -c 1-64).*luks-key"
expect_stdout "^$other .*1000 bytes.*$(sha256sum <long | cut -c 1-64)"
expect_not_shown 'correct horse'

it "takes the measurement alone, and separate keys"
run secret unpack "${packet[@]}" --tik tik --tek tek --measurement "$blob"
expect_status 0
run secret unpack "${packet[@]}" --tik tik --tek tek -m "$blob"
expect_status 0

it "reads header or payload from a pipe"
run secret unpack --secret-header <(cat header) --secret-payload - --tk tk -m "$blob" <payload
expect_status 0

it "takes base64 with a newline at its end"
for file in header payload; do { cat $file && echo; } >$file.nl; done
run secret unpack --secret-header header.nl --secret-payload payload.nl --tk tk -m "$blob"
expect_status 0

it "prints JSON, or nothing"
run "${unpack[@]}" --json
expect_status 0
expect_stdout "$(sha256sum <secret | cut -c 1-64)"
expect_not_shown "$(hex secret | cut -c 1-16)|$(base64 -w 0 secret | cut -c 1-12)"
run "${unpack[@]}" --quiet
expect_status 0
expect_no_stdout

it "writes the secrets into a folder"
mkdir out
run "${unpack[@]}" --out out
expect_status 0
expect_equal files "$luks_key $other" "$(find out -type f -printf '%f\n' | sort | xargs)"
expect_same_content out/$luks_key secret
expect_same_content out/$other long

it "writes secrets for the owner only"
expect_equal mode '600 600' "$(stat -c %a out/* | xargs)"

it "replaces secrets that are there, and leaves other files"
printf 'former' >out/$luks_key
printf 'mine' >out/mine
run "${unpack[@]}" --out out/
expect_status 0
expect_same_content out/$luks_key secret
expect_equal 'another file' mine "$(cat out/mine)"

it "makes the folder where it is missing"
run "${unpack[@]}" --out fresh
expect_status 0
expect_same_content fresh/$other long

it "makes it for the owner only"
expect_equal mode 700 "$(stat -c %a fresh)"

it "writes all secrets or none"
mkdir blocked
printf 'former' >blocked/$luks_key
mkdir blocked/$other
refused "$other" "${unpack[@]}" --out blocked
refused "'secret" "${unpack[@]}" --out secret
refused 'missing' "${unpack[@]}" --out missing/out
mkdir disk
if mount -t tmpfs -o size=4k none disk 2>/dev/null; then
  refused 'No space left' "${unpack[@]}" --out disk
  umount disk
fi

it "does not write a secret over an input, whatever names it"
mkdir inputs
for option in --secret-header --secret-payload --tk --tik --tek --launch-info; do
  keys=(--tk tk)
  case $option in
    --tk) keys=() ;;
    --tik) keys=(--tek tek) ;;
    --tek) keys=(--tik tik) ;;
  esac
  file=${option#--} && file=${file#secret-} && [ "$file" != launch-info ] || file=plain
  for link in 'cp' 'ln' 'ln -sr'; do
    rm -f inputs/$luks_key
    $link "$file" inputs/$luks_key
    refused 'input' secret unpack --secret-header header --secret-payload payload "${keys[@]}" \
      --launch-info plain "$option" inputs/$luks_key --out inputs
  done
done
rm -r inputs

it "does not mix secrets with what it prints"
mkdir mixed
ln -s /dev/stdout mixed/$luks_key
remember_tree
run "${unpack[@]}" --out mixed
check_refusal 'standard output'
rm -r mixed

it "takes only the packet of this launch and these keys"
firmware_image --out other.fd --seed 5
host launch --firmware other.fd --policy 3 --tk tk >other
refused '(MAC|authentic|genuine)' secret unpack "${packet[@]}" --tk tk --launch-info other
tac -rs . tk >other-tk
refused '(MAC|authentic|genuine)' secret unpack "${packet[@]}" --tk other-tk --launch-info plain
expect_hint 'TIK'
cat tik tek >swapped-tk
refused 'MAC is valid under the key that you gave as the TEK' secret unpack "${packet[@]}" \
  --tk swapped-tk --launch-info plain
expect_hint 'Swap'

it "sees every changed bit before anything is decrypted"
for file in header payload; do
  for at in 0 4 20 51; do
    base64 -d $file >raw
    printf '%b' "\\x$(printf '%02x' $(($(od -A n -t u1 -j $at -N 1 raw) ^ 1)))" |
      dd of=raw bs=1 seek=$at conv=notrunc status=none
    base64 -w 0 raw >changed
    cp header header.changed
    cp payload payload.changed
    cp changed $file.changed
    refused '(MAC|authentic|genuine|flags)' secret unpack --secret-header header.changed \
      --secret-payload payload.changed --tk tk -m "$blob" --out new
    expect_no_file new
  done
done

it "says that header and payload are swapped or of a wrong size"
refused '52' secret unpack --secret-header payload --secret-payload header --tk tk -m "$blob"
expect_hint 'Swap'
for length in 0 51 53; do
  base64 -d payload | head -c $length | base64 -w 0 >short
  refused '' secret unpack --secret-header short --secret-payload payload --tk tk -m "$blob"
done
head -c 40000 kernel | base64 -w 0 >large
refused "payload 'large'" secret unpack --secret-header header --secret-payload large --tk tk -m "$blob"

it "takes raw bytes, and base64 whose lines are broken"
for file in header payload; do
  base64 -d $file >$file.raw
  base64 -w 20 $file.raw >$file.wrapped
  sed 's/$/\r/' $file.wrapped >$file.crlf
done
for form in raw wrapped crlf; do
  run secret unpack --secret-header header.$form --secret-payload payload --tk tk -m "$blob"
  expect_status 0
  run secret unpack --secret-header header --secret-payload payload.$form --tk tk -m "$blob"
  expect_status 0
  expect_stdout "^$luks_key .*28 bytes"
done

it "says that text is not base64"
for text in 'not base64!' '<html></html>' AA_- AAA; do
  printf '%s' "$text" >text
  refused "header 'text'" secret unpack --secret-header text --secret-payload payload --tk tk -m "$blob"
  refused "payload 'text'" secret unpack --secret-header header --secret-payload text --tk tk -m "$blob"
done
head -c 4096 fw.fd >noise
refused 'MAC' secret unpack --secret-header header --secret-payload noise --tk tk -m "$blob"

# Packets of tests/vectors, which others made.
other_packet() {
  "$python" - "$SEVPROOF_SOURCE/tests/vectors/secret_packets.json" "$1" <<'END'
import base64, json, pathlib, sys
vectors = json.loads(pathlib.Path(sys.argv[1]).read_text())
item = next(item for item in vectors["packets"] + vectors["refused"] if item["name"] == sys.argv[2])
pathlib.Path("other.tk").write_bytes(bytes.fromhex(item["tek"] + item["tik"]))
for part in ("header", "payload"):
    pathlib.Path("other." + part).write_bytes(bytes.fromhex(item[part]))
pathlib.Path("other.blob").write_bytes(base64.b64encode(bytes.fromhex(item["measurement"]) + bytes(16)))
END
  other=(secret unpack --secret-header other.header --secret-payload other.payload --tk other.tk
    -m "$(<other.blob)")
}

it "opens packets of other tools, and says what is odd about them"
other_packet 'a length that counts the padding'
run "${other[@]}"
expect_status 0
expect_stdout "^$luks_key .*10 bytes"
expect_stderr '^NOTE: .*includes its padding'
run "${other[@]}" --json
expect_status 0
expect_stdout '"packet-padding-counted"'
other_packet 'a MAC without the measurement'
run "${other[@]}"
expect_status 0
expect_stdout "^$luks_key .*10 bytes"
expect_stderr '^WARNING: .*does not cover a measurement'
other_packet 'bytes after the table'
run "${other[@]}"
expect_status 0
expect_stderr '^WARNING: .*no guest reads'

it "has a reason of its own for each packet that holds no secret for a guest"
for named in 'another TEK:not open as a secret table' 'text without a table:opens as text' \
  'a table in the clear:not encrypted' 'a GUID twice:twice' 'a cut entry:expected a length' \
  'a length that counts too much padding:zero bytes' 'a compressed payload:flags 0' \
  'a length without the header, one entry:expected a length of 43' 'zero bytes:zero bytes only' \
  'an entry without a table:as an entry' "a table's GUID in the order of its text:order of its text"; do
  other_packet "${named%:*}"
  refused "${named#*:}" "${other[@]}"
  expect_not_shown 'correct horse'
done

it "says what it needs"
refused '--secret-payload' secret unpack --secret-header header --tk tk -m "$blob"
refused '--secret-header' secret unpack --secret-payload payload --tk tk -m "$blob"
refused 'measurement' secret unpack "${packet[@]}" --tk tk
refused '--tk, or --tik and --tek' secret unpack "${packet[@]}" -m "$blob"
refused '--tk, or --tik and --tek' secret unpack "${packet[@]}" -m "$blob" --tik tik
refused '--tk excludes' secret unpack "${packet[@]}" -m "$blob" --tk tk --tek tek
refused '48' secret unpack "${packet[@]}" -m AAAA --tk tk
refused "'no'" secret unpack --secret-header no --secret-payload payload --tk tk -m "$blob"

finish
