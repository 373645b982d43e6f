#include "sevproof/snp/report_verification.h"

#include <algorithm>
#include <utility>

#include "sevproof/text.h"
#include "snp/report_binding.h"
#include "snp/report_chain.h"
#include "snp/report_checks.h"
#include "snp/verify_with.h"

namespace sevproof::snp {
namespace {

using enum CheckCode;
using enum CheckOutcome;
using internal::Anchors;
using internal::VekCandidate;

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

// One way from the report to a root; the best that there is.
struct Way {
  VekCandidate vek;
  internal::ReportChain chain;
  bool is_signed = false;

  bool holds() const { return vek.fault.empty() && chain.fault.empty() && is_signed; }
};

Way try_way(const Anchors& anchors, const ReportInput& input, const VekCandidate& vek) {
  Way way{vek, {}, internal::is_signed_by(input.evidence.report, vek.given->certificate)};
  if (!vek.line) {
    way.chain.fault = vek.fault;
    return way;
  }
  const bool is_vlek = input.evidence.report.signing_key() == internal::kSignedByVlek;
  way.chain =
      internal::build_chain(anchors, *vek.line, is_vlek, *vek.given, input.certificates, input.at);
  return way;
}

// The first that holds, or else the first: candidates come with the most fitting first. The bound
// is for whoever hands in thousands.
std::optional<Way> best_way(const Anchors& anchors, const ReportInput& input) {
  constexpr std::size_t kMostTried = 16;
  std::optional<Way> first;
  const auto veks = internal::find_veks(input.evidence.report, input.certificates, input.at);
  for (std::size_t i = 0; i < std::min(veks.size(), kMostTried); ++i) {
    Way way = try_way(anchors, input, veks[i]);
    if (way.holds()) return way;
    if (!first) first = std::move(way);
  }
  return first;
}

bool has_outcome(const std::vector<Check>& checks, CheckCode code, CheckOutcome outcome) {
  return std::any_of(checks.begin(), checks.end(), [&](const Check& check) {
    return check.code == code && check.outcome == outcome;
  });
}

// The one place where a report's verdict is decided.
ReportVerdict decide(const std::vector<Check>& checks) {
  for (const CheckCode code : {kReportShape, kReportChain, kReportBinding, kReportSignature}) {
    if (!has_outcome(checks, code, kPass)) return ReportVerdict::kNotVerified;
  }
  if (has_outcome(checks, kReportRevocation, kFail)) return ReportVerdict::kNotVerified;
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
    for (Check& check : internal::check_expectations(result_.input, result_.line, result_.vek)) {
      add(std::move(check));
    }
    result_.addresses = internal::certificate_addresses(report, result_.line);
    result_.verdict = decide(result_.checks);
    add_findings();
    return std::move(result_);
  }

 private:
  void add(Check check) { result_.checks.push_back(std::move(check)); }

  void verify_signed() {
    auto way = best_way(anchors_, result_.input);
    if (!way) return no_vek();
    if (way->vek.line) result_.line = way->vek.line;
    result_.vek = std::move(way->vek.extensions);
    result_.chain = std::move(way->chain.links);
    add(outcome(kReportChain, way->chain.fault));
    const auto line = result_.line.value_or(AmdGeneration::kMilan);
    auto revocation = internal::check_revocation(anchors_, line, way->chain.intermediate,
                                                 result_.input.certificates, result_.input.at);
    add(std::move(revocation.check));
    unusable_ = std::move(revocation.unusable);
    add(outcome(kReportBinding, way->vek.fault));
    add(outcome(kReportSignature,
                way->is_signed ? "" : "it is not one of this report by the certificate's key"));
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

  void add_findings() {
    using enum FindingCode;
    const ReportInput& input = result_.input;
    result_.findings = internal::report_findings(input.evidence, result_.line);
    find(!input.expected.report_data, kSnpReportNoNonce);
    find(input.expected.measurements.empty(), kSnpReportNoMeasurement);
    const bool has_chain = has_outcome(result_.checks, kReportChain, kPass);
    find(has_chain && has_outcome(result_.checks, kReportRevocation, kNotChecked),
         kSnpRevocationNotChecked);
    for (std::string& why : unusable_) find(true, kSnpCrlUnusable, std::move(why));
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
    for (const GivenCertificate& one : given.certificates) {
      const Sha256Digest digest = sha256(one.certificate.der);
      const bool is_used =
          std::any_of(result_.chain.begin(), result_.chain.end(),
                      [&](const ChainLink& link) { return link.sha256 == digest; });
      find(!is_used, kSnpCertificateUnused,
           one.source + ": " + printable(one.certificate.subject_cn) + ", issued by " +
               printable(one.certificate.issuer_cn));
    }
    for (const std::string& one : given.unread) find(true, kSnpCertificateUnread, one);
    for (const OtherTableEntry& one : given.others) {
      find(true, kSnpTableOthers,
           one.guid.to_string() + (one.name.empty() ? "" : ", " + std::string(one.name)));
    }
  }

  const Anchors& anchors_;
  ReportVerification result_;
  std::vector<std::string> unusable_;
};

// A launch's digests are what is expected; of measurements that are given besides those that are
// its.
Result<void> take_launch(ReportInput& input) {
  if (!input.launch) return {};
  std::vector<Sha384Digest>& expected = input.expected.measurements;
  std::vector<Sha384Digest> digests;
  const auto add = [&](const Sha384Digest& one) {
    const bool is_given =
        expected.empty() || std::find(expected.begin(), expected.end(), one) != expected.end();
    if (is_given) digests.push_back(one);
  };
  for (const CountedDigest& one : input.launch->digests) add(one.digest);
  // As in ComparedLaunch: of a file that QEMU does not start, that in its order.
  if (input.launch->digests.empty() && input.launch->igvm) add(input.launch->igvm->in_order);
  if (digests.empty()) {
    return fail(about(Subject::kMeasurement,
                      Error(ErrorCode::kContradictingInputs,
                            "a measurement is given that is not the digest of the launch that is "
                            "described",
                            "Give one of the two, or both for the same guest.")));
  }
  expected = std::move(digests);
  return {};
}

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
  if (auto taken = take_launch(input); !taken) return fail(taken.error());
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
