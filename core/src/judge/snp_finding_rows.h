// The rows of the catalogue of findings that are about SEV-SNP launches.
#ifndef SEVPROOF_JUDGE_SNP_FINDING_ROWS_H
#define SEVPROOF_JUDGE_SNP_FINDING_ROWS_H

#include <array>

#include "sevproof/finding.h"

namespace sevproof::internal {

inline constexpr auto kSnpFindings = std::to_array<FindingInfo>({
    {FindingCode::kSnpNoDirectBoot, "snp-no-direct-boot", Severity::kWarning, Subject::kKernel,
     "EC2 and GCE boot no kernel directly: no guest there has these kernel hashes",
     "Leave kernel, initrd and command line out; the guest's disk holds them."},
    {FindingCode::kSnpHostNotReproducible, "snp-host-not-reproducible", Severity::kNote,
     Subject::kLaunchDigest,
     "The firmware that AWS publishes does not give the digest of guests that run on EC2: one that "
     "differs there proves nothing",
     "See issue 19 of AWS's repository uefi."},
    {FindingCode::kSnpResetRdx, "snp-reset-rdx", Severity::kNote, Subject::kCpu,
     "RDX of the CPUs is taken to be 0x600, as after a reset",
     "Older tools take 0 on EC2: give the signature 0 as the CPU for their digest."},
    {FindingCode::kSnpVmsaAddress, "snp-vmsa-address", Severity::kNote, Subject::kVmsa,
     "Of GCE on hosts of the Genoa line the VMSA pages lie at 0xffffffffff000, and the digest is "
     "another one",
     "Give that address for a machine type with such hosts."},
    {FindingCode::kSnpFeaturesUnlikely, "snp-features-unlikely", Severity::kWarning,
     Subject::kSevFeatures, "These guest features are none that KVM starts a guest with",
     "KVM takes DebugSwap (0x20) and SecureTSC (0x200) beside SNPActive (0x1). Others come from "
     "paravisors, whose CPUs start from an IGVM file."},
    {FindingCode::kSnpHashesNotMeasured, "snp-hashes-not-measured", Severity::kNote,
     Subject::kKernel, "No kernel is measured: the digest is the same whatever the firmware boots",
     "Give the kernel and have the guest started with kernel-hashes=on, or let the guest start "
     "from "
     "a disk that only its owner can have encrypted."},
    {FindingCode::kSnpFirmwareSize, "snp-firmware-size", Severity::kWarning, Subject::kFirmware,
     "QEMU starts no SEV-SNP guest with a firmware of this size, which is no multiple of 64 KiB",
     "Compare the file with the original: it may be a part of one."},
    {FindingCode::kSnpFirmwareCodeOnly, "snp-firmware-code-only", Severity::kNote,
     Subject::kFirmware,
     "The image is the CODE part of a split firmware, and a SEV-SNP guest has no flash for the "
     "other part",
     "The guest keeps no variables, such as boot entries and keys of Secure Boot: the AmdSev build "
     "of OVMF needs none."},
    {FindingCode::kSnpHashAreaElsewhere, "snp-hash-area-elsewhere", Severity::kWarning,
     Subject::kFirmware,
     "The firmware looks for the kernel's hashes where no section of its SEV metadata puts them",
     "It finds none, and boots no kernel that it was given. Use another build."},
    {FindingCode::kIgvmNotForQemu, "igvm-not-for-qemu", Severity::kWarning, Subject::kIgvm,
     "QEMU does not start a SEV-SNP guest from this file",
     "The digest in the order of the file may be that of another VMM."},
    {FindingCode::kIgvmHostTables, "igvm-host-tables", Severity::kNote, Subject::kIgvm,
     "The host writes tables into the guest's memory that are not measured",
     "Code of the guest must not trust what stands in them."},
    {FindingCode::kIgvmIdBlockDiffers, "igvm-id-block-differs", Severity::kError, Subject::kIgvm,
     "The file's ID block is for another launch digest",
     "Firmware refuses to start the guest with it: have the file made again."},
    {FindingCode::kIgvmIdBlockBroken, "igvm-id-block-broken", Severity::kError, Subject::kIgvm,
     "Firmware does not take the file's ID block",
     "It refuses to start the guest with it: have the file made again."},
    {FindingCode::kIgvmOrdersDiffer, "igvm-orders-differ", Severity::kNote, Subject::kIgvm,
     "QEMU's launch digest of the file is not that in the order of the file",
     "A guest of QEMU is attested with QEMU's."},
    {FindingCode::kSnpPolicyDebugAllowed, "snp-policy-debug-allowed", Severity::kError,
     Subject::kPolicy,
     "The policy allows debugging, so the host can read and change the guest's memory",
     "Start the guest with policy bit 19 (DEBUG) clear, for example policy 0x30000."},
    {FindingCode::kSnpPolicyMigrationAllowed, "snp-policy-migration-allowed", Severity::kWarning,
     Subject::kPolicy, "The policy lets a migration agent have the guest's secrets",
     "Start the guest with policy bit 18 (MIGRATE_MA) clear, unless you trust that agent as much "
     "as the guest."},
    {FindingCode::kSnpPolicyBitMissing, "snp-policy-bit-missing", Severity::kError,
     Subject::kPolicy, "Bit 17 of the policy is 0, and firmware starts no such guest",
     "Check the number: the usual policy is 0x30000."},
    {FindingCode::kSnpPolicyReservedBits, "snp-policy-reserved-bits", Severity::kWarning,
     Subject::kPolicy, "The policy has bits set that have no meaning so far",
     "Check the number: it is decimal unless it begins with 0x."},
    {FindingCode::kSnpPolicyNotation, "snp-policy-notation", Severity::kError, Subject::kPolicy,
     "The domain's policy seems to be written in base 10, and libvirt reads it in base 16",
     "Write it in base 16: the usual one is 0x30000."},
    {FindingCode::kSnpPolicySmtAllowed, "snp-policy-smt-allowed", Severity::kNote, Subject::kPolicy,
     "The policy allows hosts with SMT, where two threads share a core and its caches",
     "With policy bit 16 (SMT) clear the guest starts only on hosts that have SMT turned off."},
    {FindingCode::kIdKeyIsAuthorKey, "id-key-is-author-key", Severity::kWarning, Subject::kWhole,
     "The ID key and the author key are the same key",
     "An author key vouches for ID keys that come and go: make a key of its own, or leave it out."},
    {FindingCode::kSnpDomainNoPolicy, "snp-domain-no-policy", Severity::kError,
     Subject::kDomainSecurity,
     "The domain has no policy, and libvirt starts no SEV-SNP guest without one",
     "Add <policy>0x30000</policy> to launchSecurity."},
    {FindingCode::kSnpDomainValueMalformed, "snp-domain-value-malformed", Severity::kError,
     Subject::kDomainSecurity,
     "A value of the domain's launchSecurity is not what libvirt and QEMU take",
     "Copy the whole value in base64, with line breaks at most and without blanks before it."},
    {FindingCode::kSnpDomainIdIncomplete, "snp-domain-id-incomplete", Severity::kError,
     Subject::kDomainSecurity,
     "The domain has an ID block without its authentication, or the other way round",
     "Firmware takes both together: `sevproof snp id-block create` makes them."},
    {FindingCode::kSnpDomainIdBroken, "snp-domain-id-broken", Severity::kError,
     Subject::kDomainSecurity, "The domain's ID block and its authentication do not hold",
     "Firmware refuses to start the guest with them: copy both from one and the same ID block."},
    {FindingCode::kSnpDomainIdPolicyDiffers, "snp-domain-id-policy-differs", Severity::kError,
     Subject::kDomainSecurity, "The domain's ID block is for another policy than the domain's",
     "Firmware compares all 64 bits and refuses to start the guest: give the domain that policy, "
     "or "
     "have the ID block made for its own."},
    {FindingCode::kSnpDomainIdDigestDiffers, "snp-domain-id-digest-differs", Severity::kError,
     Subject::kDomainSecurity, "The domain's ID block is for another launch digest",
     "Firmware refuses to start this guest with it: check firmware, kernel hashes, command line "
     "and "
     "CPUs. Have another ID block made only if this digest is the one that you want to be "
     "started."},
    {FindingCode::kSnpDomainAuthorKeyMissing, "snp-domain-author-key-missing", Severity::kError,
     Subject::kDomainSecurity,
     "The domain has authorKey='yes', but there is no author key in its ID authentication",
     "Remove authorKey, or have the ID block made with an author key."},
    {FindingCode::kSnpDomainAuthorKeyUnused, "snp-domain-author-key-unused", Severity::kWarning,
     Subject::kDomainSecurity,
     "The domain's ID authentication has an author key, but the domain has no authorKey='yes'",
     "Reports then do not name that key: add authorKey='yes' to launchSecurity."},
    {FindingCode::kSnpDomainVcekOff, "snp-domain-vcek-off", Severity::kWarning,
     Subject::kDomainSecurity,
     "The domain has vcek='no', so the chip's own key (VCEK) signs no report of the guest",
     "Remove vcek, unless the host has a VLEK of its provider: otherwise there are no reports."},
    {FindingCode::kSnpDomainSessionDropped, "snp-domain-session-dropped", Severity::kWarning,
     Subject::kDomainSecurity,
     "The domain has a dhCert or session, which libvirt drops silently for SEV-SNP",
     "Nothing of them binds this guest: use an ID block, and give secrets only after a look at the "
     "guest's attestation report."},
    {FindingCode::kSnpDomainFirmwareChosen, "snp-domain-firmware-chosen", Severity::kNote,
     Subject::kDomainBoot, "The host's libvirt chooses the domain's firmware",
     "The XML of the started domain names it: the digest is right only for that image."},
    {FindingCode::kSnpDomainLoader, "snp-domain-loader", Severity::kError, Subject::kDomainBoot,
     "QEMU starts no SEV-SNP guest with a loader like the domain's",
     "Use <loader type='rom' stateless='yes'>, without secure='yes': firmware in flash is not "
     "possible."},
    {FindingCode::kSnpDomainNvram, "snp-domain-nvram", Severity::kError, Subject::kDomainBoot,
     "The domain has NVRAM, which lies in flash: no SEV-SNP guest starts with it",
     "Remove the nvram element, and give the loader type='rom' and stateless='yes'."},
    {FindingCode::kSnpDomainXmlTaken, "snp-domain-xml-taken", Severity::kWarning, Subject::kWhole,
     "Values that you did not give were taken from the domain XML, so the digest is that of "
     "whatever it says",
     "Give these values unless you wrote the XML yourself: the host can put anything into it."},
});

}  // namespace sevproof::internal

#endif
