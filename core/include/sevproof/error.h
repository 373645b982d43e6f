// Errors, their catalogue, and what they are about. Each has a stable code that is never reused;
// docs/errors.md is generated from the catalogue.
#ifndef SEVPROOF_ERROR_H
#define SEVPROOF_ERROR_H

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace sevproof {

// What an error, a finding or a check is about. In a document it becomes a JSON pointer (RFC 6901)
// to the place where that stands.
enum class Subject : std::uint8_t {
  kWhole,  // nothing less than all of it, or something that no document shows, such as a key
  kFirmware,
  kIgvm,
  kKernel,
  kInitrd,
  kCmdline,
  kPolicy,
  kApi,
  kApiMajor,
  kApiMinor,
  kBuildId,
  kVcpus,
  kVmsa,
  kVmsaLayout,
  kSevFeatures,
  kCpu,       // the CPU signature
  kCpu0Page,  // the boot CPU's VMSA page
  kCpuNPage,  // that of the APs
  kEvidence,
  kMeasurement,
  kNonce,
  kLaunchDigest,
  kDomainSecurity,  // parts of a domain's configuration
  kDomainBoot,
  kDomainMachine,
  kGuestState,
  kSecrets,
  kArk,  // certificates of a platform
  kAsk,
  kCek,
  kOca,
  kPek,
  kPdh,
  kSession,
  kOwnerCertificate,
  kReportChain,   // certificates of a SEV-SNP report
  kExpectations,  // what its owner expects of a report
};

// What kind of thing went wrong. The kind decides the exit status of the program (see exit_status).
enum class ErrorKind : std::uint8_t {
  kIncomplete,    // something that is needed was not given
  kInvalid,       // something given is malformed, out of range or contradictory
  kUnreadable,    // an input could not be read, or an output could not be written
  kInsecure,      // usage that is refused because its result could not be trusted
  kDomainConfig,  // the libvirt domain's configuration cannot validate
  kDomainState,   // the libvirt domain is in the wrong state
  kHost,          // libvirt or the host behind it failed, or said what cannot be
  kInternal,      // a bug in sevproof
};

// "incomplete", "invalid", "unreadable", "insecure", "domain-config", "domain-state", "host",
// "internal"
std::string_view error_kind_name(ErrorKind kind);

// The exit status of virt-qemu-sev-validate(1) for an error: 2 usage or input, 3 insecure usage,
// 4 domain configuration, 5 domain state, 6 anything else: the host failed, or a bug.
constexpr int exit_status(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kIncomplete:
    case ErrorKind::kInvalid:
    case ErrorKind::kUnreadable:
      return 2;
    case ErrorKind::kInsecure:
      return 3;
    case ErrorKind::kDomainConfig:
      return 4;
    case ErrorKind::kDomainState:
      return 5;
    case ErrorKind::kHost:
    case ErrorKind::kInternal:
      return 6;
  }
  return 6;
}

enum class ErrorCode : std::uint8_t {
  kMissingInput,
  kInvalidInput,
  kContradictingInputs,
  kUnknownCommand,
  kUnknownOption,
  kMalformedOption,
  kUnexpectedArgument,
  kMalformedNumber,
  kNumberOutOfRange,
  kMalformedHex,
  kMalformedBase64,
  kMalformedGuid,
  kTruncatedData,
  kWrongFileType,
  kWrongFileSize,
  kMalformedFirmware,
  kUnknownCpuModel,
  kUnknownVmsaLayout,
  kWrongKeySize,
  kMalformedKey,
  kMalformedMeasurement,
  kMalformedLaunchData,
  kMalformedCertificate,
  kMalformedSession,
  kMalformedIgvm,
  kMalformedAttestation,
  kMalformedChipId,
  kMalformedDomainXml,
  kMalformedHostData,
  kMalformedRequest,
  kMalformedSecretTable,
  kDuplicateSecret,
  kSecretsTooLarge,
  kMalformedPacket,
  kPacketNotAuthentic,
  kTooManyCandidates,
  kMeasurementMismatch,
  kCallOutOfOrder,
  kClashingFiles,
  kLibvirtMissing,
  kFileUnreadable,
  kFileTooLarge,
  kOutputNotWritten,
  kOutOfMemory,
  kInsecureUsage,
  kInsecureDomain,
  kHostIsLocal,
  kHostDescribedLaunch,
  kUnsuitableDomain,
  kDomainNotPaused,
  kDomainGone,
  kHostFailed,
  kHostUnreachable,
  kHostSilent,
  kHostSaidNonsense,
  kDomainNotFound,
  kSecretNotDelivered,
  kGuestNotResumed,
  kNoRandomNumbers,
  kInternal,
};

struct ErrorInfo {
  ErrorCode code;
  std::string_view name;  // kebab-case
  ErrorKind kind;
  Subject about = Subject::kWhole;  // unless the error itself says something else
};

// The whole catalogue, in the order of ErrorCode.
std::span<const ErrorInfo> error_catalogue();

const ErrorInfo& error_info(ErrorCode code);

// When it occurs, a sentence with its full stop; for the documentation, so that no face carries it.
std::string_view error_meaning(ErrorCode code);

struct [[nodiscard]] Error {
  Error(ErrorCode its_code, std::string its_message, std::string its_hint = {})
      : code(its_code),
        kind(error_info(its_code).kind),
        about(error_info(its_code).about),
        message(std::move(its_message)),
        hint(std::move(its_hint)) {}

  ErrorCode code;
  ErrorKind kind;  // the code's
  Subject about;
  // One sentence with what was expected and what came, without a final full stop.
  std::string message;
  // What to do next; may be empty.
  std::string hint;
};

// The same error about something that only its caller knows.
inline Error about(Subject subject, Error error) {
  error.about = subject;
  return error;
}

// The same error in words that name what only its caller knows.
inline Error reworded(Error error, std::string message) {
  error.message = std::move(message);
  return error;
}

}  // namespace sevproof

#endif
