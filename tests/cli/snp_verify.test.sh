#!/usr/bin/env bash
# `sevproof snp verify` and `snp show`: verdict, expectations, status and words. What is genuine, tests/core judges.
. "$(dirname "$0")/lib.sh"

vectors=$SEVPROOF_SOURCE/tests/vectors/snp
reports=$vectors/reports
at=(--at 2026-11-01)
milan=(--report "$reports/milan-v3.bin" --certs "$reports/milan-v3.vcek.der" "${at[@]}")
genoa=(--report "$reports/genoa-v3.bin" --certs "$reports/genoa-v3.vcek.der" "${at[@]}")
debug=(--report "$reports/milan-v2-debug.bin" --certs "$reports/milan-v2-debug.vcek.der" "${at[@]}")
vlek=(--report "$reports/milan-v3-vlek.bin" --certs "$reports/milan-v3-vlek.vlek.der" --at 2025-06-01)
measured=5feee30d6d7e1a29f403d70a4198237ddfb13051a2d6976439487c609388ed7f98189887920ab2fa0096903a0c23fca1
# What stands in the reports: hexdump FILE OFFSET SIZE.
hexdump() { od -An -v -tx1 -j "$2" -N "$3" "$1" | tr -d ' \n'; }
debug_data=$(hexdump "$reports/milan-v2-debug.bin" 80 64)
debug_measured=$(hexdump "$reports/milan-v2-debug.bin" 144 48)

it "says that a report is genuine, and what a match needs besides"
run snp verify "${milan[@]}"
expect_status 1
expect_stdout '^GENUINE: .*this is missing: measurement, report-data$'
expect_stdout '^  vcek  SEV-VCEK'
expect_stdout '^time of verification: 2026-11-01T00:00:00Z, as you say$'
expect_stderr '^WARNING: No REPORT_DATA was expected'
expect_stderr '^WARNING: No measurement was expected'
expect_stderr '^NOTE: Whether AMD has revoked'

it "is content with that only on purpose"
run snp verify "${milan[@]}" --genuine-is-enough
expect_status 0
run snp verify "${milan[@]}" --genuine-is-enough --min-tcb bl=5
expect_status 1
expect_stderr '^ERROR: The report is genuine, but not what you expect: tcb$'

it "says a match"
run snp verify "${debug[@]}" --allow-debug --report-data "$debug_data" -m "$debug_measured"
expect_status 0
expect_stdout '^OK: The report is genuine, and of the guest that you expect; read the 2 warnings$'
expect_stdout 'policy +holds: DEBUG is accepted$'

it "refuses debugging, another nonce, another measurement"
run snp verify "${debug[@]}" --report-data "$debug_data" -m "$debug_measured"
expect_status 1
expect_stderr 'not what you expect: policy$'
run snp verify "${debug[@]}" --allow-debug --report-data 11 -m "$debug_measured"
expect_status 1
expect_stderr 'not what you expect: report-data$'
run snp verify "${debug[@]}" --allow-debug --report-data "$debug_data" -m "$measured"
expect_status 1
expect_stderr 'not what you expect: measurement$'

it "takes the clock where no time is given"
run snp verify --report "$reports/milan-v3-vlek.bin" --certs "$reports/milan-v3-vlek.vlek.der"
expect_status 1
expect_stderr '^ERROR: The report is not proven to be genuine: chain: SEV-VLEK expired at 2025-12-10T'
expect_stderr '^hint: Verify evidence that was kept as of when it was taken, with --at: .* from 2024-12-10T22:14:21Z to 2025-12-10T22:14:21Z\.$'
expect_stdout "by this machine's clock"

it "knows a provider's key, and expects VMPL 0"
run snp verify "${vlek[@]}"
expect_status 1
expect_stderr 'not what you expect: vmpl$'
expect_stdout "^provider: 'CN=cc-us-east-2.amazonaws.com'$"
run snp verify "${vlek[@]}" --vmpl 1 --provider CN=cc-us-east-2.amazonaws.com --genuine-is-enough
expect_status 0
expect_stderr '^WARNING: The platform runs firmware that is not committed yet'
run snp verify "${vlek[@]}" --vmpl 0,1 --refuse-provisional --genuine-is-enough
expect_status 1
expect_stderr 'not what you expect: firmware-version$'

