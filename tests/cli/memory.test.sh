#!/usr/bin/env bash
# Large inputs are streamed: memory does not grow with them.
. "$(dirname "$0")/lib.sh"

make_inputs
make_plain

# peak ARGUMENTS...: the program's exit status and peak memory in MiB.
peak() {
  "$python" - "$SEVPROOF" "$@" <<'END'
import os, sys
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss // 1024)
END
}

# What a run takes that does nothing: next to nothing, except with sanitizers, whose shadow it is and
# which also keep a while what was freed.
idle=0
if [ "${SEVPROOF_SANITIZED:-}" = ON ]; then
  read -r _ idle < <(peak --version | tail -n 1)
fi

# stays_small STATUS LIMIT ARGUMENTS...
stays_small() {
  local got memory
  read -r got memory < <(peak "${@:3}" 2>"$scratch/stderr" | tail -n 1)
  expect_equal 'exit status' "$1" "$got"
  [ "$memory" -lt $(($2 + idle)) ] || fault "peak memory $memory MiB, expected under $(($2 + idle))"
  echo "        peak memory $memory MiB"
}

it "validates with an initrd of 512 MiB in less than 64 MiB"
truncate -s 512M large
stays_small 1 64 "${plain[@]}" --kernel kernel --initrd large --debug
expect_stderr "initrd sha256: $(sha256sum <large | cut -c 1-64)"

it "validates with a kernel of 128 MiB from a pipe in less than 64 MiB"
stays_small 1 64 "${plain[@]}" --kernel <(head -c 128M large) -q

it "validates with kernel and initrd of 512 MiB side by side in less than 64 MiB"
stays_small 1 64 "${plain[@]}" --kernel large --initrd large -q

it "measures 4096 CPUs and the largest firmware in less than 64 MiB"
firmware_image --out largest.fd --size 16777216 --reset-address 0x80b004
stays_small 0 64 measure --firmware largest.fd --cpu EPYC-Milan --num-cpus 4096 -q

it "refuses what is too large without reading it"
truncate -s 20G huge
for option in --firmware --kernel --tk --launch-info; do
  stays_small 2 64 "${plain[@]}" $option huge -q
done

finish
