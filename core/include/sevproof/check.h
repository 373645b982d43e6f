// What a judgement consists of: a list of checks. One that was not made is in the list too, with
// the reason.
#ifndef SEVPROOF_CHECK_H
#define SEVPROOF_CHECK_H

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sevproof/error.h"

namespace sevproof {

enum class CheckCode : std::uint8_t {
  kMeasurement,
  kDomainConfiguration,
  kGuestPaused,
  // Of a platform's chain (sev/platform.h).
  kArkPinned,
  kArkSelf,
  kAskByArk,
  kCekByAsk,
  kOcaSelf,
  kPekByOca,
  kPekByCek,
  kPdhByPek,
  // Of an attestation report (sev/attestation.h).
  kAttestationByPek,
  kAttestationNonce,
  kAttestationDigest,
  kAttestationPolicy,
  // Of a launch session (sev/session_check.h).
  kSessionShape,
  kSessionPolicy,
  kSessionGodh,
  kSessionFresh,
  kSessionTek,
  kSessionAgreement,
  // Of an ID block and its authentication (snp/id_block.h).
  kIdBlockShape,
  kIdBlockSigned,
  kIdKeySigned,
  kIdBlockDigest,
  kIdBlockPolicy,
  kIdBlockFamily,
  kIdBlockImage,
  kIdBlockSvn,
  kIdKeyDigest,
  kAuthorKeyDigest,
  // Of a SEV-SNP report (snp/report_verification.h); "measurement" is one of them, too.
  kReportShape,
  kReportChain,
  kReportRevocation,
  kReportBinding,
  kReportSignature,
  kReportVersion,
  kReportReserved,
  kReportData,
  kReportPolicy,
  kReportVmpl,
  kReportTcb,
  kReportFirmware,
  kReportIdBlock,
  kReportHostData,
  kReportChip,
  kReportId,
  kReportPlatform,
  kReportMitigations,
  kReportClaims,
};

struct CheckInfo {
  CheckCode code;
  std::string_view name;  // kebab-case; never reused
  Subject about;
  bool required;             // there is no match without it
  std::string_view meaning;  // what is checked, a sentence with its full stop
};

// All of them, in the order of CheckCode, which is that of a report.
std::span<const CheckInfo> check_catalogue();

const CheckInfo& check_info(CheckCode code);

enum class CheckOutcome : std::uint8_t { kPass, kFail, kNotChecked };

std::string_view outcome_name(CheckOutcome outcome);  // "pass", "fail", "not-checked"

struct Check {
  CheckCode code;
  CheckOutcome outcome;
  // Empty where there is nothing to say.
  std::string expected{};
  std::string got{};
  std::string_view why{};  // a sentence: why it was not checked
};

inline Check not_checked(CheckCode code, std::string_view why) {
  return {code, CheckOutcome::kNotChecked, {}, {}, why};
}

}  // namespace sevproof

#endif
