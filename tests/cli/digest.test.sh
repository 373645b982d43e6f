#!/usr/bin/env bash
# --firmware-sha256 and --launch-digest: who has no files validates by a digest.
. "$(dirname "$0")/lib.sh"

make_inputs
make_plain
make_es
firmware_sha256=$(sha256sum <fw.fd | cut -c 1-64)
run measure --firmware fw.fd "${boot[@]}" --num-cpus 4 --cpu EPYC-Milan
es_digest=$(sed -n 's/^launch digest: //p' "$scratch/stdout")
by_firmware=(--launch-info plain --firmware-sha256 "$firmware_sha256" --tk tk)
by_launch=(--launch-info es --launch-digest "$es_digest" --tk tk)

# about CODE ARGUMENTS...: they match, with that finding.
about() {
  run "${@:2}" --json
  expect_status 0
  expect_stdout "\"code\": \"$1\""
}

it "runs AMD's published known answer without a file"
# AMD SEV API 0.18 build 15, policy 0; the digest is that of no bytes.
unhex 66320db73158a35a255d051758e95ed4 >amd-tik
amd_digest=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
amd_nonce=4fbe0bedbad6c86ae8f68971d103e554
amd_measurement=6faab2daae389bcd3405a05d6cafe33c0414f7bedd0bae19ba5f38b7fd1664ea
amd_blob=$(unhex $amd_measurement$amd_nonce | base64 -w 0)
amd=(--policy 0 --api-major 0 --api-minor 18 --build-id 15 --tik amd-tik)
for option in --launch-digest --firmware-sha256; do
  run measure $option $amd_digest "${amd[@]}" --nonce $amd_nonce
  expect_status 0
  expect_stdout "^measurement: $(literal "$amd_blob")$"
  run $option $amd_digest "${amd[@]}" --measurement "$amd_blob"
  expect_status 0
  expect_stdout '^OK: '
done
run --launch-digest $amd_digest "${amd[@]}" --measurement "${amd_blob/b/c}"
expect_status 1

it "validates plain SEV by the SHA-256 of its firmware, and says that nothing in it was checked"
about firmware-not-checked "${by_firmware[@]}"
run "${by_firmware[@]}"
expect_stderr '^NOTE: Only the firmware.s SHA-256 is given'
about firmware-not-checked "${by_firmware[@]}" --num-cpus 4 --cpu EPYC-Milan
run --launch-info plain --firmware-sha256 "${firmware_sha256^^}" --tk tk
expect_status 0
run --launch-info plain --firmware-sha256 "${es_digest}" --tk tk --diagnose 0
expect_status 1

it "validates SEV-ES by its launch digest, and says that nothing of it was checked"
about launch-not-checked "${by_launch[@]}"
run --launch-info plain --launch-digest "$firmware_sha256" --tk tk
expect_status 0
run --launch-info es --launch-digest "$firmware_sha256" --tk tk --diagnose 0
expect_status 1

it "measures by digest"
run measure --launch-digest "$es_digest" --policy 7
expect_status 0
expect_stdout '^guest: SEV-ES$'
expect_stdout "^launch digest: $es_digest$"
run measure --firmware-sha256 "$firmware_sha256"
expect_stdout '^guest: SEV$'
expect_stdout "^launch digest: $firmware_sha256$"

it "refuses a firmware's SHA-256 where more is measured after it"
refused '--firmware is needed for a SEV-ES guest' --launch-info es --firmware-sha256 "$firmware_sha256" \
  --tk tk --num-cpus 1 --cpu EPYC-Milan
expect_hint 'launch digest'
refused '--firmware-sha256 excludes --kernel' "${by_firmware[@]}" --kernel kernel
refused 'SEV-ES' measure --firmware-sha256 "$firmware_sha256" --num-cpus 1 --cpu EPYC-Milan

