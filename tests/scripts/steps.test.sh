#!/usr/bin/env bash
# The steps of a script that has only so much time (scripts/lib/steps.sh).
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# steps_at SECONDS LIMIT: what two steps say when so many are over; the second has to wait for nothing.
steps_at() {
  (
    # shellcheck source=scripts/lib/steps.sh
    source "$project/scripts/lib/steps.sh"
    plan_steps 2
    steps_within=$2
    SECONDS=$1
    in_time 'A part' echo 'it runs'
    step 'Another part' echo 'that one runs'
  ) >"$work/out" 2>&1
}

begins_before() { steps_at 30 1 && says "$work/out" '[1/2] A part' && says "$work/out" 'it runs'; }
check 'a part begins before the time is over' begins_before

is_left_out() {
  steps_at 60 1 && says "$work/out" '[1/2] A part: left out, since 1 of 1 minutes are over' &&
    silent_about "$work/out" 'it runs'
}
check 'after it, it is left out, which is said' is_left_out

goes_on() { steps_at 6000 1 && says "$work/out" '[2/2] Another part' && says "$work/out" 'that one runs'; }
check 'what has no limit runs all the same' goes_on

has_no_limit() { steps_at 60000 '' && says "$work/out" 'it runs'; }
check 'without a limit there is always time' has_no_limit

finish
