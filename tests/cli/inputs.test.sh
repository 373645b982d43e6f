#!/usr/bin/env bash
# Files that are missing, unreadable, of a wrong kind or size: every option that reads one.
. "$(dirname "$0")/lib.sh"

make_inputs
make_plain
make_es
run vmsa build --cpu EPYC-Milan --firmware fw.fd --out-cpu0 cpu0 --out-cpu1 cpu1
mkdir folder
: >empty
pages=(--launch-info es --firmware fw.fd --tk tk "${boot[@]}" --num-cpus 4 --vmsa-cpu0 cpu0 --vmsa-cpu1 cpu1)
keys=(--launch-info es --firmware fw.fd "${boot[@]}" --num-cpus 4 --cpu EPYC-Milan)

# each_input PATTERN PATH: the file in turn for every input, with the way in which the message names it.
each_input() {
  local pattern=$1 path=$2 option role
  while read -r option role; do
    refused "^ERROR: $role '$(literal "$path")'.*($pattern)" "${es[@]}" "$option" "$path"
  done <<'END'
--firmware firmware
--kernel kernel
--initrd initrd
--tk TK
--launch-info launch info
END
  refused "^ERROR: VMSA.* '$(literal "$path")'.*($pattern)" "${pages[@]}" --vmsa-cpu0 "$path"
  refused "^ERROR: VMSA.* '$(literal "$path")'.*($pattern)" "${pages[@]}" --vmsa-cpu1 "$path"
  refused "^ERROR: TIK '$(literal "$path")'.*($pattern)" "${keys[@]}" --tik "$path"
  refused "^ERROR: TEK '$(literal "$path")'.*($pattern)" "${keys[@]}" --tik tik --tek "$path"
  refused "^ERROR: secret .*'$(literal "$path")'.*($pattern)" "${es[@]}" --inject-secret "luks-key:$path" \
    --secret-header header --secret-payload payload
}

it "says that a file is missing"
each_input 'No such file' no
each_input 'No such file' folder/no
expect_hint 'path'

it "says that a file is no folder"
each_input 'Not a directory' kernel/no
expect_hint 'path'

it "says that a file is a directory"
each_input 'directory' folder
each_input 'directory' .
expect_hint 'file'

it "says that a link leads nowhere"
ln -s no dangling
each_input 'No such file' dangling

it "says that links lead to themselves"
ln -s loop loop
each_input 'symbolic links' loop

it "says that a file is not readable"
cp kernel locked
chmod 0 locked
remember_tree
if run_as_user "${plain[@]}" --firmware locked; then
  check_refusal "firmware 'locked'.*Permission denied"
  expect_hint 'permission'
  for option in --kernel --tk --launch-info; do
    remember_tree
    run_as_user "${plain[@]}" $option locked
    check_refusal "'locked'.*Permission denied"
  done
  mkdir locked-folder
  cp fw.fd locked-folder/
  chmod 0 locked-folder
  run_as_user "${plain[@]}" --firmware locked-folder/fw.fd
  expect_status 2
  expect_stderr 'Permission denied'
  chmod 755 locked-folder
else
  skip 'root may read everything, and the program cannot be run as somebody else'
fi

it "refuses devices that never end, at once"
if [ "${SEVPROOF_EMULATOR:-}" = Wine ]; then
  skip 'Windows has no such devices, and reads as much of them as of a file'
else
  for device in /dev/zero /dev/full /dev/random /dev/urandom; do
    each_input 'have no end' $device
  done
  remember_tree
  run "${plain[@]}" --firmware - </dev/zero
  check_refusal 'standard input.*have no end'
fi

it "refuses an empty file where there must be something"
for option in --firmware --kernel --tk --launch-info; do
  refused "'empty'.*empty" "${es[@]}" $option empty
  refused "'/dev/null'.*empty" "${es[@]}" $option /dev/null
done

it "says when kernel or initrd look like something else, which QEMU measures all the same"
# As many sectors of setup as byte 0x1f1 says are in it.
{ printf '\037\213\010' && head -c 65533 /dev/zero; } >archive
host launch --firmware fw.fd --policy 3 --kernel archive --initrd initrd --cmdline ro --tk tk >unlikely
run --launch-info unlikely --firmware fw.fd --tk tk --kernel archive --initrd initrd --cmdline ro
expect_status 0
expect_stderr '^WARNING: The kernel looks like a file of another kind \(it is a gzip archive\)'
{ head -c 40 /dev/zero && printf '_FVH' && head -c 4052 /dev/zero; } >volume
host launch --firmware fw.fd --policy 3 --kernel kernel --initrd volume --cmdline ro --tk tk >unlikely
run --launch-info unlikely --firmware fw.fd --tk tk --kernel kernel --initrd volume --cmdline ro
expect_status 0
expect_stderr '^WARNING: The initrd looks like a file of another kind \(it is a firmware image\)'

