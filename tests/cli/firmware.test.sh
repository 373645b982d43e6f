#!/usr/bin/env bash
# Firmware images: what `firmware show` says of them, and hostile tables.
. "$(dirname "$0")/lib.sh"

make_inputs
make_plain

# The footer's GUID and those of three entries, as they lie in a file; \x to be printed with %b.
footer='\xde\x82\xb5\x96\xb2\x1f\xf7\x45\xba\xea\xa3\x66\xc5\x5a\x08\x2d'
reset_block='\xde\x71\xf7\x00\x7e\x1a\xcb\x4f\x89\x0e\x68\xc7\x7e\x2f\xb4\x4e'
unknown='\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10'

# u16 NUMBER: two bytes, the lower one first.
u16() { printf '\\x%02x\\x%02x' $(($1 & 255)) $(($1 >> 8)); }

# image TABLE: zeros, the table, a reset vector of 32 bytes, in a size that QEMU takes.
image() {
  local size=$(($(printf '%b' "$1" | wc -c) + 32))
  { head -c $((4096 + (4096 - size % 4096) % 4096)) /dev/zero && printf '%b' "$1" && head -c 32 /dev/zero; } \
    >hostile.fd
}

# with_entry DATA LENGTH GUID: a table of one entry that says it is LENGTH bytes long.
with_entry() {
  local data=$1 length=$2 guid=$3 bytes
  bytes=$(($(printf '%b' "$data" | wc -c) + 36))
  image "$data$(u16 "$length")$guid$(u16 $bytes)$footer"
}

hostile() {
  refused "$1" firmware show hostile.fd
  refused "$1" --launch-info plain --firmware hostile.fd --tk tk
  refused "$1" measure --firmware hostile.fd
}

it "shows size, hash, areas and the table"
run firmware show fw.fd
expect_status 0
expect_no_stderr
expect_stdout '^size: 65536'
expect_stdout "^sha256: $(sha256sum <fw.fd | cut -c 1-64)"
expect_stdout 'reset address: 0x80b004'
expect_stdout 'secret area: .*0x810000.*0xc00'
expect_stdout 'hashes area: .*0x810c00.*0x400'
expect_stdout '00f771de-1a7e-4fcb-890e-68c77e2fb44e'

it "shows an image without a table"
firmware_image --out bare.fd --no-table
run firmware show bare.fd
expect_status 0
expect_stdout 'table: none'

it "shows entries that it does not know"
with_entry abcd 22 "$unknown"
run firmware show hostile.fd
expect_status 0
expect_stdout '04030201-0605-0807-090a-0b0c0d0e0f10.*unknown'

it "shows SEV metadata"
firmware_image --out snp.fd --sev-metadata 0x800000/0x9000/1 --sev-metadata 0x80a000/0x3000/2
run firmware show snp.fd
expect_status 0
expect_stdout '0x800000.*0x9000'
expect_stdout '0x80a000.*0x3000'

it "shows the areas of size 0 of a stock OVMF as what they are"
firmware_image --out stock.fd --reset-address 0x80b004 --secret-area 0/0 --hash-area 0/0
run firmware show stock.fd
expect_status 0
expect_stdout 'secret area: .*(empty|none)'

it "prints JSON on request"
run firmware show fw.fd --json
expect_status 0
expect_no_stderr
"$python" -m json.tool <"$scratch/stdout" >/dev/null || fault 'not JSON'

it "prints nothing when quiet"
run firmware show fw.fd -q
expect_status 0
expect_no_stdout

it "reads the image from standard input"
run firmware show - <fw.fd
expect_status 0
expect_stdout 'reset address: 0x80b004'

it "takes the well-formed table of which the next cases are variations"
with_entry '\x04\xb0\x80\x00' 22 "$reset_block"
run firmware show hostile.fd
expect_status 0
expect_stdout 'reset address: 0x80b004'

