#!/usr/bin/env bash
# What a crash leaves behind holds no key: the program forbids core dumps before it reads anything.
. "$(dirname "$0")/lib.sh"

make_inputs
mkfifo slow
chmod 666 slow
user=()
if [ "$(id -u)" -eq 0 ]; then user=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi

# waiting_program: the number of a program that waits for its input, and has begun to run.
waiting_program() {
  "${user[@]}" "$SEVPROOF" firmware show slow >"$scratch/stdout" 2>"$scratch/stderr" &
  pid=$!
  for _ in $(seq 200); do
    # It opens its input after it has set its limits.
    if [ "$(cat "/proc/$pid/wchan" 2>/dev/null)" = wait_for_partner ]; then return 0; fi
    sleep 0.05
  done
}

end_program() {
  cat fw.fd >slow
  wait "$pid"
  status=$?
  unseen=1
}

it "writes no core dump, and lets no other program of its user read its memory"
if [ ! -r /proc/self/limits ]; then
  skip 'no /proc here'
elif ! "${user[@]}" "$SEVPROOF" --version >/dev/null 2>&1; then
  skip 'no other user can run the program here'
else
  ulimit -S -c "$(ulimit -H -c)"
  waiting_program
  expect_equal 'limit of a core dump' '0 0' \
    "$(sed -n 's/^Max core file size *\([^ ]*\) *\([^ ]*\) .*/\1 \2/p' "/proc/$pid/limits")"
  # The files of a process that cannot be dumped are root's, whoever runs it.
  expect_equal 'owner of its memory' 0 "$(stat -c %u "/proc/$pid/mem")"
  end_program
  expect_status 0
fi

it "still reads what a shell hands over"
run firmware show /dev/stdin <fw.fd
expect_status 0
run firmware show <(cat fw.fd)
expect_status 0

finish
