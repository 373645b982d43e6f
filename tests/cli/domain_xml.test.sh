#!/usr/bin/env bash
# --domain-xml: the domain's configuration is checked, and gives what was left out.
. "$(dirname "$0")/lib.sh"

make_inputs
make_plain
make_es
zeros() { head -c "$1" /dev/zero | base64 -w 0; }
dh_cert="<dhCert>$(zeros 2084)</dhCert>"
session="<session>$(zeros 128)</session>"

# What stands in the domain; each case changes one of them.
faultless() {
  type=sev hashes=" kernelHashes='yes'" policy=0x0007 cert=$dh_cert launch=$session nvram='' rest=''
  loader="<loader type='rom'>/fw.fd</loader>"
  os="<kernel>/kernel</kernel><initrd>/initrd</initrd><cmdline>$cmdline</cmdline>"
  vcpu='<vcpu>4</vcpu>' cpu="<cpu mode='custom'><model>EPYC-Milan</model></cpu>"
  memory='<memoryBacking><locked/></memoryBacking>' devices=''
}

domain() {
  cat >domain.xml <<END
<domain type='kvm' id='3'>
  <name>guest</name>
  $vcpu $cpu $memory
  <os><type>hvm</type>$loader$nvram$os</os>
  <devices>$devices</devices>
  <launchSecurity type='$type'$hashes>
    <policy>$policy</policy>
    $cert
    $launch
  </launchSecurity>$rest
</domain>
END
}

# stopped STATUS PATTERN ARGUMENTS...: refused before there is a verdict; the folder stays as it is.
stopped() {
  remember_tree
  run "${@:3}"
  expect_status "$1"
  expect_no_stdout
  head -n 1 "$scratch/stderr" | grep -qE -e "^ERROR: .*($2)" || fault "expected an error about: $2"
  expect_hint .
  expect_same_tree
}

# about STATUS CODE ARGUMENTS...: says the finding in a report with that status.
about() {
  run "${@:3}" --json
  expect_status "$1"
  expect_stdout "\"$2\""
}

# silent_about CODES ARGUMENTS...: a match that says none of these (a pattern).
silent_about() {
  run "${@:2}" --json
  expect_status 0
  ! grep -E "\"code\": \"($1)\"" "$scratch/stdout" | grep -v 'domain-configuration' >/dev/null || fault "expected no finding $1"
}

