#!/usr/bin/env bash
# Every JSON output is as its schema in core/schema says.
. "$(dirname "$0")/lib.sh"

if ! "$python" -c 'import jsonschema' 2>/dev/null; then
  it 'all schemas'
  skip "$python has no jsonschema: install python3-jsonschema"
  cases=1
  finish
fi

make_inputs
make_plain
make_es
run vmsa build --cpu EPYC-Milan --firmware fw.fd --out-cpu0 cpu0 --out-cpu1 cpu1
run "${plain[@]}" -s luks-key:secret --secret-header header --secret-payload payload

# document ARGUMENTS...: runs the program and keeps the document that it prints.
documents=0
document() {
  run "$@" --json
  documents=$((documents + 1))
  cp "$scratch/stdout" "$scratch/document.$documents"
}

# expect_schema NAME: the documents since the last call are of that kind, and the schema is a strict one.
expect_schema() {
  "$python" -W ignore - "$SEVPROOF_SOURCE/core/schema/$1.schema.json" "$scratch"/document.* \
    >"$scratch/stdout" 2>"$scratch/stderr" <<'END' || fault "not as $1.schema.json says"
import json, sys
import jsonschema

schema, *documents = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
kind = jsonschema.validators.validator_for(schema)
kind.check_schema(schema)
judge = kind(schema)
faults = []
for document in documents:
    faults += [f"{'/'.join(map(str, fault.path))}: {fault.message}" for fault in judge.iter_errors(document)]
for name in documents[0]:
    if judge.is_valid({key: value for key, value in documents[0].items() if key != name}):
        faults.append(f"{name} may be left out")
if judge.is_valid({**documents[0], "surprise": 1}):
    faults.append("unknown fields are allowed")
sys.exit("\n".join(faults) or 0)
END
  rm "$scratch"/document.*
}

it "reports of all kinds of launch, match and mismatch"
for more in '' '--policy 3' '--debug' '--quiet'; do
  # shellcheck disable=SC2086 # none, one or two words
  document "${plain[@]}" $more
  expect_status 0
done
for more in '' '--num-cpus 2' '--cpu EPYC-Rome' '--vmsa-layout init2' '--sev-features 0x20' '--num-cpus 1'; do
  # shellcheck disable=SC2086
  document "${es[@]}" $more
done
pages=(--launch-info es --firmware fw.fd --tk tk "${boot[@]}" --num-cpus 4)
document "${pages[@]}" --vmsa-cpu0 cpu0 --vmsa-cpu1 cpu1
expect_status 0
document "${pages[@]}" --vmsa-cpu0 cpu1 --vmsa-cpu1 cpu0
expect_status 1
expect_schema report

