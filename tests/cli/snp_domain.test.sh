#!/usr/bin/env bash
# A domain's XML of SEV-SNP: `snp measure --domain-xml` and `snp id-block check --domain-xml`, and where commands for
# guests of the other kind send its owner.
. "$(dirname "$0")/lib.sh"

make_inputs
fw=$SEVPROOF_SOURCE/tests/vectors/snp/firmware/ovmf_AmdSev_suffix.bin
keys=$SEVPROOF_SOURCE/tests/vectors/snp/idblock
boot=(--kernel kernel --initrd initrd)
id_block="<idBlock>$(base64 -w 0 "$keys/id-block.bin")</idBlock>"
id_auth="<idAuth>$(base64 -w 0 "$keys/id-auth.bin")</idAuth>"

# What stands in the domain; each case changes one of them.
faultless() {
  type=sev-snp attributes=" kernelHashes='yes'" policy='<policy>0x00030000</policy>' values=''
  loader="<loader type='rom' stateless='yes'>/fw.fd</loader>"
  os='<kernel>/k</kernel><initrd>/i</initrd><cmdline>quiet</cmdline>'
  vcpu='<vcpu>2</vcpu>' cpu="<cpu mode='custom'><model>EPYC-Milan</model></cpu>"
}

domain() {
  cat >domain.xml <<END
<domain type='kvm' id='3'>
  <name>guest</name>
  $vcpu $cpu
  <os><type>hvm</type>$loader$os</os>
  <launchSecurity type='$type'$attributes>$policy$values</launchSecurity>
</domain>
END
}

measure() { run snp measure --firmware "$fw" --domain-xml domain.xml "$@"; }
digest() { sed -n 's/^launch digest[^:]*: //p' "$scratch/stdout"; }

# says CODE ARGUMENTS...: a digest, and this finding.
says() {
  measure "${@:2}" --json
  expect_status 0
  expect_stdout "\"code\": \"$1\""
}

it "takes CPUs and command line from the XML, and names them"
run snp measure --firmware "$fw" "${boot[@]}" --num-cpus 2 --cpu EPYC-Milan --cmdline quiet
known=$(digest)
faultless && domain
measure "${boot[@]}"
expect_status 0
expect_equal digest "$known" "$(digest)"
expect_stdout '^policy in the XML: 0x30000 \(SMT\)$'
expect_stderr "^WARNING: Values that you did not give were taken from the domain XML.* \(2 CPUs, the CPU signature of .*\(EPYC-Milan\), the kernel command line 'quiet'\)"

it "gives what was given the precedence, and says what differs"
measure "${boot[@]}" --num-cpus 2 --cpu EPYC-Milan --cmdline quiet
expect_equal digest "$known" "$(digest)"
expect_no_pattern() { ! grep -q "$1" "$scratch/stderr" || fault "expected nothing about: $1"; }
expect_no_pattern 'were taken'
says domain-vcpus-differ "${boot[@]}" --num-cpus 1
says domain-cpu-differs "${boot[@]}" --cpu EPYC
says domain-boot-differs "${boot[@]}" --cmdline 'quiet init=/bin/sh'
measure "${boot[@]}" --num-cpus 1,2
expect_no_pattern 'number of CPUs given'

it "shows the values that the report of the guest must have"
faultless && values="<hostData>$(head -c 32 /dev/zero | base64 -w 0)</hostData>" && domain
measure "${boot[@]}"
expect_stdout "^host data in the XML: $(printf '%064d' 0)$"

it "wants the measured files from their owner"
faultless && domain
measure
expect_status 2
expect_no_stdout
expect_stderr "^ERROR: The domain boots a measured file that you did not give \(kernel '/k'\)$"
measure --kernel kernel
expect_stderr "^ERROR: .*\(initrd '/i'\)$"

it "says that hashes are off, and that the digest is the same for every kernel"
faultless && attributes='' && domain
says domain-kernel-not-measured
says domain-kernel-hashes-off "${boot[@]}"
says snp-hashes-not-measured

it "says what no host starts"
faultless && loader="<loader type='pflash' readonly='yes'>/fw</loader>" && domain
says snp-domain-loader "${boot[@]}"
faultless && loader="$loader<nvram>/vars</nvram>" && domain
says snp-domain-nvram "${boot[@]}"
faultless && policy='' && domain
says snp-domain-no-policy "${boot[@]}"
faultless && policy='<policy>196608</policy>' && domain
says snp-policy-notation "${boot[@]}"
faultless && values='<hostData>AAAA</hostData>' && domain
says snp-domain-value-malformed "${boot[@]}"
faultless && values=$id_block && domain
says snp-domain-id-incomplete "${boot[@]}"
faultless && values=$id_block$id_auth && domain
says snp-domain-id-digest-differs "${boot[@]}"
says snp-domain-author-key-unused "${boot[@]}"

it "says nothing against a domain with its own ID block"
run snp id-block create --launch-digest "$known" --id-key "$keys/id_key_test.pem" \
  --author-key "$keys/author_key_test.pem" --out block