# expect_from_xml NAME...: exactly these are marked in the JSON report.
expect_from_xml() {
  local found
  found=$("$python" -c '
import json, sys
report = json.load(sys.stdin)
given = {**report["inputs"], "measurement": report["evidence"]}
print(*(name for name, value in given.items() if value and value["from"] == "xml"))
assert all(not value or value["from"] in ("xml", "owner") for value in given.values())' <"$scratch/stdout")
  [ "$found" = "$*" ] || fault "expected $* to be marked as the XML's, got $found"
}

faultless
domain
with_xml=("${es[@]}" --domain-xml domain.xml)

it "takes a domain that is as the options say, and says nothing of it"
silent_about 'domain-.*' "${with_xml[@]}"
expect_from_xml
run "${with_xml[@]}"
expect_stdout '^OK: '

# outcome_of_check OUTCOME ARGUMENTS...: what the report says of the domain's configuration.
outcome_of_check() {
  run "${@:2}" --json
  expect_status 0
  grep -A 1 '"code": "domain-configuration"' "$scratch/stdout" | grep -q "\"outcome\": \"$1\"" ||
    fault "expected the check of the configuration to say $1"
}

it "says in the report whether the configuration was checked"
outcome_of_check pass "${with_xml[@]}"
outcome_of_check not-checked "${with_xml[@]}" --ignore-config
outcome_of_check not-checked "${es[@]}"

it "reads it from standard input"
capture "$SEVPROOF" "${es[@]}" --domain-xml - <domain.xml
expect_status 0

it "takes nothing from it unless the risk is asked for"
grep -v policy es >no-policy
refused '--policy' --launch-info no-policy --firmware fw.fd --tk tk "${boot[@]}" --num-cpus 4 \
  --cpu EPYC-Milan --domain-xml domain.xml
refused '--num-cpus is needed for a SEV-ES guest' --launch-info es \
  --firmware fw.fd --tk tk "${boot[@]}" --cpu EPYC-Milan --domain-xml domain.xml
expect_hint 'The domain XML says 4: give that if it is your value, or use --insecure to take it'
run --launch-info es --firmware fw.fd --tk tk --kernel kernel --initrd initrd --num-cpus 4 \
  --cpu EPYC-Milan --domain-xml domain.xml
expect_status 1

it "takes the policy from it under --insecure, and says so in a note"
less=(--launch-info no-policy --firmware fw.fd --tk tk "${boot[@]}" --num-cpus 4 --cpu EPYC-Milan --insecure)
about 0 domain-xml-used "${less[@]}" --domain-xml domain.xml
expect_stdout '"detail": "policy"'
expect_from_xml policy
silent_about 'domain-xml-trusted' "${less[@]}" --domain-xml domain.xml

it "takes number of CPUs and command line from it under --insecure, and warns that the host may have written them"
less=(--launch-info es --firmware fw.fd --tk tk --kernel kernel --initrd initrd --cpu EPYC-Milan --insecure)
about 0 domain-xml-trusted "${less[@]}" --domain-xml domain.xml
expect_stdout '"detail": "kernel command line, number of CPUs"'
expect_from_xml cmdline vcpus
run "${less[@]}" --domain-xml domain.xml
expect_stderr '^WARNING: .*domain XML.*kernel command line, number of CPUs'
about 0 domain-xml-trusted "${less[@]}" --cmdline "$cmdline" --domain-xml domain.xml
expect_stdout '"detail": "number of CPUs"'
about 0 domain-xml-trusted "${less[@]}" --num-cpus 4 --domain-xml domain.xml
expect_stdout '"detail": "kernel command line"'

it "takes the CPU model from it under --insecure, and warns of that too"
no_cpu=(--launch-info es --firmware fw.fd --tk tk "${boot[@]}" --num-cpus 4 --insecure)
about 0 domain-xml-trusted "${no_cpu[@]}" --domain-xml domain.xml
expect_stdout '"detail": "CPU signature"'
expect_from_xml vmsa
refused '--cpu .or --vmsa-cpu0. is needed for a SEV-ES guest' --launch-info es --firmware fw.fd \
  --tk tk "${boot[@]}" --num-cpus 4 --domain-xml domain.xml
expect_hint "The domain XML says 'EPYC-Milan': give that"
cpu='<cpu><model>EPYC-Rome</model></cpu>' && domain
run "${no_cpu[@]}" --domain-xml domain.xml
expect_status 1
expect_stderr "REASON: The guest's CPU is .*EPYC-Milan.*, but the XML says .*EPYC-Rome"
faultless && cpu="<cpu mode='host-passthrough'/>" && domain
refused '--cpu .or --vmsa-cpu0. is needed' "${no_cpu[@]}" --domain-xml domain.xml
expect_hint "says 'host-passthrough'.*lscpu.*host's own CPU"
faultless && cpu='<cpu><model>EPYC-Cologne</model></cpu>' && domain
refused '--cpu .or --vmsa-cpu0. is needed' "${no_cpu[@]}" --domain-xml domain.xml
expect_hint "says 'EPYC-Cologne'.*Known names: "
faultless && cpu='' && domain
refused '--cpu .or --vmsa-cpu0. is needed' "${no_cpu[@]/--insecure/--ignore-config}" --domain-xml domain.xml
expect_hint 'no model, which makes it qemu64'
faultless

it "knows the CPU of a domain that names none"
host launch --firmware fw.fd --policy 7 --vcpus 2 --cpu 15/107/1 --tk tk >unnamed
faultless && cpu='' vcpu='<vcpu>2</vcpu>' os='' hashes='' && domain
about 0 domain-xml-trusted --launch-info unnamed --firmware fw.fd --tk tk --insecure --domain-xml domain.xml
expect_from_xml vcpus vmsa
faultless && domain

it "measures what it takes: other values do not match"
vcpu="<vcpu>3</vcpu>" && domain
run "${less[@]}" --domain-xml domain.xml
expect_status 1
faultless && os=${os/quiet/} os=${os/console/init=\/bin\/sh console} && domain
run "${less[@]}" --domain-xml domain.xml
expect_status 1
faultless && domain

it "does not take what is given from it: the option counts, and the difference is a finding"
policy=0x0003 && domain
about 0 domain-policy-differs "${with_xml[@]}"
faultless && vcpu="<vcpu current='2'>4</vcpu>" && domain
about 0 domain-vcpus-differ "${with_xml[@]}"
faultless && cpu='<cpu><model>EPYC-Rome</model></cpu>' && domain
about 0 domain-cpu-differs "${with_xml[@]}"
run vmsa build --cpu EPYC-Milan --firmware fw.fd --out-cpu0 cpu0 --out-cpu1 cpu1
about 0 domain-cpu-differs --launch-info es --firmware fw.fd --tk tk "${boot[@]}" --num-cpus 4 \
  --vmsa-cpu0 cpu0 --vmsa-cpu1 cpu1 --domain-xml domain.xml
faultless && cpu="<cpu mode='host-passthrough'/>" && domain
about 0 domain-cpu-not-fixed "${with_xml[@]}"
faultless && os=${os/ ro/ rw} && domain
about 0 domain-boot-differs "${with_xml[@]}"

# started ARGUMENTS...: the guest of make_es, but what is said.
started() {
  host launch --firmware fw.fd --tk tk --nonce "$nonce" --policy 7 --vcpus 4 --cpu 25/1/1 \
    --kernel kernel --initrd initrd --cmdline "$cmdline" "$@" >started
}

# explained REASONS SENTENCE...: a mismatch for these reasons, whatever else the owner gave.
owner=(--firmware fw.fd --tk tk "${boot[@]}" --num-cpus 4 --cpu EPYC-Milan --domain-xml domain.xml
  --diagnose 3600)
explained() {
  local sentence
  run --launch-info started "${owner[@]}"
  expect_status 1
  for sentence in "$@"; do expect_stderr "^REASON( . of .)?: $sentence\$"; done
  [ "$(grep -c '^REASON' "$scratch/stderr")" = $# ] || fault "expected $# reasons"
  expect_hint "The guest's configuration is not what you asked for"
  expect_not_shown 'NOT EXPLAINED|OK: '
}

it "names what the domain says as the reason where the guest was started so"
faultless && os=${os/$cmdline/ro a=1 b=2} && domain
started --cmdline 'ro a=1 b=2'
explained "The command line that was used is the one in the domain XML: 'ro a=1 b=2'; yours lacks 'a=1', 'b=2' and has 'console=ttyS0', 'root=LABEL=x'"
faultless && os=${os/<initrd>*<\/initrd>/} && domain
host launch --firmware fw.fd --tk tk --nonce "$nonce" --policy 7 --vcpus 4 --cpu 25/1/1 \
  --kernel kernel --cmdline "$cmdline" >started
explained 'The guest was started without an initrd, as the domain XML says, but you gave one'
faultless && vcpu='<vcpu>600</vcpu>' && domain
started --vcpus 600
explained 'The host started 600 vCPUs, as the domain XML says; you gave 4'
faultless && cpu='' && domain
started --cpu 15/107/1
explained "The guest's CPU is family 15, model 107, stepping 1.* \\(qemu64\\), QEMU's default, as the domain XML names no other model; you gave .*EPYC-Milan.*"
faultless && policy=0x003f && domain
started --policy 0x3f
sed -i 's/^sev-policy.*/sev-policy: 7/' started
explained 'The guest was started with policy 0x3f .*, as the domain XML says; you gave 0x7 .*'

it "names all that the domain says at once"
faultless && policy=0x003f cpu='' vcpu='<vcpu>2</vcpu>' os=${os/$cmdline/ro a=1} && domain
started --policy 0x3f --cpu 15/107/1 --vcpus 2 --cmdline 'ro a=1'
sed -i 's/^sev-policy.*/sev-policy: 7/' started
explained 'The guest was started with policy 0x3f .*' 'The command line that was used is the one in .*' \
  'The host started 2 vCPUs, as .*' "The guest's CPU is family 15, model 107, .*"

it "names kernel hashes that are off in a domain that is not to be checked"
faultless && hashes='' && domain
host launch --firmware fw.fd --tk tk --nonce "$nonce" --policy 7 --vcpus 4 --cpu 25/1/1 >started
run --launch-info started "${owner[@]}" --ignore-config
expect_status 1
expect_stderr '^REASON: You gave a kernel, but the host measured no kernel, .*, as the domain XML says: it can start any'

it "says what else a reviewer would"
faultless && cert='<dhCert>AAAA</dhCert>' && domain
about 0 domain-dh-cert-malformed "${with_xml[@]}"
faultless && launch='<session>no base64</session>' && domain
about 0 domain-session-malformed "${with_xml[@]}"
faultless && loader="<loader type='pflash'>/fw</loader>" && domain
about 0 domain-loader-unsuitable "${with_xml[@]}"
about 0 domain-loader-not-stateless "${with_xml[@]}"
faultless && memory='' && domain
about 0 domain-memory-not-locked "${with_xml[@]}"
faultless && devices="<rng model='virtio'/>" && domain
about 0 domain-virtio-no-iommu "${with_xml[@]}"

# check STATUS PATTERN [kernel]: the last domain.xml, with or without a kernel given.
check() {
  local given=(--launch-info plain --firmware fw.fd --tk tk)
  [ "${3:-}" = kernel ] && given=("${es[@]}")
  stopped "$1" "$2" "${given[@]}" --domain-xml domain.xml
}

it "refuses a domain without SEV, owner's certificate or session with status 4"
faultless
for type in none sev-snp s390-pv; do domain && check 4 'SEV launch security'; done
faultless && type=sev-snp && domain && check 4 "type 'sev-snp'"
expect_hint 'SEV-SNP guest has no launch measurement: .sevproof snp measure'
faultless && rest="<launchSecurity type='sev'/>" && domain && check 4 'SEV launch security'
echo '<domain/>' >domain.xml && check 4 'SEV launch security'
faultless && cert='' && domain && check 4 'dhCert'
faultless && cert=$dh_cert$dh_cert && domain && check 4 'dhCert'
faultless && launch='' && domain && check 4 'session'

it "refuses NVRAM with status 3, unless --insecure"
faultless && nvram='<nvram>/vars</nvram>' && domain
check 3 'NVRAM' kernel
about 0 domain-nvram "${with_xml[@]}" --insecure
faultless && nvram="<varstore template='/usr/share/vars.json' path='/vars.json'/>" && domain
check 3 'varstore' kernel
about 0 domain-varstore "${with_xml[@]}" --insecure
silent_about 'domain-varstore' "${with_xml[@]}" --ignore-config
faultless && nvram='<nvram>/vars</nvram>' && domain
silent_about 'domain-nvram' "${with_xml[@]}" --ignore-config

it "refuses no loader and two with status 4, also under --insecure"
faultless && loader='' && domain
check 4 'loader' kernel
stopped 4 'loader' "${with_xml[@]}" --insecure
faultless && loader=$loader$loader && domain && check 4 'loader' kernel

it "refuses a shim, which is in no hash, with status 3, unless --insecure"
faultless && os="$os<shim>/boot/shimx64.efi</shim>" && domain
check 3 'shim, and no kernel hash covers it' kernel
about 0 domain-shim-not-measured "${with_xml[@]}" --insecure

it "warns of a device tree, which changes the kernel's hash"
faultless && os="$os<dtb>/guest.dtb</dtb>" && domain
about 0 domain-dtb "${with_xml[@]}"

it "refuses a kernel that is not measured with status 3, unless --insecure"
faultless && hashes='' policy=0x0003 && domain
check 3 'not measured'
about 0 domain-kernel-not-measured "${plain[@]}" --domain-xml domain.xml --insecure

it "refuses a given kernel that is not measured with status 2"
check 2 'kernel hashes' kernel
stopped 2 'kernel hashes' "${with_xml[@]}" --insecure

it "refuses kernel hashes without a kernel in the domain with status 4"
faultless && os='' policy=0x0003 && domain && check 4 'kernel hashes'

it "refuses measured files that only the host has with status 2"
faultless && policy=0x0003 && domain
check 2 "did not give.*kernel '/kernel'"
stopped 2 "did not give.*initrd '/initrd'" --launch-info es --firmware fw.fd --tk tk --kernel kernel \
  --cmdline "$cmdline" --num-cpus 4 --cpu EPYC-Milan --domain-xml domain.xml

it "does not check under --ignore-config, and still takes values"
faultless && cert='' launch='' loader='' && domain
silent_about 'domain-(no|loader|xml).*' "${with_xml[@]}" --ignore-config
about 0 domain-xml-trusted "${less[@]}" --domain-xml domain.xml --ignore-config

it "packs no secret for a domain that it refuses"
faultless && nvram='<nvram/>' && domain
stopped 3 'NVRAM' "${with_xml[@]}" -s luks-key:secret --secret-header header --secret-payload payload

it "says nothing of the domain under --quiet but in the status"
run "${with_xml[@]}" --quiet
expect_status 3
expect_no_stdout
expect_no_stderr

it "refuses what is no domain's XML, naming the file"
faultless && domain
head -c 300 domain.xml >cut.xml
printf '<domain/>\0' >nul.xml
echo '<!DOCTYPE d [<!ENTITY e "x">]><domain><name>&e;</name></domain>' >entity.xml
printf '<a>%.0s' {1..5000} >deep.xml
echo '<domstatus><domain/></domstatus>' >other.xml
head -c 2000000 /dev/zero | tr '\0' ' ' >large.xml
: >empty.xml
for file in cut nul entity deep other large empty missing; do
  refused "domain XML '?$file.xml|$file.xml" "${es[@]}" --domain-xml $file.xml
done

it "excludes a live domain"
refused '--domain-xml excludes' "${with_xml[@]}" --domain guest
refused '--domain-xml excludes' "${with_xml[@]}" --connect qemu:///system

it "leaves the reference's abbreviations of --domain alone"
none=test:///no/such/node.xml
for word in --do --dom --domai --domain; do
  run "${plain[@]}" --connect $none $word guest
  expect_stderr '/no/such/node.xml|without libvirt'
  run "${plain[@]}" --connect $none $word=guest
  expect_stderr '/no/such/node.xml|without libvirt'
done
run "${es[@]}" --domain-x domain.xml
expect_status 0

it "may be written over by no output"
refused 'domain.xml' "${with_xml[@]}" -s luks-key:secret --secret-header domain.xml --secret-payload payload

# agree SECURITY KERNEL: the reference, asked about the last domain.xml, ends as we do.
agree() {
  local given=("${plain[@]}") said
  [ "$2" = no-kernel ] || given=("${es[@]}")
  [ "$1" = secure ] || given+=(--insecure)
  said=$("$python" "$SEVPROOF_SOURCE/tests/cli/reference_check_domain.py" domain.xml "$1" "$2")
  run "${given[@]}" --domain-xml domain.xml
  # What the reference finds later than in its check, and status 1 of a launch of another kind.
  [ "$said" != 0 ] || [ "$status" -lt 2 ] || grep -q 'did not give' "$scratch/stderr" || fault \
    "the reference accepts ($*)"
  [ "$said" = 0 ] || [ "$said" = "$status" ] || fault "the reference ends with $said ($*)"
  agreed=$((agreed + 1))
}

it "refuses with the very statuses of virt-qemu-sev-validate"
if ! "$python" -c 'import lxml, libvirt, cryptography' 2>/dev/null || ! command -v virt-qemu-sev-validate >/dev/null; then
  skip 'virt-qemu-sev-validate is not installed whole'
  finish
fi
agreed=0
for wrong in '' type=none cert= launch= 'nvram=<nvram/>' loader= loader='<loader/><loader/>' hashes= \
  "hashes= kernelHashes='no'" os= 'hashes= os=' 'os=<cmdline>x</cmdline>' 'os=<initrd>/x</initrd>' \
  'hashes= nvram=<nvram/>' 'cert= nvram=<nvram/> loader=' 'nvram=<nvram/> loader=' "rest=<launchSecurity type='sev'/>"; do
  faultless
  case $wrong in
    'hashes= os=') hashes='' os='' ;;
    'hashes= nvram=<nvram/>') hashes='' nvram='<nvram/>' ;;
    'cert= nvram=<nvram/> loader=') cert='' nvram='<nvram/>' loader='' ;;
    'nvram=<nvram/> loader=') nvram='<nvram/>' loader='' ;;
    *=*) printf -v "${wrong%%=*}" '%s' "${wrong#*=}" ;;
  esac
  domain
  for security in secure insecure; do
    agree $security kernel
    agree $security no-kernel
  done
done
expect_equal 'comparisons' 68 "$agreed"

finish
