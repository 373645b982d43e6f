#!/usr/bin/env bash
# The reason of a mismatch: what is said, and that it stays a mismatch. The launches are those of the
# stand-in for the SEV firmware, which knows nothing of hypotheses.
. "$(dirname "$0")/lib.sh"

make_inputs
make_es
make_plain

# Enough where everything is slow; an explanation ends it.
long=(--diagnose 3600)

# started ARGUMENTS...: the guest as it was started, with the owner's keys.
started() {
  host launch --firmware fw.fd --tk tk --nonce "$nonce" "$@" >started
}

# es_guest ARGUMENTS...: a SEV-ES guest of which everything is as in make_es but what is said.
es_guest() {
  started --policy 7 --vcpus 4 --cpu 25/1/1 --kernel kernel --initrd initrd --cmdline "$cmdline" "$@"
}

# expect_reasons REASON...: a mismatch with these reasons, in this order.
expect_reasons() {
  local total=$# number=0 reason which
  expect_status 1
  expect_no_stdout
  expect_stderr '^ERROR: Measurement does not match, VM is not trustworthy$'
  for reason in "$@"; do
    number=$((number + 1))
    which=$([ "$total" -eq 1 ] || echo " $number of $total")
    expect_stderr "^REASON$which: $reason\$"
  done
  expect_stderr 'the measurement is exactly the reported one'
  expect_not_shown 'NOT EXPLAINED|OK: '
}

it "names another number of CPUs"
es_guest --vcpus 8
run "${es[@]}" --launch-info started "${long[@]}"
expect_reasons 'The host started 8 vCPUs, but you gave 4'

it "names another CPU model"
es_guest --cpu 23/49/0
run "${es[@]}" --launch-info started "${long[@]}"
expect_reasons "The guest's CPU is .*EPYC-Rome.*, but you gave .*EPYC-Milan.*"

it "names a CPU without a model in QEMU"
es_guest --cpu 25/17/1
run "${es[@]}" --launch-info started "${long[@]}"
expect_reasons "The guest's CPU is family 25, model 17, stepping 1, but you gave .*"

it "names layout, features and number at once"
es_guest --layout init2 --sev-features 0x20 --vcpus 2
run "${es[@]}" --launch-info started "${long[@]}"
expect_reasons 'The host started 2 vCPUs, but you gave 4' \
  'The host made VMSA pages of layout init2, but you gave legacy' \
  'The host started the CPUs with sev_features 0x20, but you gave 0x0'

it "names a command line with a newline"
es_guest --cmdline "$cmdline"$'\n'
run "${es[@]}" --launch-info started "${long[@]}"
expect_reasons 'The command line that was used has a newline at its end'
expect_hint 'Every byte of the command line counts'

it "says where --cmdline has got the name of a file"
printf '%s' "$cmdline" >cmdline.txt
es_guest
for name in cmdline.txt ./cmdline.txt /no/such/file; do
  run --launch-info started --firmware fw.fd --tk tk --kernel kernel --initrd initrd --cmdline $name -n 4 \
    --cpu EPYC-Milan --diagnose 0
  expect_status 1
  expect_hint "'$name' looks like a file: give its content with --cmdline \"\\$\(cat FILE\)\""
done
for line in "$cmdline" root=/dev/vda quiet ''; do
  run --launch-info started --firmware fw.fd --tk tk --kernel kernel --initrd initrd --cmdline "$line" -n 3 \
    --cpu EPYC-Milan --diagnose 0
  expect_not_shown 'looks like a file'
done

it "names a policy without SEV-ES"
started --policy 3 --kernel kernel --initrd initrd --cmdline "$cmdline"
run "${es[@]}" --launch-info started --policy 7 "${long[@]}"
expect_status 2
sed 's/^sev-policy.*/sev-policy: 7/' started >said
run "${es[@]}" --launch-info said "${long[@]}"
expect_reasons 'The guest was started with policy 0x3 .*, but the launch info says 0x7 .*'
expect_hint "launch info, which is the host's own word"
run "${es[@]}" --launch-info said --policy 7 "${long[@]}"
expect_reasons 'The guest was started with policy 0x3 .*, but you gave 0x7 .*'

it "names an API version of another host"
es_guest --api-minor 51 --build 9
sed 's/^sev-api-minor.*/sev-api-minor: 55/; s/^sev-build-id.*/sev-build-id: 21/' started >said
run "${es[@]}" --launch-info said "${long[@]}"
expect_reasons "The host's SEV firmware has API 1.51 build 9, but the launch info says 1.55 build 21"

