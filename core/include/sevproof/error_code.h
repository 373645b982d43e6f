// The catalogue of errors. Each has a stable code that is never reused; docs/errors.md is generated
// from the catalogue.
#ifndef SEVPROOF_ERROR_CODE_H
#define SEVPROOF_ERROR_CODE_H

#include <cstdint>
#include <span>
#include <string_view>

#include "sevproof/subject.h"

namespace sevproof {

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

}  // namespace sevproof

#endif
