#!/usr/bin/env bash
# `sevproof snp measure` and `explain` with Debian's firmware of 4 MiB: digests on which three other tools agree.
. "$(dirname "$0")/lib.sh"

vectors=$SEVPROOF_SOURCE/tests/vectors/snp
fw=$SEVPROOF_SOURCE/build/snp-firmware/OVMF.amdsev.fd
if [[ ! -s $fw ]]; then
  it 'launches of a real firmware'
  skip "ovmf-amdsev 2026.08+ds-2 is not there: scripts/fetch-snp-firmware fetches it, or says why it cannot"
  cases=1
  finish
fi

# Of each launch, a line for each option, and an empty one behind them; the digest comes first.
"$python" - "$vectors" >launches <<'END'
import json, sys

folder = sys.argv[1]
for own in json.load(open(f"{folder}/digests.json"))["own"]:
    options = ["--num-cpus", str(own["vcpus"]), "--cpu", own["vcpuType"], "--guest-features", own["guestFeatures"]]
    for name in ("kernel", "initrd"):
        if own[name] is not None:
            options += [f"--{name}", f"{folder}/{own[name]}"]
    if own["cmdline"] is not None:
        options += ["--cmdline", own["cmdline"]]
    print(own["id"], own["digest"], *options, "", sep="\n")
END

count=0
while read -r name && read -r digest; do
  options=()
  while read -r option && [[ -n $option ]]; do options+=("$option"); done
  count=$((count + 1))
  it "measures $name"
  run snp measure --firmware "$fw" "${options[@]}"
  expect_status 0
  expect_stdout "^launch digest: $digest\$"
done <launches
it "all of them"
expect_equal launches 5 "$count"

it "explains what differs"
started=$(sed -n 2p launches)
run snp explain -m "$started" --firmware "$fw" --kernel "$vectors/own/kernel.bin" --initrd "$vectors/own/initrd.bin" \
  --cmdline 'root=/dev/vda1 ro console=ttyS0 quiet' --num-cpus 1 --cpu EPYC-Milan --diagnose 60
expect_status 1
expect_stderr "^REASON: The command line that was used has no 'quiet' in it\$"

finish
