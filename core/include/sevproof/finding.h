// Findings: what a careful reviewer of a launch would say besides the verdict. Each has a stable
// code that is never reused; docs/findings.md is generated from the catalogue.
#ifndef SEVPROOF_FINDING_H
#define SEVPROOF_FINDING_H

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sevproof/error.h"

namespace sevproof {

enum class Severity {
  kError,    // the guest cannot work as asked for, or is open to its host
  kWarning,  // weakens the guest's protection, or probably is a mistake
  kNote,     // worth knowing
};

std::string_view severity_name(Severity severity);  // "error", "warning", "note"

enum class FindingCode : std::uint8_t {
  kPolicyDebugAllowed,
  kPolicyKeySharingAllowed,
  kPolicyNoEs,
  kPolicyReservedBits,
  kPolicyApiTooOld,
  kFirmwareNoSevTable,
  kFirmwareNoEsResetBlock,
  kFirmwareNoHashArea,
  kFirmwareCodeOnly,
  kFirmwareVarsOnly,
  kInitrdEmpty,
  kCmdlineEmpty,
  kCpuStateNotMeasured,
  kVmsaCpu0Start,
  kVmsaCpu1Start,
  kVmsaCpu1Unused,
  kVmsaSignature,
  kVmsaLayout,
  kVmsaSevFeatures,
  kVmsaSnpActive,
  kSecretTrailingNewline,
  kSecretEmpty,
  kSecretAreaAbsent,
  kSecretExceedsArea,
  kDomainNoSev,
  kDomainNoDhCert,
  kDomainNoSession,
  kDomainNvram,
  kDomainLoaderCount,
  kDomainKernelHashesOff,
  kDomainKernelNotMeasured,
  kDomainKernelMissing,
  kDomainBootFileNotGiven,
  kDomainPolicyDiffers,
  kDomainDhCertMalformed,
  kDomainSessionMalformed,
  kDomainVcpusDiffer,
  kDomainCpuDiffers,
  kDomainCpuNotFixed,
  kDomainBootDiffers,
  kDomainLoaderUnsuitable,
  kDomainLoaderNotStateless,
  kDomainMemoryNotLocked,
  kDomainVirtioNoIommu,
  kDomainXmlUsed,
  kDomainXmlTrusted,
  kHostReported,
  kHostTrusted,
  kHostDiffers,
  kHostIsHere,
  kDomainNotPaused,
  kFirmwareNoHashCode,
  kFirmwareNoSecretCode,
  kFirmwareCodeUnknown,
  kKernelNeverHashed,
  kKernelTakesNoInitrd,
  kDomainShim,
  kDomainDtb,
  kPolicyMigrationAllowed,
  kDomainVarstore,
  kSecretNotTerminated,
  kSecretByteOrderMark,
  kSecretUtf16,
  kPacketPaddingCounted,
  kPacketBytesIgnored,
  kPacketMacWithoutMeasurement,
  kKernelUnlikely,
  kInitrdUnlikely,
  kFirmwareNotChecked,
  kLaunchNotChecked,
  kSecretAreaNotChecked,
  kPlatformCekUnsigned,
  kPlatformCekExtracted,
  kPlatformCekOfOtherChip,
  kPlatformCekOldServer,
  kPlatformRootNamed,
  kPlatformRootDiffers,
  kAttestationPekUnknown,
  kAttestationProvesLittle,
  kPlatformOfHost,
  kPlatformExportOfOtherChip,
  kPlatformIncomplete,
  kPlatformRootUnknown,
  kPlatformLinkBroken,
  kPlatformCekUnsignedUnderRoot,
  kPlatformCekForeign,
  kPlatformAskMissing,
  kAttestationNoNonce,
  kAttestationNotSigned,
  kPolicyNotation,
  kSessionUnverified,
  kSessionOtherPolicy,
  kSessionOtherKey,
  kSessionKeysExchanged,
  kSessionHalvesExchanged,
  kSessionFilesExchanged,
  kSessionGodhOfPlatform,
  kSessionGodhDoubtful,
  kSessionReused,
  kSessionPolicyBytes,
  kPolicyEsOnNaples,
  kPolicyMigrationToSev,
  kPolicyApiUnlikely,
  kDomainSessionOther,
  kDomainQemuArguments,
  kSnpNoDirectBoot,
  kSnpHostNotReproducible,
  kSnpResetRdx,
  kSnpVmsaAddress,
  kSnpFeaturesUnlikely,
  kSnpHashesNotMeasured,
  kSnpFirmwareSize,
  kSnpFirmwareCodeOnly,
  kSnpHashAreaElsewhere,
  kIgvmNotForQemu,
  kIgvmHostTables,
  kIgvmIdBlockDiffers,
  kIgvmIdBlockBroken,
  kIgvmOrdersDiffer,
  kSnpPolicyDebugAllowed,
  kSnpPolicyMigrationAllowed,
  kSnpPolicyBitMissing,
  kSnpPolicyReservedBits,
  kSnpPolicyNotation,
  kSnpPolicySmtAllowed,
  kIdKeyIsAuthorKey,
  kSnpDomainNoPolicy,
  kSnpDomainValueMalformed,
  kSnpDomainIdIncomplete,
  kSnpDomainIdBroken,
  kSnpDomainIdPolicyDiffers,
  kSnpDomainIdDigestDiffers,
  kSnpDomainAuthorKeyMissing,
  kSnpDomainAuthorKeyUnused,
  kSnpDomainVcekOff,
  kSnpDomainSessionDropped,
  kSnpDomainFirmwareChosen,
  kSnpDomainLoader,
  kSnpDomainNvram,
  kSnpDomainXmlTaken,
  kSnpReportNoNonce,
  kSnpReportNoMeasurement,
  kSnpReportChipMasked,
  kSnpReportProvisional,
  kSnpReportTcbOrder,
  kSnpReportOldFirmware,
  kSnpReportVersionUnknown,
  kSnpReportReserved,
  kSnpReportTail,
  kSnpReportLessPrivileged,
  kSnpReportOfProvider,
  kSnpReportClaims,
  kSnpRevocationNotChecked,
  kSnpCrlUnusable,
  kSnpCertificateExpires,
  kSnpCertificateUnused,
  kSnpCertificateUnread,
  kSnpTableOthers,
  kSnpTimeOfClock,
};

struct FindingInfo {
  FindingCode code;
  std::string_view name;  // kebab-case
  Severity severity;
  Subject about;             // unless the finding itself says something else
  std::string_view message;  // one sentence, without a final full stop
  std::string_view hint;     // what to do, a sentence with its full stop
};

// The whole catalogue, in the order of FindingCode.
std::span<const FindingInfo> finding_catalogue();

const FindingInfo& finding_info(FindingCode code);

struct Finding {
  FindingCode code;
  // The values of this launch that led to the finding; may be empty.
  std::string detail;
  std::optional<Subject> about = std::nullopt;
};

// The finding's own subject, or that of its code.
Subject subject_of(const Finding& finding);

}  // namespace sevproof

#endif
