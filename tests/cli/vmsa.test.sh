#!/usr/bin/env bash
# VMSA pages: built, shown, compared and taken from files.
. "$(dirname "$0")/lib.sh"

make_inputs
make_es
es_but_cpu=(--launch-info es --firmware fw.fd --tk tk "${boot[@]}" --num-cpus 4)

# sha FILE
sha() { sha256sum <"$1" | cut -c 1-64; }

it "builds the pages of the specification's table"
while read -r sku layout cpu0 cpu1; do
  IFS=/ read -r family model stepping <<<"$sku"
  run vmsa build --cpu-family "$family" --cpu-model "$model" --cpu-stepping "$stepping" \
    --vmsa-layout "$layout" --reset-address 0x80b004 --out-cpu0 cpu0 --out-cpu1 cpu1
  expect_status 0
  expect_no_stderr
  expect_equal "$sku $layout cpu0" "$cpu0" "$(sha cpu0)"
  expect_equal "$sku $layout cpu1" "$cpu1" "$(sha cpu1)"
  expect_stdout "$cpu0"
  expect_stdout "$cpu1"
done <<'END'
23/49/0 legacy c0ad5dc8305470b14945bf19c79b6b25ef0aeb1cbbda8318902f731078e2641b e66281015adf6958a619ec00d5b96ce5cbbca43b48d76b0778467bff07dd0118
25/1/1 legacy f8b52f775502472e5797d2674d9de21f6abc05dc05e9bc49cbb7b6a13688d5e7 bcee5cb289f72882da17abd8dca5e8a7e9f8e2033e7ad96b4db0ab1a383a6487
23/49/0 init2 c46c4ac3460a4d11db1ae28b046b005119cd83127dfd6b78b011df8494d862ea c160f25fa186dfed330892380b44f1a5e75658412e521cc93294f529757d7fcd
25/1/1 init2 efcc96a66e22e3d25161643c1331c59ef2b11d0ac63369c49c0cf2133c0b58db a14b28cfdc8d4d0e2884708ff279ca1204b7e45d45970c38c32fcd3374ba9f4f
END

it "takes the reset address from a firmware, and a model by name"
run vmsa build --cpu EPYC-Milan --firmware fw.fd --out-cpu0 cpu0 --out-cpu1 cpu1
expect_status 0
expect_equal cpu1 bcee5cb289f72882da17abd8dca5e8a7e9f8e2033e7ad96b4db0ab1a383a6487 "$(sha cpu1)"

it "builds the boot CPU's page alone"
run vmsa build --cpu EPYC-Milan --out-cpu0 alone
expect_status 0
expect_same_content alone cpu0

it "prints JSON on request, and nothing when quiet"
run vmsa build --cpu EPYC-Milan --out-cpu0 alone --json
expect_status 0
expect_stdout '"cpu0Sha256": "f8b52f77'
run vmsa build --cpu EPYC-Milan --out-cpu0 alone --quiet
expect_status 0
expect_no_stdout

it "says what it needs to build pages"
refused '--cpu' vmsa build --out-cpu0 new
refused '--out-cpu0' vmsa build --cpu EPYC-Milan
refused '--firmware|--reset-address' vmsa build --cpu EPYC-Milan --out-cpu0 new --out-cpu1 new1
refused '--firmware|--reset-address' vmsa build --cpu EPYC-Milan --out-cpu1 new --firmware fw.fd \
  --reset-address 1
refused '--cpu excludes' vmsa build --cpu EPYC-Milan --cpu-family 25 --out-cpu0 new
refused 'together' vmsa build --cpu-family 25 --out-cpu0 new
refused '4294967295' vmsa build --cpu EPYC-Milan --reset-address 0x100000000 --out-cpu1 new
firmware_image --out bare.fd --no-table
refused "reset block" vmsa build --cpu EPYC-Milan --firmware bare.fd --out-cpu0 new --out-cpu1 new1

it "does not write a page over its own input, nor two pages into one file"
refused 'same file' vmsa build --cpu EPYC-Milan --firmware fw.fd --out-cpu0 new --out-cpu1 ./new
cp fw.fd input.fd
refused 'input' vmsa build --cpu EPYC-Milan --firmware input.fd --out-cpu0 input.fd
cp fw.fd input.fd
refused 'input' vmsa build --cpu EPYC-Milan --firmware input.fd --out-cpu0 new --out-cpu1 input.fd
rm -f new

it "writes both pages or none"
mkdir folder
remember_tree
run vmsa build --cpu EPYC-Milan --firmware fw.fd --out-cpu0 new --out-cpu1 folder
check_refusal 'directory'
remember_tree
run vmsa build --cpu EPYC-Milan --firmware fw.fd --out-cpu0 new --out-cpu1 /dev/full
check_refusal 'No space left'

it "writes a page to standard output for a pipe"
"$SEVPROOF" vmsa build --cpu EPYC-Milan --out-cpu0 /dev/stdout --quiet | cat >piped
expect_same_content piped cpu0