it "names the exact address of a missing certificate"
run snp verify --report "$reports/milan-v3.bin"
expect_status 1
expect_stderr '^ERROR: The report is not proven to be genuine: the chip.s certificate \(VCEK\) is missing$'
expect_stdout "^  curl --fail -o vcek.der 'https://kdsintf.amd.com/vcek/v1/Milan/4ffb5cb4[0-9a-f]*\?blSPL=04&teeSPL=00&snpSPL=24&ucodeSPL=219'$"
expect_stderr '^hint: Fetch the VCEK .* --certs vcek.der'
run snp verify --report "$reports/milan-v2-debug.bin"
expect_stdout "^  Genoa: curl --fail -o vcek.der 'https://kdsintf.amd.com/vcek/v1/Genoa/"
expect_stderr '^hint: A report of version 2 does not say which line'
run snp verify --report "$reports/milan-v3-vlek.bin"
expect_stderr '^hint: The provider hands it out'
head -c 416 "$reports/milan-v3.bin" >masked
head -c 64 /dev/zero >>masked
tail -c +481 "$reports/milan-v3.bin" >>masked
run snp verify --report masked
expect_status 1
expect_stderr '^hint: The report names no chip'
run snp verify --report "$reports/milan-v3.bin" --certs "$reports/milan-v2-debug.vcek.der" "${at[@]}"
expect_status 1
expect_stderr 'genuine: binding: the certificate is of chip 3ac3fe21e13fb099..., and the report of chip 4ffb5cb4fd594f3f...$'
expect_stdout "^  curl --fail -o vcek.der 'https://kdsintf.amd.com/vcek/v1/Milan/4ffb5cb4"

it "takes all forms of a report"
base64 -w 0 "$reports/milan-v3.bin" >report.b64
hexdump "$reports/milan-v3.bin" 0 1184 >report.hex
{ printf '\0\0\0\0\240\4\0\0'; head -c 24 /dev/zero; cat "$reports/milan-v3.bin"; head -c 2784 /dev/zero; } >device
for form in report.b64 report.hex device; do
  run snp verify --report "$form" --certs "$reports/milan-v3.vcek.der" "${at[@]}" --genuine-is-enough
  expect_status 0
done
run snp verify --report "$reports/azure-milan-v2.hcl.bin" --certs "$reports/azure-milan-v2.vcek-chain.pem" "${at[@]}" \
  --genuine-is-enough
expect_status 0
expect_stderr "^WARNING: In a confidential VM of Azure a nonce is in the vTPM's quote"
azure=$reports/azure-milan-v2.hcl.bin
run snp verify --report "$azure" --certs "$reports/azure-milan-v2.vcek-chain.pem" "${at[@]}" \
  -m "$(hexdump "$azure" 176 48)" --report-data "$(hexdump "$azure" 112 64)"
expect_status 1
expect_stdout '^GENUINE: .*A blob of Azure.s never matches'

it "takes certificates in any order, and says what plays no part"
run snp verify --report "$reports/genoa-v3.bin" --certs "$vectors/ca/ark-genoa.pem" --certs "$reports/milan-v3.vcek.der" \
  --certs "$vectors/ca/ask-genoa.pem" --certs "$reports/genoa-v3.vcek.der" --certs "$vectors/crl/amd-genoa-2022.crl.der" \
  "${at[@]}" --genuine-is-enough
expect_status 0
expect_stderr '^NOTE: Certificates were given that play no part'
expect_stderr '^WARNING: A revocation list was given that does not count \(.*counted until 2023-10-31T23:00:00Z\)'

it "reads expectations from a file, which must not contradict the options"
cat >fleet.json <<END
{"schemaVersion": 2, "measurement": ["$measured", "$debug_measured"], "vmpl": [0],
 "minimumTcb": {"blSPL": 4, "snpSPL": 22, "ucodeSPL": 60}, "platformRequires": ["ECC"], "hostData": "$(hexdump "$reports/milan-v3.bin" 192 32)"}