it "reports of the golden pairs"
for report in "$SEVPROOF_SOURCE"/tests/golden/*/report.json; do
  documents=$((documents + 1))
  sed 's/@VERSION@/1.2.3/' "$report" >"$scratch/document.$documents"
done
expect_schema report

it "errors of every command"
document "${plain[@]}" --firmware none
document --launch-info none --firmware fw.fd --tk tk
document measure
document secret unpack
document firmware show tk
document firmware show
document vmsa build
document vmsa show fw.fd
document vmsa diff
document --surprise
document nothing
expect_schema error

it "measure, with and without a key"
document measure --firmware fw.fd
document measure --firmware fw.fd "${boot[@]}" --num-cpus 4 --cpu EPYC-Milan
document measure --firmware fw.fd --policy 3
document measure --igvm "$SEVPROOF_SOURCE/tests/vectors/igvm/snp-es-sev-masks.igvm"
document measure --firmware fw.fd --policy 3 --api-major 1 --api-minor 2 --build-id 3 --nonce "$nonce" --tk tk
expect_status 0
expect_schema measure

it "secret unpack"
document secret unpack --secret-header header --secret-payload payload --tk tk -m "$blob"
expect_status 0
expect_schema secrets

it "firmware show"
firmware_image --out bare.fd --no-table
firmware_image --out snp.fd --sev-metadata 0x800000/0x9000/1 --sev-metadata 0x80a000/0x3000/99
head -c 8192 /dev/zero >zeros.fd
for image in fw.fd bare.fd snp.fd zeros.fd; do
  document firmware show $image
  expect_status 0
done
expect_schema firmware

it "vmsa build"
document vmsa build --cpu EPYC --out-cpu0 /dev/null
document vmsa build --cpu EPYC --firmware fw.fd --out-cpu0 /dev/null --out-cpu1 /dev/null
expect_schema vmsa-build

head -c 4096 fw.fd >noise
head -c 4096 /dev/zero >zero
it "vmsa show"
for page in cpu0 cpu1 noise zero; do document vmsa show $page; done
expect_schema vmsa

it "vmsa diff"
for page in cpu0 cpu1 noise zero; do document vmsa diff cpu0 $page; done
expect_schema vmsa-diff

it "snp measure"
snp=$SEVPROOF_SOURCE/tests/vectors/snp/firmware/ovmf_AmdSev_suffix.bin
igvm=$SEVPROOF_SOURCE/tests/vectors/igvm
document snp measure --firmware "$snp" --num-cpus 1,4 --cpu EPYC-Milan
document snp measure --firmware "$snp" --num-cpus 1 --cpu EPYC-Milan "${boot[@]}"
document snp measure --ovmf-hash "$(printf '%096d' 7)" --section 1:0x800000:4096 --reset-address 4096 --hash-area 0x810c00 \
  --num-cpus 3 --vmm gce
cat >snp.xml <<END
<domain><name>guest</name><vcpu>2</vcpu><os><loader>/fw</loader></os>
<launchSecurity type='sev-snp' vcek='no'><policy>0xb0000</policy><idBlock>AAAA</idBlock></launchSecurity></domain>
END
document snp measure --firmware "$snp" --domain-xml snp.xml
document snp measure --igvm "$igvm/snp-basic.igvm"
document snp measure --igvm "$igvm/snp-id-block.igvm" --num-cpus 1-3 --cpu EPYC
expect_status 0
expect_schema snp-measure

it "snp explain"
matching=$("$SEVPROOF" snp measure --igvm "$igvm/snp-id-block.igvm" --num-cpus 2 --cpu EPYC 2>/dev/null |
  sed -n 's/^launch digest, 2 CPUs: //p')
for digest in "$(printf '%096d' 7)" "$matching"; do
  document snp explain -m "$digest" --igvm "$igvm/snp-id-block.igvm" --num-cpus 1-3 --cpu EPYC
done
document snp explain -m "$(printf '%096d' 7)" --firmware "$snp" --num-cpus 1 --cpu EPYC-Milan
document snp explain -m "$(printf '%096d' 7)" --firmware "$snp" --num-cpus 1 --cpu EPYC-Milan --diagnose 0
document snp explain -m "$(printf '%096d' 7)" --firmware "$snp" --domain-xml snp.xml --diagnose 0
expect_schema snp-explain

it "igvm show"
for file in snp-basic snp-es-sev-masks snp-id-block; do document igvm show "$igvm/$file.igvm"; done
expect_schema igvm

it "snp verify"
reports=$SEVPROOF_SOURCE/tests/vectors/snp/reports
milan=(--report "$reports/milan-v3.bin" --certs "$reports/milan-v3.vcek.der")
document snp verify "${milan[@]}" --at 2026-11-01
document snp verify "${milan[@]}" --report-data 11 --firmware "$snp" --num-cpus 1 --cpu EPYC-Milan --diagnose 0
sed 's|<idBlock>.*</idBlock>||' snp.xml >plain.xml
document snp verify "${milan[@]}" --firmware "$snp" --domain-xml plain.xml
for report in milan-v2-debug.bin milan-v3-vlek.bin turin-v5.bin azure-milan-v2.hcl.bin; do
  document snp verify --report "$reports/$report" --certs "$reports/azure-milan-v2.vcek-chain.pem"
done
expect_schema snp-report

it "snp show"
document snp show "$reports/milan-v3.bin" "$reports/milan-v3-vlek.vlek.der" "$reports/turin-v5.vcek.der" \
  "$SEVPROOF_SOURCE/tests/vectors/snp/crl/amd-genoa-2022.crl.der"
document snp show "$reports/milan-v2-debug.bin" "$reports/azure-milan-v2.hcl.bin"
expect_schema snp-show

it "snp id-block create and check"
keys=$SEVPROOF_SOURCE/tests/vectors/snp/idblock
document snp id-block create --launch-digest "$(printf '%096d' 7)" --id-key "$keys/id_key_test.pem" --out block
document snp id-block create --launch-digest "$(printf '%096d' 7)" --policy 0xc000000000b0000 --id-key "$keys/id_key_test.pem" \
  --author-key "$keys/author_key_test.pem" --out block --name other
document snp id-block check --id-block block/vm_idblock.bin --id-auth block/vm_idauth.b64
expect_status 0
document snp id-block check --id-block block/vm_idblock.bin --id-auth block/other_idauth.b64 --guest-svn 7
expect_status 1
expect_schema id-block

it "session create and session check"
stand_in=$SEVPROOF_SOURCE/tests/vectors/platform/stand-in-a
for certificate in pdh pek oca cek ask; do platform+=(--platform "$stand_in/$certificate.cert"); done
document session create "${platform[@]}" --root "$stand_in/ark.cert" --policy 15 --out made
document session create "${platform[@]}" --policy 3 --out made
expect_status 1
document session create "${platform[@]}" --policy 0 --out open --insecure
expect_status 0
document session check --session made/vm_session.b64 --tik made/vm_tik.bin --tek made/vm_tek.bin --policy 0xf \
  --godh made/vm_godh.b64 "${platform[@]}"
expect_status 0
document session check --session made/vm_session.b64 --session open/vm_session.b64 --godh made/vm_godh.b64 \
  --godh open/vm_godh.b64 --tik open/vm_tik.bin --policy 11
expect_status 1
document session check --session made/vm_godh.b64 --tik made/vm_tik.bin
expect_schema session

it "requests of the golden pairs"
"$python" -W ignore - "$SEVPROOF_SOURCE/core/schema/request.schema.json" \
  "$SEVPROOF_SOURCE"/tests/golden/*/request.json >"$scratch/stdout" 2>"$scratch/stderr" <<'END' ||
import json, sys
import jsonschema

schema, *requests = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
kind = jsonschema.validators.validator_for(schema)
kind.check_schema(schema)
judge = kind(schema)
faults = [fault.message for request in requests for fault in judge.iter_errors(request)]
if len(requests) < 20 or judge.is_valid({**requests[0], "surprise": 1}):
    faults.append("too few requests, or unknown fields are allowed")
sys.exit("\n".join(faults) or 0)
END
  fault "not as request.schema.json says"

it "a schema for every document, and none besides"
expect_equal schemas 'domain error expectations firmware id-block igvm measure platform platform-show report request secrets session snp-explain snp-measure snp-report snp-show vmsa vmsa-build vmsa-diff' \
  "$(cd "$SEVPROOF_SOURCE/core/schema" && printf '%s\n' *.schema.json | sed 's/\.schema\.json//' | sort | xargs)"

finish