it "shows what a page says about itself"
run vmsa show cpu0
expect_status 0
expect_no_stderr
expect_stdout 'layout: legacy'
expect_stdout '0xfffffff0.*boot CPU'
expect_stdout 'family 25, model 1, stepping 1.*EPYC-Milan'
expect_stdout '^  0x178 +rip +0xfff0$'
expect_stdout '^  0x310 +rdx +0xa00f11$'
run vmsa show cpu1
expect_stdout 'starts at: 0x80b004'

it "names every non-zero field, and nothing else"
"$python" - <<'END'
import struct
fields = {0x00: "H", 0xca: "B", 0xd0: "Q", 0x178: "Q", 0x2e8: "I", 0x3b0: "Q", 0x408: "I", 0x410: "H", 0xff8: "Q"}
page = bytearray(4096)
for offset, form in fields.items():
    struct.pack_into("<" + form, page, offset, offset + 1 if form != "B" else 3)
open("odd", "wb").write(page)
END
run vmsa show odd
expect_status 0
expect_equal 'fields' 'es_selector vmpl efer rip pkru sev_features mxcsr x87_fcw reserved_0xff8' \
  "$(sed -n 's/^  0x[0-9a-f]* *\([^ ]*\) .*/\1/p' "$scratch/stdout" | tr '\n' ' ' | sed 's/ $//')"

it "names sev_features"
run vmsa build --cpu EPYC-Milan --sev-features 0x21 --out-cpu0 swapping
run vmsa show swapping
expect_stdout 'sev_features: 0x21 .*DebugSwap'

it "shows a page as JSON, and from standard input"
run vmsa show --json - <cpu0
expect_status 0
expect_stdout '"layout": "legacy"'

it "finds two pages identical, with status 0"
run vmsa diff cpu0 alone
expect_status 0
expect_stdout 'identical'

it "names every field in which two pages differ, with status 1"
run vmsa diff cpu0 cpu1
expect_status 1
expect_no_stderr
expect_equal 'fields' 2 "$(grep -c '^0x' "$scratch/stdout")"
expect_stdout 'cs_base +0xffff0000 +0x800000$'
expect_stdout 'rip +0xfff0 +0xb004$'
run vmsa build --cpu EPYC-Milan --vmsa-layout init2 --out-cpu0 newer
run vmsa diff newer cpu0
expect_equal 'fields' 2 "$(grep -c '^0x' "$scratch/stdout")"
expect_stdout 'mxcsr +0x1f80 +0x0$'
expect_stdout 'x87_fcw +0x37f +0x0$'

it "compares as JSON and quietly, with the same status"
run vmsa diff cpu0 cpu1 --json
expect_status 1
expect_stdout '"cs_base"'
run vmsa diff cpu0 cpu1 -q
expect_status 1
expect_no_stdout
run vmsa diff cpu0 - <alone
expect_status 0

it "refuses a page of any length but 4096 bytes"
for size in 0 1 4095 4097 8192; do
  head -c $size /dev/zero >page
  refused "page'" vmsa show page
  refused "page'" vmsa diff cpu0 page
  refused "page'" "${es_but_cpu[@]}" --vmsa-cpu0 page --vmsa-cpu1 cpu1
  refused "page'" "${es_but_cpu[@]}" --vmsa-cpu0 cpu0 --vmsa-cpu1 page
done
head -c 4095 cpu0 >page
refused '4096.*4095' vmsa show page
expect_hint 'sevproof vmsa build. writes'
{ cat cpu0 && echo; } >page
refused '4096.*4097' vmsa show page

it "needs its files"
refused 'VMSA' vmsa show
refused 'VMSA' vmsa diff cpu0
refused "'cpu0'" vmsa diff cpu0 cpu0 cpu0
refused 'standard input.*once' vmsa diff - -
refused "'no'" vmsa diff cpu0 no

it "validates with pages of files, without a firmware's reset address"
host launch --firmware bare.fd --policy 7 --vcpus 1 --cpu 25/1/1 --tk tk >bare
run --launch-info bare --firmware bare.fd --tk tk --num-cpus 1 --vmsa-cpu0 cpu0
expect_status 0

it "warns when the two pages are swapped"
run "${es_but_cpu[@]}" --vmsa-cpu0 cpu1 --vmsa-cpu1 cpu0
expect_status 1
expect_stderr '^WARNING: .*boot CPU.s VMSA page does not start'

it "warns when pages contradict the layout that was named"
run "${es_but_cpu[@]}" --vmsa-cpu0 cpu0 --vmsa-cpu1 cpu1 --vmsa-layout init2
expect_stderr '^WARNING: .*layout'
run "${es_but_cpu[@]}" --vmsa-cpu0 cpu0 --vmsa-cpu1 cpu1 --sev-features 0x20
expect_stderr '^WARNING: .*sev_features'

it "notes a CPU model that plays no part in a plain SEV launch"
make_plain
run "${plain[@]}" --cpu EPYC-Milan --num-cpus 4
expect_status 0
expect_stderr '^NOTE: .*not measured'

finish
