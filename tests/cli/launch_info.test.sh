#!/usr/bin/env bash
# --launch-info: what the host reports, as virsh text or QMP JSON, and beside single options.
. "$(dirname "$0")/lib.sh"

make_inputs
make_plain
host launch --firmware fw.fd --policy 3 --tk tk --nonce "$nonce" --format qmp >plain.qmp
rest=(--firmware fw.fd --tk tk)

# accepted FILE ARGUMENTS...
accepted() {
  run --launch-info "$1" "${rest[@]}" "${@:2}"
  expect_status 0
}

it "takes the text of virsh domlaunchsecinfo"
accepted plain

it "takes it with any spaces, line ends, order and other lines"
sed 's/ *: */:/' plain >info
accepted info
sed 's/^/  /; s/:/   :   /; s/$/\r/' plain >info
accepted info
tac plain >info
accepted info
{ echo && echo 'something: 5' && cat plain && echo && echo 'Type: sev'; } >info
accepted info

it "takes QMP answers, in either order, in one object or two, with or without \"return\""
accepted plain.qmp
tac plain.qmp >info
accepted info
sed 's/^{"return": \(.*\)}$/\1/' plain.qmp >info
accepted info
"$python" -m json.tool --json-lines <plain.qmp >info
accepted info
tr -d '\n' <plain.qmp >info
accepted info

it "takes what is missing from options"
grep -v measurement plain >info
accepted info --measurement "$blob"
refused 'measurement' --launch-info info "${rest[@]}"
grep -v policy plain >info
accepted info --policy 3
refused '--policy' --launch-info info "${rest[@]}"
grep -v api plain >info
accepted info --api-major 1 --api-minor 55
refused '--api-major.*--api-minor' --launch-info info "${rest[@]}"
grep measurement plain >info
accepted info "${state[@]}"
tail -n 1 plain.qmp >info
accepted info "${state[@]}"

it "says what it lacks, as where it was cut off"
grep -E 'measurement|api-major' plain >info
refused '^ERROR: --api-minor, --build-id and --policy are needed$' --launch-info info "${rest[@]}"
expect_hint 'The launch info lacks the SEV API minor version, the SEV build ID and the guest policy: was it cut off\?'

it "takes an option that says the same"
accepted plain "${state[@]}"
accepted plain --policy 0x3

it "refuses an option that says something else, naming both values"
refused '--policy is 7 .0x7., but the launch info says 3 .0x3.$' --launch-info plain "${rest[@]}" --policy 7
expect_hint 'started with another policy than you asked for: .* start it again'
refused '--api-minor is 54.*55' --launch-info plain "${rest[@]}" --api-minor 54
expect_hint 'Find out which is true'
refused '--build-id' --launch-info plain "${rest[@]}" --build-id 20
refused '--api-major' --launch-info plain "${rest[@]}" --api-major 0
refused '--measurement' --launch-info plain "${rest[@]}" --measurement "$(head -c 48 kernel | base64 -w 0)"

it "refuses values out of range or with rubbish"
for line in 'sev-api-major : 256' 'sev-api-minor : -1' 'sev-build-id : x' 'sev-policy : 4294967296' \
  'sev-policy : 3 3' 'sev-policy :' 'sev-measurement: short'; do
  field=${line%%[ :]*}
  { grep -v "$field" plain && echo "$line"; } >info
  refused "info'.*$field|measurement" --launch-info info "${rest[@]}"
done

it "refuses one value given twice with different values"
{ cat plain && echo 'sev-policy : 7'; } >info
refused "info'.*(twice|policy)" --launch-info info "${rest[@]}"
{ cat plain && cat plain; } >info
accepted info

it "refuses JSON that is broken, nested deeply, or of another kind"
for text in '{' '{"return": ' '{"return": {"api-major": 1' '{"return": {"api-major": "1"}}' \
  '{"return": {"api-major": 1.5}}' '{"return": {"api-major": 256}}' '{"return": {"policy": -1}}' \
  '[]' '{}' '{"return": {}}' '{"return": []}' '{"return": {"data": 5}}' '{"policy": 3,,}'; do
  printf '%s' "$text" >info
  refused "info'" --launch-info info "${rest[@]}"
done
printf '{"a":%.0s' {1..5000} >info
refused "info'" --launch-info info "${rest[@]}"
printf '[%.0s' {1..50000} >info
refused "info'" --launch-info info "${rest[@]}"

it "takes transcripts, and what lies around in them"
{ echo 'Trying 127.0.0.1...' && echo '{ "execute": "query-sev" }' && head -n 1 plain.qmp &&
  echo '{ "execute": "query-sev-launch-measure" }' && tail -n 1 plain.qmp; } >info