END
run snp verify "${milan[@]}" --expect fleet.json --genuine-is-enough
expect_status 0
run snp verify "${genoa[@]}" --expect fleet.json --genuine-is-enough
expect_status 0
run snp verify "${milan[@]}" --expect fleet.json --vmpl 0 --genuine-is-enough
expect_status 0
run snp verify "${milan[@]}" --expect fleet.json --vmpl 1 --genuine-is-enough
expect_status 2
expect_stderr "^ERROR: --vmpl is not what the file of expectations says: '1', and '0'$"
echo '{"nonce": "11"}' >fleet.json
run snp verify "${milan[@]}" --expect fleet.json
expect_status 2
expect_stderr "^ERROR: expectations \"?'?fleet.json'?\"?: unknown key 'nonce'$"
echo '{"minimum-tcb": "bl=4"}' >fleet.json
run snp verify "${milan[@]}" --expect fleet.json
expect_status 2
expect_stderr "unknown key 'minimum-tcb', perhaps 'minimumTcb'$"
printf '{"vmpl": 0,\n "policy": }\n' >fleet.json
run snp verify "${milan[@]}" --expect fleet.json
expect_status 2
expect_stderr "fleet.json.*: it is not JSON, at line 2, column 12$"
echo '{"minimumTcb": {"Milan": {"snp": 24}, "Turin": {"snp": 4}}}' >fleet.json
run snp verify "${milan[@]}" --expect fleet.json --genuine-is-enough
expect_status 0
expect_stdout '^  tcb +holds: reported at least snp 24; '
run snp verify "${genoa[@]}" --expect fleet.json --genuine-is-enough
expect_status 1
expect_stdout '^  tcb +FAILS: expected a line of processors with a minimum, got Genoa, which has none$'

it "takes the example of the README"
# shellcheck disable=SC2016 # no command
sed -n '/^```json$/,/^```$/p' "$SEVPROOF_SOURCE/README.md" | sed '1d;$d' >fleet.json
run snp verify "${milan[@]}" --expect fleet.json --genuine-is-enough
expect_status 1
expect_stderr 'not what you expect: policy, chip$'
expect_stdout '^  tcb +holds: '

it "refuses expectations that no report fulfils"
for wrong in '--tcb-of current' '--policy-requires SMT --policy-forbids SMT' '--policy 0x20000 --policy-requires SMT' \
  '--platform-requires ECC --platform-forbids ECC' '--policy 0xb0000' '--allow-debug --policy-forbids DEBUG' \
  '--report-data 11 --report-data 12' '--policy 30000'; do
  # shellcheck disable=SC2086 # words
  run snp verify "${milan[@]}" $wrong
  expect_status 2
done
for again in "--report $reports/genoa-v3.bin" '--expect fleet.json --expect fleet.json' '--at 2026-11-02'; do
  # shellcheck disable=SC2086 # words
  run snp verify "${milan[@]}" $again
  expect_status 2
  expect_stderr '^ERROR: --(report|expect|at) is given twice$'
done
run snp verify "${milan[@]}" --also-try fleet.json
expect_status 2
echo '{"vmpl": [0, 1], "provider": ["CN=b", "CN=a"]}' >fleet.json
run snp verify "${vlek[@]}" --expect fleet.json --vmpl 1,0 --provider 'CN=a;CN=b'
expect_status 1
run snp verify "${milan[@]}" --report-data 11 --report-data 12
expect_stderr "^ERROR: --report-data is given twice: '11', and '12'$"

it "expects what a domain says of the guest that is described"
cat >domain.xml <<END
<domain><vcpu>1</vcpu><cpu mode='custom'><model>EPYC-Milan</model></cpu><os><loader type='rom'>fw</loader></os>
<launchSecurity type='sev-snp'><policy>0x30000</policy><hostData>$(head -c 32 /dev/zero | base64)</hostData></launchSecurity></domain>
END
fw=$vectors/firmware/ovmf_AmdSev_suffix.bin
run snp verify "${milan[@]}" --firmware "$fw" --domain-xml domain.xml
expect_status 1
expect_stderr 'not what you expect: measurement, policy, host-data$'
sed -i 's/<hostData>.*<.hostData>/<hostData>AAAA<\/hostData>/' domain.xml
run snp verify "${milan[@]}" --firmware "$fw" --domain-xml domain.xml
expect_status 2
expect_stderr '^ERROR: hostData of the domain cannot be read'
sed -i 's/<hostData>.*<.hostData>//' domain.xml
run snp verify "${milan[@]}" --firmware "$fw" --domain-xml domain.xml --policy 0x3001f
expect_status 2
expect_stderr 'the policy is expected otherwise than the launch that is described has it$'

it "says nothing raw of a file's name"
cp "$reports/milan-v3.vcek.der" "$(printf 'a\033[2Jb')"
run snp verify --report "$reports/milan-v3.bin" --certs "$(printf 'a\033[2Jb')" "${at[@]}" --genuine-is-enough
expect_status 0
expect_stdout 'built in$'
expect_stdout 'a\\x1b\[2Jb$'

