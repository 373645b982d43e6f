#!/usr/bin/env bash
# `sevproof measure`: the launch digest, and the measurement of an honest host.
. "$(dirname "$0")/lib.sh"

make_inputs
make_plain
make_es
blob_es=$(value sev-measurement es)
config=(--firmware fw.fd "${boot[@]}" --num-cpus 4 --cpu EPYC-Milan)
honest=(--policy 7 --api-major 1 --api-minor 55 --build-id 21 --nonce "$nonce")

# digest: the launch digest that was printed.
digest() { sed -n 's/^launch digest: //p' "$scratch/stdout"; }

# field NAME...: of the JSON that was printed.
field() {
  "$python" -c '
import json, sys
value = json.load(open(sys.argv[1]))
for name in sys.argv[2:]:
    value = value[name]
print(value)' "$scratch/stdout" "$@"
}

it "prints the launch digest without any key: of a firmware alone, its SHA-256"
run measure --firmware fw.fd
expect_status 0
expect_no_stderr
expect_equal digest "$(sha256sum <fw.fd | cut -c 1-64)" "$(digest)"

it "prints the digest of firmware, VMSA pages and kernel hashes"
run vmsa build --cpu EPYC-Milan --firmware fw.fd --out-cpu0 cpu0 --out-cpu1 cpu1
run measure --firmware fw.fd --cpu EPYC-Milan --num-cpus 3
expect_status 0
expect_equal digest "$(cat fw.fd cpu0 cpu1 cpu1 | sha256sum | cut -c 1-64)" "$(digest)"
run measure --firmware fw.fd --vmsa-cpu0 cpu0 --vmsa-cpu1 cpu1 --num-cpus 2
expect_equal digest "$(cat fw.fd cpu0 cpu1 | sha256sum | cut -c 1-64)" "$(digest)"
run measure "${config[@]}"
es_digest=$(digest)
run "${es[@]}" --json
expect_equal digest "$(field computed launchDigest)" "$es_digest"

it "takes the guest for SEV-ES when a CPU or VMSA is given, unless the policy says otherwise"
run measure "${config[@]}" --policy 3
expect_status 0
expect_stderr '^NOTE: .*not measured'
[ "$(digest)" != "$es_digest" ] || fault 'the policy was ignored'
run measure "${config[@]}" --policy 7
expect_equal digest "$es_digest" "$(digest)"
expect_stdout '^guest: SEV-ES, 4 CPUs'

it "prints the blob that an honest host reports"
for keys in '--tk tk' '--tik tik'; do
  # shellcheck disable=SC2086 # option and value
  run measure "${config[@]}" "${honest[@]}" $keys
  expect_status 0
  expect_stdout "^measurement: $(literal "$blob_es")$"
done
run measure --firmware fw.fd --policy 3 --api-major 1 --api-minor 55 --build-id 21 --nonce "$nonce" --tk tk
expect_stdout "^measurement: $(literal "$blob")$"

it "prints what the stand-in's firmware computes, for random launches"
for seed in 1 2 3 4 5 6; do
  RANDOM=$seed
  firmware_image --out random.fd --seed $seed --reset-address $((RANDOM * RANDOM)) --size $((4096 * (1 + RANDOM % 8)))
  random_nonce=$(head -c $seed fw.fd | md5sum | cut -c 1-32)
  api=(--api-major $((RANDOM % 256)) --api-minor $((RANDOM % 256)))
  build=$((RANDOM % 256)) policy=$((RANDOM * 65536 + RANDOM | 4)) cpus=$((RANDOM % 64 + 1))
  features=$RANDOM layouts=(legacy init2)
  layout=${layouts[seed % 2]}
  expected=$(host launch --firmware random.fd --policy $policy --vcpus $cpus --cpu 23/49/0 --layout "$layout" \
    --sev-features "$features" --tk tk --nonce "$random_nonce" "${api[@]}" --build $build --format blob)
  run measure --firmware random.fd --policy $policy --num-cpus $cpus --cpu EPYC-Rome --vmsa-layout "$layout" \
    --sev-features "$features" --tk tk --nonce "$random_nonce" "${api[@]}" --build-id $build
  expect_status 0
  expect_stdout "^measurement: $(literal "$expected")$"
