#!/usr/bin/env bash
# `sevproof session create` and `session check`: a session of the owner's own, and what was mixed up.
. "$(dirname "$0")/lib.sh"

stand_in=$SEVPROOF_SOURCE/tests/vectors/platform/stand-in-a
host=()
for certificate in pdh pek oca cek ask; do host+=(--platform "$stand_in/$certificate.cert"); done
trusted=("${host[@]}" --root "$stand_in/ark.cert")
create=(session create "${trusted[@]}" --policy 0xf)
all='vm_godh.b64 vm_launchsecurity.xml vm_qemu.txt vm_session.b64 vm_tek.bin vm_tik.bin'

# files FOLDER: the names in it.
files() { find "$1" -mindepth 1 -printf '%f\n' | sort | xargs; }

it "makes a session, in files named as sevctl's"
run "${create[@]}" --out made
expect_status 0
expect_stdout '^OK: A session for policy 0xf \(15\): NODBG NOKS ES NOSEND$'
expect_stdout 'PDH EP384 D256 be7150259daa518e18f88c49b24b433cebe577e33619044d85584d22f3944d8a'
expect_only_about 'The root is one that you named'
expect_equal files "$all" "$(files made)"
expect_equal sizes '2780 172 16 16' \
  "$(stat -c %s made/vm_godh.b64 made/vm_session.b64 made/vm_tek.bin made/vm_tik.bin | xargs)"
expect_equal modes '600 600 600 600 600 600' "$(stat -c %a made/* | xargs)"
expect_equal mode 700 "$(stat -c %a made)"
expect_equal newlines 0 "$(cat made/*.b64 | wc -l)"
expect_equal 'begin of the certificate' AQAAAAAAAAADEAAAAwAAAAIAAA "$(head -c 26 made/vm_godh.b64)"
expect_not_shown "$(hex made/vm_tik.bin)|$(hex made/vm_tek.bin)"
expect_not_shown "$(base64 made/vm_tik.bin | tr -d =)|$(base64 made/vm_tek.bin | tr -d =)"

it "writes what libvirt and QEMU take"
expect_equal xml "<launchSecurity type='sev'> <policy>0x000f</policy> <dhCert>$(cat made/vm_godh.b64)</dhCert> \
<session>$(cat made/vm_session.b64)</session> </launchSecurity>" "$(xargs -n 1 -d '\n' <made/vm_launchsecurity.xml |
  sed 's/^ *//' | tr '\n' ' ' | sed 's/ *$//')"
expect_equal options "-machine confidential-guest-support=sev0 -object sev-guest,id=sev0,cbitpos=CBITPOS,reduced-phys-bits=REDUCED,policy=0xf,\
dh-cert-file=vm_godh.b64,session-file=vm_session.b64" "$(cat made/vm_qemu.txt)"
run session create --platform "$stand_in/nodesevinfo.txt" --platform "$stand_in/ask.cert" --root "$stand_in/ark.cert" \
  --platform "$stand_in/cek.cert" --policy 3 --out bits
expect_status 0
grep -q 'cbitpos=51,reduced-phys-bits=1,policy=0x3,' bits/vm_qemu.txt || fault 'the bits of nodesevinfo are missing'
grep -q '<cbitpos>51</cbitpos>' bits/vm_launchsecurity.xml || fault 'cbitpos is missing in the XML'

it "asks for kernel hashes where the owner does"
run "${create[@]}" --out hashes --kernel-hashes
expect_status 0
expect_equal element "<launchSecurity type='sev' kernelHashes='yes'>" "$(head -n 1 hashes/vm_launchsecurity.xml)"
grep -q ',session-file=vm_session.b64,kernel-hashes=on$' hashes/vm_qemu.txt || fault 'QEMU is not asked for kernel hashes'

it "takes the policy as a number or as names, and shows both notations"
for policy in 15 0xf nodbg,noks,es,nosend 'NODBG|noks|ES|nosend'; do
  rm -rf named
  run session create "${trusted[@]}" --policy "$policy" --out named
  expect_status 0
  expect_stdout '0xf \(15\): NODBG NOKS ES NOSEND'
done
for policy in '' f 0x 3,nodbg 'nodbg,' debug -1 4294967296; do
  refused '^ERROR: --policy: expected' session create "${trusted[@]}" --policy="$policy" --out new
done
refused 'bits 6 to 15' session create "${trusted[@]}" --policy 0x40 --out new

