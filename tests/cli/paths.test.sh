#!/usr/bin/env bash
# Names with everything in them that a file system allows.
. "$(dirname "$0")/lib.sh"

make_inputs
make_plain
make_es

names=('a:b' 'with space' ' lead' 'trail ' 'Grüße-日本-🔑' '-dash' "it's" '"quoted"' 'star*[a]?' 'back\slash'
  '%s%n' \$HOME 'a=b' 'new
line' "$(printf 'tab\there')" "$(printf 'latin1-\xe9')" "$(printf '%0.sx' {1..250})")

for name in "${names[@]}"; do
  printf -v shown '%q' "${name:0:40}"
  it "reads and writes files named $shown"
  mkdir "./$name"
  for input in fw.fd kernel initrd tk es secret; do cp $input "./$name/$input"; done
  run --launch-info "./$name/es" --firmware="./$name/fw.fd" --tk "$PWD/$name/tk" --kernel "./$name/kernel" \
    --initrd "./$name/initrd" --cmdline "$cmdline" --num-cpus 4 --cpu EPYC-Milan \
    -s "luks-key:./$name/secret" --secret-header "./$name/header" --secret-payload "./$name/payload"
  expect_status 0
  host open --tk tk --blob "$(value sev-measurement es)" --header "./$name/header" \
    --payload "./$name/payload" >/dev/null || fault 'no packet'
  run secret unpack --secret-header "./$name/header" --secret-payload "./$name/payload" --tk tk \
    --launch-info es --out "./$name/out"
  expect_status 0
  expect_equal 'files' 9 "$(find "./$name" -mindepth 1 -maxdepth 1 -printf x | wc -c)"
  rm -rf "./$name"

  # The name itself as a file, also where it might be taken for an option.
  cp fw.fd "./$name"
  run "${plain[@]}" --firmware="$name"
  expect_status 0
  run firmware show -- "$name"
  expect_status 0
  rm -f "./$name"
  refused "firmware '" "${plain[@]}" --firmware="$name"
  ! grep -q "$(printf '[\001-\011\013-\037]')" "$scratch/stderr" || fault 'control characters came through'
  expect_equal 'lines' 2 "$(wc -l <"$scratch/stderr")"
done

it "shows a name whole, so that it can be found"
long=$(printf '%0.sfolder/' {1..30})missing.fd
refused 'missing\.fd' "${plain[@]}" --firmware "$long"

# started_and_asked CMDLINE...: each is the owner's word and the host's.
started_and_asked() {
  local cmdline
  for cmdline in "$@"; do
    host launch --firmware fw.fd --policy 3 --kernel kernel --cmdline "$cmdline" --tk tk >info
    run --launch-info info --firmware fw.fd --tk tk --kernel kernel --cmdline "$cmdline"
    expect_status 0
  done
}

it "takes any text as command line"
started_and_asked ' ' 'a  b' $'tab\there' 'Grüße' '"a" b='\''c'\' "$(printf '%0.sx ' {1..5000})"

it "takes a command line that is no UTF-8"
started_and_asked "$(printf 'latin1-\xe9')"

finish
