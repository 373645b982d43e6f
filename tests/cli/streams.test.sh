#!/usr/bin/env bash
# Inputs that are no regular files: pipes, process substitution, standard input; and how much of them is read.
. "$(dirname "$0")/lib.sh"

make_inputs
make_plain
make_es

it "reads every input from process substitution"
run --launch-info <(cat es) --firmware <(cat fw.fd) --tk <(cat tk) --kernel <(cat kernel) \
  --initrd <(cat initrd) --cmdline "$cmdline" --num-cpus 4 --cpu EPYC-Milan
expect_status 0
run vmsa build --cpu EPYC-Milan --firmware <(cat fw.fd) --out-cpu0 cpu0 --out-cpu1 cpu1
expect_status 0
run --launch-info es --firmware fw.fd --tik <(cat tik) --tek <(cat tek) "${boot[@]}" \
  --num-cpus 4 --vmsa-cpu0 <(cat cpu0) --vmsa-cpu1 <(cat cpu1)
expect_status 0

it "reads a FIFO"
mkfifo fifo
timeout "$patience" cat fw.fd >fifo &
run "${plain[@]}" --firmware fifo
wait
expect_status 0
[ -p fifo ] || fault 'the FIFO is gone'

it "reads FIFOs in turn, for one writer that fills one after the other"
mkfifo first second third
timeout "$patience" sh -c 'cat fw.fd >first && cat kernel >second && cat initrd >third' &
run "${es[@]}" --firmware first --kernel second --initrd third
wait
expect_status 0

it "does not wait for a FIFO when a file before it is wrong"
refused "firmware 'no'" "${es[@]}" --firmware no --kernel second --initrd third
refused "kernel 'no'" "${es[@]}" --kernel no --initrd third

# of_option OPTION: the file for it.
of_option() {
  case $1 in
    --firmware) echo fw.fd ;;
    --launch-info) echo es ;;
    *) echo "${1#--}" ;;
  esac
}

it "reads each input from standard input"
for option in --firmware --kernel --initrd --tk --launch-info; do
  file=$(of_option $option)
  run "${es[@]}" $option - <"$file"
  expect_status 0
  run "${es[@]}" $option - < <(cat "$file")
  expect_status 0
done

it "reads each input from standard input by its path"
for option in --firmware --kernel --initrd --tk --launch-info; do
  run "${es[@]}" $option /dev/stdin < <(cat "$(of_option $option)")
  expect_status 0
done

it "reads what is left of a file that standard input is in the middle of"
{ printf 'rubbish!' && cat fw.fd; } >shifted
run "${plain[@]}" --firmware - < <(tail -c +9 shifted)
expect_status 0
{ dd bs=8 count=1 status=none >/dev/null && run "${plain[@]}" --firmware -; } <shifted
expect_status 0

it "reads standard input for one option only"
refused 'standard input.*once' "${plain[@]}" --firmware - --tk -
refused 'standard input.*once' --launch-info - --firmware - --tk tk
refused 'standard input.*once' "${plain[@]}" --kernel - --initrd -
refused 'standard input.*once' "${plain[@]}" --firmware - -s luks-key:- --secret-header header --secret-payload payload
refused 'standard input.*once' --launch-info /dev/stdin --firmware - --tk tk

it "says that standard input was empty"
remember_tree
run "${plain[@]}" --firmware - </dev/null
check_refusal 'firmware \(standard input\).*empty'

it "says that standard input is closed"
remember_tree
run "${plain[@]}" --firmware - <&-
check_refusal 'firmware \(standard input\)'
expect_hint 'closed'

it "takes no other input for standard input that is closed"
truncate -s 200M large
remember_tree
run "${es[@]}" --kernel - --initrd large <&-
check_refusal 'kernel \(standard input\).*cannot be opened'
expect_hint 'closed'
rm large

it "writes nothing of its output into what stands in the place of a stream that is closed"
timeout "$patience" cat fifo >got &
"$SEVPROOF" "${plain[@]}" -s luks-key:secret --secret-header header --secret-payload fifo >&- 2>&-
expect_equal 'exit status' 2 $?
wait
host open --tk tk --blob "$blob" --header header --payload got >/dev/null || fault 'no packet in header and got'
rm header

# taken ARGUMENTS...: feeds an endless pipe to standard input and says how many bytes were taken out of it,
# by the program or into the pipe's own buffer of 64 KiB.
taken() {
  "$python" "$SEVPROOF_SOURCE/tests/cli/endless_pipe.py" "$scratch/taken" "$SEVPROOF" "$@" \
    >"$scratch/stdout" 2>"$scratch/stderr"
  status=$?
}

it "reads no more of an endless pipe than the kind of file can hold"
while read -r option limit; do
  taken "${es[@]}" "$option" -
  expect_status 2
  expect_stderr 'standard input'
  count=$(cat "$scratch/taken")
  [ "$count" -le $((limit + 1)) ] || fault "$option: $count bytes were taken, $limit can be used"
done <<'END'
--firmware 16777216
--tk 4096
--launch-info 65536
END
taken --launch-info es --firmware fw.fd --tk tk "${boot[@]}" --num-cpus 4 --vmsa-cpu0 -
expect_status 2
[ "$(cat "$scratch/taken")" -le 4097 ] || fault "$(cat "$scratch/taken") bytes were taken of a VMSA page"
taken "${plain[@]}" --inject-secret luks-key:- --secret-header header --secret-payload payload
expect_status 2
[ "$(cat "$scratch/taken")" -le 16385 ] || fault "$(cat "$scratch/taken") bytes were taken of a secret"
expect_no_file header payload

# into_full ARGUMENTS...: runs the program with a full disk as standard output.
into_full() {
  "$SEVPROOF" "$@" >/dev/full 2>"$scratch/stderr"
  status=$?
  : >"$scratch/stdout"
}

it "says that standard output could not be written: JSON"
into_full "${plain[@]}" --json
expect_status 2
expect_stderr '^ERROR: standard output.*No space left'

it "says that standard output could not be written: a verdict with findings"
into_full "${plain[@]}"
expect_status 2
expect_stderr '^ERROR: standard output.*No space left'

it "says that standard output could not be written: a verdict without"
into_full "${es[@]}"
expect_status 2
expect_stderr '^ERROR: standard output.*No space left'

it "says that standard output could not be written: other commands"
into_full --help
expect_status 2
into_full --licences
expect_status 2
expect_stderr '^ERROR: standard output.*No space left'
into_full measure --firmware fw.fd
expect_status 2
into_full vmsa build --cpu EPYC-Milan --out-cpu0 cpu0
expect_status 2

finish