done

it "takes the nonce as hex of either case or base64"
for text in "$nonce" "${nonce^^}" AAECAwQFBgcICQoLDA0ODw== AAECAwQFBgcICQoLDA0ODw "0x$nonce" "${nonce:0:2}:${nonce:2}"; do
  run measure "${config[@]}" "${honest[@]}" --nonce "$text" --tk tk
  expect_status 0
  expect_stdout "^measurement: $(literal "$blob_es")$"
done

it "refuses a nonce of any other form"
for text in '' 00 "${nonce}00" "${nonce%?}" "${nonce%?}g" 'AAECAwQFBgcICQoLDA0O' "0x${nonce%??}" '*'; do
  refused "nonce" measure "${config[@]}" "${honest[@]}" --nonce "$text" --tk tk
done

it "says what else a measurement needs"
for ((i = 0; i < ${#honest[@]}; i += 2)); do
  set -- "${honest[@]:0:i}" "${honest[@]:i+2}"
  refused "${honest[i]}" measure "${config[@]}" "$@" --tk tk
done
refused 'also needs --tik .or --tk.$' measure "${config[@]}" "${honest[@]}"
refused '--tk excludes' measure "${config[@]}" "${honest[@]}" --tk tk --tik tik

it "says what is missing for a measurement, and nothing else"
refused 'also needs --nonce$' measure --firmware fw.fd --policy 3 --api-major 1 --api-minor 55 --build-id 21 --tk tk
refused 'also needs --policy$' measure --firmware fw.fd --api-major 1 --api-minor 55 --build-id 21 --nonce "$nonce" --tk tk
refused 'also needs --api-major, --api-minor, --build-id, --policy$' measure --firmware fw.fd --nonce "$nonce" --tk tk

it "gives no verdict, and has no option to be given a measurement"
refused 'measurement' measure "${config[@]}" --measurement "$blob_es"
refused 'inject-secret|unknown' measure "${config[@]}" --inject-secret luks-key:secret

it "keeps the rules of the validation"
refused '--firmware' measure
refused '--kernel' measure --firmware fw.fd --initrd initrd
refused '--cpu excludes' measure "${config[@]}" --cpu-family 25
refused '--vmsa-cpu0' measure --firmware fw.fd --vmsa-cpu1 cpu1
refused '--num-cpus is needed for a SEV-ES guest$' measure --firmware fw.fd --cpu EPYC-Milan
refused '--cpu .or --vmsa-cpu0. is needed for a SEV-ES guest$' measure --firmware fw.fd --num-cpus 2 --policy 7
refused '--vmsa-cpu1 is needed for a SEV-ES guest$' measure --firmware fw.fd --num-cpus 2 --vmsa-cpu0 cpu0
refused "firmware 'no'" measure --firmware no
refused "'fw.fd'" measure fw.fd

it "prints findings on standard error"
run measure --firmware fw.fd --policy 0
expect_status 0
expect_stderr '^WARNING: .*debugging'

it "prints JSON with the blob, and the launch digest without a key"
run measure "${config[@]}" "${honest[@]}" --tk tk --json
expect_status 0
expect_no_stderr
expect_equal blob "$blob_es" "$(field computed blob)"
expect_equal digest "$es_digest" "$(field computed launchDigest)"
run measure "${config[@]}" --json
expect_equal digest "$es_digest" "$(field computed launchDigest)"

it "prints nothing when quiet, and no key with --debug"
run measure "${config[@]}" "${honest[@]}" --tk tk -q
expect_status 0
expect_no_stdout
expect_no_stderr
run measure "${config[@]}" "${honest[@]}" --tk tk --debug
expect_stderr 'DEBUG: launch digest'
expect_stderr 'DEBUG: SHA-256 computed with: [A-Za-z]'
expect_not_shown "$(hex tik | cut -c 5-20)|$(hex tek | cut -c 5-20)|0123456789ab|cdefghijklmn"

finish