it "warns of what a policy lets the host do, with the better value"
rm -rf weak
run session create "${trusted[@]}" --policy 0 --out weak
expect_status 0
expect_stderr '^WARNING: The policy allows debugging'
expect_stderr '^WARNING: The policy allows the host to export'
expect_stderr '^WARNING: The policy allows the host to start other guests'
expect_hint '0xb, or 0xf for SEV-ES'
rm -rf weak
run session create "${trusted[@]}" --policy 11 --out weak
expect_stderr 'two meanings.*11 was taken as 0xb; libvirt takes <policy>11</policy> for 0x11'

it "makes none for a platform that nobody vouches for"
remember_tree
for more in '' "--platform $stand_in/ark.cert" '--json' '--quiet'; do
  # shellcheck disable=SC2086 # none, one or two words
  run session create "${host[@]}" --policy 0xf --out new $more
  expect_status 1
  expect_same_tree
done
expect_no_stdout
run session create "${host[@]}" --policy 0xf --out new
expect_stderr '^ERROR: Nobody vouches for this platform, so no session was made$'
expect_stdout '^  ask-by-ark +not checked'
run session create --platform "$SEVPROOF_SOURCE/tests/vectors/platform/chains/rome/pdh.cert" "${trusted[@]:2}" \
  --policy 0xf --out new
expect_status 1
expect_stdout '^  pdh-by-pek +BROKEN'

it "makes one all the same with --insecure, and says so"
run session create "${host[@]}" --policy 0xf --out open --insecure
expect_status 0
expect_stdout '^INSECURE: A session for policy'
expect_stdout 'Nobody vouches for this platform'
expect_stderr '^WARNING: The session was made for a platform that nobody vouches for'
expect_equal files "$all" "$(files open)"
run session create "${trusted[@]}" --policy 0xf --out secure --insecure
expect_stdout '^OK: '

it "makes other numbers each time"
run "${create[@]}" --out again
for file in vm_tik.bin vm_tek.bin vm_godh.b64 vm_session.b64; do
  ! cmp -s made/$file again/$file || fault "$file is the same twice"
done

it "never overwrites a file, and writes all or none"
refused "already exists" "${create[@]}" --out made
for file in $all; do
  mkdir one
  printf 'mine' >"one/$file"
  refused "$file': already exists" "${create[@]}" --out one
  rm -r one
  mkdir -p "one/$file"
  refused "$file'" "${create[@]}" --out one
  rm -r one
done
printf 'x' >file
refused "folder 'file': expected a folder, got a file" "${create[@]}" --out file
refused "folder '-': expected a folder, got standard output" "${create[@]}" --out -
refused "folder '-': expected a folder, got standard output" "${create[@]}" --out - --json
refused 'folder' "${create[@]}" --out missing/out
refused 'folder' "${create[@]}" --out ''
mkdir disk
if mount -t tmpfs -o size=12k none disk 2>/dev/null; then
  refused 'No space left' "${create[@]}" --out disk
  umount disk
fi
rmdir disk

it "puts several sessions into one folder, by their names"
run "${create[@]}" --out made --name web-1.a
expect_status 0
expect_file made/web-1.a_tik.bin
expect_equal count 12 "$(find made -type f | wc -l)"
for name in '' . .x -x a/b a,b 'a b' ../x "$(printf 'a%.0s' {1..101})"; do
  refused 'name of the session' "${create[@]}" --out new --name="$name"
done

it "two at the same time do not mix"
for round in 1 2 3; do
  for name in a b c d; do
    "$SEVPROOF" "${create[@]}" --out race$round --quiet 2>/dev/null &
  done
  wait
  expect_equal files "$all" "$(files race$round)"
  run session check --session race$round/vm_session.b64 --tik race$round/vm_tik.bin --godh race$round/vm_godh.b64
  expect_status 0
done

it "needs platform, policy and folder"
refused '--platform, --policy, --out' session create
refused 'needed as well: --out' session create "${trusted[@]}" --policy 1
refused 'PDH is needed' session create --platform "$stand_in/pek.cert" --policy 1 --out new
refused 'expected SEV certificates' session create --platform made/vm_session.b64 --policy 1 --out new

it "prints JSON, and nothing but it"
rm -rf json
run "${create[@]}" --out json --json
expect_status 0
"$python" - "$scratch/stdout" json <<'END' >"$scratch/faults" 2>&1 || fault "$(cat "$scratch/faults")"
import base64, hashlib, json, sys
said = json.load(open(sys.argv[1], encoding="utf-8"))
session = base64.b64decode(open(sys.argv[2] + "/vm_session.b64").read())
godh = base64.b64decode(open(sys.argv[2] + "/vm_godh.b64").read())
assert said["kind"] == "session" and said["verdict"] == "match"
assert said["computed"]["session"] == {"sha256": hashlib.sha256(session).hexdigest(), "size": 128}
assert said["computed"]["godh"]["fingerprint"] == hashlib.sha256(godh[:0x414]).hexdigest()
assert said["computed"]["policy"]["hex"] == "0xf" and said["computed"]["policy"]["value"] == 15
text = open(sys.argv[1], encoding="utf-8").read()
for key in ("tik", "tek"):
    raw = open(f"{sys.argv[2]}/vm_{key}.bin", "rb").read()
    assert raw.hex() not in text and base64.b64encode(raw).decode() not in text
