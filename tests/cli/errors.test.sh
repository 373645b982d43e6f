#!/usr/bin/env bash
# With --json every run ends with a document, also one that fails.
. "$(dirname "$0")/lib.sh"

make_inputs
make_plain
make_es

# document STATUS CODE ARGUMENTS...: ends with that status, and its document has that code.
document() {
  run "${@:3}"
  expect_status "$1"
  expect_error_document "$2"
}

# about POINTER: what the last error is about.
about() {
  expect_equal about "$1" "$("$python" -c 'import json, sys; print(json.load(sys.stdin)["error"]["about"])' <"$scratch/stdout")"
}

it "has a code for what is wrong with an input"
document 2 file-unreadable "${plain[@]}" --json --firmware none
about /inputs/firmware
head -c 4095 fw.fd >short.fd
document 2 wrong-file-size "${plain[@]}" --json --firmware short.fd
about /inputs/firmware
document 2 malformed-measurement "${plain[@]}" --json --measurement x
about /evidence/measurement
document 2 malformed-number "${plain[@]}" --json --policy x
document 2 number-out-of-range "${plain[@]}" --json --policy 0x100000000
document 2 unknown-cpu-model "${es[@]}" --json --cpu EPYC-Paris
about /inputs/vmsa/value/signature
document 2 unknown-vmsa-layout "${es[@]}" --json --vmsa-layout other
about /inputs/vmsa/value/layout
head -c 15 tk >short
document 2 wrong-key-size "${plain[@]}" --json --tk short
about None

it "has one for what is missing, and for what is too much"
document 2 missing-input --json --firmware fw.fd --tk tk
document 2 missing-input --json
document 2 unknown-command nothing --json

it "has one although the command line could not be read"
document 2 '' "${plain[@]}" --json --surprise
document 2 '' --surprise "${plain[@]}" --js
document 2 '' firmware show fw.fd other --json
document 2 '' firmware --json
document 2 '' measure --json --num-cpus

it "prints none where the option is a value, or only looks alike"
run "${plain[@]}" --firmware none -- --json
expect_status 2
expect_no_stdout
run "${plain[@]}" --firmware none --jsonx
expect_status 2
expect_no_stdout

it "prints it under --quiet, too"
document 2 file-unreadable "${plain[@]}" --json --quiet --firmware none
expect_no_stderr

it "prints it beside --debug"
document 2 file-unreadable "${plain[@]}" --json --debug --firmware none

it "prints it for every command"
document 2 file-unreadable measure --json --firmware none
document 2 file-unreadable firmware show --json none
document 2 wrong-file-type firmware show --json kernel
document 2 file-unreadable vmsa show --json none
document 2 wrong-file-size vmsa show --json tk
document 2 missing-input vmsa diff --json
document 2 missing-input vmsa build --json --cpu EPYC
document 2 missing-input secret unpack --json

it "prints it where an output could not be written"
document 2 '' "${plain[@]}" --json -s luks-key:secret --secret-header no/header --secret-payload payload

it "prints one document, whatever happens"
run "${es[@]}" --json --num-cpus 3
expect_status 1
expect_equal documents 1 "$(grep -c '"schemaVersion"' "$scratch/stdout")"

it "changes nothing on standard error"
run "${plain[@]}" --firmware none
expect_no_stdout
cp "$scratch/stderr" "$scratch/words"
run "${plain[@]}" --firmware none --json
expect_same_content "$scratch/stderr" "$scratch/words"

it "ends as ever where standard output takes nothing"
"$SEVPROOF" "${plain[@]}" --firmware none --json >/dev/full 2>"$scratch/stderr"
status=$?
expect_status 2
expect_stderr "^ERROR: firmware 'none'"
expect_stderr '^ERROR: standard output: could not write all of it'

finish
