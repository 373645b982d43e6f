#!/usr/bin/env bash
# Help and version.
. "$(dirname "$0")/lib.sh"

commands=('' 'measure' 'secret unpack' 'firmware show' 'vmsa build' 'vmsa show' 'vmsa diff'
  'session create' 'session check' 'platform verify' 'platform show' 'platform attestation' 'snp measure' 'igvm show' 'snp id-block create' 'snp id-block check')

# Every option of virt-qemu-sev-validate 9.0.0.
reference=(--help --debug --quiet --measurement --api-major --api-minor --build-id --policy --firmware
  --kernel --initrd --cmdline --num-cpus --vmsa-cpu0 --vmsa-cpu1 --cpu-family --cpu-model --cpu-stepping
  --tik --tek --tk --connect --domain --insecure --ignore-config --inject-secret --secret-payload
  --secret-header)
reference_short=(h d q m f k r e n 0 1 c o i g s)

it "shows help on standard output, with status 0"
for command in "${commands[@]}"; do
  for option in -h --help; do
    # shellcheck disable=SC2086 # none, one or two words
    run $command $option
    expect_status 0
    expect_no_stderr
    expect_stdout "^Usage: sevproof${command:+ $command}"
  done
done

it "says in its first line which options a command needs"
run measure --help
expect_stdout '^Usage: sevproof measure \(--firmware FILE \| --firmware-sha256 HEX \|$'
expect_stdout '^                --launch-digest HEX \| --igvm FILE\) \[OPTIONS\]$'
run vmsa build --help
expect_stdout '^Usage: sevproof vmsa build \(--cpu NAME \|$'
expect_stdout '^                --cpu-family N --cpu-model N --cpu-stepping N\) --out-cpu0 FILE$'
run vmsa diff --help
expect_stdout '^Usage: sevproof vmsa diff \[OPTIONS\] FILE FILE$'

it "shows each help on one screen"
for command in "${commands[@]}"; do
  # shellcheck disable=SC2086
  run $command --help
  lines=$(wc -l <"$scratch/stdout")
  columns=$(wc -L <"$scratch/stdout")
  [ "$lines" -le 70 ] || fault "help of '$command' has $lines lines"
  [ "$columns" -le 80 ] || fault "help of '$command' has $columns columns"
done

it "shows help whatever else is given"
run --firmware no --help
expect_status 0
run -qh
expect_status 0
expect_stdout '^Usage'

it "names every option of the reference in the help, and takes its short form"
run --help
for option in "${reference[@]}"; do
  expect_stdout "(^|[ ,])$option( |$)"
done
for letter in "${reference_short[@]}"; do
  expect_stdout "^  -$letter, --"
done

it "names its own options too"
for option in --firmware-sha256 --launch-digest --cpu --vmsa-layout --sev-features --launch-info --domain-xml --json --version --licences; do
  expect_stdout "(^|[ ,])$option( |$)"
done

it "takes every option that a help names"
for command in "${commands[@]}"; do
  # shellcheck disable=SC2086
  run $command --help
  mapfile -t named < <(sed -n 's/^  \(-.,\|   \) \(--[a-z0-9-]*\)\( [A-Z].*\)\?.*/\2\3/p' "$scratch/stdout")
  [ "${#named[@]}" -ge 4 ] || fault "only ${#named[@]} options in the help of '$command'"
  for line in "${named[@]}"; do
    value=()
    [ "$line" = "${line%% *}" ] || value=(x)
    # shellcheck disable=SC2086
    run $command "${line%% *}" "${value[@]}"
    expect_not_shown 'unknown|needs a value|takes no value|unexpected argument'
  done
done

it "names all commands in the help of the program"
run --help
for command in "${commands[@]:1}"; do
  # "vmsa build|show|diff"
  names=$command
  if [[ $command == *' '* ]]; then names="${command% *} ([a-z]+[|])*${command##* }"; fi
  expect_stdout "$names"
done

it "shows the help of every command of a group"
run vmsa --help
expect_status 0
for command in 'vmsa build' 'vmsa show' 'vmsa diff'; do
  expect_stdout "Usage: sevproof $command"
done
run nothing --help
expect_status 2

it "names the exit statuses"
run --help
expect_stdout 'Exit status: 0 .*1 .*2 '

it "shows its version, the one of the project"
run --version
expect_status 0
expect_no_stderr
number=$(sed -n 's/^ *VERSION \([0-9.]*\)$/\1/p' "$SEVPROOF_SOURCE/CMakeLists.txt" | head -n 1)
expect_equal version "sevproof $number" "$(head -n 1 "$scratch/stdout")"
expected=
[ "${SEVPROOF_HAS_LIBVIRT:-ON}" = ON ] || expected='without libvirt: --domain cannot ask a host'
expect_equal 'what it lacks' "$expected" "$(tail -n +2 "$scratch/stdout")"

it "says so where it is built without libvirt"
capture "$SEVPROOF_WITHOUT_LIBVIRT" --version
expect_status 0
expect_equal 'what it lacks' 'without libvirt: --domain cannot ask a host' "$(tail -n +2 "$scratch/stdout")"

it "shows the licences, its own and those of the code in it, in either spelling"
run --licences
expect_status 0
expect_no_stderr
expect_stdout "^sevproof $number is under the Apache License 2.0"
for name in 'Mbed TLS' pugixml 'LZMA SDK' 'JSON for Modern C\+\+' 'tl::expected' 'GNU C\+\+ runtime'; do
  expect_stdout "^$name.*: "
done
for licence in MIT Apache-2.0 HP-SGI; do
  expect_equal "$licence, how often" 1 "$(grep -c -x -e "$licence" "$scratch/stdout")"
done
columns=$(wc -L <"$scratch/stdout")
# The text of the LGPL, in static programs, has a line of 82.
[ "$columns" -le 82 ] || fault "the licences have $columns columns"
cp "$scratch/stdout" "$scratch/licences"
for word in --licenses --lic '-q --licences' 'vmsa build --licences' '--firmware no --licences --policy x'; do
  # shellcheck disable=SC2086
  run $word
  expect_status 0
  expect_no_stderr
  expect_same_content "$scratch/stdout" "$scratch/licences"
done

it "names one spelling of it in the help"
run --help
expect_stdout '^      --licences  '
expect_not_shown '--licenses'

it "starts without a terminal, a home and most of the environment"
capture env -i "$SEVPROOF" --version
expect_status 0

finish