END
refused 'already exists' "${create[@]}" --out json --json

check=(session check --session made/vm_session.b64)
it "says that session, key and policy belong together"
for more in '' '--policy 0xf' '--policy nodbg,noks,es,nosend' '--godh made/vm_godh.b64' '--tek made/vm_tek.bin'; do
  # shellcheck disable=SC2086 # none, or two words
  run "${check[@]}" --tik made/vm_tik.bin $more
  expect_status 0
  expect_stdout '^OK: Session, TIK and policy belong together$'
  expect_stdout '^made for policy 0xf \(15\): NODBG NOKS ES NOSEND$'
  expect_stdout '^  session-tek +not checked'
  expect_stdout '^  session-agreement +not checked'
  expect_no_stderr
done
cat made/vm_tek.bin made/vm_tik.bin >tk
cat made/vm_tik.bin made/vm_tek.bin >swapped
run "${check[@]}" --tk tk --godh made/vm_godh.b64 "${host[@]}"
expect_status 0
base64 -d made/vm_session.b64 >raw
run session check --session raw --tk tk
expect_status 0
run session check --session - --tk tk <made/vm_session.b64
expect_status 0

# mixed_up FINDING ARGUMENTS...: session check must find that.
mixed_up() {
  local finding=$1
  shift
  run session check "$@"
  expect_status 1
  expect_stderr '^ERROR: session, keys and policy do not belong together$'
  expect_stderr "^WARNING: .*$finding"
}

it "says what was mixed up"
session=(--session made/vm_session.b64)
mixed_up 'another policy \(made for 0xf, given 0x7\)' "${session[@]}" --tk tk --policy 7
mixed_up 'TIK and TEK are exchanged' "${session[@]}" --tik made/vm_tek.bin --tek made/vm_tik.bin
mixed_up 'wrong order' "${session[@]}" --tk swapped
mixed_up 'does not belong to this session' "${session[@]}" --tik again/vm_tik.bin
mixed_up "the TIK is that of session 'again/vm_session.b64'" "${session[@]}" --tik again/vm_tik.bin \
  --session again/vm_session.b64
mixed_up 'exchanged' --session made/vm_godh.b64 --godh made/vm_session.b64 --tk tk
mixed_up 'one of the platform.s' "${session[@]}" --tk tk --godh "$stand_in/pek.cert"
mixed_up 'one of the platform.s' "${session[@]}" --tk tk --godh "$stand_in/pdh.cert" "${host[@]}"
mixed_up 'are the same session' "${session[@]}" "${session[@]}" --tk tk
mixed_up 'the same key of the owner' "${session[@]}" --tk tk --godh made/vm_godh.b64 --godh made/vm_godh.b64
expect_not_shown "$(hex made/vm_tik.bin)"

it "never follows a link that stands where a file is to be"
for file in $all; do
  for target in ../nowhere /dev/null; do
    mkdir one
    ln -s $target "one/$file"
    refused "$file': already exists" "${create[@]}" --out one
    rm -r one
  done
done

it "refuses what is no session, no key, and keys of zeros"
refused '128 bytes' session check --session "$stand_in/chip-id.txt" --tk tk
printf 'made/vm_session.b64' >path-of-it
refused 'no base64' session check --session path-of-it --tk tk
refused "got libvirt's element <launchSecurity>" session check --session made/vm_launchsecurity.xml --tk tk
expect_hint 'vm_session.b64 and vm_godh.b64'
printf "<domain type='kvm'>%s</domain>" "$(cat made/vm_launchsecurity.xml)" >domain.xml
refused "got a libvirt domain's XML" session check --session domain.xml --tk tk
expect_hint 'the text of its <session>'
refused '--session is needed' session check --tk tk
refused '--tik or --tk is needed' "${check[@]}"
refused 'excludes' "${check[@]}" --tk tk --tik made/vm_tik.bin
refused 'expected 16 bytes' "${check[@]}" --tik tk
head -c 16 /dev/zero >zeros
refused 'zero bytes' "${check[@]}" --tik zeros
cat made/vm_tek.bin zeros >zero-tk
refused 'zero bytes' "${check[@]}" --tk zero-tk

finish
