#include "sev/platform_findings.h"

#include <algorithm>
#include <string>

#include "sev/extracted_ceks.h"
#include "sev/platform_links.h"

namespace sevproof::internal {
namespace {

using enum FindingCode;

void review_cek(const PlatformReport& report, std::vector<Finding>& findings) {
  const PlatformChain& chain = report.chain;
  if (!chain.cek) return;
  if (chain.cek->is_unsigned()) {
    findings.push_back(
        {kPlatformCekUnsigned, chain.chip_id ? chain.chip_id->cek_address() : std::string()});
  }
  if (is_extracted(*chain.cek)) findings.push_back({kPlatformCekExtracted, {}});
  const auto& exported = chain.exported_cek;
  if (exported && !same_bytes(exported->public_key(), chain.cek->public_key())) {
    findings.push_back({kPlatformCekOfOtherChip, {}});
  }
  const bool is_by_old_server =
      std::any_of(chain.cek->signatures.begin(), chain.cek->signatures.end(),
                  [](const SevSignature& signature) { return signature.usage == kOldServerUsage; });
  if (is_by_old_server) findings.push_back({kPlatformCekOldServer, {}});
}

// A root that is named replaces whatever the host sent along.
void review_root(const PlatformReport& report, std::vector<Finding>& findings) {
  if (!report.root) return;
  if (report.voucher != Voucher::kAmd) {
    findings.push_back(
        {kPlatformRootNamed, describe(report.root->ark) + " " + fingerprint(report.root->ark)});
  }
  const auto& ark = report.chain.ark;
  if (ark && !same_bytes(ark->signed_bytes(), report.root->ark.signed_bytes())) {
    findings.push_back({kPlatformRootDiffers, describe(*ark) + " " + fingerprint(*ark)});
  }
}

}  // namespace

std::vector<Finding> platform_findings(const PlatformReport& report) {
  std::vector<Finding> findings;
  review_cek(report, findings);
  review_root(report, findings);
  return findings;
}

}  // namespace sevproof::internal