it "names swapped keys"
es_guest
run --launch-info started --firmware fw.fd --tik tek --tek tik "${boot[@]}" -n 4 --cpu EPYC-Milan "${long[@]}"
expect_reasons 'TIK and TEK are swapped'

it "names a TK file with its halves swapped"
cat tik tek >kt
run --launch-info started --firmware fw.fd --tk kt "${boot[@]}" -n 4 --cpu EPYC-Milan "${long[@]}"
expect_reasons 'The halves of the TK file are swapped.*'

it "names kernel hashes that are off"
started --policy 3
run --launch-info started --firmware fw.fd --tk tk "${boot[@]}" "${long[@]}"
expect_reasons 'You gave a kernel, but the host measured no kernel, initrd or command line: it can start any'

it "names swapped kernel and initrd"
es_guest --kernel initrd --initrd kernel
run "${es[@]}" --launch-info started "${long[@]}"
expect_reasons 'Kernel and initrd are swapped'

it "finds what was started among the candidates, whatever they are"
seq 2 9001 >kernel-new
printf 'quiet\n' >cmdline-new
firmware_image --out fw-new.fd --reset-address 0x80b004 --secret-area 0x810000/0xc00 \
  --hash-area 0x810c00/0x400 --seed 2
host launch --firmware fw-new.fd --tk tk --nonce "$nonce" --policy 3 --kernel kernel-new \
  --initrd initrd --cmdline quiet >started
run --launch-info started --firmware fw.fd --tk tk --kernel kernel --initrd initrd --cmdline "$cmdline" \
  --also-try fw-new.fd --also-try cmdline-new --also-try kernel-new --also-try tik "${long[@]}"
expect_reasons "The firmware that was used is 'fw-new.fd'" \
  "The kernel that was used is 'kernel-new'" \
  "The command line that was used is the text in 'cmdline-new'"

it "names VMSA pages that are mixed up, whoever made them"
run vmsa build --cpu EPYC-Milan --reset-address 0x80b004 --out-cpu0 page0 --out-cpu1 page1
run vmsa build --cpu EPYC-Rome --reset-address 0x80b004 --out-cpu0 rome0 --out-cpu1 rome1
es_guest
pages=(--launch-info started --firmware fw.fd --tk tk "${boot[@]}" "${long[@]}")
run "${pages[@]}" -n 4 -0 page1 -1 page0
expect_reasons 'VMSA pages are mixed up: the page measured for the boot CPU is the one that you gave for the APs, and that for the APs is the one that you gave for the boot CPU'
run "${pages[@]}" -n 4 -0 page0 -1 page0
expect_reasons 'A usual VMSA page was measured instead of the one that you gave, for the APs: family 25, .*'
run "${pages[@]}" -n 4 -0 page0 -1 rome1
expect_reasons 'A usual VMSA page was measured instead of the one that you gave, for the APs: family 25, .*'
run "${pages[@]}" -n 4 -0 rome0 -1 page1 --also-try page0
expect_reasons "A VMSA page comes from another file: that of the boot CPU is 'page0'"
run "${pages[@]}" -n 1 -0 page0
expect_reasons 'The host started 4 vCPUs, but you gave 1'
run "${pages[@]}" -n 3 -0 page1 -1 page0
expect_reasons 'The host started 4 vCPUs, but you gave 3' 'VMSA pages are mixed up: .*'

it "names a wrong policy and what else is wrong about the CPUs"
sed 's/^sev-policy.*/sev-policy: 3/' started >said
run --launch-info said --firmware fw.fd --tk tk "${boot[@]}" -n 2 --cpu EPYC-Milan "${long[@]}"
expect_reasons 'The guest was started with policy 0x7 .*, but the launch info says 0x3 .*' \
  'The host started 4 vCPUs, but you gave 2'

it "names every number that was read in the wrong base"
sed 's/^sev-api-minor.*/sev-api-minor: 85/; s/^sev-build-id.*/sev-build-id: 33/' started >said
run "${es[@]}" --launch-info said "${long[@]}"
expect_reasons 'The API minor is 55 \(0x37\), but the launch info says 85 \(0x55\): the same digits in another base' \
  'The build is 21 \(0x15\), but the launch info says 33 \(0x21\): the same digits in another base'

it "names two lines of a command line that was one"
run --launch-info started --firmware fw.fd --tk tk --kernel kernel --initrd initrd -n 4 \
  --cpu EPYC-Milan --cmdline "${cmdline/ /$'\n'}"$'\n' "${long[@]}"
