#include "snp/revocation.h"

#include <algorithm>

#include "sevproof/text.h"

namespace sevproof::snp::internal {

std::string crl_fault(const Anchors& anchors, const Anchor& root, const X509Crl& crl) {
  if (!anchors.has_name(crl.issuer, root.cn())) return "its issuer is not AMD's " + root.cn();
  if (!is_signed(root.modulus, crl.signed_part, crl.signature)) {
    return "AMD's " + root.cn() + " did not sign it";
  }
  return crl.has_unknown_critical ? std::string(kUnknownCritical) : "";
}

namespace {

std::string age_fault(const X509Crl& crl, UnixTime at) {
  if (!crl.next_update) return "it does not say until when it counts";
  if (at < crl.this_update) return "it counts from " + time_text(crl.this_update);
  if (at > *crl.next_update) return "it counted until " + time_text(*crl.next_update);
  return "";
}

}  // namespace

Revocation check_revocation(const Anchors& anchors, AmdGeneration line,
                            const std::optional<Intermediate>& intermediate,
                            const SnpCertificates& given, UnixTime at) {
  Revocation revocation{not_checked(CheckCode::kReportRevocation, "No revocation list was given."),
                        {}};
  const Anchor* root = anchors.find("ark", line);
  if (!intermediate || root == nullptr) {
    revocation.check.why = "There is no chain.";
    return revocation;
  }
  Check& check = revocation.check;
  for (const GivenCrl& one : given.crls) {
    std::string why = crl_fault(anchors, *root, one.crl);
    if (why.empty()) {
      // A list that counts no more revokes for good what it names.
      const auto& serials = one.crl.revoked;
      if (std::find(serials.begin(), serials.end(), intermediate->serial) != serials.end()) {
        check = {
            check.code, CheckOutcome::kFail, {}, intermediate->link.subject + " is revoked", {}};
        return revocation;
      }
      why = age_fault(one.crl, at);
    }
    if (why.empty()) {
      check = {check.code, CheckOutcome::kPass, {}, {}, {}};
    } else {
      revocation.unusable.push_back(one.source + ": " + why);
    }
  }
  if (check.outcome == CheckOutcome::kNotChecked && !revocation.unusable.empty()) {
    check.why = "No revocation list that was given counts.";
  }
  return revocation;
}

}  // namespace sevproof::snp::internal