accepted info
sed 's/^/> /' plain >info
accepted info
iconv -t UTF-16 plain >info
accepted info
printf 'SEV type: sev\nstate: launch-secret\nbuild: 21\napi version: 1.55\nhandle: 1\ndebug: off\n' >info
accepted info --measurement "$blob" --policy 3

it "never says that there is no measurement where one stands under another name"
sed 's/^sev-measurement:/what it measured/' plain >info
refused "info', line 1.*as long as a measurement" --launch-info info "${rest[@]}"
sed 's/^sev-measurement:/sev-measurement-b64:/' plain >info
refused "info', line 1.*unknown name" --launch-info info "${rest[@]}"

it "refuses a field of virsh that it does not know, and asks whether it is a misspelt one"
sed 's/^sev-policy/sev-polcy /' plain >info
refused "info', line 5.*'sev-polcy'" --launch-info info "${rest[@]}" --policy 3
expect_stderr 'Did you mean sev-policy\?'
{ cat plain && echo 'sev-something: 5'; } >info
refused "info', line 6.*'sev-something'" --launch-info info "${rest[@]}"

it "never passes over a value in a form that it does not read"
for line in 'sev-policy;7' 'policy -> 7' 'launch policy: 7' '<policy>0x0007</policy>' 'sev-policy/7'; do
  { grep -v policy plain && echo "$line"; } >info
  refused "info', line 5" --launch-info info "${rest[@]}" --policy 3
done
printf '{"measurement": "%s", "sev": {"sev-api-major": 1, "sev-policy": 7}}' "$blob" >info
refused '--policy is 3.* 7' --launch-info info "${rest[@]}" --policy 3
printf '{"measurement": "%s", "launchPolicy": 7}' "$blob" >info
refused "'launchPolicy'" --launch-info info "${rest[@]}" "${state[@]}"
"$python" -c 'import json; print(json.dumps(open("plain.qmp").read().splitlines()))' >info
accepted info

it "tells a SEV-SNP guest, and a host without a launch"
printf 'sev-api-major  : 1\nsev-api-minor  : 55\nsev-build-id   : 21\nsev-snp-policy : 196608\n' >info
refused "info'.*SEV-SNP guest has no launch measurement" --launch-info info "${rest[@]}"
echo '{"return": {"enabled": false, "api-minor": 0, "state": "uninit", "api-major": 0, "build-id": 0, "policy": 0}}' >info
refused "info'.*no launch" --launch-info info --measurement "$blob" "${rest[@]}"

echo "error: internal error: unable to execute QEMU command 'query-sev-launch-measure': SEV launch measurement is not available" >info
refused "info'.*SEV launch measurement is not available'" --launch-info info "${rest[@]}"
expect_stderr 'SEV-SNP guest'
echo "<launchSecurity type='sev-snp'/>" >info
refused "info'.*SEV-SNP guest has no launch measurement" --launch-info info "${rest[@]}"
for text in '{"return": {"enabled": false}}' 'enabled: false'; do
  { echo "$text"; } >info
  refused "info'.*SEV is not enabled for this guest" --launch-info info "${rest[@]}" "${state[@]}"
done

it "passes on an error that the host answered"
echo '{"error": {"class": "GenericError", "desc": "SEV is not enabled in KVM"}}' >info
refused "info'.*SEV is not enabled" --launch-info info "${rest[@]}"

it "refuses a text in which there is nothing about a launch"
echo 'error: failed to get domain' >info
refused "info'" --launch-info info "${rest[@]}"
head -c 5000 fw.fd >info
refused "info'" --launch-info info "${rest[@]}"
printf 'sev-policy: 3\0\nsev-api-major: 1' >info
refused '' --launch-info info "${rest[@]}"

it "cannot disturb the terminal with what the host says"
printf 'sev-policy : \033[2J\007x\n' >info
refused "info'" --launch-info info "${rest[@]}"
! grep -q "$(printf '[\033\007]')" "$scratch/stderr" || fault 'control characters came through'
printf '{"error": {"desc": "a\\u001b[2Jb\\nERROR: c"}}' >info
refused "info'" --launch-info info "${rest[@]}"
! grep -q "$(printf '\033')" "$scratch/stderr" || fault 'control characters came through'

printf 'sev-poli\016cy : x\n' >info
refused "info'.*sev-poli.x0ecy" --launch-info info "${rest[@]}"
! grep -q "$(printf '\016')" "$scratch/stderr" || fault 'control characters came through'
iconv -t UTF-32 plain >info
refused "info'.*UTF-32" --launch-info info "${rest[@]}"

it "refuses more than 64 KiB"
{ cat plain && head -c 65536 /dev/zero | tr '\0' '\n'; } >info
refused "info'.*65536" --launch-info info "${rest[@]}"

finish