expect_reasons 'The command line that was used has spaces where yours has newlines.*'

it "tries the text of a candidate as it is, too"
started --policy 3 --kernel kernel --initrd initrd --cmdline $'quiet\n'
printf 'quiet\n' >cmdline-new
run --launch-info started --firmware fw.fd --tk tk "${boot[@]}" --also-try cmdline-new "${long[@]}"
expect_reasons "The command line that was used is the text in 'cmdline-new' with the newline at its end"

# In the shapes that people have: what is asked for, and what was started.
asked='tsc=reliable reboot=k pci=lastbus=0 console=hvc0 quiet panic=1 nr_cpus=1 agent.config=/etc/a.toml'

# expect_cmdline_reason STARTED REASON [ARGUMENTS...]: of a guest with that command line, and with
# another flag of the policy.
expect_cmdline_reason() {
  local line=$1 reason=$2
  shift 2
  started --policy 3 --kernel kernel --initrd initrd --cmdline "$line"
  local launch=(--firmware fw.fd --tk tk --kernel kernel --initrd initrd --cmdline "$asked" "$@" "${long[@]}")
  run --launch-info started "${launch[@]}"
  expect_reasons "The command line that was used $reason"
  sed 's/^sev-policy.*/sev-policy: 1/' started >said
  run --launch-info said "${launch[@]}"
  expect_reasons 'The guest was started with policy 0x3 .*, but the launch info says 0x1 .*' \
    "The command line that was used $reason"
}

it "names one edit of a command line"
expect_cmdline_reason "${asked/agent/selinux=0 agent}" "has 'selinux=0' in front of 'agent.config'"
expect_cmdline_reason "$asked agent.verify=false" "has 'agent.verify=false' at its end"
expect_cmdline_reason "${asked/quiet panic=1/panic=1 quiet}" "has 'quiet' and 'panic' swapped"
expect_cmdline_reason "${asked/nr_cpus=1/nr_cpus=2}" "has 'nr_cpus=2' instead of the value that you gave"
expect_cmdline_reason "${asked/ quiet/$'\t'quiet}" "has a tab in front of 'quiet'"
expect_cmdline_reason "${asked/=\/etc\/a.toml/=\"/etc/a.toml\"}" "has double quotes around the value of 'agent.config'"

it "says which of two words of one name it means"
two_consoles() {
  local asked='console=tty0 console=ttyS0 ro'
  expect_cmdline_reason "$@"
}
two_consoles 'console=tty0 ro' "has no 'console' \(word 2\) in it"
two_consoles 'console=tty0 console=ttyS1 ro' "has 'console=ttyS1' instead of your 'console' \(word 2\)"

it "finds the command line inside other files"
both="${asked/agent/selinux=0 agent} agent.verify=false"
echo "root 4242 ? Sl 0:03 qemu-system-x86_64 -kernel /k -append $both -smp 1" >ps.txt
expect_cmdline_reason "$both" "is the text in 'ps.txt', after -append in line 1" --also-try ps.txt
printf '%s \\\n' 'LC_ALL=C' '/usr/bin/qemu-system-x86_64' "-append '$both'" '-msg timestamp=on' >g1.log
expect_cmdline_reason "$both" "is the text in 'g1.log', after -append in line 3" --also-try g1.log
printf 'qemu\0-append\0%s\0-smp\0001\0' "$both" >process
expect_cmdline_reason "$both" "is the text in 'process', the argument after -append" --also-try process
"$SEVPROOF_PYTHON" -c 'import sys; open("shell.log", "wb").write(f"qemu -append {sys.argv[1]} -smp 1\r\n".encode("utf-16"))' "$both"
expect_cmdline_reason "$both" "is the text in 'shell.log', after -append in line 1" --also-try shell.log
printf 'for g1:\n%s\nthat is all\n' "$both" >notes
expect_cmdline_reason "$both" "is the text in 'notes', line 2" --also-try notes

# QEMU 7.2 to 11.1 hash a kernel with -dtb so.
it "names a device tree that QEMU was given"
python3 - <<'END'
import struct
kernel = open('kernel', 'rb').read()
tree = bytes.fromhex('d00dfeed') + bytes(range(100))
open('board.dtb', 'wb').write(tree)
open('kernel-dtb', 'wb').write(kernel + bytes(-len(kernel) % 16) + struct.pack('<QII', 0, 2, len(tree)) + tree)
END
started --policy 3 --kernel kernel-dtb --initrd initrd --cmdline "$cmdline"
run --launch-info started --firmware fw.fd --tk tk "${boot[@]}" --also-try board.dtb "${long[@]}"
expect_reasons "QEMU was started with -dtb 'board.dtb'"
expect_hint 'without a device tree \(libvirt: no <dtb>\)'

