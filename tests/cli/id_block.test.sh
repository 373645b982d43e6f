#!/usr/bin/env bash
# `sevproof snp id-block create` and `check`.
. "$(dirname "$0")/lib.sh"

keys=$SEVPROOF_SOURCE/tests/vectors/snp/idblock
digest=076f052d08bda7a700aa2a608c5caa6b00ebad297b6d68a85a45b1e669a558b67e1b91d284a301fe63c4fa0750467eed
pair=(--id-block "$keys/id-block.bin" --id-auth "$keys/id-auth.bin")
id_key=(--id-key "$keys/id_key_test.pem")
author=(--author-key "$keys/author_key_test.pem")
known() { "$python" -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$keys/expected.json" "$1"; }

it "takes a pair that another tool made, with the digests of its keys"
run snp id-block check "${pair[@]}" --launch-digest "$digest" --policy 0x30000 --guest-svn 0 \
  --id-key-digest "$(known idKeyDigestBase64)" --author-key-digest "$(known authorKeyDigestBase64)"
expect_status 0
expect_no_stderr
expect_stdout '^OK: ID block and authentication belong together$'
expect_stdout "^launch digest: $digest$"
expect_equal passes 8 "$(grep -c '^  pass ' "$scratch/stdout")"
expect_stdout '^  not checked  Nothing to compare with was given by --family-id, --image-id\.$'

it "tells each value that is another one"
for option in "--launch-digest ${digest%d}e" '--policy 0x30001' '--guest-svn 1' \
  '--family-id 00000000000000000000000000000001' '--image-id 00000000-0000-0000-0000-000000000001' \
  "--id-key-digest $digest" "--author-key-digest $digest"; do
  # shellcheck disable=SC2086 # an option and its value
  run snp id-block check "${pair[@]}" $option
  expect_status 1
  expect_stderr '^ERROR: ID block and authentication are not as they should be$'
  expect_equal failures 1 "$(grep -c '^  fail ' "$scratch/stdout")"
  expect_stdout '^    expected '
done

it "says in words what does not hold"
cp "$keys/id-block.bin" broken.bin
printf '\377' | dd of=broken.bin bs=1 seek=70 conv=notrunc status=none
run snp id-block check --id-block broken.bin --id-auth "$keys/id-auth.bin"
expect_status 1
expect_stdout '^  fail +The ID key did not sign this ID block'

it "makes what it takes itself, with an author key and without"
run snp id-block create --launch-digest "$digest" "${id_key[@]}" "${author[@]}" --out made
expect_status 0
expect_stdout '^OK: The ID block is made, for policy 0x30000 \(SMT\)$'
expect_same_content made/vm_idblock.bin "$keys/id-block.bin"
run snp id-block check --id-block made/vm_idblock.b64 --id-auth made/vm_idauth.bin --launch-digest "$digest"
expect_status 0
expect_stdout '^  pass +The ID key is signed by the author key\.$'
run snp id-block create --launch-digest "$digest" "${id_key[@]}" --out made --name alone --policy 0xb0000 \
  --family-id 00112233445566778899aabbccddeeff --guest-svn 7
expect_status 0
expect_stderr '^WARNING: The policy allows debugging'
run snp id-block check --id-block made/alone_idblock.bin --id-auth made/alone_idauth.b64 --guest-svn 7 \
  --family-id 00112233445566778899aabbccddeeff --policy 0xb0000
expect_status 0
expect_stdout '^author key digest: none, as there is no author key$'

it "writes what libvirt and QEMU want"
expect_equal xml "<launchSecurity type='sev-snp' authorKey='yes'> <policy>0x30000</policy> <idBlock>$(cat made/vm_idblock.b64)</idBlock> <idAuth>$(cat made/vm_idauth.b64)</idAuth> </launchSecurity>" \
  "$(xargs -d '\n' <made/vm_launchsecurity.xml | tr -s ' ')"
grep -q ',author-key-enabled=on$' made/vm_qemu.txt || fault "no author-key-enabled=on"
grep -q '^-object sev-snp-guest,id=sev0,policy=0xb0000,id-block=' made/alone_qemu.txt || fault "no object of QEMU"
! grep -q author made/alone_launchsecurity.xml made/alone_qemu.txt || fault "an author key that is not there"

it "asks for kernel hashes where the guest has a kernel"
expect_equal "kernel hashes" 0 "$(cat made/*.xml made/*.txt | grep -c kernel)"
run snp id-block create --launch-digest "$digest" "${id_key[@]}" --out made --name booted --kernel-hashes
expect_status 0
grep -q "^<launchSecurity type='sev-snp' kernelHashes='yes'>" made/booted_launchsecurity.xml || fault "no kernelHashes"
grep -q ',kernel-hashes=on$' made/booted_qemu.txt || fault "no kernel-hashes"

it "signs no policy with which firmware starts no guest"
run snp id-block create --launch-digest "$digest" "${id_key[@]}" --out made --name never --policy 30000
expect_status 2
expect_stderr '^ERROR: policy 0x7530: bit 17 is 0'
expect_stderr '^hint: Did you mean 0x30000'
expect_no_file made/never_idblock.bin

it "overwrites nothing, and makes nothing by halves"
remember_tree
run snp id-block create --launch-digest "$digest" "${id_key[@]}" --out made
expect_status 2
expect_same_tree
for name in ../x a,b '' .x; do
  run snp id-block create --launch-digest "$digest" "${id_key[@]}" --out other --name "$name"
  expect_status 2
  expect_stderr '^ERROR: --name: expected 1 to 100 letters'
done
run snp id-block create --launch-digest "$digest" --id-key "$keys/expected.json" --out other
expect_status 2
expect_stderr '^ERROR: ID key .*: expected a private key on the curve P-384, got something else$'
expect_same_tree

it "reads keys of every form, and no other curve"
if openssl version >/dev/null 2>&1; then
  openssl pkcs8 -topk8 -nocrypt -in "$keys/id_key_test.pem" -out pkcs8.pem
  openssl ec -in "$keys/id_key_test.pem" -outform DER -out sec1.der 2>/dev/null
  openssl pkcs8 -topk8 -nocrypt -in "$keys/id_key_test.pem" -outform DER -out pkcs8.der
  for key in pkcs8.pem sec1.der pkcs8.der; do
    run snp id-block create --launch-digest "$digest" --id-key $key --out forms --name $key
    expect_status 0
    expect_stdout "^ID key digest: $(known idKeyDigestBase64 | base64 -d | od -A n -t x1 -v | tr -d ' \n')$"
  done
  # refuses FILE WORDS: the file is no key that signs, and the message says what it is.
  refuses() {
    run snp id-block create --launch-digest "$digest" --id-key "$1" --out none
    expect_status 2
    expect_stderr "^ERROR: ID key .*: expected a private key on the curve P-384, got $2\$"
    expect_no_file none
  }
  openssl ecparam -name prime256v1 -genkey -noout -out p256.pem
  refuses p256.pem 'a key on another curve'
  expect_hint 'openssl ecparam -name secp384r1'
  openssl pkcs8 -topk8 -nocrypt -in p256.pem -outform DER -out p256.der
  refuses p256.der 'something else in DER, such as a key on another curve'
  openssl genpkey -algorithm ed25519 -out ed25519.pem
  refuses ed25519.pem 'a key of another kind'
  openssl genrsa -traditional -out rsa.pem 2048 2>/dev/null
  refuses rsa.pem 'a key of another kind'
  openssl ec -in "$keys/id_key_test.pem" -pubout -out public.pem 2>/dev/null
  refuses public.pem 'a public key'
  openssl ecparam -name secp384r1 -out curve.pem
  refuses curve.pem 'the parameters of a curve, without a key'
  openssl ec -in "$keys/id_key_test.pem" -aes128 -passout pass:open -out old.pem 2>/dev/null
  refuses old.pem 'a key behind a passphrase'
  openssl pkcs8 -topk8 -in "$keys/id_key_test.pem" -passout pass:open -out new.pem
  refuses new.pem 'a key behind a passphrase'
  expect_hint 'openssl pkey -in KEY -out PLAIN'
  openssl pkey -in new.pem -passin pass:open -out plain.pem
  run snp id-block create --launch-digest "$digest" --id-key plain.pem --out forms --name plain
  expect_status 0
else
  skip 'no openssl to make other forms with'
fi

it "reads base64 in lines, as base64 writes it"
base64 "$keys/id-block.bin" >block.lines
base64 "$keys/id-auth.bin" >auth.lines
run snp id-block check --id-block block.lines --id-auth auth.lines --launch-digest "$digest"
expect_status 0

it "says what a domain around the pair lacks"
domain() {
  printf "<domain><launchSecurity type='sev-snp'%s><policy>0x30000</policy><idBlock>%s</idBlock><idAuth>%s</idAuth></launchSecurity></domain>\n" \
    "$1" "$(base64 -w 0 "$keys/id-block.bin")" "$(base64 -w 0 "$keys/id-auth.bin")"
}
domain '' >without.xml
run snp id-block check --domain-xml without.xml
expect_status 0
expect_stderr '^WARNING: .*the domain has no authorKey'
expect_hint "add authorKey='yes' to launchSecurity"
run snp id-block check --domain-xml without.xml --json
expect_stdout '"code": "snp-domain-author-key-unused"'
domain " authorKey='yes'" >with.xml
run snp id-block check --domain-xml with.xml
expect_status 0
expect_only_about 'none of them'
expect_hint 'Of the domain its ID block alone was looked at'
sed 's/<idAuth>..../<idAuth>/' with.xml >cut.xml
run snp id-block check --domain-xml cut.xml
expect_status 2
expect_stderr '^ERROR: domain XML: idAuth: expected 4096 bytes in base64, got 4093$'
sed 's/<idBlock>.*<.idBlock>//' with.xml >half.xml
run snp id-block check --domain-xml half.xml
expect_stderr '^ERROR: domain XML: expected idBlock and idAuth, and one of them or both are missing$'

it "says what is missing, and what is no ID block"
run snp id-block create
expect_status 2
expect_stderr '^ERROR: needed as well: --launch-digest, --id-key, --out$'
run snp id-block check
expect_stderr '^ERROR: needed as well: --id-block, --id-auth$'
run snp id-block check --id-block "$keys/id-auth.bin" --id-auth "$keys/id-auth.bin"
expect_status 2
expect_stderr '^ERROR: ID block .*: expected an ID block of 96 bytes, raw or in base64, got 4096 bytes$'
run snp id-block check --id-block "$keys/id-auth.bin" --id-auth "$keys/id-block.bin"
expect_hint 'perhaps the two are exchanged'
od -A n -t x1 -v "$keys/id-block.bin" | tr -d ' \n' | base64 -w 0 >hex.b64
run snp id-block check --id-block hex.b64 --id-auth "$keys/id-auth.bin"
expect_stderr 'got 192 bytes in base64$'
expect_hint 'base64 of hex text'

it "has a help for the group, and says what may follow"
run snp --help
expect_status 0
expect_stdout '^Usage: sevproof snp id-block create '
run snp id-block --help
expect_stdout '^Usage: sevproof snp id-block check '
! grep -q 'sevproof snp measure \[' "$scratch/stdout" || fault 'the help of another command'
run snp id-block
expect_status 2
expect_stderr "^ERROR: 'snp id-block' needs another word: snp id-block create, snp id-block check$"
run snp id-block make
expect_stderr "^ERROR: unknown command 'snp id-block make'$"
expect_hint 'Commands are snp id-block create, snp id-block check;'

finish
