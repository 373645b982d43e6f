#!/usr/bin/env bash
# `sevproof snp measure`, `sevproof igvm show`, and IGVM files for `sevproof measure`. That the digests are right,
# tests/standin judges.
. "$(dirname "$0")/lib.sh"

vectors=$SEVPROOF_SOURCE/tests/vectors
fw=$vectors/snp/firmware/ovmf_AmdSev_suffix.bin
basic=$vectors/igvm/snp-basic.igvm
masks=$vectors/igvm/snp-es-sev-masks.igvm

# known FILE PATH...: a value of a JSON file of the vectors.
known() {
  "$python" -c '
import json, sys
value = json.load(open(sys.argv[1]))
for name in sys.argv[2:]:
    value = value[int(name) if isinstance(value, list) else name]
print(value)' "$vectors/$1" "${@:2}"
}
published() { known snp/digests.json published "$1" digest; }
# Of the published vectors' firmware, the last 4096 bytes of one.
tail_alone='QEMU starts no SEV-SNP guest with a firmware of this size'
digests() { sed -n 's/^launch digest[^:]*: //p' "$scratch/stdout" | xargs; }

it "prints the digest of a firmware, in hex and base64"
run snp measure --firmware "$fw" --num-cpus 1 --cpu 0x800f12
expect_status 0
expect_equal digest "$(published 2)" "$(digests)"
expect_stdout '^guest: SEV-SNP on QEMU, CPU signature 0x800f12: family 23, model 1, stepping 2 \(EPYC\), guest features 0x1 \(SNPActive\)$'
expect_equal base64 "$(unhex "$(digests)" | base64 -w 0)" "$(sed -n 's/^base64: //p' "$scratch/stdout")"
expect_only_about "No kernel is measured|$tail_alone"

it "takes several numbers of CPUs, each once, in their order"
run snp measure --firmware "$fw" --num-cpus 3,1-2,2 --cpu EPYC
expect_status 0
expect_stdout '^launch digest, 1 CPU: '
expect_equal counts '3 1 2' "$(sed -n 's/^launch digest, \([0-9]*\) CPUs\{0,1\}: .*/\1/p' "$scratch/stdout" | xargs)"

it "takes what is published of a firmware instead of the image"
ec2=(--vmm ec2 --cpu 0 --num-cpus 2 --ovmf-hash "$(known snp/digests.json published 9 ovmfHash)" --reset-address 0x80b004)
for section in 1:0x800000:36864 1:0x80a000:12288 2:0x80d000:4096 3:0x80e000:4096 1:0x80f000:69632; do
  ec2+=(--section "$section")
done
run snp measure "${ec2[@]}"
expect_status 0
expect_equal digest "$(published 9)" "$(digests)"
expect_stderr '^NOTE: The firmware that AWS publishes does not give the digest'

it "says of EC2 and GCE what it takes for granted"
run snp measure --firmware "$fw" --vmm gce --num-cpus 1
expect_status 0
expect_stderr '^NOTE: Of GCE on hosts of the Genoa line'
run snp measure --firmware "$fw" --vmm gce --num-cpus 1 --cpu 0x600 --vmsa-gpa 0xffffffffff000
expect_no_stderr
seq 1 9000 >kernel
run snp measure --firmware "$fw" --vmm ec2 --num-cpus 1 --kernel kernel
expect_stderr '^WARNING: EC2 and GCE boot no kernel directly'
expect_stderr '^NOTE: RDX of the CPUs is taken to be 0x600'

it "warns of guest features that KVM does not start a guest with"
for features in 0 2 0x10001; do
  run snp measure --firmware "$fw" --num-cpus 1 --cpu EPYC --guest-features $features
  expect_status 0
  expect_stderr '^WARNING: These guest features are none that KVM starts a guest with'
done
run snp measure --firmware "$fw" --num-cpus 1 --cpu EPYC --guest-features 0x221
expect_only_about "No kernel is measured|$tail_alone"

