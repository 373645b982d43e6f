#!/usr/bin/env bash
# The verdict: what is printed where, and the exit status.
. "$(dirname "$0")/lib.sh"

make_inputs
make_plain
make_es

it "says OK for a plain SEV guest, given as the reference takes it"
run "${state[@]}" --firmware fw.fd --tk tk
expect_status 0
expect_stdout '^OK: '
expect_not_shown 'ERROR'

it "takes the reference's short options"
blob_es=$(value sev-measurement es)
run -m "$blob_es" --api-major 1 --api-minor 55 --build-id 21 --policy 7 -f fw.fd -k kernel \
  -r initrd -e "$cmdline" -n 4 --cpu-family 25 --cpu-model 1 --cpu-stepping 1 --tik tik --tek tek
expect_status 0
expect_stdout '^OK: '
expect_only_about 'export the guest'

it "takes abbreviated long options and --option=value, as the reference does"
run --measure="$blob" --api-maj=1 --api-min 55 --build 21 --pol=3 --firm fw.fd --tk=tk
expect_status 0
expect_stdout '^OK: '

it "says OK for a SEV-ES guest with four CPUs, kernel, initrd and command line"
run "${es[@]}"
expect_status 0
expect_stdout '^OK: '
expect_only_about 'export the guest'

it "names with the match what it holds for: policy and its flags, API, and the CPUs that were measured"
accepts() {
  expect_status 0
  expect_equal verdict "OK: The launch measurement matches ($1)" "$(head -n 1 "$scratch/stdout")"
}
run "${plain[@]}"
accepts 'policy 0x3 NODBG NOKS, SEV API 1.55 build 21'
run "${es[@]}"
accepts 'policy 0x7 NODBG NOKS ES, SEV API 1.55 build 21, 4 CPUs'
host launch --firmware fw.fd --policy 4 --vcpus 1 --cpu 25/1/1 --api-minor 9 --build 3 --tk tk >single
run --launch-info single --firmware fw.fd --tk tk --num-cpus 1 --cpu EPYC-Milan
accepts 'policy 0x4 ES, SEV API 1.9 build 3, 1 CPU'
host launch --firmware fw.fd --policy 0 --tk tk >bare
run --launch-info bare --firmware fw.fd --tk tk
accepts 'policy 0x0, SEV API 1.55 build 21'

it "needs no TEK to validate"
run --launch-info plain --firmware fw.fd --tik tik
expect_status 0

it "puts findings on standard error, with their gravity"
run "${plain[@]}"
expect_stderr '^NOTE: .*SEV-ES'
expect_equal 'lines on stdout' 1 "$(wc -l <"$scratch/stdout")"
expect_stdout '^OK: '

it "warns about a policy that lets the host export the guest, and not about another"
expect_stderr '^WARNING: .*export the guest under a key of its own'
expect_stderr '^hint: .*0xb, or 0xf for SEV-ES'
for policy in 11 0x23; do
  host launch --firmware fw.fd --policy $policy --tk tk >kept
  run --launch-info kept --firmware fw.fd --tk tk
  expect_status 0
  expect_not_shown 'WARNING'
done
expect_stderr '^NOTE: The policy lets the host send the guest to any platform that a chain of AMD.s vouches for'

it "warns about a policy that allows debugging"
host launch --firmware fw.fd --policy 0 --tk tk >debuggable
run --launch-info debuggable --firmware fw.fd --tk tk
expect_status 0
expect_stderr '^WARNING: .*debugging'
expect_stderr '^hint: .*bit 0'

mismatch() {
  remember_tree
  run "$@"
  expect_status 1
  expect_no_stdout
  expect_stderr '^ERROR: Measurement does not match'
  expect_stderr '^hint: '
  expect_same_tree
}

it "says which measurement was expected and which was reported"
firmware_image --out wrong.fd --seed 9
mismatch "${plain[@]}" --policy 3 --firmware wrong.fd
expect_stderr 'expected [0-9a-f]{64}$'
expect_stderr 'reported [0-9a-f]{64}$'

it "notices another firmware"
firmware_image --out other.fd --seed 1 --reset-address 0x80b004
mismatch --launch-info plain --firmware other.fd --tk tk

it "notices another key"
tac -rs . tk >other-tk
mismatch --launch-info plain --firmware fw.fd --tk other-tk

it "notices TEK and TIK in the wrong order"
cat tik tek >swapped-tk
mismatch --launch-info plain --firmware fw.fd --tk swapped-tk

