#!/usr/bin/env bash
# --domain, as far as libvirt's own test driver goes: it knows domains and their state, and refuses
# what is about launch security. The rest is tested against a real libvirtd (tests/libvirt).
. "$(dirname "$0")/lib.sh"

make_inputs
make_plain
own=(--firmware fw.fd --tk tk)

it "without libvirt refuses to ask a host, and says how else it is done"
with_libvirt=$SEVPROOF
SEVPROOF=$SEVPROOF_WITHOUT_LIBVIRT
for domain in --domain -o; do
  refused 'built without libvirt' "${own[@]}" $domain guest
  expect_hint 'domlaunchsecinfo.*--launch-info.*--domain-xml'
done
refused 'built without libvirt' "${own[@]}" --connect qemu:///system --domain guest

it "without libvirt does everything else"
run "${plain[@]}"
expect_status 0
SEVPROOF=$with_libvirt

if [ "$SEVPROOF_HAS_LIBVIRT" != ON ]; then
  it "asks a host"
  skip 'built without libvirt'
  finish
fi

it "says so where libvirt is gone since the build, or is another library"
mkdir broken other
: >broken/libvirt.so.0
ln -s "$(ldd "$SEVPROOF" | sed -n 's/.*libc\.so[^ ]* => \([^ ]*\).*/\1/p')" other/libvirt.so.0
for folder in broken other; do
  capture env LD_LIBRARY_PATH="$PWD/$folder" "$SEVPROOF" "${own[@]}" --domain guest
  expect_status 2
  expect_stderr '^ERROR: libvirt, which asks hosts, cannot be used: '
  expect_hint 'Install libvirt.*domlaunchsecinfo.*--launch-info.*--domain-xml'
  capture env LD_LIBRARY_PATH="$PWD/$folder" "$SEVPROOF" "${plain[@]}"
  expect_status 0
done

# node STATE SECURITY...: a host with one domain; 1 runs, 3 is paused, 5 is off.
node() {
  cat >node.xml <<END
<node xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
  <domain type='test' id='7'>
    <name>beef</name>
    <uuid>4c6f7265-6d20-4970-8375-6d20646f6c6f</uuid>
    <memory>65536</memory><vcpu>1</vcpu>
    <os><type arch='x86_64'>hvm</type>${loader-<loader>/fw.fd</loader>}</os>
    ${2:-}
    <test:runstate>$1</test:runstate>
  </domain>
</node>
END
}
sev="<launchSecurity type='sev'><cbitpos>51</cbitpos><reducedPhysBits>1</reducedPhysBits>
  <policy>0x3</policy><dhCert>AAAA</dhCert><session>AAAA</session></launchSecurity>"
host=(--connect "test://$PWD/node.xml")

# stopped STATUS PATTERN ARGUMENTS...: ends so, with a hint if it is about usage, and libvirt itself
# prints nothing.
stopped() {
  run "${@:3}"
  expect_status "$1"
  expect_no_stdout
  head -n 1 "$scratch/stderr" | grep -qE -e "^ERROR: .*($2)" || fault "expected an error about: $2"
  ! grep -qi 'libvirt: ' "$scratch/stderr" || fault "libvirt itself printed something"
}

it "refuses to run on the host itself with status 3"
node 3 "$sev"
stopped 3 'host itself' "${host[@]}" "${own[@]}" --domain beef
expect_hint '--insecure'

it "finds a domain by name, id and UUID, and a name that looks like another kind"
for name in beef 4c6f7265-6d20-4970-8375-6d20646f6c6f 4C6F72656D20497083756D20646F6C6F; do
  stopped 6 'launch security info' "${host[@]}" "${own[@]}" --domain $name --insecure
done
# The test driver numbers domains itself.
stopped 6 'launch security info' "${host[@]}" "${own[@]}" --domain 1 --insecure
sed -i 's/>beef</>77</' node.xml
stopped 6 'launch security info' "${host[@]}" "${own[@]}" --domain 77 --insecure

it "ends with status 6 and libvirt's own words where there is no such domain"
for name in nobody 99 beef-beef 00000000-0000-0000-0000-000000000000 99999999999999999999 ''; do
  stopped 6 "no domain '$name'.*[Nn]o domain with matching name|Domain not found" "${host[@]}" "${own[@]}" \
    --domain "$name" --insecure
  expect_hint 'virsh list'
done

it "ends with status 6 and libvirt's own words where there is no host"
for uri in nothing://there qemu+tcp://localhost:1/system ':'; do
  stopped 6 "cannot connect to '${uri//+/\\+}': .+" --connect "$uri" "${own[@]}" --domain beef
  expect_hint 'virsh --connect'
done

it "requires a domain that is running, with status 5"
node 5 "$sev"
stopped 5 "'beef' is shut off, but must be started" "${host[@]}" "${own[@]}" --domain beef --insecure

it "checks the configuration, with status 4"
node 3
stopped 4 'SEV launch security' "${host[@]}" "${own[@]}" --domain beef --insecure
loader=''
node 3 "$sev"
unset loader
stopped 4 'loader' "${host[@]}" "${own[@]}" --domain beef --insecure
stopped 6 'launch security info' "${host[@]}" "${own[@]}" --domain beef --insecure --ignore-config

it "reads its own inputs before it asks the host"
node 5 "$sev"
refused 'no-such' "${host[@]}" --firmware no-such.fd --tk tk --domain beef
refused '--inject-secret needs --tek .or --tk.' "${host[@]}" --firmware fw.fd --tik tik --domain beef -s luks-key:secret
refused 'together' "${host[@]}" "${own[@]}" --domain beef -s luks-key:secret --secret-header header

it "needs no firmware where a domain is named, and no files for the packet"
stopped 5 'must be started' "${host[@]}" --tk tk --domain beef --insecure
stopped 5 'must be started' "${host[@]}" "${own[@]}" --domain beef --insecure -s luks-key:secret

it "says nothing under --quiet but the status"
run "${host[@]}" "${own[@]}" --domain beef --insecure --quiet
expect_status 5
expect_no_stdout
expect_no_stderr

finish
