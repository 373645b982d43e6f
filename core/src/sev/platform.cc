// The judgement on a platform's chain.
#include "sevproof/sev/platform.h"

#include <algorithm>
#include <string>

#include "sev/extracted_ceks.h"
#include "sev/platform_anchor.h"
#include "sev/platform_findings.h"
#include "sev/platform_links.h"

namespace sevproof {
namespace {

using enum CheckOutcome;
using internal::Anchor;

Check failed(CheckCode code, std::string got) { return {code, kFail, {}, std::move(got)}; }

Check check_cek(const std::optional<SevCertificate>& cek, const Anchor& anchor) {
  constexpr auto kCode = CheckCode::kCekByAsk;
  if (!cek) return not_checked(kCode, "No CEK was given.");
  if (internal::is_extracted(*cek)) {
    return failed(kCode, "its private key was taken out of a chip and used in public");
  }
  if (cek->is_unsigned()) return failed(kCode, "nobody signed it");
  if (!anchor.ask_key) {
    const bool has_ark = anchor.ark != nullptr;
    return has_ark ? not_checked(kCode, "No ASK was given.")
                   : failed(kCode, "none of the ASKs that are built in verifies its signature");
  }
  auto broken = check_cek_link(*cek, *anchor.ask_key);
  if (!broken) return {kCode, kPass};
  const auto other = internal::find_generation(*cek);
  if (other)
    *broken += "; under AMD's ASK for " + std::string(generation_name(*other)) + " it does";
  return failed(kCode, *std::move(broken));
}

// Of several downloads of one CEK, the first that is signed as it must be.
void choose_cek(PlatformChain& chain, const Anchor& anchor) {
  if (!anchor.ask_key || !chain.cek || !check_cek_link(*chain.cek, *anchor.ask_key)) return;
  const auto good = std::find_if(
      chain.cek_copies.begin(), chain.cek_copies.end(),
      [&](const SevCertificate& copy) { return !check_cek_link(copy, *anchor.ask_key); });
  if (good != chain.cek_copies.end()) std::swap(*good, *chain.cek);
}

// A place of the chain, and how a sentence says that nothing is in it.
struct Place {
  const std::optional<SevCertificate>& certificate;
  std::string_view lacking;
};

Check check_link(CheckCode code, const Place& subject, const Place& signer) {
  if (!subject.certificate) return not_checked(code, subject.lacking);
  if (!signer.certificate) return not_checked(code, signer.lacking);
  return internal::link_check(code,
                              internal::check_sev_link(*subject.certificate, *signer.certificate));
}

std::vector<Check> check_all(const PlatformChain& chain, const Anchor& anchor) {
  const Place oca{chain.oca, "No OCA was given."};
  const Place cek{chain.cek, "No CEK was given."};
  const Place pek{chain.pek, "No PEK was given."};
  const Place pdh{chain.pdh, "No PDH was given."};
  std::vector<Check> checks = check_anchor(anchor);
  checks.push_back(check_cek(chain.cek, anchor));
  checks.push_back(check_link(CheckCode::kOcaSelf, oca, oca));
  checks.push_back(check_link(CheckCode::kPekByOca, pek, oca));
  checks.push_back(check_link(CheckCode::kPekByCek, pek, cek));
  checks.push_back(check_link(CheckCode::kPdhByPek, pdh, pek));
  return checks;
}

bool holds(const Check& check) {
  return check.outcome == kPass ||
         (check.outcome == kNotChecked && !check_info(check.code).required);
}

// Nobody vouches for a chain of which a link is broken, or a needed one was not checked.
Voucher voucher_of(const std::vector<Check>& checks, const Anchor& anchor) {
  const bool is_whole = std::all_of(checks.begin(), checks.end(), holds);
  return is_whole ? internal::voucher_of_ask(anchor) : Voucher::kNobody;
}

}  // namespace

std::string_view voucher_name(Voucher voucher) {
  switch (voucher) {
    case Voucher::kNobody:
      return "nobody";
    case Voucher::kAmd:
      return "amd";
    case Voucher::kNamedRoot:
      return "named-root";
  }
  return "nobody";
}

PlatformVerification verify_platform(const PlatformChain& chain,
                                     const std::optional<NamedRoot>& root) {
  PlatformVerification verification;
  PlatformReport& report = verification.report;
  report.chain = chain;
  report.root = root;
  const Anchor anchor = internal::find_anchor(report.chain, report.root);
  choose_cek(report.chain, anchor);
  report.checks = check_all(report.chain, anchor);
  report.voucher = voucher_of(report.checks, anchor);
  if (report.voucher == Voucher::kAmd) {
    report.generation = anchor.ark_generation   ? anchor.ark_generation
                        : anchor.ask_generation ? anchor.ask_generation
                                                : anchor.built_in;
    report.built_in_ask = anchor.built_in.has_value();
  }
  report.findings = internal::platform_findings(report);
  if (report.voucher != Voucher::kNobody) {
    verification.platform = VerifiedPlatform(*report.chain.pdh, report.voucher);
  }
  return verification;
}

}  // namespace sevproof
