#!/usr/bin/env bash
# What the program for Windows does in a way of its own: paths, streams, and outputs all or nothing.
# shellcheck disable=SC2154 # launches.sh sets them
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/../cli/lib.sh"
make_inputs
make_plain
make_es

# windows_path FILE: as Windows names it, with its drive. Wine's Z: is the whole machine.
windows_path() {
  local path
  path=Z:$(realpath -m "$1")
  printf '%s' "${path//\//\\}"
}
packet=(--secret-header header.b64 --secret-payload payload.b64)

it "takes paths with drive letters, backslashes, spaces and letters of other languages"
mkdir -p 'two words/schlüssel Ключ'
cp fw.fd 'two words/my firmware.fd'
cp tk 'two words/schlüssel Ключ/tk.bin'
cp plain 'two words/plain.txt'
run --launch-info "$(windows_path 'two words/plain.txt')" --firmware "$(windows_path 'two words/my firmware.fd')" \
  --tk 'two words\schlüssel Ключ/tk.bin'
expect_status 0
expect_stdout '^OK: The launch measurement matches'

it "splits NAME:FILE at the first colon, before a drive letter"
run "${plain[@]}" --inject-secret "luks-key:$(windows_path secret)" "${packet[@]}"
expect_status 0
expect_file header.b64
run secret unpack "${packet[@]}" --tk tk --launch-info plain --out "$(windows_path opened)"
expect_status 0
expect_same_content secret opened/736869e5-84f0-4973-92ec-06879ce3da0b

it "takes a command line as it is given, byte for byte"
odd_words='root=/dev/vda1  a="b c" d=\\ e=é'
host launch --firmware fw.fd --policy 3 --tk tk --kernel kernel --initrd initrd --cmdline "$odd_words" >odd
run --launch-info odd --firmware fw.fd --tk tk --kernel kernel --initrd initrd --cmdline "$odd_words"
expect_status 0

it "reads a pipe and a file as standard input"
run --launch-info - --firmware fw.fd --tk tk <plain
expect_status 0
cat plain >pipe.txt
# shellcheck disable=SC2016 # for the inner shell
capture bash -c 'cat pipe.txt | "$0" "$@"' "$SEVPROOF" --launch-info - --firmware fw.fd --tk tk
expect_status 0

it "prints lines that end as everywhere"
run "${plain[@]}" --json
expect_status 0
! grep -q $'\r' "$scratch/stdout" || fault 'a carriage return on standard output'
"$python" -m json.tool <"$scratch/stdout" >/dev/null || fault 'no JSON'

it "replaces outputs that are there"
echo former >header.b64
echo former >payload.b64
run "${plain[@]}" --inject-secret luks-key:secret "${packet[@]}"
expect_status 0
run secret unpack "${packet[@]}" --tk tk --launch-info plain
expect_status 0

it "writes all outputs or none"
echo former >header.b64
mkdir folder
for payload in folder missing/payload.b64 'folder/'; do
  remember_tree
  run "${plain[@]}" --inject-secret luks-key:secret --secret-header header.b64 --secret-payload "$payload"
  expect_status 2
  expect_stderr '^ERROR: secret payload '
  expect_same_tree
done

it "refuses - for an output: there is no path for standard output"
refused "secret header.*'-'" "${plain[@]}" --inject-secret luks-key:secret --secret-header - --secret-payload payload.b64
expect_hint 'no path for standard output'

it "gives an output of its own to each, and takes no input for one, in any spelling"
remember_tree
run "${plain[@]}" --inject-secret luks-key:secret --secret-header new --secret-payload NEW
expect_status 2
expect_stderr 'same file'
run "${plain[@]}" --inject-secret luks-key:secret --secret-header "$(windows_path tk)" --secret-payload new
expect_status 2
expect_stderr 'would be lost'
expect_same_tree

it "packs nothing for a launch that does not match"
remember_tree
run --launch-info plain --firmware fw.fd --tk tk --policy 2 --inject-secret luks-key:secret "${packet[@]}"
expect_status 2
run --launch-info es --firmware fw.fd --tk tk --policy 7 --num-cpus 3 --cpu EPYC-Milan "${boot[@]}" --diagnose 0 \
  --inject-secret luks-key:secret "${packet[@]}"
expect_status 1
expect_same_tree

it "builds, shows and compares VMSA pages"
run vmsa build --cpu EPYC-Milan --firmware fw.fd --out-cpu0 "$(windows_path cpu0.bin)" --out-cpu1 cpu1.bin
expect_status 0
run vmsa show cpu0.bin
expect_status 0
run vmsa diff cpu0.bin "$(windows_path cpu1.bin)"
expect_status 1
run --launch-info es --firmware fw.fd --tk tk "${boot[@]}" --num-cpus 4 --vmsa-cpu0 cpu0.bin --vmsa-cpu1 cpu1.bin
expect_status 0

it "shows firmware, and writes to NUL"
run firmware show "$(windows_path fw.fd)"
expect_status 0
run "${plain[@]}" --inject-secret luks-key:secret --secret-header NUL --secret-payload NUL
expect_status 0

it "finds the reason of a mismatch"
run --launch-info es --firmware fw.fd --tk tk "${boot[@]}" --num-cpus 3 --cpu EPYC-Milan
expect_status 1
expect_stderr 'REASON'

it "says that it asks no host"
run --domain guest --firmware fw.fd --tk tk
expect_status 2
expect_stderr 'libvirt'
run --version
expect_status 0
expect_stdout '^sevproof [0-9.]+'

finish
