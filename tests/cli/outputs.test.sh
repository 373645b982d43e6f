#!/usr/bin/env bash
# Writing a packet: both files whole, or nothing changed and nothing left behind.
. "$(dirname "$0")/lib.sh"

make_inputs
make_plain
pack=("${plain[@]}" --inject-secret luks-key:secret)

# written HEADER PAYLOAD: the stand-in's guest can read the packet in these files.
written() {
  host open --tk tk --blob "$blob" --header "$1" --payload "$2" >/dev/null ||
    fault "no packet in $1 and $2"
}

# no_packet PATTERN HEADER PAYLOAD ARGUMENTS...: refused, and no sign of it in the folder.
no_packet() { refused "$1" "${pack[@]}" --secret-header "$2" --secret-payload "$3" "${@:4}"; }

it "replaces existing files whole, and nothing else appears"
printf 'former header, of some length' >header
printf 'former payload' >payload
run "${pack[@]}" --secret-header header --secret-payload payload
expect_status 0
written header payload
expect_equal 'files' '' "$(find . -name '.*' -type f)"

it "leaves who has a former file open its content"
exec 7<header
run "${pack[@]}" --secret-header header --secret-payload payload
expect_equal 'former content' 52 "$(base64 -d <&7 | wc -c)"
exec 7<&-

it "refuses a directory"
mkdir folder
no_packet "secret header 'folder'.*directory" folder new
no_packet "secret payload 'folder'.*directory" new folder
no_packet "secret payload 'folder/'.*directory" new folder/
no_packet "secret payload 'new/'" header new/

it "refuses a folder that is missing"
no_packet "secret header.*folder 'missing'.*No such file" missing/header payload
expect_hint 'folder'
no_packet "secret payload.*folder 'missing'.*No such file" header missing/payload
no_packet 'Not a directory|is not a folder' header payload/x

it "refuses two outputs that are one file"
ln -s header soft
ln header hard
for name in header ./header folder/../header "$PWD/header" soft hard; do
  no_packet "same file" header "$name"
done
no_packet 'same file' new new
no_packet 'same file' new ./new
rm hard soft

it "refuses an output that is one of the inputs"
ln -s secret soft
for name in secret fw.fd tk plain soft; do
  no_packet "input" "$name" new
  no_packet "input" new "$name"
done
rm soft

it "refuses an output that is the file on standard input"
cp fw.fd precious.fd
remember_tree
exec 7<precious.fd
run --launch-info plain --firmware - --tk tk -s luks-key:secret --secret-header new --secret-payload precious.fd <&7
exec 7<&-
check_refusal 'input'
rm -f new precious.fd

# files_of COMMAND: its options that name a file, by its own help; "out" before those that write.
files_of() {
  # shellcheck disable=SC2086 # empty, or words
  "$SEVPROOF" $1 --help | sed -nE 's/^ +(-., )?(--[a-z0-9-]+) (NAME:)?FILE +(.*)/\2 \3 \4/p' |
    sed -E 's/^(--\S+) .*where to write.*/out \1/; t; s/^(--\S+) (NAME:)?.*/in \1 \2/; s/NAME:/luks-key:/'
}

it "refuses an output that is an input of any option of any command, by any name"
printf 'precious' >precious
ln precious hard
ln -s precious soft
tried=0
for command in '' measure 'secret unpack' 'firmware show' 'vmsa build' 'vmsa show' 'vmsa diff'; do
  while read -r kind output _; do
    [ "$kind" = out ] || continue
    while read -r other input prefix; do
      [ "$other" = in ] || continue
      for name in precious hard soft; do
        # shellcheck disable=SC2086 # empty, or words
        refused 'input' $command "$input" "${prefix}precious" "$output" $name
        tried=$((tried + 1))
      done
    done < <(files_of "$command")
  done < <(files_of "$command")
done
expect_equal 'pairs of options' $(((12 * 2 + 1 * 2) * 3)) "$tried"
expect_equal content precious "$(<precious)"
rm precious hard soft

it "refuses - and says how standard output is named"
no_packet "'-'" - payload
expect_hint '/dev/stdout'
no_packet "'-'" header -

it "changes nothing when a device is full"
no_packet "'/dev/full'.*No space left" header /dev/full
no_packet "'/dev/full'.*No space left" /dev/full payload
no_packet "'/dev/full'.*No space left" new /dev/full
[ -c /dev/full ] || fault '/dev/full is no device any more'