it "refuses an entry shorter than its own header"
for length in 0 1 17; do
  with_entry '\x04\xb0\x80\x00' $length "$reset_block"
  hostile "offset.*$length|$length.*offset"
done

it "refuses a reset block whose data is of another size"
for length in 18 21 23; do
  with_entry '\x04\xb0\x80\x00\x00' $length "$reset_block"
  hostile 'offset|reset block'
done

it "refuses an entry that starts before the table or the file"
for length in 23 24 100 5000 65535; do
  with_entry '\x04\xb0\x80\x00' $length "$unknown"
  hostile 'offset'
done

it "refuses a table shorter than its own footer"
for length in 0 1 17; do
  image "$(u16 $length)$footer"
  hostile 'offset'
done

it "refuses a table that reaches before the file"
for length in 4115 65535; do
  image "$(u16 $length)$footer"
  hostile 'offset'
done

it "refuses bytes left over in the table that are no entry"
image "abcdefg$(u16 25)$footer"
hostile 'offset'

it "refuses two entries with one meaning"
entry="\x04\xb0\x80\x00$(u16 22)$reset_block"
image "$entry$entry$(u16 62)$footer"
hostile 'twice|second'

it "walks a table of thousands of entries to its end"
table=$("$python" -c 'print("".join("\\x12\\x00" + "".join("\\x%02x" % (i % 250 + 1) for _ in range(16)) for i in range(3600)))')
image "$table$(u16 64818)$footer"
run firmware show hostile.fd
expect_status 0
expect_equal 'entries' 3600 "$(grep -c 'unknown$' "$scratch/stdout")"

it "refuses a file that is empty"
: >hostile.fd
hostile "firmware 'hostile.fd'.*empty"

it "refuses a size that QEMU refuses, by its number"
for size in 1 31 32 49 4095 4097 65535; do
  head -c $size /dev/zero >hostile.fd
  hostile "firmware 'hostile.fd'.*multiple of 4096 bytes.*$size"
done
head -c 4096 /dev/zero >hostile.fd
run firmware show hostile.fd
expect_status 0
expect_stdout 'table: none'

it "says what a file is that is no firmware"
printf '<html><head><title>404 Not Found</title></head></html>\n' >hostile.fd
hostile "firmware 'hostile.fd'.*got an HTML page"
gzip -c fw.fd >hostile.fd
hostile 'got a gzip archive'
{ printf 'QFI\373\0\0\0\3' && head -c 65528 /dev/zero; } >hostile.fd
hostile 'got a qcow2 disk image'
expect_hint 'qemu-img convert -O raw'
printf 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 4194304\n' >hostile.fd
hostile 'got a Git LFS pointer'
expect_hint 'git lfs pull'
printf '{"interface-types": ["uefi"], "mapping": {"filename": "/OVMF.fd"}}' >hostile.fd
hostile 'got a firmware descriptor'
expect_hint 'mapping'
printf 'Not Found\n' >hostile.fd
hostile 'got text'

it "refuses a file larger than QEMU loads, by its size"
truncate -s 16777217 hostile.fd
hostile "16777216.*16777217"
truncate -s 16777216 hostile.fd
run firmware show hostile.fd
expect_status 0

it "needs the reset block for a SEV-ES guest with APs, and not for one with one CPU"
host launch --firmware bare.fd --policy 7 --vcpus 1 --cpu 25/1/1 --tk tk >bare
run --launch-info bare --firmware bare.fd --tk tk --num-cpus 1 --cpu EPYC-Milan
expect_status 0
expect_stderr '^WARNING: .*no SEV-ES reset block'
refused 'reset' --launch-info bare --firmware bare.fd --tk tk --num-cpus 2 --cpu EPYC-Milan

it "warns when a kernel is given and the firmware has no area for its hashes"
host launch --firmware stock.fd --policy 3 --kernel kernel --initrd initrd --cmdline ro --tk tk \
  --no-area-check >hashless