it "holds every expectation"
for wrong in '--host-data 11' '--policy 0x30000' '--policy-requires SINGLE_SOCKET' '--policy-forbids SMT' '--min-guest-svn 3' \
  '--min-firmware 1.55.30' '--platform-forbids ECC' '--platform-requires TSME' '--launch-mitigations 1'; do
  [ "$wrong" != '--host-data 11' ] || wrong="--host-data $(printf '%064d' 1)"
  # shellcheck disable=SC2086 # two words
  run snp verify "${milan[@]}" --genuine-is-enough $wrong
  expect_status 1
  expect_stderr '^ERROR: The report is genuine, but not what you expect: '
done
for size in 32:family-id 32:image-id 64:report-id 96:id-key-digest 96:author-key-digest 128:chip-id; do
  run snp verify "${milan[@]}" --genuine-is-enough "--${size#*:}" "$(printf "%0${size%:*}d" 1)"
  expect_status 1
  expect_stderr '^ERROR: The report is genuine, but not what you expect: '
done

it "explains the measurement of a launch that differs"
run snp verify "${milan[@]}" --firmware "$fw" --num-cpus 1 --cpu EPYC-Milan
expect_status 1
expect_stderr 'not what you expect: measurement$'
expect_stderr '^NOT EXPLAINED: '
run snp verify "${milan[@]}" --firmware "$fw" --num-cpus 1 --cpu EPYC-Milan -m "$measured"
expect_status 2
expect_stderr 'a measurement is given that is not the digest of the launch'

it "refuses what it cannot read"
head -c 1183 "$reports/milan-v3.bin" >short
xxd_line='00000000: 0300 0000 0200 0000 1f00 0300 0000 0000  ................'
echo "$xxd_line" >dump
run snp verify --report dump
expect_status 2
expect_stderr '^hint: Give the file itself, or its bytes alone in hex'
run snp verify --report short
expect_stderr 'got what begins as one and is cut off, 1183 bytes$'
run snp verify "$reports/milan-v3.bin"
expect_status 2
expect_stderr '^hint: .*such as --report FILE'
run snp verify "${milan[@]}" --certs a b c
expect_status 2
expect_stderr '^hint: To give several files, write --certs before each of them\.$'
cat "$reports/milan-v3.vcek.der" "$vectors/synthetic/ask-milan.der" >two.der
run snp verify --report "$reports/milan-v3.bin" --certs two.der "${at[@]}" --genuine-is-enough
expect_status 0
expect_stdout 'two.der, part 1'
head -c 900 "$reports/milan-v3.vcek.der" >half.der
run snp verify --report "$reports/milan-v3.bin" --certs half.der
expect_status 2
expect_stderr '^ERROR: half.der: it is cut off: 900 of 1351 bytes are there$'
run snp show short
expect_status 2
expect_stderr 'begins as one and is cut off'
: >auxblob
run snp verify --report "$reports/milan-v3.bin" --certs auxblob "${at[@]}"
expect_status 1
expect_stderr '^WARNING: Something was given with the certificates that is none \(auxblob: it is empty'
for file in short /dev/null "$reports/milan-v3.vcek.der"; do
  run snp verify --report "$file"
  expect_status 2
done
run snp verify
expect_status 2
run snp verify "${milan[@]}" --certs short
expect_status 2
for option in '--at yesterday' '--report-data 00' '--vmpl 4' '--min-tcb bl=256' '--policy-requires NOTHING' '--chip-id 11'; do
  # shellcheck disable=SC2086 # two words
  run snp verify "${milan[@]}" $option
  expect_status 2
done

it "shows reports and certificates in words, unverified"
run snp show "$reports/turin-v5.bin" "$reports/turin-v5.vcek.der" "$vectors/crl/amd-genoa-2022.crl.der"
expect_status 0
expect_stdout 'SEV-SNP report, version 5, Turin, signed with the chip.s key \(VCEK\); not verified$'
expect_stdout 'firmware, reported +fmc 1, bl 1, tee 1, snp 4, ucode 81$'
expect_stdout 'Turin.*, chip 59790fb1c39f35c1$'
expect_stdout 'revoked: 0x020001$'
expect_stdout "^        AMD's$"
run snp show "$vectors/ca/ask-genoa-revoked.der" "$vectors/synthetic/ask-milan.der" "$vectors/synthetic/ark-milan.der"
expect_status 0
expect_stdout "^        not AMD's: AMD has revoked it$"
expect_stdout "^        not AMD's: its issuer is not AMD's ARK-Milan$"
expect_stdout "^        not AMD's: it is no root that is built in$"
run snp show short
expect_status 2
run snp show
expect_status 2

finish