it "measures the hashes of kernel, initrd and command line"
run snp measure --firmware "$fw" --num-cpus 1 --cpu EPYC --kernel kernel --json
expect_status 0
cp "$scratch/stdout" one
run snp measure --firmware "$fw" --num-cpus 1 --cpu EPYC --kernel kernel --cmdline quiet --json
! cmp -s one "$scratch/stdout" || fault 'the command line changed nothing'
expect_stdout '"kernel": \{'

it "shows every page with its type, address and the digest so far"
run snp measure --firmware "$fw" --num-cpus 2 --cpu EPYC --debug
expect_stderr '^DEBUG: NORMAL 0xfffff000: [0-9a-f]{96}$'
expect_stderr '^DEBUG: ZERO 0x800000: '
expect_stderr '^DEBUG: SECRETS 0x80d000: '
expect_stderr '^DEBUG: CPUID 0x80e000: '
expect_stderr '^DEBUG: VMSA 0xfffffffff000, CPU 0: '
expect_stderr "^DEBUG: VMSA 0xfffffffff000, CPU 1: $(sed -n 's/^launch digest, 2 CPUs: //p' "$scratch/stdout")"
! grep -q 'kernel hashes' "$scratch/stderr" || fault 'kernel hashes of no kernel'
run snp measure --firmware "$fw" --num-cpus 1 --cpu EPYC --kernel kernel --debug
expect_equal 'pages of kernel hashes' 1 "$(grep -c '^DEBUG: NORMAL 0x810000, kernel hashes: ' "$scratch/stderr")"

it "says all that is missing"
run snp measure
expect_status 2
expect_stderr '^ERROR: --firmware \(or --ovmf-hash, --igvm\), --num-cpus and --cpu are needed$'
run snp measure --firmware "$fw" --vmm gce
expect_stderr '^ERROR: --num-cpus is needed$'
run snp measure --firmware "$fw" --num-cpus 1 --cpu EPYC --initrd kernel
expect_stderr '^ERROR: --initrd needs --kernel$'
run snp measure --ovmf-hash "$(published 2)" --num-cpus 1 --cpu EPYC
expect_stderr '^ERROR: --ovmf-hash needs --section$'

it "refuses what excludes each other"
run snp measure --igvm "$basic" --firmware "$fw"
expect_status 2
expect_stderr '^ERROR: --igvm excludes --firmware$'
run snp measure --igvm "$basic" --guest-features 1
expect_stderr '^ERROR: --igvm excludes --guest-features$'
run snp measure --firmware "$fw" "${ec2[@]}"
expect_stderr '^ERROR: --ovmf-hash excludes --firmware$'

it "refuses values that are none"
small=(snp measure --firmware "$fw" --cpu EPYC)
for count in 0 4097 1,,2 3-2 -1 1-2-3 ''; do
  run "${small[@]}" --num-cpus="$count"
  expect_status 2
  expect_stderr '^ERROR: --num-cpus: expected '
done
run "${small[@]}" --num-cpus 1 --vmm kvm
expect_stderr "^ERROR: VMM: expected qemu, ec2 or gce, got 'kvm'"
run snp measure --ovmf-hash 0123 --section 1:0:4096 --num-cpus 1 --cpu EPYC
expect_stderr '^ERROR: --ovmf-hash: expected a SHA-384 of 96 hex digits'
run snp measure --ovmf-hash "$(sha256sum <kernel | cut -c 1-64)" --section 1:0:4096 --num-cpus 1 --cpu EPYC
expect_hint '64 hex digits are a SHA-256'
for section in 1 1:2 1:2:3:4 x:0:4096 1:0x100000000:4096; do
  run snp measure --ovmf-hash "$(published 2)" --section $section --num-cpus 1 --cpu EPYC
  expect_status 2
  expect_stderr '^ERROR: --section: expected '
done