it "tells candidates of the same name apart, by no more of their paths than needed"
mkdir -p a/x b/x
cp kernel a/x/vmlinuz
cp kernel-new b/x/vmlinuz
started --policy 3 --kernel kernel-new --initrd initrd --cmdline "$cmdline"
run --launch-info started --firmware fw.fd --tk tk "${boot[@]}" --also-try "$PWD/a/x/vmlinuz" \
  --also-try "$PWD/b/x/vmlinuz" "${long[@]}"
expect_reasons "The kernel that was used is 'b/x/vmlinuz'"

it "tells candidates with long names apart"
long_name=$(printf 'a%.0s' {1..120})
cp kernel "${long_name}1"
cp kernel-new "${long_name}2"
run --launch-info started --firmware fw.fd --tk tk "${boot[@]}" --also-try "${long_name}1" \
  --also-try "${long_name}2" "${long[@]}"
expect_reasons "The kernel that was used is 'a{38}\.\.\.a{37}2'"

it "takes a candidate's name for what it is"
cp kernel-new $'evil\e[2K\nname'
run --launch-info started --firmware fw.fd --tk tk "${boot[@]}" --also-try $'evil\e[2K\nname' "${long[@]}"
expect_reasons "The kernel that was used is 'evil.x1b\[2K.x0aname'"

it "finds what an upgrade started, and what else is different"
seq 9001 -1 2 >initrd-new
started --policy 7 --vcpus 8 --cpu 25/1/1 --kernel kernel-new --initrd initrd-new --cmdline "$cmdline"
run "${es[@]}" --launch-info started --also-try kernel-new --also-try initrd-new "${long[@]}"
expect_reasons "The kernel that was used is 'kernel-new'" "The initrd that was used is 'initrd-new'" \
  'The host started 8 vCPUs, but you gave 4'

it "names the CPU of a server, and what else is different"
es_guest --cpu 25/17/1 --vcpus 8
run "${es[@]}" --launch-info started "${long[@]}"
expect_reasons 'The host started 8 vCPUs, but you gave 4' "The guest's CPU is family 25, model 17, stepping 1, .*"

it "names the firmware of a host of another generation, and what else is different"
es_guest --vcpus 8
sed 's/^sev-api-major.*/sev-api-major: 0/; s/^sev-api-minor.*/sev-api-minor: 24/' started >said
run "${es[@]}" --launch-info said "${long[@]}"
expect_reasons "The host's SEV firmware has API 1.55 build 21, but the launch info says 0.24 build 21" \
  'The host started 8 vCPUs, but you gave 4'

it "distrusts a host that has CPUs start elsewhere than their firmware says"
"$SEVPROOF" vmsa build --cpu EPYC-Milan --reset-address 0x80c004 --out-cpu0 elsewhere0 --out-cpu1 elsewhere1 -q
"$SEVPROOF" measure --firmware fw.fd "${boot[@]}" --num-cpus 4 --vmsa-cpu0 elsewhere0 \
  --vmsa-cpu1 elsewhere1 --policy 7 --api-major 1 --api-minor 55 --build-id 21 --nonce "$nonce" --tik tik >measured
sed "s|^sev-measurement.*|sev-measurement: $(value measurement measured)|" es >said
run "${es[@]}" --launch-info said "${long[@]}"
expect_reasons 'The APs start at 0x80c004, but the firmware that was used says 0x80b004'
expect_hint 'do not trust a host'

it "does not call yours what the domain says"
es_guest --vcpus 8
cat >domain.xml <<END
<domain type='kvm'><name>g</name><vcpu>4</vcpu><os><loader type='rom'>/f</loader><kernel>/k</kernel><initrd>/i</initrd>
<cmdline>$cmdline quiet</cmdline></os><launchSecurity type='sev' kernelHashes='yes'><policy>7</policy>
<dhCert>$(head -c 2084 /dev/zero | base64 -w 0)</dhCert><session>$(head -c 128 /dev/zero | base64 -w 0)</session>
</launchSecurity></domain>
END
run --launch-info started --firmware fw.fd --tk tk --kernel kernel --initrd initrd --cpu EPYC-Milan \
  --domain-xml domain.xml --insecure "${long[@]}"