it "changes nothing on a full disk"
mkdir disk
if mount -t tmpfs -o size=4k none disk 2>/dev/null; then
  printf 'former' >disk/payload
  # One page is taken by the former file, so there is room for none of the new ones.
  no_packet "No space left" disk/header disk/payload
  expect_equal 'former content' former "$(cat disk/payload)"
  no_packet "No space left" header disk/new
  umount disk
else
  skip 'mounting a small disk needs root'
fi

it "changes nothing where files become too large"
if [ "${SEVPROOF_EMULATOR:-}" = Wine ]; then
  skip 'Wine ends where its own files become too large'
else
  head -c 3000 kernel >long
  remember_tree
  # In KiB: enough for what is captured here, too little for the payload.
  limit=$(ulimit -S -f)
  ulimit -S -f 1
  run "${plain[@]}" -s luks-key:long --secret-header header --secret-payload payload
  ulimit -S -f "$limit"
  check_refusal "secret payload 'payload'.*File too large"
fi

it "changes nothing on a read-only disk"
if mount -t tmpfs -o ro none disk 2>/dev/null; then
  no_packet 'Read-only file system' header disk/payload
  umount disk
else
  skip 'mounting a disk needs root'
fi

it "changes nothing in a folder or file that is not writable"
chmod 755 folder
cp payload folder/
chmod 444 folder/payload
remember_tree
if run_as_user "${pack[@]}" --secret-header folder/header --secret-payload folder/payload; then
  check_refusal 'not writable'
  mkdir shared
  chmod 777 shared
  cp payload shared/
  chmod 644 shared/payload
  [ "$(id -u)" -eq 0 ] || chmod 444 shared/payload
  remember_tree
  run_as_user "${pack[@]}" --secret-header shared/header --secret-payload shared/payload
  check_refusal "'shared/payload'.*not writable"
  run_as_user "${pack[@]}" --secret-header shared/header --secret-payload shared/new
  expect_status 0
else
  skip 'root may write everywhere, and the program cannot be run as somebody else'
fi

it "replaces the file that a link points to, not the link"
mkdir -p store
printf 'former' >store/header
ln -sf store/header link
ln -sf store/fresh dangling
run "${pack[@]}" --secret-header link --secret-payload dangling
expect_status 0
[ -L link ] || fault 'a link was replaced'
[ -L dangling ] || fault 'a link was replaced'
written store/header store/fresh

it "writes into a FIFO, and leaves it one"
mkfifo fifo
timeout "$patience" cat fifo >got &
run "${pack[@]}" --secret-header header --secret-payload fifo
wait
expect_status 0
[ -p fifo ] || fault 'the FIFO was replaced'
written header got

it "writes into process substitution"
run "${pack[@]}" --secret-header header --secret-payload >(cat >got)
expect_status 0
wait $! # for the reader
written header got

it "writes to standard output"
"$SEVPROOF" "${pack[@]}" --secret-header header --secret-payload /dev/stdout -q >got
written header got
"$SEVPROOF" "${pack[@]}" --secret-header /dev/fd/1 --secret-payload payload -q | cat >got
written got payload

it "appends where standard output stands, and keeps what is there"
printf 'first\n' >log
"$SEVPROOF" "${pack[@]}" --secret-header header --secret-payload /dev/stdout -q >>log
expect_equal 'first line' first "$(head -n 1 log)"
tail -n +2 log >got
written header got

it "throws away what goes to /dev/null"
run "${pack[@]}" --secret-header /dev/null --secret-payload /dev/null
expect_status 0
[ -c /dev/null ] || fault '/dev/null is no device any more'

it "changes nothing when the reader of a pipe has gone"
remember_tree
exec 7> >(true)
wait $!
run "${pack[@]}" --secret-header header --secret-payload /dev/fd/7
exec 7>&-
check_refusal 'Broken pipe'

it "refuses outputs before it reads inputs that take long, and before any verdict"
no_packet "secret payload" header missing/payload --kernel no
firmware_image --out wrong.fd --seed 9
no_packet "secret payload" header missing/payload --firmware wrong.fd

it "says nothing of success when the packet could not be written"
for quiet in '' -q; do
  # shellcheck disable=SC2086 # empty or one option
  run "${pack[@]}" --secret-header header --secret-payload /dev/full $quiet
  expect_status 2
  expect_no_stdout
done
run "${pack[@]}" --secret-header header --secret-payload /dev/full --json
expect_status 2
expect_error_document ''

finish