faultless && domain
sed -n '/<launchSecurity/,$p' block/vm_launchsecurity.xml |
  sed "s/type='sev-snp'/& kernelHashes='yes'/" >security.xml
sed -i -e '/<launchSecurity/{r security.xml' -e 'd}' domain.xml
measure "${boot[@]}" --num-cpus 2 --cpu EPYC-Milan --cmdline quiet
expect_status 0
expect_equal digest "$known" "$(digest)"
expect_no_pattern '^ERROR\|^WARNING: .*[dD]omain'

it "checks the ID block of a domain"
run snp id-block check --domain-xml domain.xml --launch-digest "$known"
expect_status 0
expect_stdout '^OK: ID block and authentication belong together$'
expect_stdout '^  pass  .*policy'
sed -i 's/0x30000/0x20000/' domain.xml
run snp id-block check --domain-xml domain.xml
expect_status 1
expect_stdout '^    expected 0x20000$'
run snp id-block check --domain-xml domain.xml --policy 0x30000
expect_status 0
run snp id-block check --domain-xml domain.xml --id-block "$keys/id-block.bin"
expect_status 2
expect_stderr '^ERROR: --domain-xml excludes --id-block and --id-auth$'
faultless && domain
run snp id-block check --domain-xml domain.xml
expect_status 2
expect_stderr '^ERROR: domain XML: expected idBlock and idAuth, and one of them or both are missing$'
faultless && values="<idBlock>AAAA</idBlock>$id_auth" && domain
run snp id-block check --domain-xml domain.xml
expect_status 2
expect_stderr '^ERROR: domain XML: idBlock: expected 96 bytes in base64, got .*$'

it "asks for the CPU where the domain has its host's"
faultless && cpu="<cpu mode='host-passthrough'/>" && domain
measure "${boot[@]}"
expect_status 2
expect_stderr '^ERROR: --cpu is needed$'
expect_hint "domain XML does not tell"
says domain-cpu-not-fixed "${boot[@]}" --cpu 25/17/1

it "takes no domain for a guest of another VMM or of an IGVM file"
faultless && domain
run snp measure --domain-xml domain.xml --igvm "$SEVPROOF_SOURCE/tests/vectors/igvm/snp-basic.igvm"
expect_status 2
expect_stderr '^ERROR: --igvm excludes --domain-xml$'
measure "${boot[@]}" --vmm ec2
expect_status 2
expect_stderr "^ERROR: a libvirt domain is a guest of QEMU, got the VMM 'ec2'$"

it "sends a domain of SEV to the commands for it"
faultless && type=sev policy='<policy>0x7</policy>' && domain
for command in 'measure --firmware fw.fd --num-cpus 1 --cpu EPYC' 'id-block check'; do
  # shellcheck disable=SC2086 # words of a command
  run snp $command --domain-xml domain.xml
  expect_status 4
  expect_stderr "^ERROR: The domain is not configured with SEV-SNP launch security \(launchSecurity of type 'sev'\)$"
  expect_hint '.sevproof measure. computes'
done
echo '<domain/>' >none.xml
run snp measure --firmware "$fw" --domain-xml none.xml
expect_status 4
expect_stderr 'type sev-snp: none'

it "sends a domain of SEV-SNP to the commands for it, whatever else is missing"
faultless && domain
for arguments in '' '--firmware fw.fd' '--launch-info missing --firmware fw.fd --tk tk'; do
  # shellcheck disable=SC2086 # options
  run --domain-xml domain.xml $arguments
  expect_status 4
  expect_stderr "^ERROR: The domain is not configured with SEV launch security \(launchSecurity of type 'sev-snp'\)$"
  expect_hint 'sevproof snp measure --domain-xml FILE'
done

it "sends the host's words about a SEV-SNP guest there too"
for text in 'sev-snp-policy : 196608' '{"return": {"enabled": true, "state": "running", "snp-policy": 196608, "sev-type": "sev-snp"}}' \
  'SEV type: sev-snp' "$(cat domain.xml)" \
  "error: unable to execute QEMU command 'query-sev-launch-measure': SEV launch measurement is not available"; do
  echo "$text" >info
  run --launch-info info --firmware fw.fd --tk tk
  expect_status 2
  expect_stderr '^ERROR: .*(SEV-SNP guest has no launch measurement|SEV launch measurement is not available)'
  expect_hint 'sevproof snp measure. computes'
done

it "refuses an XML that is none, naming it"
faultless && attributes=" vcek='maybe'" && domain
measure "${boot[@]}"
expect_status 2
expect_stderr "^ERROR: domain XML 'domain.xml': vcek of <launchSecurity>: expected yes or no, got 'maybe'$"
head -c 200 domain.xml >cut.xml
run snp measure --firmware "$fw" --domain-xml cut.xml
expect_status 2
expect_stderr "^ERROR: domain XML 'cut.xml': not well-formed"
run snp measure --firmware "$fw" --domain-xml missing.xml
expect_status 2

finish
