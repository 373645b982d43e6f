#include "sevproof/sev/attestation.h"

#include <algorithm>
#include <string>

#include "crypto/p384.h"
#include "sev/extracted_ceks.h"
#include "sevproof/sha256.h"

namespace sevproof {
namespace {

using enum CheckOutcome;

Check check_signature(const AttestationReport& report, const SevCertificate& pek) {
  constexpr auto kCode = CheckCode::kAttestationByPek;
  if (!pek.key_fault.empty()) return {kCode, kFail, {}, "the PEK is malformed: " + pek.key_fault};
  const auto point = P384Point::make(pek.x, pek.y);
  const bool holds =
      point && point->verifies(sha256(report.signed_bytes), report.signature.r, report.signature.s);
  return {kCode, holds ? kPass : kFail, {}, holds ? "" : "its signature does not verify"};
}

Check compare(CheckCode code, const std::optional<std::string>& expected, const std::string& got) {
  if (!expected) return {code, kNotChecked, {}, got, "No value was given to compare it with."};
  return {code, *expected == got ? kPass : kFail, *expected, got};
}

template <typename T, typename Print>
std::optional<std::string> printed(const std::optional<T>& value, Print print) {
  return value ? std::optional<std::string>(print(*value)) : std::nullopt;
}

std::vector<Check> compare_all(const AttestationReport& report,
                               const ExpectedAttestation& expected) {
  const auto hex = [](const auto& bytes) { return to_hex(bytes); };
  const auto number = [](Policy policy) { return to_hex_number(policy.value); };
  return {compare(CheckCode::kAttestationNonce, printed(expected.nonce, hex), to_hex(report.nonce)),
          compare(CheckCode::kAttestationDigest, printed(expected.launch_digest, hex),
                  to_hex(report.launch_digest)),
          compare(CheckCode::kAttestationPolicy, printed(expected.policy, number),
                  to_hex_number(report.policy))};
}

// Whether the report is not what it should be, or the platform's own certificates are not those of
// one platform. That nobody vouches for a CEK is another question.
bool is_broken(const Check& check) {
  const bool is_of_root = check.code <= CheckCode::kCekByAsk;
  return check.outcome == kFail && !is_of_root;
}

}  // namespace

Result<AttestationVerification> verify_attestation(const AttestationReport& report,
                                                   const PlatformChain& chain,
                                                   const std::optional<NamedRoot>& root,
                                                   const ExpectedAttestation& expected) {
  if (!chain.pek) {
    return fail(ErrorCode::kMissingInput,
                "a PEK is needed: it is the platform's key that signs such reports",
                "Give the host's certificates, such as the output of `virsh nodesevinfo`.");
  }
  AttestationVerification result{report, verify_platform(chain, root).report, {}, {}, {}};
  result.checks = result.platform.checks;
  result.checks.push_back(check_signature(report, *chain.pek));
  for (Check& check : compare_all(report, expected)) result.checks.push_back(std::move(check));
  const bool is_extracted = chain.cek && internal::is_extracted(*chain.cek);
  for (const Check& check : result.checks) {
    if (is_broken(check) || (is_extracted && check.code == CheckCode::kCekByAsk)) {
      result.broken.push_back(check.code);
    }
  }
  result.findings = result.platform.findings;
  if (result.platform.voucher == Voucher::kNobody) {
    result.findings.push_back({FindingCode::kAttestationPekUnknown, {}});
  }
  const bool is_signed =
      std::count(result.broken.begin(), result.broken.end(), CheckCode::kAttestationByPek) == 0;
  if (!is_signed) result.findings.push_back({FindingCode::kAttestationNotSigned, {}});
  if (!expected.nonce) result.findings.push_back({FindingCode::kAttestationNoNonce, {}});
  result.findings.push_back({FindingCode::kAttestationProvesLittle, {}});
  return result;
}

}  // namespace sevproof
