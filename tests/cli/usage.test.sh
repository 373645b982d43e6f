#!/usr/bin/env bash
# Which options belong together: each rule of the reference, and each of ours.
. "$(dirname "$0")/lib.sh"

make_inputs
make_plain
make_es
run vmsa build --cpu EPYC-Milan --firmware fw.fd --out-cpu0 cpu0 --out-cpu1 cpu1
expect_none() { expect_no_file header payload; }

it "needs something to do, and says where the rest is to be found"
refused '--firmware'
expect_hint 'domlaunchsecinfo DOMAIN. on the host shows measurement, .* --launch-info takes that output\. .sevproof --help. lists'

it "needs a firmware"
refused '--firmware .or --firmware-sha256 or --launch-digest. is needed' --launch-info plain --tk tk
expect_hint 'The firmware is the image that the guest was started with\.$'

it "needs a measurement"
refused 'measurement' --api-major 1 --api-minor 55 --build-id 21 --policy 3 --firmware fw.fd --tk tk

it "needs a key"
refused '--tik .or --tk. is needed' --launch-info plain --firmware fw.fd
refused '--tik .or --tk. is needed' --launch-info plain --firmware fw.fd --tek tek

it "needs API version, build and policy"
for missing in --api-major --api-minor --build-id --policy; do
  set --
  for ((i = 0; i < ${#state[@]}; i += 2)); do
    [ "${state[i]}" = $missing ] || set -- "$@" "${state[i]}" "${state[i + 1]}"
  done
  refused "$missing" "$@" --firmware fw.fd --tk tk
done

it "names everything that is missing of the API version at once"
refused '--api-major.* --api-minor.* --build-id' --measurement "$blob" --policy 3 --firmware fw.fd --tk tk

it "takes --tk or --tik and --tek, not both"
refused '--tk excludes' "${plain[@]}" --tik tik
refused '--tk excludes' "${plain[@]}" --tek tek
refused '--tk excludes' "${plain[@]}" --tik tik --tek tek

it "takes initrd and command line only with a kernel"
refused '--kernel' "${plain[@]}" --initrd initrd
refused '--kernel' "${plain[@]}" --cmdline ro
expect_hint 'Initrd and command line .*: give the kernel too, or leave them out\.'
refused '--kernel' "${plain[@]}" --cmdline ''

it "takes family, model and stepping only together"
es_but_cpu=(--launch-info es --firmware fw.fd --tk tk "${boot[@]}" --num-cpus 4)
for part in family model stepping; do
  refused '--cpu-family, --cpu-model and --cpu-stepping' "${es_but_cpu[@]}" --cpu-$part 1
  set --
  for other in family model stepping; do
    [ $other = $part ] || set -- "$@" --cpu-$other 1
  done
  refused '--cpu-family, --cpu-model and --cpu-stepping' "${es_but_cpu[@]}" "$@"
done

it "takes a model's name or its numbers, not both"
refused '--cpu excludes' "${es[@]}" --cpu-family 25
refused '--cpu excludes' "${es[@]}" --cpu-family 25 --cpu-model 1 --cpu-stepping 1

it "takes a CPU model or VMSA files, not both"
refused '--vmsa-cpu0 excludes --cpu' "${es[@]}" --vmsa-cpu0 cpu0
refused '--vmsa-cpu0 excludes --cpu' "${es_but_cpu[@]}" --cpu-family 25 --cpu-model 1 --cpu-stepping 1 --vmsa-cpu0 cpu0

it "takes the VMSA of APs only with that of the boot CPU"
refused '--vmsa-cpu1 needs --vmsa-cpu0' "${es_but_cpu[@]}" --vmsa-cpu1 cpu1

it "takes VMSA files in place of a model"
run "${es_but_cpu[@]}" --vmsa-cpu0 cpu0 --vmsa-cpu1 cpu1
expect_status 0
run "${es_but_cpu[@]}" -0 cpu0 -1 cpu1
expect_status 0

it "needs a number of CPUs for SEV-ES"
refused '--num-cpus|number of .*CPUs' --launch-info es --firmware fw.fd --tk tk "${boot[@]}" --cpu EPYC-Milan

it "needs a CPU model or VMSA for SEV-ES"
refused '--cpu .or --vmsa-cpu0. is needed for a SEV-ES guest' "${es_but_cpu[@]}"

it "needs a VMSA for the APs of a SEV-ES guest that has some"
refused '--vmsa-cpu1|further' "${es_but_cpu[@]}" --vmsa-cpu0 cpu0

it "needs header and payload together"
secret=(--inject-secret luks-key:secret)
refused '--secret-payload' "${plain[@]}" "${secret[@]}" --secret-header header
refused '--secret-header' "${plain[@]}" "${secret[@]}" --secret-payload payload
refused '--secret-payload' "${plain[@]}" --secret-header header

it "needs header and payload for a secret"
refused '--secret-header' "${plain[@]}" "${secret[@]}"

it "needs a TEK for a secret"
refused '--inject-secret needs --tek .or --tk.' --launch-info plain --firmware fw.fd --tik tik "${secret[@]}" \
  --secret-header header --secret-payload payload

it "refuses an option that it does not know, and names it"
refused "'--frimware'" --frimware fw.fd
refused "'-x'" -x
refused "'-x'" -qx
expect_no_stdout

it "refuses an abbreviation with two meanings"
refused 'ambiguous' --secret header
refused 'ambiguous' "${plain[@]}" --cpu-f 25 --cpu-m 1 --c 1

it "refuses an option without its value"
refused '--firmware needs a value' --firmware
refused '--firmware needs a value' -f

it "refuses a value for a flag"
refused '--json takes no value' "${plain[@]}" --json=yes

it "refuses words that belong to no option"
refused "'fw.fd'" "${plain[@]}" fw.fd
refused "'validate'" validate "${plain[@]}"
expect_hint 'measure'
refused "^ERROR: 'secret' needs another word: secret unpack$" secret
refused "'firmware' needs another word: firmware show" firmware --json
refused "'secret pack'" secret pack
refused "'vmsa' needs another word: vmsa build, vmsa show, vmsa diff" vmsa
refused "'vmsa paint'" vmsa paint
expect_hint 'vmsa build, vmsa show, vmsa diff;'

it "takes -- as the end of the options, and refuses what comes after it"
run "${plain[@]}" --
expect_status 0
refused "'--quiet'" "${plain[@]}" -- --quiet

it "refuses options about a domain where there is none"
refused '--connect needs --domain' "${plain[@]}" --connect qemu:///system
refused '--connect needs --domain' "${plain[@]}" -c qemu:///system
for flag in --insecure -i --ignore-config -g; do
  refused 'needs --domain or --domain-xml' "${plain[@]}" $flag
done

it "takes the last value of an option that is given twice, as the reference does"
run --firmware no "${plain[@]}"
expect_status 0

it "takes an empty command line as one that is not given"
host launch --firmware fw.fd --policy 3 --kernel kernel --tk tk >without
run --launch-info without --firmware fw.fd --tk tk --kernel kernel --cmdline ''
expect_status 0
run --launch-info without --firmware fw.fd --tk tk --kernel kernel
expect_status 0

it "refuses an empty path, which an unset variable gives"
for option in --firmware --tk --launch-info --kernel; do
  refused 'expected a path, got nothing' "${plain[@]}" $option ''
done
refused 'expected a path, got nothing' "${plain[@]}" --kernel kernel --initrd ''

expect_none
finish
