#!/usr/bin/env bash
# `sevproof snp explain`: verdict, reason, status and JSON. That every mistake is named, tests/core and tests/standin
# judge.
. "$(dirname "$0")/lib.sh"

vectors=$SEVPROOF_SOURCE/tests/vectors
fw=$vectors/snp/firmware/ovmf_AmdSev_suffix.bin
igvm=$vectors/igvm/snp-basic.igvm
nothing=$(printf '%096d' 7)
launch=(--firmware "$fw" --cpu EPYC-Milan)

# digest OPTION...: of a launch.
digest() { "$SEVPROOF" snp measure "$@" 2>/dev/null | sed -n 's/^launch digest[^:]*: //p' | head -n 1; }
four=$(digest "${launch[@]}" --num-cpus 4)

it "says that a digest is that of the launch"
run snp explain --measurement "$four" "${launch[@]}" --num-cpus 4
expect_status 0
expect_stdout '^OK: The digest is that of the launch that you describe$'
expect_stderr '^hint: That is worth as much as the report that it is from'

it "says with how many CPUs"
run snp explain -m "$(unhex "$four" | base64 -w 0)" "${launch[@]}" --num-cpus 1,4
expect_status 0
expect_stdout '^OK: .*, with 4 CPUs$'

it "says why it is not"
run snp explain -m "$four" "${launch[@]}" --num-cpus 8
expect_status 1
expect_stderr '^ERROR: The digest is not that of the launch that you describe$'
expect_stderr "^  expected $(digest "${launch[@]}" --num-cpus 8), 8 CPUs\$"
expect_stderr "^  reported $four\$"
expect_stderr '^REASON: The host started 4 vCPUs, but you gave 8$'

it "tries other files"
seq 1 9000 >kernel; echo 'root=/dev/vdb1 ro' >line.txt
boot=(--kernel kernel --initrd "$vectors/snp/own/initrd.bin")
other=$(digest "${launch[@]}" --num-cpus 1 "${boot[@]}" --cmdline 'root=/dev/vdb1 ro')
run snp explain -m "$other" "${launch[@]}" --num-cpus 1 "${boot[@]}" --cmdline 'root=/dev/vda1 ro' --also-try line.txt
expect_status 1
expect_stderr "^REASON: The command line that was used is the text in 'line.txt'\$"

it "says what is ruled out, and which causes remain"
run snp explain -m "$nothing" "${launch[@]}" --num-cpus 1 --diagnose 600
expect_status 1
expect_stderr '^NOT EXPLAINED: none of the [0-9,]* launches that were tried has the reported measurement$'
expect_stderr '^  - CPUs: 1 to 512 vCPUs'
expect_stderr '^  - The report belongs to another guest'
expect_stderr '^hint: Other versions of firmware, kernel, initrd and command line can be tried too'

it "explains the digest of an IGVM file"
run snp explain -m "$(digest --igvm "$igvm" --num-cpus 3 --cpu EPYC)" --igvm "$igvm" --cpu EPYC
expect_status 1
expect_stderr '^REASON: The host started 3 vCPUs, but you gave 1$'
run snp explain -m "$(digest --igvm "$igvm")" --igvm "$igvm"
expect_status 0

it "takes no digest for that of a guest which QEMU does not give it"
run snp explain -m "$(digest --igvm "$igvm")" --igvm "$igvm" --num-cpus 2 --cpu EPYC
expect_status 1
expect_stderr '^REASON: The host started 1 vCPU, but you gave 2$'

it "explains nothing where that is not wanted"
run snp explain -m "$nothing" "${launch[@]}" --num-cpus 1 --diagnose 0
expect_status 1
expect_stderr '^ERROR: The digest is not'
if grep -qE '^(NOT EXPLAINED|REASON)' "$scratch/stderr"; then fault "it searched"; fi
run snp explain -m "$nothing" "${launch[@]}" --num-cpus 1 --quiet
expect_status 1
expect_no_stderr

it "says all of it as JSON"
run snp explain -m "$four" "${launch[@]}" --num-cpus 8 --json
expect_status 1
expect_equal document "mismatch $four vcpus /inputs/vcpus 4" "$("$python" -c '
import json, sys
document = json.load(open(sys.argv[1]))
(change,) = document["diagnosis"]["changes"]
print(document["verdict"], document["evidence"]["measurement"], change["code"], change["about"], change["value"])' "$scratch/stdout")"

# domain VCPUS BOOT: its XML.
domain() {
  cat >domain.xml <<END
<domain><name>guest</name><vcpu>$1</vcpu><cpu mode='custom'><model>EPYC-Milan</model></cpu>
  <os><type>hvm</type><loader type='rom' stateless='yes'>/fw.fd</loader>$2</os>
  <launchSecurity type='sev-snp' kernelHashes='yes'><policy>0x30000</policy></launchSecurity></domain>
END
}

it "takes from a domain what is not given"
domain 4 ''
run snp explain -m "$four" --firmware "$fw" --domain-xml domain.xml
expect_status 0
expect_stdout '^policy in the XML: 0x30000'
expect_stderr '^WARNING: Values that you did not give were taken from the domain XML'
run snp explain -m "$four" --firmware "$fw" --domain-xml domain.xml --json
expect_equal "who gave it" "xml" "$("$python" -c '
import json, sys
print(json.load(open(sys.argv[1]))["inputs"]["vcpus"]["from"])' "$scratch/stdout")"

it "names the domain where that says what was started"
run snp explain -m "$four" "${launch[@]}" --num-cpus 8 --domain-xml domain.xml
expect_status 1
expect_stderr '^REASON: The host started 4 vCPUs, as the domain XML says; you gave 8$'
domain 1 '<kernel>/k</kernel><initrd>/i</initrd><cmdline>root=/dev/vdb1 ro</cmdline>'
run snp explain -m "$other" "${launch[@]}" --num-cpus 1 "${boot[@]}" --cmdline 'root=/dev/vda1 ro' \
  --domain-xml domain.xml
expect_status 1
expect_stderr '^REASON: The command line that was used is the one in the domain XML: '"'root=/dev/vdb1 ro'"
run snp explain -m "$nothing" "${launch[@]}" --domain-xml domain.xml "${boot[@]}" --diagnose 600
expect_status 1
expect_stderr '^NOT EXPLAINED'

it "says first what comes first, where both streams are one file"
"$SEVPROOF" snp explain --measurement "$(printf 'ab%.0s' {1..48})" --firmware "$fw" --num-cpus 1 --cpu EPYC --diagnose 0 \
  >both 2>&1
expect_equal 'first lines' 'guest: ERROR: ' "$(sed -E 's/(guest|ERROR): .*/\1: /' both | head -2 | tr -d '\n')"

it "refuses a domain of another kind"
domain 1 '' && sed -i 's/sev-snp/sev/' domain.xml
run snp explain -m "$four" "${launch[@]}" --num-cpus 4 --domain-xml domain.xml
expect_status 4

it "needs a digest of the right size"
run snp explain "${launch[@]}" --num-cpus 1
expect_status 2
expect_stderr '^ERROR: --measurement is needed$'
run snp explain -m "${nothing:2}" "${launch[@]}" --num-cpus 1
expect_status 2
expect_stderr '^ERROR: --measurement: expected a SHA-384 of 96 hex digits'
run snp explain -m "$nothing" "${launch[@]}"
expect_status 2
expect_stderr 'num-cpus is needed'
run snp explain -m "$nothing" "${launch[@]}" --num-cpus 1 --also-try missing
expect_status 2
expect_stderr 'missing'

finish