run --launch-info hashless --firmware stock.fd --tk tk -k kernel -r initrd -e ro
expect_status 0
expect_stderr '^WARNING: .*no area for kernel hashes'

# vector NAME: an image of tests/vectors, with the table of fw.fd behind it, as vector.fd.
vector() {
  "$python" - "$SEVPROOF_SOURCE/tests/vectors/firmware_code.json" "$1" <<'END' >vector.fd
import base64, json, sys
images = {one["name"]: one["image"] for one in json.load(open(sys.argv[1]))["images"]}
image = base64.b64decode(images[sys.argv[2]])
sys.stdout.buffer.write(image + b"\xff" * (-len(image) % 4096))
END
  tail -c 4096 fw.fd >>vector.fd
}

it "says what code there is beside what is declared"
vector ovmf-with-both
run firmware show vector.fd
expect_stdout '^kernel-hashes area: base 0x810c00'
expect_stdout '^checks kernel hashes: yes$'
expect_stdout '^passes secrets on to the guest: yes$'
vector ovmf-with-neither
run firmware show vector.fd
expect_stdout '^checks kernel hashes: no: with this firmware the host can start any kernel$'
expect_stdout '^passes secrets on to the guest: no$'
vector damaged-stream
run firmware show vector.fd
expect_stdout '^checks kernel hashes: not known: .*LZMA is damaged$'
run firmware show fw.fd
expect_stdout '^checks kernel hashes: not known: the image has no EFI firmware volume'
"$python" -c '
import sys, uuid
guid = uuid.UUID("fff12b8d-7696-4c8b-a985-2747075b4f50").bytes_le
header = bytes(16) + guid + (4096).to_bytes(8, "little") + b"_FVH"
sys.stdout.buffer.write(header.ljust(4096, b"\xff"))' >vars.fd
run firmware show vars.fd
expect_stdout '^image: variable store only'
expect_stdout '^checks kernel hashes: no: there is no code$'
expect_stdout '^passes secrets on to the guest: no: there is no code$'

it "calls it an error where a kernel or a secret depends on code that is not there"
vector ovmf-with-neither
host launch --firmware vector.fd --policy 3 --kernel kernel --initrd initrd --cmdline ro --tk tk >unchecked
unchecked=(--launch-info unchecked --firmware vector.fd --tk tk -k kernel -r initrd -e ro)
run "${unchecked[@]}"
expect_status 0
expect_stderr 'no code that checks kernel hashes, so the host can start any kernel'
run "${unchecked[@]}" --json -s luks-key:secret --secret-header h --secret-payload p
expect_status 0
expect_stdout '"firmware-no-hash-code"'
expect_stdout '"firmware-no-secret-code"'
rm -f h p

it "says that it is not known where the code cannot be seen"
vector unknown-encoding
host launch --firmware vector.fd --policy 3 --kernel kernel --initrd initrd --cmdline ro --tk tk >unseen
run --launch-info unseen --firmware vector.fd --tk tk -k kernel -r initrd -e ro --json
expect_status 0
expect_stdout '"firmware-code-unknown"'

it "agrees with Python's lzma about the images that are here"
real=0
for image in /usr/share/OVMF/OVMF_CODE*.fd /usr/share/ovmf/OVMF*.fd \
  "$SEVPROOF_SOURCE/build/real-launch/OVMF.amdsev.fd"; do
  [ -s "$image" ] || continue
  real=$((real + 1))
  run firmware show "$image"
  expect_equal "$image" "$("$python" "$SEVPROOF_SOURCE/tests/cli/firmware_code_judge.py" "$image")" \
    "$(grep -oE '^(checks|passes) [^:]*: (yes|no)' "$scratch/stdout")"
done
[ "$real" -gt 0 ] || skip 'no OVMF image is installed'

it "needs a file"
refused 'firmware' firmware show
refused "'fw.fd'" firmware show fw.fd fw.fd
refused "firmware 'no'" firmware show no

finish
