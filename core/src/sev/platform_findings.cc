#include "sev/platform_findings.h"

#include <algorithm>
#include <string>

#include "sev/extracted_ceks.h"
#include "sev/platform_links.h"

namespace sevproof::internal {
namespace {

using enum CheckOutcome;
using enum FindingCode;

bool has_outcome(const PlatformReport& report, CheckCode code, CheckOutcome outcome) {
  return std::any_of(report.checks.begin(), report.checks.end(), [&](const Check& check) {
    return check.code == code && check.outcome == outcome;
  });
}

// A root of somebody else's, under which AMD signs nothing.
bool is_under_named_root(const PlatformReport& report) {
  return report.root && !has_outcome(report, CheckCode::kArkPinned, CheckOutcome::kPass);
}

// Signed by somebody, and by none of AMD's keys; nor was another ASK given.
bool is_foreign(const PlatformReport& report) {
  return !report.root && !report.chain.ark && !report.chain.ask &&
         has_outcome(report, CheckCode::kCekByAsk, kFail);
}

void review_exported_cek(const PlatformReport& report, std::vector<Finding>& findings) {
  const auto& exported = report.chain.exported_cek;
  if (!exported || same_bytes(exported->public_key(), report.chain.cek->public_key())) return;
  const bool is_platforms = has_outcome(report, CheckCode::kPekByCek, CheckOutcome::kPass);
  findings.push_back({is_platforms ? kPlatformExportOfOtherChip : kPlatformCekOfOtherChip, {}});
}

void review_cek(const PlatformReport& report, std::vector<Finding>& findings) {
  const PlatformChain& chain = report.chain;
  if (!chain.cek) return;
  if (is_extracted(*chain.cek)) {
    findings.push_back({kPlatformCekExtracted, {}});
  } else if (chain.cek->is_unsigned()) {
    findings.push_back(
        {is_under_named_root(report) ? kPlatformCekUnsignedUnderRoot : kPlatformCekUnsigned,
         chain.chip_id ? chain.chip_id->cek_address() : std::string()});
  } else if (is_foreign(report)) {
    findings.push_back({kPlatformCekForeign, {}});
  }
  review_exported_cek(report, findings);
  const bool is_by_old_server =
      std::any_of(chain.cek->signatures.begin(), chain.cek->signatures.end(),
                  [](const SevSignature& signature) { return signature.usage == kOldServerUsage; });
  if (is_by_old_server) findings.push_back({kPlatformCekOldServer, {}});
}

// A root that is named replaces whatever the host sent along.
void review_root(const PlatformReport& report, std::vector<Finding>& findings) {
  if (!report.root) {
    if (has_outcome(report, CheckCode::kArkPinned, CheckOutcome::kFail)) {
      findings.push_back({kPlatformRootUnknown,
                          describe(*report.chain.ark) + " " + fingerprint(*report.chain.ark)});
    }
    return;
  }
  if (is_under_named_root(report)) {
    findings.push_back(
        {kPlatformRootNamed, describe(report.root->ark) + " " + fingerprint(report.root->ark)});
  }
  const auto& ark = report.chain.ark;
  if (ark && !same_bytes(ark->signed_bytes(), report.root->ark.signed_bytes())) {
    findings.push_back({kPlatformRootDiffers, describe(*ark) + " " + fingerprint(*ark)});
  }
}

void review_missing(const PlatformReport& report, std::vector<Finding>& findings) {
  std::string missing;
  const auto need = [&](bool is_given, std::string_view name) {
    if (!is_given) missing += (missing.empty() ? "not given: " : ", ") + std::string(name);
  };
  need(report.chain.pdh.has_value(), "PDH");
  need(report.chain.pek.has_value(), "PEK");
  need(report.chain.oca.has_value(), "OCA");
  need(report.chain.cek.has_value(), "CEK");
  const bool lacks_ask = report.chain.cek && has_outcome(report, CheckCode::kCekByAsk, kNotChecked);
  if (lacks_ask) findings.push_back({kPlatformAskMissing, {}});
  if (!missing.empty()) findings.push_back({kPlatformIncomplete, missing});
}

// What a finding of its own explains.
bool is_explained(const PlatformReport& report, const Check& check) {
  if (check.code == CheckCode::kArkPinned) return true;
  if (check.code != CheckCode::kCekByAsk) return false;
  return is_extracted(*report.chain.cek) || report.chain.cek->is_unsigned() || is_foreign(report);
}

void review_links(const PlatformReport& report, std::vector<Finding>& findings) {
  std::string broken;
  for (const Check& check : report.checks) {
    if (check.outcome != CheckOutcome::kFail || is_explained(report, check)) continue;
    broken += (broken.empty() ? "" : ", ") + std::string(check_info(check.code).name);
    // Of which generation it is instead.
    if (check.code == CheckCode::kCekByAsk) broken += ": " + check.got;
  }
  if (!broken.empty()) findings.push_back({kPlatformLinkBroken, broken});
}

}  // namespace

std::vector<Finding> platform_findings(const PlatformReport& report) {
  std::vector<Finding> findings;
  review_cek(report, findings);
  review_root(report, findings);
  review_missing(report, findings);
  review_links(report, findings);
  return findings;
}

}  // namespace sevproof::internal
