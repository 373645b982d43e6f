#!/usr/bin/env bash
# Numbers: decimal or hexadecimal, whole, and in range.
. "$(dirname "$0")/lib.sh"

make_inputs
make_plain
make_es
es_but_cpu=(--launch-info es --firmware fw.fd --tk tk "${boot[@]}")

it "takes decimal and hexadecimal numbers"
for set in '1 55 21 3' '0x1 0x37 0x15 0x3' '01 055 0021 0000000000003' '0x01 0X37 0x15 0x0003'; do
  read -r major minor build policy <<<"$set"
  run --measurement "$blob" --api-major "$major" --api-minor "$minor" --build-id "$build" \
    --policy "$policy" --firmware fw.fd --tk tk
  expect_status 0
done

it "takes hexadecimal CPU numbers"
run "${es_but_cpu[@]}" --num-cpus 0x4 --cpu-family 0x19 --cpu-model 0x1 --cpu-stepping 0x1
expect_status 0

rubbish=('' ' ' x 1x 1.0 1e1 +1 -1 ' 1' '1 ' 0x 0xg 0x-1 1_0 "1,5" ½ ١ 99999999999999999999999)

# texts_for OPTION: all of them for one option, and a choice for the others.
texts_for() { if [ "$1" = --policy ]; then texts=("${rubbish[@]}"); else texts=('' 1x -1 1.0); fi; }

for option in --api-major --api-minor --build-id --policy; do
  it "refuses for $option what is no number, and quotes it"
  texts_for $option
  for text in "${texts[@]}"; do
    refused "$option.*'$(literal "$text")'" "${state[@]}" $option "$text" --firmware fw.fd --tk tk
  done
done

for option in --num-cpus --cpu-family --cpu-model --cpu-stepping --sev-features; do
  it "refuses for $option what is no number, and quotes it"
  texts_for $option
  for text in "${texts[@]}"; do
    refused "$option.*'$(literal "$text")'" "${es_but_cpu[@]}" --num-cpus 4 --cpu-family 25 --cpu-model 1 \
      --cpu-stepping 1 $option "$text"
  done
done

it "says which range a number must be in"
while read -r option high; do
  for text in $((high + 1)) "$(printf '0x%x' $((high + 1)))"; do
    refused "$option.*$high.*$text" "${es_but_cpu[@]}" --num-cpus 4 --cpu-family 25 --cpu-model 1 \
      --cpu-stepping 1 "$option" "$text"
  done
done <<'END'
--num-cpus 4096
--cpu-family 270
--cpu-model 255
--cpu-stepping 15
END
for option in --api-major --api-minor --build-id; do
  refused "$option.*255.*256" "${state[@]}" $option 256 --firmware fw.fd --tk tk
done
refused '--policy.*4294967295.*4294967296' "${state[@]}" --policy 4294967296 --firmware fw.fd --tk tk

it "refuses no CPU and too many of them, and says the maximum"
for count in 0 4097 1000000000000; do
  refused "--num-cpus.*4096.*$count" "${es_but_cpu[@]}" --cpu EPYC-Milan --num-cpus $count
done

it "validates one CPU and the most there can be"
for count in 1 2 4096; do
  host launch --firmware fw.fd --policy 7 --vcpus $count --cpu 25/1/1 --tk tk >counted
  run --launch-info counted --firmware fw.fd --tk tk --num-cpus $count --cpu EPYC-Milan
  expect_status 0
done

it "takes the largest value of each"
host launch --firmware fw.fd --policy 0xffffffff --api-major 255 --api-minor 255 --build 255 \
  --vcpus 1 --cpu 270/255/15 --sev-features 0xffffffffffffffff --tk tk >largest
run --launch-info largest --firmware fw.fd --tk tk --num-cpus 1 --cpu-family 270 --cpu-model 255 \
  --cpu-stepping 15 --sev-features 0xffffffffffffffff
expect_status 0
expect_stderr 'reserve'

it "knows QEMU's names of CPU models, with their versions"
while read -r name sku; do
  host launch --firmware fw.fd --policy 7 --cpu "$sku" --tk tk >named
  run --launch-info named --firmware fw.fd --tk tk --num-cpus 1 --cpu "$name"
  expect_status 0
done <<'END'
EPYC 23/1/2
EPYC-IBPB 23/1/2
EPYC-v4 23/1/2
EPYC-Rome 23/49/0
EPYC-Rome-v2 23/49/0
EPYC-Milan 25/1/1
EPYC-Milan-v2 25/1/1
EPYC-Genoa 25/17/0
EPYC-Turin 26/0/0
Dhyana 24/0/1
qemu64 15/107/1
kvm64-v1 15/6/1
Opteron_G1 15/6/1
Opteron_G3 16/2/3
Opteron_G4 21/1/2
Opteron_G5 21/2/0
phenom 16/2/3
athlon 6/2/3
base 0/0/0
EPYC-v4,+invtsc 23/1/2
EPYC-Milan,family=23 23/1/1
0xa00f11 25/1/1
10489617 25/1/1
25/1/1 25/1/1
END

it "refuses a name it does not know, and says which it knows"
refused "'EPYC-Naples'" "${es_but_cpu[@]}" --num-cpus 4 --cpu EPYC-Naples
expect_stderr 'EPYC-Milan'
refused "'Skylake-Server'" "${es_but_cpu[@]}" --num-cpus 4 --cpu Skylake-Server
refused "'EPYC-Milan-vx'" "${es_but_cpu[@]}" --num-cpus 4 --cpu EPYC-Milan-vx
refused "'EPYC-Genoa-v9'" "${es_but_cpu[@]}" --num-cpus 4 --cpu EPYC-Genoa-v9
expect_hint 'EPYC-Genoa-v1 to -v3'
refused "'EPYC-IBPB-v1'" "${es_but_cpu[@]}" --num-cpus 4 --cpu EPYC-IBPB-v1
expect_hint 'EPYC-IBPB without a version'
refused "'epyc-milan'" "${es_but_cpu[@]}" --num-cpus 4 --cpu epyc-milan
expect_hint 'EPYC-Milan-v1 to -v4'
refused "'25', which no CPU has" "${es_but_cpu[@]}" --num-cpus 4 --cpu 25

it "says what to do for -cpu host"
for own in host max; do
  refused "'$own'" "${es_but_cpu[@]}" --num-cpus 4 --cpu $own
  expect_hint 'family, model and stepping'
done

it "knows the two layouts and no other"
refused "legacy.*init2.*'Legacy2'" "${es[@]}" --vmsa-layout Legacy2
host launch --firmware fw.fd --policy 7 --vcpus 2 --cpu 25/1/1 --layout init2 --sev-features 0x20 \
  --tk tk >newer
run --launch-info newer --firmware fw.fd --tk tk --num-cpus 2 --cpu EPYC-Milan --vmsa-layout init2 \
  --sev-features 32
expect_status 0

finish
