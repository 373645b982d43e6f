#include <array>

#include "base/in_order.h"
#include "sevproof/error.h"

namespace sevproof {
namespace {

using enum ErrorCode;

constexpr auto kCatalogue = std::to_array<ErrorInfo>({
    {kMissingInput, "missing-input", ErrorKind::kIncomplete},
    {kInvalidInput, "invalid-input", ErrorKind::kInvalid},
    {kContradictingInputs, "contradicting-inputs", ErrorKind::kInvalid},
    {kUnknownCommand, "unknown-command", ErrorKind::kInvalid},
    {kUnknownOption, "unknown-option", ErrorKind::kInvalid},
    {kMalformedOption, "malformed-option", ErrorKind::kInvalid},
    {kUnexpectedArgument, "unexpected-argument", ErrorKind::kInvalid},
    {kMalformedNumber, "malformed-number", ErrorKind::kInvalid},
    {kNumberOutOfRange, "number-out-of-range", ErrorKind::kInvalid},
    {kMalformedHex, "malformed-hex", ErrorKind::kInvalid},
    {kMalformedBase64, "malformed-base64", ErrorKind::kInvalid},
    {kMalformedGuid, "malformed-guid", ErrorKind::kInvalid},
    {kTruncatedData, "truncated-data", ErrorKind::kInvalid},
    {kWrongFileType, "wrong-file-type", ErrorKind::kInvalid},
    {kWrongFileSize, "wrong-file-size", ErrorKind::kInvalid},
    {kMalformedFirmware, "malformed-firmware", ErrorKind::kInvalid, Subject::kFirmware},
    {kUnknownCpuModel, "unknown-cpu-model", ErrorKind::kInvalid, Subject::kCpu},
    {kUnknownVmsaLayout, "unknown-vmsa-layout", ErrorKind::kInvalid, Subject::kVmsaLayout},
    {kWrongKeySize, "wrong-key-size", ErrorKind::kInvalid},
    {kMalformedKey, "malformed-key", ErrorKind::kInvalid},
    {kMalformedMeasurement, "malformed-measurement", ErrorKind::kInvalid, Subject::kMeasurement},
    {kMalformedLaunchData, "malformed-launch-data", ErrorKind::kInvalid, Subject::kEvidence},
    {kMalformedCertificate, "malformed-certificate", ErrorKind::kInvalid},
    {kMalformedSession, "malformed-session", ErrorKind::kInvalid},
    {kMalformedIgvm, "malformed-igvm", ErrorKind::kInvalid},
    {kMalformedAttestation, "malformed-attestation", ErrorKind::kInvalid, Subject::kEvidence},
    {kMalformedChipId, "malformed-chip-id", ErrorKind::kInvalid},
    {kMalformedDomainXml, "malformed-domain-xml", ErrorKind::kInvalid, Subject::kDomainSecurity},
    {kMalformedHostData, "malformed-host-data", ErrorKind::kInvalid},
    {kMalformedRequest, "malformed-request", ErrorKind::kInvalid},
    {kMalformedSecretTable, "malformed-secret-table", ErrorKind::kInvalid, Subject::kSecrets},
    {kDuplicateSecret, "duplicate-secret", ErrorKind::kInvalid, Subject::kSecrets},
    {kSecretsTooLarge, "secrets-too-large", ErrorKind::kInvalid, Subject::kSecrets},
    {kMalformedPacket, "malformed-packet", ErrorKind::kInvalid, Subject::kSecrets},
    {kPacketNotAuthentic, "packet-not-authentic", ErrorKind::kInvalid, Subject::kSecrets},
    {kTooManyCandidates, "too-many-candidates", ErrorKind::kInvalid},
    {kMeasurementMismatch, "measurement-mismatch", ErrorKind::kInvalid, Subject::kMeasurement},
    {kCallOutOfOrder, "call-out-of-order", ErrorKind::kInvalid},
    {kClashingFiles, "clashing-files", ErrorKind::kInvalid},
    {kLibvirtMissing, "libvirt-missing", ErrorKind::kInvalid},
    {kFileUnreadable, "file-unreadable", ErrorKind::kUnreadable},
    {kFileTooLarge, "file-too-large", ErrorKind::kUnreadable},
    {kOutputNotWritten, "output-not-written", ErrorKind::kUnreadable},
    {kOutOfMemory, "out-of-memory", ErrorKind::kUnreadable},
    {kInsecureUsage, "insecure-usage", ErrorKind::kInsecure},
    {kInsecureDomain, "insecure-domain", ErrorKind::kInsecure},
    {kHostIsLocal, "host-is-local", ErrorKind::kInsecure},
    {kHostDescribedLaunch, "host-described-launch", ErrorKind::kInsecure, Subject::kSecrets},
    {kUnsuitableDomain, "unsuitable-domain", ErrorKind::kDomainConfig},
    {kDomainNotPaused, "domain-not-paused", ErrorKind::kDomainState, Subject::kGuestState},
    {kDomainGone, "domain-gone", ErrorKind::kDomainState, Subject::kGuestState},
    {kHostFailed, "host-failed", ErrorKind::kHost},
    {kHostUnreachable, "host-unreachable", ErrorKind::kHost},
    {kHostSilent, "host-silent", ErrorKind::kHost},
    {kHostSaidNonsense, "host-said-nonsense", ErrorKind::kHost},
    {kDomainNotFound, "domain-not-found", ErrorKind::kHost},
    {kSecretNotDelivered, "secret-not-delivered", ErrorKind::kHost, Subject::kSecrets},
    {kGuestNotResumed, "guest-not-resumed", ErrorKind::kHost, Subject::kSecrets},
    {kNoRandomNumbers, "no-random-numbers", ErrorKind::kInternal},
    {kInternal, "internal", ErrorKind::kInternal},
});

static_assert(internal::is_in_order(kCatalogue, &ErrorInfo::code));
static_assert(kCatalogue.size() == static_cast<std::size_t>(kInternal) + 1);

}  // namespace

std::string_view error_kind_name(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kIncomplete:
      return "incomplete";
    case ErrorKind::kInvalid:
      return "invalid";
    case ErrorKind::kUnreadable:
      return "unreadable";
    case ErrorKind::kInsecure:
      return "insecure";
    case ErrorKind::kDomainConfig:
      return "domain-config";
    case ErrorKind::kDomainState:
      return "domain-state";
    case ErrorKind::kHost:
      return "host";
    case ErrorKind::kInternal:
      return "internal";
  }
  return "internal";
}

std::span<const ErrorInfo> error_catalogue() { return kCatalogue; }

const ErrorInfo& error_info(ErrorCode code) { return kCatalogue[static_cast<std::size_t>(code)]; }

}  // namespace sevproof