for change in '--api-major 2' '--api-minor 54' '--build-id 20' '--policy 1'; do
  it "notices another state: $change"
  set -- "${state[@]}"
  for ((i = 0; i < ${#state[@]}; i++)); do
    [ "${state[i]}" != "${change% *}" ] || set -- "${@:1:i+1}" "${change#* }" "${@:i+3}"
  done
  mismatch "$@" --firmware fw.fd --tk tk
done

for change in '--num-cpus 3' '--cpu EPYC-Rome' '--vmsa-layout init2' '--sev-features 0x20' \
  '--kernel initrd' '--initrd kernel' '--cmdline ro'; do
  it "notices another input: $change"
  # shellcheck disable=SC2086 # option and value; the last one given counts
  mismatch "${es[@]}" $change
done

it "takes spaces of the command line as they are"
mismatch "${es[@]}" --cmdline "$cmdline "

it "notices a changed nonce"
changed=$(printf '%s' "$blob" | base64 -d | head -c 47 | { cat; printf x; } | base64 -w 0)
mismatch "${state[@]}" --measurement "$changed" --firmware fw.fd --tk tk

it "prints nothing at all when quiet"
for quiet in -q --quiet; do
  run "${plain[@]}" $quiet
  expect_status 0
  expect_no_stdout
  expect_no_stderr
  run "${plain[@]}" --firmware other.fd $quiet
  expect_status 1
  expect_no_stdout
  expect_no_stderr
  run --firmware no $quiet
  expect_status 2
  expect_no_stdout
  expect_no_stderr
  run "${plain[@]}" --debug $quiet
  expect_no_stdout
  expect_no_stderr
done

# The bytes of the keys in every form in which they could leak, shortened so that a part is seen too.
no_key_shown() {
  local key form
  for key in tek tik; do
    for form in "$(tail -c +5 "$key")" "$(hex "$key" | cut -c 9-24)" \
      "$(hex "$key" | tr a-f A-F | cut -c 9-24)" "$(base64 -w 0 "$key" | cut -c 1-12)" \
      "$(tail -c 8 "$key" | base64 -w 0 | cut -c 1-8)"; do
      expect_not_shown "$form"
    done
  done
  expect_not_shown "$(base64 -w 0 tk | cut -c 8-20)"
}

it "shows every intermediate value with --debug, but no key"
for debug in -d --debug; do
  run "${es[@]}" $debug
  expect_status 0
  expect_stderr "firmware sha256: $(sha256sum <fw.fd | cut -c 1-64)"
  expect_stderr "kernel sha256: $(sha256sum <kernel | cut -c 1-64)"
  expect_stderr "initrd sha256: $(sha256sum <initrd | cut -c 1-64)"
  expect_stderr "cmdline sha256.*: $(printf '%s\0' "$cmdline" | sha256sum | cut -c 1-64)"
  expect_stderr 'f8b52f775502472e5797d2674d9de21f6abc05dc05e9bc49cbb7b6a13688d5e7'
  expect_stderr 'bcee5cb289f72882da17abd8dca5e8a7e9f8e2033e7ad96b4db0ab1a383a6487'
  expect_stderr 'launch digest: [0-9a-f]{64}'
  expect_stderr "nonce: $nonce"
  expect_stderr "measured message: 0401371507000000[0-9a-f]{64}$nonce"
  no_key_shown
done

it "shows no key on mismatch either, nor for separate keys"
run "${es[@]}" --debug --num-cpus 2
expect_status 1
no_key_shown
run --launch-info plain --firmware fw.fd --tik tik --tek tek --debug --json
expect_status 0
no_key_shown

it "prints the report as JSON and nothing else on standard output"
run "${es[@]}" --json
expect_status 0
expect_no_stderr
expect_equal verdict match "$("$python" -c 'import json,sys; print(json.load(sys.stdin)["verdict"])' <"$scratch/stdout")"

it "prints the report on mismatch too, with status 1"
run "${es[@]}" --json --num-cpus 3
expect_status 1
expect_equal verdict mismatch "$("$python" -c 'import json,sys; print(json.load(sys.stdin)["verdict"])' <"$scratch/stdout")"

it "prints the report when quiet, and only that"
run "${es[@]}" --json
cp "$scratch/stdout" "$scratch/report"
run "${es[@]}" --json --quiet
expect_same_content "$scratch/stdout" "$scratch/report"
expect_no_stderr

it "prints the same report every time, without a path in it"
mkdir elsewhere
cp fw.fd kernel initrd tk es elsewhere/
(cd elsewhere && run "${es[@]}" --json)
expect_same_content "$scratch/stdout" "$scratch/report"
expect_not_shown 'fw\.fd'

it "says why there is no report"
refused 'firmware' --json --firmware no "${state[@]}" --tk tk

finish
