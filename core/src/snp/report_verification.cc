#include "sevproof/snp/report_verification.h"

#include <algorithm>
#include <utility>

#include "sevproof/text.h"
#include "snp/launch_expectations.h"
#include "snp/report_binding.h"
#include "snp/report_checks.h"
#include "snp/report_way.h"
#include "snp/revocation.h"
#include "snp/verify_with.h"

namespace sevproof::snp {
namespace {

using enum CheckCode;
using enum CheckOutcome;
using internal::Anchors;

Check outcome(CheckCode code, std::string fault) {
  const CheckOutcome is = fault.empty() ? kPass : kFail;
  return {code, is, {}, std::move(fault), {}};
}

// Sections A of what a verifier does: all that says whether there is a signature to check.
std::string shape_fault(const SnpReport& report) {
  if (report.signature_algorithm != 1) {
    return "signature algorithm " + std::to_string(report.signature_algorithm) +
           ", and 1 (ECDSA on P-384 with SHA-384) is the only one that is known";
  }
  if ((report.key_info & SnpReport::kMaskChipKey) != 0) {
    return "not signed: its host masks the chip's key (MASK_CHIP_KEY)";
  }
  const std::uint32_t key = report.signing_key();
  if (key == internal::kSignedByVcek || key == internal::kSignedByVlek) return "";
  return key == 7 ? "not signed: there is no signing key" : "signing key " + std::to_string(key);
}

bool has_outcome(const std::vector<Check>& checks, CheckCode code, CheckOutcome outcome) {
  return std::any_of(checks.begin(), checks.end(), [&](const Check& check) {
    return check.code == code && check.outcome == outcome;
  });
}

bool is_genuine(const std::vector<Check>& checks) {
  for (const CheckCode code : {kReportShape, kReportChain, kReportBinding, kReportSignature}) {
    if (!has_outcome(checks, code, kPass)) return false;
  }
  return !has_outcome(checks, kReportRevocation, kFail);
}

// The one place where a report's verdict is decided.
ReportVerdict decide(const std::vector<Check>& checks) {
  if (!is_genuine(checks)) return ReportVerdict::kNotVerified;
  bool is_whole = true;
  for (const Check& check : checks) {
    if (check.outcome == kFail) return ReportVerdict::kMismatch;
    is_whole &= check.outcome == kPass || !check_info(check.code).required;
  }
  return is_whole ? ReportVerdict::kMatch : ReportVerdict::kGenuine;
}

class Verifier {
 public:
  Verifier(const Anchors& anchors, ReportInput input) : anchors_(anchors) {
    result_.input = std::move(input);
  }

  ReportVerification verify() {
    const SnpReport& report = result_.input.evidence.report;
    const std::string shape = shape_fault(report);
    add(outcome(kReportShape, shape));
    result_.line = internal::line_of_report(report);
    if (shape.empty()) {
      verify_signed();
    } else {
      for (const CheckCode code :
           {kReportChain, kReportRevocation, kReportBinding, kReportSignature}) {
        add(not_checked(code, "The report is not signed in a way that is known."));
      }
    }
    const bool is_proven = is_genuine(result_.checks);
    for (Check& check : internal::check_expectations(result_.input, result_.line, result_.vek)) {
      // Whoever forged the report put there what is expected.
      const bool is_hollow = !is_proven && check.outcome == kPass;
      add(is_hollow ? not_checked(check.code, "The report is not verified.") : std::move(check));
    }
    result_.addresses = internal::certificate_addresses(report, result_.line);
    result_.verdict = decide(result_.checks);
    add_findings();
    return std::move(result_);
  }

 private:
  void add(Check check) { result_.checks.push_back(std::move(check)); }

  void verify_signed() {
    auto way = internal::best_way(anchors_, result_.input);
    if (!way) return no_vek();
    if (way->vek.line) result_.line = way->vek.line;
    result_.vek = std::move(way->vek.extensions);
    result_.chain = std::move(way->chain.links);
    add(outcome(kReportChain, way->chain.fault));
    result_.out_of_time = way->chain.is_out_of_time;
    const auto line = result_.line.value_or(AmdGeneration::kMilan);
    auto revocation = internal::check_revocation(anchors_, line, way->chain.intermediate,
                                                 result_.input.certificates, result_.input.at);
    add(std::move(revocation.check));
    unusable_ = std::move(revocation.unusable);
    add(outcome(kReportBinding, way->vek.fault));
    add(outcome(kReportSignature, way->signature_fault));
  }

  void no_vek() {
    result_.vek_missing = true;
    const bool is_vlek = result_.input.evidence.report.signing_key() == internal::kSignedByVlek;
    add(not_checked(kReportChain, is_vlek ? "The provider's certificate (VLEK) is missing."
                                          : "The chip's certificate (VCEK) is missing."));
    for (const CheckCode code : {kReportRevocation, kReportBinding, kReportSignature}) {
      add(not_checked(code, "There is no certificate to check it with."));
    }
  }

