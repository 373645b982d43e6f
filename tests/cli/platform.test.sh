#!/usr/bin/env bash
# `sevproof platform verify`, `show` and `attestation`: the host's chain before anything is started.
. "$(dirname "$0")/lib.sh"

data=$SEVPROOF_SOURCE/tests/vectors/platform
own=$data/stand-in-a
rome=("$data"/chains/rome/{pdh,pek,oca,cek}.cert)
own_chain=("$own"/{pdh,pek,oca,cek,ask,ark}.cert)
links='ark-pinned ark-self ask-by-ark cek-by-ask oca-self pek-by-oca pek-by-cek pdh-by-pek'

# expect_links OUTCOME NAME...: those of the last JSON document with that outcome are these, in any order.
expect_links() {
  local wanted=$1
  shift
  expect_equal "$wanted" "$(printf '%s\n' "$@" | sort | xargs)" "$("$python" - "$wanted" "$scratch/stdout" <<'END'
import json, sys
with open(sys.argv[2], encoding="utf-8") as file:
    checks = json.load(file)["checks"]
print(*sorted(check["code"] for check in checks if check["outcome"] == sys.argv[1]))
END
  )"
}

it "vouches for a real chain with the keys that are built in, and prints fingerprints as sevctl does"
run platform verify "${rome[@]}"
expect_status 0
expect_no_stderr
expect_stdout '^OK: AMD vouches for this platform \(Rome\)$'
expect_stdout '^  PDH EP384 D256 a19ef679477f2256d802ce9054ee6d1145dbeed52998c66ea97499a01d977c54$'
expect_stdout '^  pdh-by-pek +holds$'