it "refuses beside a digest what it covers"
refused '--firmware-sha256 excludes --firmware' "${by_firmware[@]}" --firmware fw.fd
for more in '--firmware fw.fd' "--firmware-sha256 $firmware_sha256" '--kernel kernel' '--initrd initrd' '--cmdline x' \
  '--num-cpus 1' '--cpu EPYC' '--cpu-family 25' '--cpu-model 1' '--cpu-stepping 1' '--vmsa-layout legacy' \
  '--sev-features 0' '--vmsa-cpu0 fw.fd' '--vmsa-cpu1 fw.fd'; do
  # shellcheck disable=SC2086 # option and value
  refused "^ERROR: --launch-digest excludes ${more%% *}$" "${by_launch[@]}" $more
done

it "refuses what is no SHA-256"
for wrong in '' "${es_digest:1}" "0x$es_digest" "${es_digest}0" "sha256:$es_digest" "${es_digest/?/g}" \
  "$(unhex "$es_digest" | base64)" fw.fd; do
  for option in --firmware-sha256 --launch-digest; do
    refused "$option: expected a SHA-256 of 64 hex digits" --launch-info plain $option "$wrong" --tk tk
  done
done
refused 'expected a SHA-256' --launch-info es --launch-digest "$es_digest${es_digest:32}" --tk tk
expect_hint 'SEV-SNP'

it "packs secrets, and says that their area was not checked"
secrets=(--inject-secret luks-key:secret --secret-header header --secret-payload payload)
about secret-area-not-checked "${by_firmware[@]}" "${secrets[@]}"
run secret unpack --launch-info plain --tk tk --secret-header header --secret-payload payload --out opened
expect_status 0
rm -rf header payload opened

it "names what else is wrong"
sed 's/^sev-api-minor.*/sev-api-minor: 54/' es >said
run --launch-info said --launch-digest "$es_digest" --tk tk --diagnose 600
expect_status 1
expect_stderr '^REASON: .*API 1\.55 build 21, but the launch info says 1\.54'
cp fw.fd other.fd
printf x | dd of=other.fd bs=1 seek=100 conv=notrunc status=none
host launch --firmware other.fd --policy 3 --tk tk >other
run --launch-info other --firmware-sha256 "$firmware_sha256" --tk tk --also-try other.fd --diagnose 600
expect_status 1
expect_stderr "^REASON: The firmware that was used is 'other.fd'"

it "tries nothing but keys beside a launch digest"
refused "--also-try: with --launch-digest expected a key, got another file: 'fw.fd'" "${by_launch[@]}" \
  --also-try fw.fd
host launch --firmware fw.fd --policy 3 --tk tk >keyed
printf '%s' 'TIK:another-one!' >other-tik
run --launch-info keyed --launch-digest "$firmware_sha256" --tik other-tik --also-try tik --diagnose 600
expect_stderr "^REASON: The TIK of the guest's session is .*'tik'"

it "holds no domain against files that a launch digest may cover"
cat >domain.xml <<END
<domain type='kvm'><name>guest</name><vcpu>4</vcpu>
<cpu mode='custom'><model>EPYC-Milan</model></cpu><memoryBacking><locked/></memoryBacking>
<os><type>hvm</type><loader type='rom'>/fw.fd</loader>
<kernel>/kernel</kernel><initrd>/initrd</initrd><cmdline>$cmdline</cmdline></os>
<launchSecurity type='sev' kernelHashes='yes'><policy>0x7</policy>
<dhCert>$(head -c 2084 /dev/zero | base64 -w 0)</dhCert>
<session>$(head -c 128 /dev/zero | base64 -w 0)</session></launchSecurity></domain>
END
about launch-not-checked "${by_launch[@]}" --domain-xml domain.xml
about launch-not-checked "${by_launch[@]}" --domain-xml domain.xml --insecure
! grep -E '"from": "(xml|host)"' "$scratch/stdout" || fault 'expected nothing from the XML'

finish