  void find(bool is_so, FindingCode code, std::string detail = {}) {
    if (is_so) result_.findings.push_back({code, std::move(detail), std::nullopt});
  }

  // One finding for all of a kind, whose first few are named.
  void find_all(const std::vector<std::string>& details, FindingCode code) {
    constexpr std::size_t kMostNamed = 4;
    std::string text;
    for (std::size_t i = 0; i < std::min(details.size(), kMostNamed); ++i) {
      text += (i == 0 ? "" : "; ") + details[i];
    }
    if (details.size() > kMostNamed) {
      text += "; and " + std::to_string(details.size() - kMostNamed) + " more";
    }
    find(!details.empty(), code, std::move(text));
  }

  void add_findings() {
    using enum FindingCode;
    const ReportInput& input = result_.input;
    result_.findings = internal::report_findings(input.evidence, result_.line);
    // Azure's paravisor leaves no place for one: that is said by a finding of its own.
    find(!input.expected.report_data && !input.evidence.claims, kSnpReportNoNonce);
    find(input.expected.measurements.empty(), kSnpReportNoMeasurement);
    const bool has_chain = has_outcome(result_.checks, kReportChain, kPass);
    find(has_chain && has_outcome(result_.checks, kReportRevocation, kNotChecked),
         kSnpRevocationNotChecked,
         result_.addresses.empty() ? "" : "AMD's list: " + result_.addresses.front().crl);
    find_all(unusable_, kSnpCrlUnusable);
    constexpr UnixTime kMonth = 30LL * 24 * 60 * 60;
    for (const ChainLink& link : result_.chain) {
      find(has_chain && link.not_after - input.at < kMonth, kSnpCertificateExpires,
           link.subject + " until " + time_text(link.not_after));
    }
    find(!input.at_is_given, kSnpTimeOfClock, time_text(input.at));
    add_findings_about_files();
  }

  void add_findings_about_files() {
    using enum FindingCode;
    const SnpCertificates& given = result_.input.certificates;
    std::vector<std::string> unused;
    for (const GivenCertificate& one : given.certificates) {
      const Sha256Digest digest = sha256(one.certificate.der);
      const bool is_used =
          std::any_of(result_.chain.begin(), result_.chain.end(),
                      [&](const ChainLink& link) { return link.sha256 == digest; });
      if (is_used) continue;
      unused.push_back(one.source + ": " + printable(one.certificate.subject_cn) + ", issued by " +
                       printable(one.certificate.issuer_cn));
    }
    find_all(unused, kSnpCertificateUnused);
    find_all(given.unread, kSnpCertificateUnread);
    std::vector<std::string> others;
    for (const OtherTableEntry& one : given.others) {
      others.push_back(one.guid.to_string() +
                       (one.name.empty() ? "" : ", " + std::string(one.name)));
    }
    find_all(others, kSnpTableOthers);
  }

  const Anchors& anchors_;
  ReportVerification result_;
  std::vector<std::string> unusable_;
};

}  // namespace

std::string_view verdict_name(ReportVerdict verdict) {
  switch (verdict) {
    case ReportVerdict::kMatch:
      return "match";
    case ReportVerdict::kGenuine:
      return "genuine";
    case ReportVerdict::kMismatch:
      return "mismatch";
    case ReportVerdict::kNotVerified:
      return "not-verified";
  }
  return "not-verified";
}

std::string vmpl_text(std::uint32_t vmpl) {
  constexpr std::uint32_t kHost = 0xffffffff;
  return vmpl == kHost ? "none: its host asked" : std::to_string(vmpl);
}

bool ReportVerification::measurement_differs() const {
  return input.launch && is_genuine() && has_outcome(checks, kMeasurement, kFail);
}

ReportVerification internal::verify_with(const Anchors& anchors, ReportInput input) {
  return Verifier(anchors, std::move(input)).verify();
}

Result<ReportVerification> verify_report(ReportInput input) {
  if (auto agree = check_agreement(input.expected); !agree) return fail(agree.error());
  if (auto taken = internal::expect_launch(input); !taken) return fail(taken.error());
  ReportVerification result = internal::verify_with(internal::built_in_anchors(), std::move(input));
  if (result.verdict == ReportVerdict::kMatch) {
    result.verified = VerifiedReport(result.input.evidence.report);
  }
  return result;
}

ShownReport show_report(SnpEvidence evidence) {
  const SnpReport& report = evidence.report;
  ShownReport shown;
  shown.line = internal::line_of_report(report);
  shown.addresses = internal::certificate_addresses(report, shown.line);
  shown.findings = internal::report_findings(evidence, shown.line);
  shown.evidence = std::move(evidence);
  return shown;
}

}  // namespace sevproof::snp
