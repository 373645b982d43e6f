// The rows of the catalogue of findings that are about SEV-SNP launches.
#ifndef SEVPROOF_JUDGE_SNP_FINDING_ROWS_H
#define SEVPROOF_JUDGE_SNP_FINDING_ROWS_H

#include <array>

#include "sevproof/finding.h"

namespace sevproof::internal {

inline constexpr auto kSnpFindings = std::to_array<FindingInfo>({
    {FindingCode::kSnpNoDirectBoot, "snp-no-direct-boot", Severity::kWarning, Subject::kKernel,
     "EC2 boots no kernel directly: no guest there has these kernel hashes",
     "Leave kernel, initrd and command line out; the guest's disk holds them."},
    {FindingCode::kSnpHostNotReproducible, "snp-host-not-reproducible", Severity::kNote,
     Subject::kLaunchDigest,
     "The firmware that AWS publishes does not give the digest of guests that run on EC2",
     "A digest that differs there proves nothing: see issue 19 of AWS's repository uefi."},
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
    {FindingCode::kIgvmNotForQemu, "igvm-not-for-qemu", Severity::kWarning, Subject::kIgvm,
     "QEMU does not start a SEV-SNP guest from this file",
     "The digest in the order of the file may be that of another VMM."},
    {FindingCode::kIgvmHostTables, "igvm-host-tables", Severity::kNote, Subject::kIgvm,
     "The host writes tables into the guest's memory that are not measured",
     "Code of the guest must not trust what stands in them."},
    {FindingCode::kIgvmIdBlockDiffers, "igvm-id-block-differs", Severity::kError, Subject::kIgvm,
     "The file's ID block is for another launch digest",
     "Firmware refuses to start the guest with it: have the file made again."},
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
     "Add 0x20000 to the policy."},
    {FindingCode::kSnpPolicyReservedBits, "snp-policy-reserved-bits", Severity::kWarning,
     Subject::kPolicy, "The policy has bits set that have no meaning so far",
     "Check the number: it is decimal unless it begins with 0x."},
});

}  // namespace sevproof::internal

#endif
