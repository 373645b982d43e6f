# Launches for the *.test.sh scripts, made by the stand-in for the SEV firmware in tests/standin.
# lib.sh sources it.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # what is set here is for the scripts; python comes from lib.sh

standin=$SEVPROOF_SOURCE/tests/standin
nonce=000102030405060708090a0b0c0d0e0f

# host ARGUMENTS...: the stand-in's host.
host() { "$python" "$standin/host.py" "$@"; }

# firmware_image ARGUMENTS...: makes an image.
firmware_image() { "$python" "$standin/firmware_image.py" "$@"; }

# value FIELD FILE: what virsh says in FILE, such as `value sev-policy plain`.
value() { sed -n "s/^$1 *: *//p" "$2"; }

# hex FILE: its bytes as hex text.
hex() { od -A n -t x1 -v "$1" | tr -d ' \n'; }

# The bytes of hex text.
unhex() { printf '%s' "$1" | tr a-f A-F | basenc --base16 --decode; }

# make_inputs: keys (tk, tik, tek), firmware (fw.fd), kernel, initrd, secret.
make_inputs() {
  printf '%s' 'TEK:0123456789ab' >tek
  printf '%s' 'TIK:cdefghijklmn' >tik
  cat tek tik >tk
  firmware_image --out fw.fd --reset-address 0x80b004 --secret-area 0x810000/0xc00 \
    --hash-area 0x810c00/0x400
  seq 1 9000 >kernel
  seq 9000 -1 1 >initrd
  printf '%s' 'correct horse battery staple' >secret
  cmdline='console=ttyS0 root=LABEL=x ro'
}

# make_plain: a plain SEV guest, as the host reports it (plain), and the arguments that validate it.
make_plain() {
  host launch --firmware fw.fd --policy 3 --tk tk --nonce "$nonce" >plain
  blob=$(value sev-measurement plain)
  state=(--measurement "$blob" --api-major 1 --api-minor 55 --build-id 21 --policy 3)
  plain=(--launch-info plain --firmware fw.fd --tk tk)
}

# make_es: a SEV-ES guest with four CPUs, kernel, initrd and command line: file es, arguments.
make_es() {
  host launch --firmware fw.fd --policy 7 --vcpus 4 --cpu 25/1/1 --kernel kernel --initrd initrd \
    --cmdline "$cmdline" --tk tk --nonce "$nonce" >es
  boot=(--kernel kernel --initrd initrd --cmdline "$cmdline")
  es=(--launch-info es --firmware fw.fd --tk tk "${boot[@]}" --num-cpus 4 --cpu EPYC-Milan)
}