it "checks AMD's own certificates where they are given"
run platform verify --json "${rome[@]}" "$data"/amd-roots/rome/*.cert
expect_status 0
# shellcheck disable=SC2086 # names of links
expect_links pass $links

it "takes one file with all of it, in any order, raw, as base64 and as hex, and standard input"
cat "${rome[@]}" "$data"/amd-roots/rome/{ask,ark}.cert >full
run platform verify full
expect_status 0
base64 full >full.b64
run platform verify full.b64
expect_status 0
xxd -p full | tr -d '\n' >full.hex
run platform verify - <full.hex
expect_status 0

it "says which link is broken, and no other"
cp "$data/chains/rome/pdh.cert" pdh
printf '\x01' | dd of=pdh bs=1 seek=5 conv=notrunc status=none
run platform verify --json pdh "${rome[@]:1}"
expect_status 1
expect_links fail pdh-by-pek
run platform verify pdh "${rome[@]:1}"
expect_status 1
expect_stderr '^ERROR: Nobody vouches for this platform$'
expect_stdout '^  pdh-by-pek +BROKEN +its signature does not verify$'
expect_stdout '^  pek-by-cek +holds$'

it "takes what hosts print, and says where AMD has the signed CEK"
for file in nodesevinfo.txt query-sev-capabilities.json; do
  run platform verify "$own/$file"
  expect_status 1
  expect_stdout '^  cek-by-ask +BROKEN +nobody signed it$'
  expect_stdout '^  pek-by-cek +holds$'
  expect_stderr "https://kdsintf.amd.com/cek/id/$(cat "$own/chip-id.txt")"
done

it "takes a chip id as hex or in a file, and refuses one that is none"
run platform verify "$data/chains/naples/cek.unsigned.cert" --chip-id "$(cat "$own/chip-id.txt")"
expect_status 1
expect_stderr "cek/id/$(cat "$own/chip-id.txt")"
run platform verify "$data/chains/naples/cek.unsigned.cert" --chip-id "$own/chip-id.txt"
expect_stderr "cek/id/$(cat "$own/chip-id.txt")"
run platform verify "${rome[@]}" --chip-id "$(rev "$own/chip-id.txt")"
expect_status 2
expect_stderr 'secp256k1'
run platform verify "${rome[@]}" --chip-id "$(head -c 127 "$own/chip-id.txt")"
expect_status 2
expect_stderr 'expected 128 hex digits, got 127'
run platform verify "${rome[@]}" --chip-id missing
expect_status 2
expect_stderr 'No such file'

it "never calls a root AMD's that somebody named"
run platform verify "${own_chain[@]}"
expect_status 1
expect_stdout '^  ark-pinned +BROKEN'
run platform verify --root "$own/ark.cert" "${own_chain[@]}"
expect_status 0
expect_stdout '^OK: The root that you named vouches for this platform'
expect_stderr '^WARNING: The root is one that you named'
expect_not_shown 'AMD'
run platform verify --root "$own/ark.cert" --json "${own_chain[@]}"
expect_status 0
expect_stdout '"vouchedForBy": "named-root"'
expect_stdout '"generation": null'

it "uses the named root alone"
run platform verify --root "$own/ark.cert" "${rome[@]}"
expect_status 1
run platform verify --root "$data/amd-roots/milan/ark.cert" "${own_chain[@]}"
expect_status 1
run platform verify --root "$own/pek.cert" "${own_chain[@]}"
expect_status 2
expect_stderr 'expected an ARK'

it "refuses what it cannot read, and says what came"
run platform verify
expect_status 2
expect_stderr 'Usage: sevproof platform verify FILE'
run platform verify missing
expect_status 2
run platform verify "${rome[@]}" "$own/pek.cert"
expect_status 2
expect_stderr 'two PEK certificates'
head -c 2083 "${rome[0]}" >shorter
run platform verify shorter
expect_status 2
expect_stderr '2083'
printf 'PK\3\4 certs_export.zip' >certs_export.zip
run platform verify certs_export.zip
expect_status 2
expect_stderr 'a zip archive'
expect_stderr 'Unpack it'
run platform verify "$own/attestation_report.bin"
expect_status 2
expect_stderr 'platform attestation'

it "names the cause where a text has no certificates"
printf '{"error": {"class": "GenericError", "desc": "SEV is not enabled in KVM"}}' >qmp.json
printf 'error: Unable to get host SEV information\n' >virsh.txt
printf '{"return": {"pdh": 5}}' >number.json
printf 'Not found\n' >missing.cert
base64 "${rome[0]}" | base64 >twice
{ cat "${rome[0]}" && printf '\n'; } >longer
for case in 'qmp.json:SEV is not enabled in KVM' 'virsh.txt:Unable to get host SEV' 'number.json:pdh: expected base64, got 5' \
  'missing.cert:got a text' 'twice:encoded twice' 'longer:1 byte too many at the end'; do
  run platform verify "${case%%:*}"
  expect_status 2
  expect_stderr "${case#*:}"
done
for file in "${rome[@]}"; do base64 "$file"; done >one-after-the-other
run platform verify one-after-the-other
expect_status 0

it "says which files of a session it takes"
session=(session create --insecure --platform "$own/pdh.cert" --policy 0xf --out made --quiet)
run "${session[@]}"
expect_status 0
for name in launchsecurity.xml qemu.txt; do
  run platform show "made/vm_$name"
  expect_status 2
  expect_hint '_session.b64 and _godh.b64'
done
for name in tik tek; do
  run platform show "made/vm_$name.bin"
  expect_status 2
  expect_stderr '16 bytes, as a TIK'
done
run platform show made/vm_session.b64 made/vm_godh.b64
expect_status 0

it "does not say who made the owner's key where that cannot be known"
run platform verify "${own_chain[@]}"
expect_stdout "^owner's key \(OCA\): made by the platform's firmware, it seems: its API version is the PEK's, 1\.55$"
cp "$own/oca.cert" oca
printf '\x36' | dd of=oca bs=1 seek=5 conv=notrunc status=none
run platform verify oca "$own/pek.cert"
expect_stdout "^owner's key \(OCA\): its API version, 1\.54, does not tell who made it$"
run platform verify "$own/oca.cert"
expect_stdout "^owner's key \(OCA\): its API version, 1\.55, does not tell who made it$"
printf '\0\0' | dd of=oca bs=1 seek=4 conv=notrunc status=none
run platform verify oca "$own/pek.cert"
expect_stdout "^owner's key \(OCA\): made outside of the platform, it seems"

it "shows what files hold"
run platform show "$own/nodesevinfo.txt" "$data/odd/cek.hex.txt" "$own/attestation_report.bin"
expect_status 0
expect_no_stderr
expect_stdout '^    API 1\.55$'
expect_stdout '^  attestation report$'
expect_stdout '^  policy: 0x5 NODBG ES$'
cp "$data/chains/rome/pdh.cert" off
printf '\xff' | dd of=off bs=1 seek=$((0x14)) conv=notrunc status=none
run platform show off
expect_status 0
expect_stdout 'malformed: its point is not on the curve P-384'

it "says what to do where nobody vouches"
real=$data/chains/rome
run platform verify "$real/pdh.cert" "$real/pek.cert"
expect_status 1
expect_stderr '^WARNING: Certificates are missing.*not given: OCA, CEK'
expect_stderr '^hint: .virsh nodesevinfo'
run platform verify "${own_chain[@]}" "$own/ark.cert" "$own/ask.cert"
expect_status 1
expect_stderr '^hint: If it is a root that you trust, name it with --root'
run platform verify "$real/pdh.cert" "$data/chains/naples/pek.cert" "$real/oca.cert" "$real/cek.cert"
expect_status 1
expect_stderr 'does not hold \(pek-by-oca, pek-by-cek, pdh-by-pek\)'

it "checks an attestation report against the PEK, and says what it does not prove"
report=$own/query-sev-attestation-report.json
run platform attestation --report "$report" "$own/pek.cert"
expect_status 0
expect_stdout '^SIGNED: This PEK signed the report, but nobody vouches for the PEK$'
expect_stderr '^WARNING: No nonce was given to compare with'
expect_stderr 'Nobody vouches for this PEK'
expect_stderr '^NOTE: The report says neither that your session was used'
run platform attestation --report "$own/attestation_report.bin" "${own_chain[@]}" --root "$own/ark.cert"
expect_status 0
expect_stdout '^OK: The PEK signed this report$'
expect_not_shown 'Nobody vouches for this PEK'
run platform attestation --report "$report" "$data/chains/rome/pek.cert"
expect_status 1
expect_stderr '^ERROR: The report does not hold: attestation-by-pek$'
# Signed by this PEK, beside the CEK of another platform.
run platform attestation --report "$report" "$own/pek.cert" "$data/chains/rome/cek.cert"
expect_status 1
expect_stderr '^ERROR: The report does not hold: pek-by-cek$'
run platform attestation --report "$report" "$data/chains/rome/pdh.cert"
expect_status 2
expect_stderr 'a PEK is needed'
run platform attestation "$own/pek.cert"
expect_status 2
expect_stderr '--report is needed'

it "holds the report against what was expected of it"
right=(--nonce 0d441ff26387615a7b6b1039d28a2ef1 --policy 5
  --launch-digest 7538c689e4a11f6fe34aba15419ba5ba42a455b2b0db2139c37fbe168575b132)
run platform attestation --json --report "$report" "$own/pek.cert" "${right[@]}"
expect_status 0
expect_links pass attestation-by-pek attestation-nonce attestation-digest attestation-policy
run platform attestation --json --report "$report" "$own/pek.cert" "${right[@]}" --policy nodbg,es
expect_status 0
run platform attestation --report "$report" "$own/pek.cert" --policy nothing
expect_status 2
expect_stderr 'names of flags'
run platform attestation --json --report "$report" "$own/pek.cert" "${right[@]}" --policy 7
expect_status 1
expect_links fail attestation-policy
cp "$own/attestation_report.bin" changed
printf '\x07' | dd of=changed bs=1 seek=$((0x30)) conv=notrunc status=none
run platform attestation --json --report changed "$own/pek.cert"
expect_status 1
expect_links fail attestation-by-pek

finish