it "refuses firmware that no host starts"
firmware_image --out bare.fd
run snp measure --firmware bare.fd --num-cpus 1 --cpu EPYC
expect_status 2
expect_stderr '^ERROR: firmware: it has no SEV metadata, so no host starts a SEV-SNP guest with it$'
firmware_image --out empty.fd --sev-metadata 0x800000/0/1
run snp measure --firmware empty.fd --num-cpus 1 --cpu EPYC
expect_stderr '^ERROR: SEV metadata: section 1 \(type 0x1 .*\) is empty$'
firmware_image --out area.fd --sev-metadata 0x800000/4096/1 --hash-area 0x810c00/0x400
run snp measure --firmware area.fd --num-cpus 1 --cpu EPYC --kernel kernel
expect_stderr '^ERROR: SEV metadata: the firmware has an area for kernel hashes, but no section'

it "measures an IGVM file as QEMU starts it, and says that the file's order gives the same"
run snp measure --igvm "$basic"
expect_status 0
expect_stdout "^launch digest, 1 CPU: $(known igvm/digests.json files snp-basic digests snp qemu-1-vcpu)$"
expect_stdout '^launch digest, in the order of the file: the same as of 1 CPU$'
expect_stderr '^NOTE: The host writes tables into the guest'
run snp measure --igvm "$basic" --num-cpus 2 --cpu EPYC-Milan
expect_stdout "^launch digest, 2 CPUs: $(known igvm/digests.json files snp-basic digests snp qemu-2-vcpus-EPYC-Milan)$"
expect_stdout "^launch digest, in the order of the file: $(known igvm/digests.json files snp-basic digests snp file)$"
run snp measure --igvm "$basic" --num-cpus 2
expect_status 2
expect_stderr '^ERROR: the IGVM file has VMSA pages for 1 of 2 virtual CPUs: for the others the CPU model is needed too$'

it "shows an IGVM file, with the digests of every platform"
run igvm show "$masks"
expect_status 0
expect_stdout '^  mask 0x2  SEV-ES version 1$'
expect_stdout '^  PAGE_DATA unmeasured  gpa 0x17000  1 page  with data  mask 0x7$'
for name in snp:SEV-SNP sev-es:SEV-ES sev:SEV; do
  expect_stdout "^${name#*:} launch digest, in the order of the file: $(known igvm/digests.json files snp-es-sev-masks digests "${name%:*}" file)$"
done
expect_equal same 3 "$(grep -c ': the same$' "$scratch/stdout")"

it "refuses a file that is none"
run igvm show "$fw"
expect_status 2
expect_stderr '^ERROR: IGVM file: its signature is not IGVM'
run igvm show
expect_stderr '^ERROR: an IGVM file is needed$'
head -c 1000 "$basic" >short
run igvm show short
expect_stderr '^ERROR: IGVM file: expected the 20936 bytes that it names, got 1000'

it "measures an IGVM file for SEV-ES and SEV"
run measure --igvm "$masks"
expect_status 0
expect_stdout '^guest: SEV-ES, 1 CPU$'
expect_stdout "^launch digest: $(known igvm/digests.json files snp-es-sev-masks digests sev-es qemu-1-vcpu)$"
expect_stdout '^VMSA pages in the file: 1$'
expect_stdout '^launch digest, in the order of the file: the same$'
run measure --igvm "$masks" --num-cpus 2 --cpu EPYC-Milan
expect_stdout "^launch digest: $(known igvm/digests.json files snp-es-sev-masks digests sev-es qemu-2-vcpus-EPYC-Milan)$"
expect_stdout "^launch digest, in the order of the file: $(known igvm/digests.json files snp-es-sev-masks digests sev-es file)$"
expect_stderr '^NOTE: QEMU.s launch digest of the file is not that in the order of the file \(the file has VMSA pages for 1 CPU, and QEMU makes those of others\)$'
run measure --igvm "$masks" --policy 3
expect_stdout '^guest: SEV$'
expect_stdout "^launch digest: $(known igvm/digests.json files snp-es-sev-masks digests sev qemu-1-vcpu)$"
run measure --igvm "$basic"
expect_status 2
expect_stderr '^ERROR: IGVM file: it is not for SEV, but for SEV-SNP$'
run measure --igvm "$masks" --firmware "$fw"
expect_stderr '^ERROR: --igvm excludes --firmware$'

finish