expect_reasons "The command line that was used has no 'quiet' in it" 'The host started 8 vCPUs, but the XML says 4'
expect_hint 'You took this from the XML'

it "packs no secret, however well the mismatch is explained"
es_guest --vcpus 8
remember_tree
run "${es[@]}" --launch-info started --inject-secret luks-key:secret --secret-header header \
  --secret-payload payload "${long[@]}"
expect_reasons 'The host started 8 vCPUs, but you gave 4'
expect_same_tree

it "puts the reason into the JSON report, whose verdict stays"
run "${es[@]}" --launch-info started --json "${long[@]}"
expect_status 1
expect_no_stderr
expect_stdout '"verdict": "mismatch"'
expect_stdout '"outcome": "explained"'
expect_stdout '"code": "vcpus"'
expect_stdout '"about": "/inputs/vcpus"'
expect_stdout '"value": "8"'
expect_stdout '"message": "The host started 8 vCPUs, but you gave 4"'

# with_value ABOUT OPTION GIVEN ARGUMENTS...: a mismatch; and a match with what its report says in the place of GIVEN.
with_value() {
  local about=$1 option=$2 given=$3 value
  shift 3
  local guest=(--firmware fw.fd --tk tk "${boot[@]}" "$@")
  run "${guest[@]}" "$option" "$given" "${long[@]}" --json
  expect_status 1
  value=$("$python" -c 'import json, sys
[change] = json.load(sys.stdin)["diagnosis"]["changes"]
assert change["about"] == sys.argv[1], change
print(change["value"])' "$about" <"$scratch/stdout")
  run "${guest[@]}" "$option" "$value"
  expect_status 0
}

it "says in JSON what an input would have to be, as its option takes it"
es_guest --vcpus 8 --cpu 25/17/1 --layout init2 --sev-features 0x20
info=(--launch-info started)
count=(--num-cpus 8)
cpu=(--cpu 25/17/1)
spec=(--vmsa-layout init2 --sev-features 0x20)
with_value /inputs/vcpus --num-cpus 4 "${info[@]}" "${cpu[@]}" "${spec[@]}"
with_value /inputs/vmsa/value/signature --cpu EPYC-Milan "${info[@]}" "${count[@]}" "${spec[@]}"
with_value /inputs/vmsa/value/layout --vmsa-layout legacy "${info[@]}" "${count[@]}" "${cpu[@]}" --sev-features 0x20
with_value /inputs/vmsa/value/sevFeatures --sev-features 0 "${info[@]}" "${count[@]}" "${cpu[@]}" --vmsa-layout init2
grep -v '^sev-policy' started >said
with_value /inputs/policy --policy 0x27 --launch-info said "${count[@]}" "${cpu[@]}" "${spec[@]}"
grep -v '^sev-api-minor' started >said
with_value /inputs/api/value/minor --api-minor 51 --launch-info said "${count[@]}" "${cpu[@]}" "${spec[@]}"

it "says what is ruled out, and what is left"
host launch --firmware fw.fd --policy 3 --tk <(printf '%032d' 7) --nonce "$nonce" >started
run --launch-info started --firmware fw.fd --tk tk "${long[@]}"
expect_status 1
expect_no_stdout
expect_stderr '^NOT EXPLAINED: none of the [0-9,]+ launches that were tried has the reported measurement$'
expect_stderr 'Ruled out as the only mistake, and in the pairs that'
expect_stderr 'API major 0 to 2 with every minor and build'
expect_stderr '^  - The host is not honest\.$'
expect_hint 'name each with --also-try'

it "says the same in JSON"
run --launch-info started --firmware fw.fd --tk tk --json "${long[@]}"
expect_status 1
expect_stdout '"outcome": "not-explained"'
expect_stdout '"code": "api-version"'
expect_stdout '"The host is not honest\."'

it "does not look for a reason when it is told not to"
run --launch-info started --firmware fw.fd --tk tk --diagnose 0
expect_status 1
expect_not_shown 'REASON|EXPLAINED'
expect_hint 'Often an input differs'
run --launch-info started --firmware fw.fd --tk tk --diagnose 0 --json
expect_status 1
expect_stdout '"diagnosis": null'

it "prints nothing under --quiet"
run --launch-info started --firmware fw.fd --tk tk --quiet
expect_status 1
expect_no_stdout
expect_no_stderr

it "says how far it came when the time is over"
# So many vCPUs that every signature of a CPU takes minutes.
started --policy 7 --vcpus 4096 --cpu 25/1/1 --api-minor 3
sed 's/^sev-api-minor.*/sev-api-minor: 55/' started >said
printf 'another key, of thirty-two bytes' >other-tk
run --launch-info said --firmware fw.fd --tk other-tk -n 4096 --cpu EPYC-Milan --diagnose 1
expect_status 1
expect_stderr '^NOT EXPLAINED within 1 s of computing( \([0-9]+ s by the clock\))?: [0-9,]+ of [0-9,]+ launches were tried, and none has the reported measurement$'
expect_hint '(--diagnose [0-9]+ should be enough for the whole search|--diagnose SECONDS searches longer)\.'
run --launch-info said --firmware fw.fd --tk other-tk -n 4096 --cpu EPYC-Milan --diagnose 1 --json
expect_stdout '"outcome": "unfinished"'

it "searches as much beside other programs as on an idle machine"
if ! core=$(taskset -cp $$ 2>/dev/null | sed 's/.*: *//; s/[-,].*//') || [ -z "$core" ]; then
  skip 'there is no taskset to put the programs on one core'
else
  loops=()
  for _ in 1 2 3 4; do
    # shellcheck disable=SC2016 # the words are the inner shell's
    taskset -c "$core" timeout "$patience" bash -c 'while :; do :; done' &
    loops+=($!)
  done
  TIMEFORMAT='%U %S'
  { time capture taskset -c "$core" "$SEVPROOF" --launch-info said --firmware fw.fd --tk other-tk -n 4096 \
    --cpu EPYC-Milan --diagnose 1; } 2>spent
  kill "${loops[@]}"
  wait "${loops[@]}" 2>/dev/null
  expect_status 1
  expect_stderr '^NOT EXPLAINED within 1 s of computing'
  awk '{exit !($1 + $2 >= 0.95 && $1 + $2 < 5)}' spent || fault "expected about 1 s on processors, got $(cat spent)"
fi

it "stays a mismatch when there is no memory for its reason"
if [ "${SEVPROOF_SANITIZED:-}" = ON ]; then
  skip "sanitizers need more memory than any limit leaves"
elif [ -n "${SEVPROOF_EMULATOR:-}" ]; then
  skip "$SEVPROOF_EMULATOR ends where it has no memory itself"
else
  # So many edits of the command line that looking for the reason, which is found before them, needs more
  # than the verdict.
  words=$(printf ' word%s=1,2,3' $(seq 40))
  es_guest --vcpus 8 --cmdline "root=/dev/vda$words"
  many=(--cmdline "root=/dev/vda$words")
  # Threads too need some, so that the limits between are not all alike.
  unexplained=0
  for limit in $(seq 20000 300 400000); do
    # shellcheck disable=SC2016 # the words are the inner shell's
    capture bash -c 'ulimit -v "$1" && shift && exec "$@"' - "$limit" "$SEVPROOF" \
      --firmware fw.fd --tk tk --kernel kernel --initrd initrd "${many[@]}" --num-cpus 4 --cpu EPYC-Milan \
      --launch-info started "${long[@]}"
    grep -q 'does not match' "$scratch/stderr" || continue
    expect_status 1
    expect_not_shown 'terminate|not enough memory$'
    ! grep -q '^REASON: ' "$scratch/stderr" || break
    expect_stderr '^NOT EXPLAINED: there is not enough memory to search for the reason$'
    unexplained=$((unexplained + 1))
  done
  expect_stderr '^REASON: '
  [ "$unexplained" -gt 0 ] || fault 'there was memory for the reason wherever there was for the verdict'
fi

it "does not need candidates for a match, but reads them"
run "${plain[@]}" --also-try kernel
expect_status 0
remember_tree
run "${plain[@]}" --also-try nowhere
expect_status 2
expect_stderr "candidate 'nowhere'"
expect_no_stdout

it "refuses a time that is none"
for wrong in x -1 1.5 86401 ''; do
  run "${plain[@]}" --diagnose "$wrong"
  expect_status 2
  expect_stderr '^ERROR: --diagnose'
done

it "refuses more candidates than it tries"
many=()
for _ in $(seq 65); do many+=(--also-try kernel); done
run "${plain[@]}" "${many[@]}"
expect_status 2
expect_stderr 'expected at most 64 files, got 65'
run "${plain[@]}" "${many[@]:2}"
expect_status 0

it "reads standard input once"
run "${plain[@]}" --also-try - --also-try -
expect_status 2
expect_stderr 'standard input'

finish