it "refuses a kernel from which QEMU starts no guest"
printf '<html><body>404 Not Found</body></html>' >page
refused "kernel 'page'.*expected a Linux kernel, got an HTML page" "${plain[@]}" --kernel page
refused "kernel 'tk'.*at least 1024 bytes.*32" "${plain[@]}" --kernel tk

it "takes an empty initrd, as the host does, and says so"
host launch --firmware fw.fd --policy 3 --kernel kernel --initrd empty --cmdline ro --tk tk >emptied
run --launch-info emptied --firmware fw.fd --tk tk --kernel kernel --initrd empty --cmdline ro
expect_status 0
expect_stderr '^NOTE: .*initrd'
run --launch-info emptied --firmware fw.fd --tk tk --kernel kernel --initrd /dev/null --cmdline ro
expect_status 0

it "names what is larger than it can be"
refused "VMSA.* 'kernel'.*4096.*$(stat -c %s kernel)" "${pages[@]}" --vmsa-cpu0 kernel
truncate -s 4G sparse
refused "kernel 'sparse'.*4294967295.*4294967296" "${plain[@]}" --kernel sparse
refused "initrd 'sparse'.*4294967295.*4294967296" "${es[@]}" --initrd sparse
refused "firmware 'sparse'.*16777216.*4294967296" "${plain[@]}" --firmware sparse
refused "TK 'sparse'" "${plain[@]}" --tk sparse
refused "launch info 'sparse'" "${plain[@]}" --launch-info sparse
rm sparse

it "checks every input before there is any verdict"
refused "kernel 'no'" "${plain[@]}" --kernel no
firmware_image --out wrong.fd --seed 9
refused "initrd 'no'" "${es[@]}" --firmware fw.fd --num-cpus 3 --initrd no
refused "secret" "${plain[@]}" --firmware wrong.fd -s luks-key:no --secret-header header --secret-payload payload

it "names the first of several that are wrong, in the order of firmware, kernel, initrd"
truncate -s 1G slow
refused "firmware 'no'" "${es[@]}" --firmware no --kernel none --initrd slow
refused "kernel 'no'" "${es[@]}" --kernel no --initrd empty/none
refused "kernel 'empty'" "${es[@]}" --kernel empty --initrd slow
refused "initrd 'no'" "${es[@]}" --kernel slow --initrd no
rm slow
# The log of the kernel waits for ever once it was read.
if [ -r /proc/kmsg ]; then
  remember_tree
  capture timeout "$patience" "$SEVPROOF" "${es[@]}" --firmware no --initrd /proc/kmsg
  check_refusal "firmware 'no'"
fi

it "reads on where the system has no thread to give"
if [ -n "${SEVPROOF_EMULATOR:-}" ]; then
  skip "$SEVPROOF_EMULATOR needs threads of its own"
elif [ "${SEVPROOF_SANITIZED:-}" = ON ]; then
  skip 'the sanitizers need memory of their own'
else
  head -c 9M </dev/urandom >several
  host launch --firmware fw.fd --policy 3 --kernel several --initrd initrd --cmdline ro --tk tk >threadless
  # Room for the program and its buffers, but not for the stack of a thread.
  capture bash -c 'ulimit -s 262144 && ulimit -v 200000 && exec "$@"' - "$SEVPROOF" --launch-info threadless \
    --firmware fw.fd --tk tk --kernel several --initrd initrd --cmdline ro
  expect_status 0
  expect_stdout '^OK: '
fi

# A file that shrinks while it is read: input_file_test.cc, which needs no clock for it.

elf() { { printf '\177ELF' && seq 1 3000; } >"$1"; }

it "says that QEMU hashes no ELF kernel, and does not advise kernel-hashes=on"
elf vmlinux
host launch --firmware fw.fd --policy 3 --tk tk --nonce "$nonce" >unhashed
run --launch-info unhashed --firmware fw.fd --tk tk --kernel vmlinux --initrd initrd --cmdline ro
expect_status 1
expect_stderr 'without hashing it, even with kernel-hashes=on'
expect_stderr 'have the guest started with a bzImage'
! grep -q "kernelHashes='yes'" "$scratch/stderr" || fault 'expected no advice that does not help'
run --launch-info unhashed --firmware fw.fd --tk tk --kernel - --json <vmlinux
expect_status 1
expect_stdout '"kernel-never-hashed"'

it "says that QEMU takes no initrd beside a unified kernel image"
{ printf 'MZ' && head -c 58 /dev/zero && printf '\100\0\0\0PE\0\0\0\0\1\0' && head -c 16 /dev/zero &&
  printf '.linux\0\0' && head -c 4000 /dev/zero; } >uki
host launch --firmware fw.fd --policy 3 --kernel uki --initrd initrd --cmdline ro --tk tk >uki.txt
run --launch-info uki.txt --firmware fw.fd --tk tk --kernel uki --initrd initrd --cmdline ro --json
expect_status 0
expect_stdout '"kernel-takes-no-initrd"'

finish
