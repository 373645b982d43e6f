"""The files that decide, and which tests are likeliest to notice a change in each: the fewest come first."""

from dataclasses import dataclass

# Not the tests that take longest, of the search for a reason above all: they see these files only through others.
UNIT_FILTER = "-*Diagnosis*:CandidateCmdlines*:*Sha256*:HostileDomain*:*FlippedBitOfAReport*:*ChangedByteOf*"

# Of reports, but for the thousands that have one bit of another.
REPORTS = "SnpReport*:SnpKnownFaults*-*Flipped*:*ChangedByte*"


@dataclass(frozen=True)
class Target:
    path: str
    suites: str  # a filter of GoogleTest; empty for the program, which unit tests do not run
    scripts: tuple = ()  # tests/cli/NAME.test.sh: for the program alone, since the core is held by its own tests


TARGETS = [
    # What is hashed into the launch digest.
    Target("core/src/formats/kernel_hashes.cc", "KernelHashes*:LaunchDigest*"),
    Target("core/src/formats/vmsa.cc", "Vmsa*:LaunchDigest*"),
    Target("core/src/sev/launch_digest.cc", "LaunchDigest*"),
    Target("core/src/sev/launch.cc", "Launch*:Validation*"),
    # The measurement, and the verdict.
    Target("core/src/crypto/hmac.cc", "Hmac*"),
    Target("core/src/crypto/secret_bytes.cc", "ConstantTime*:Secret*:Wipe*"),
    Target("core/src/crypto/sha256.cc", "Sha256*:Hash*"),
    Target("core/src/formats/transport_keys.cc", "TransportKeys*"),
    Target("core/src/sev/measurement.cc", "Measurement*:Nonce*:Policy*"),
    Target("core/src/sev/policy.cc", "Policy*"),
    Target("core/src/sev/validation.cc", "Validation*:Policy*:LaunchFindings*"),
    Target("core/src/sev/report_checks.cc", "ReportChecks*:Report*"),
    # Whether a secret may be packed, and the packet.
    Target("core/src/judge/host_values.cc", "HostValues*:*Secret*"),
    Target("core/src/sev/secret_packing.cc", "CheckSecrets*:PackSecret*:*Secret*"),
    Target("core/src/sev/secret_packet.cc", "SecretPacket*:PackSecret*:*Secret*"),
    Target("core/src/sev/secret_table.cc", "SecretTable*:SecretName*:*Secret*"),
    # Sessions: what is made, and whether it belongs together.
    Target("core/src/sev/policy_text.cc", "PolicyText*:MakeSession*"),
    Target("core/src/sev/session.cc", "MakeSession*:Session*"),
    Target("core/src/sev/session_check.cc", "SessionCheck*"),
    Target("core/src/sev/session_files.cc", "SessionFiles*"),
    Target("core/src/sev/session_godh.cc", "SessionCheck*"),
    Target("core/src/sev/session_input.cc", "SessionInput*:SessionCheck*"),
    Target("core/src/sev/session_making.cc", "Session*:MakeSession*"),
    Target("core/src/sev/session_reuse.cc", "SessionCheck*"),
    Target("core/src/sev/session_search.cc", "SessionCheck*"),
    # Who vouches for a platform, and what its attestation reports are worth. Not amd_roots.cc: bytes, held by their hashes.
    Target("core/src/formats/amd_certificate.cc", "AmdCertificate*:Platform*"),
    Target("core/src/formats/sev_certificate.cc", "SevCertificate*:Platform*"),
    Target("core/src/formats/attestation_report.cc", "Attestation*:Platform*"),
    Target("core/src/sev/extracted_ceks.cc", "ExtractedCeks*"),
    Target("core/src/sev/platform.cc", "Platform*"),
    Target("core/src/sev/platform_anchor.cc", "Platform*"),
    Target("core/src/sev/platform_chain.cc", "Platform*"),
    Target("core/src/sev/platform_links.cc", "Platform*"),
    Target("core/src/sev/attestation.cc", "Attestation*"),
    # SEV-SNP: what is measured, and whether an ID block is what it should be.
    Target("core/src/formats/igvm.cc", "Igvm*"),
    Target("core/src/formats/igvm_header.cc", "Igvm*"),
    Target("core/src/formats/igvm_launch.cc", "Igvm*"),
    Target("core/src/formats/der_reader.cc", "X509*:SnpCertificates*"),
    Target("core/src/formats/pem.cc", "SnpCertificates*"),
    Target("core/src/formats/x509_certificate.cc", "X509*:SnpReport*"),
    Target("core/src/formats/x509_crl.cc", "X509*:SnpReport*"),
    Target("core/src/formats/x509_time.cc", "X509*:SnpTime*"),
    Target("core/src/formats/x509_parts.cc", "X509*:SnpTime*:SnpReport*"),
    Target("core/src/formats/certificate_table.cc", "SnpCertificates*"),
    Target("core/src/formats/snp_certificates.cc", "SnpCertificates*"),
    Target("core/src/formats/vek_extensions.cc", "VekExtensions*:SnpReport*"),
    Target("core/src/formats/snp_report.cc", "SnpEvidence*:SnpKnownFaults*"),
    Target("core/src/formats/snp_evidence.cc", "SnpEvidence*:SnpKnownFaults*"),
    Target("core/src/snp/anchors.cc", "SnpAnchors*:SnpKnownFaults*"),
    Target("core/src/snp/expectations_agree.cc", "SnpExpectations*"),
    Target("core/src/snp/expectations_text.cc", "SnpExpectations*"),
    Target("core/src/snp/report_binding.cc", REPORTS),
    Target("core/src/snp/report_bits.cc", "SnpExpectations*"),
    Target("core/src/snp/report_chain.cc", REPORTS),
    Target("core/src/snp/report_checks.cc", REPORTS),
    Target("core/src/snp/report_platform_checks.cc", REPORTS),
    Target("core/src/snp/issuers.cc", REPORTS),
    Target("core/src/snp/launch_expectations.cc", "SnpReportLaunch*"),
    Target("core/src/snp/revocation.cc", REPORTS),
    Target("core/src/snp/standing.cc", "SnpCertificates*:SnpReport*-*Flipped*:*ChangedByte*"),
    Target("core/src/snp/report_verification.cc", REPORTS),
    Target("core/src/snp/report_way.cc", REPORTS),
    Target("core/src/snp/tcb.cc", "SnpTcb*:SnpExpectations*"),
    Target("core/src/formats/kvm_context.cc", "Igvm*"),
    Target("core/src/sev/igvm.cc", "Igvm*"),
    Target("core/src/snp/domain_findings.cc", "SnpDomain*"),
    Target("core/src/snp/domain_id_block.cc", "SnpDomain*"),
    Target("core/src/snp/domain_taking.cc", "SnpDomain*"),
    Target("core/src/snp/id_block.cc", "IdBlock*"),
    Target("core/src/snp/id_block_check.cc", "IdBlock*"),
    Target("core/src/snp/igvm.cc", "Igvm*"),
    Target("core/src/snp/launch.cc", "Snp*"),
    Target("core/src/snp/launch_digest.cc", "Snp*"),
    Target("core/src/snp/recorder.cc", "Snp*:Igvm*"),
    Target("core/src/snp/sections.cc", "Snp*"),
    Target("core/src/snp/vmm.cc", "Snp*"),
    # The program's exit status, and what it does with secrets.
    Target("cli/commands/validate_command.cc", "", ("errors", "schemas", "digest", "secrets", "outputs", "domain_xml",
                                                    "diagnosis", "validate", "firmware")),
    Target("cli/commands/deliver_secret.cc", "", ("errors", "secrets", "outputs", "domain_xml", "validate")),
]
