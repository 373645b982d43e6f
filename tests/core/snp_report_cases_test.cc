// Reports under made-up roots (tests/vectors/snp/synthetic): right and wrong in one respect each.
#include <gtest/gtest.h>

#include <map>

#include "snp/verify_with.h"
#include "snp_report_data.h"

namespace sevproof {
namespace {

using test::Json;

snp::ReportInput input_of(const Json& one) {
  const std::string id = one["id"].get<std::string>();
  snp::ReportInput input;
  input.evidence = test::evidence_of(test::snp_file("synthetic/" + id + ".report.bin"));
  input.certificates = test::certificates_of({"synthetic/" + id + ".vek.der",
                                              "synthetic/" + one["ica"].get<std::string>(),
                                              "synthetic/" + one["ark"].get<std::string>()});
  if (one["crl"].is_string()) {
    input.certificates.add(test::certificates_of({"synthetic/" + one["crl"].get<std::string>()}));
  }
  input.at = test::time_of(one["at"].get<std::string>());
  input.at_is_given = true;
  return input;
}

FindingCode finding_of(const std::string& words) {
  static const std::map<std::string, FindingCode> kFindings = {
      {"chip id masked", FindingCode::kSnpReportChipMasked},
      {"debug allowed", FindingCode::kSnpPolicyDebugAllowed},
      {"vmpl", FindingCode::kSnpReportLessPrivileged},
      {"provisional firmware", FindingCode::kSnpReportProvisional},
      {"reserved bytes", FindingCode::kSnpReportReserved},
      {"bytes after the signature", FindingCode::kSnpReportTail},
      {"unknown report version", FindingCode::kSnpReportVersionUnknown}};
  return kFindings.at(words);
}

TEST(SnpReportCases, SyntheticReportsUnderTheirOwnRoot) {
  for (const Json& one : test::load_list("vectors/snp/synthetic/cases.json", "cases")) {
    const std::string id = one["id"].get<std::string>();
    SCOPED_TRACE(id + ": " + one["why"].get<std::string>());
    const test::OwnRoot root("synthetic/" + one["ark"].get<std::string>());
    const auto result = snp::internal::verify_with(root.anchors, input_of(one));
    EXPECT_EQ(result.is_genuine(), one["answer"] == "valid") << test::said(result);
    if (!one.contains("expect")) continue;
    for (const Json& words : one["expect"]) {
      EXPECT_TRUE(test::has_finding(result, finding_of(words.get<std::string>()))) << words;
    }
  }
}

TEST(SnpReportCases, NoneIsGenuineUnderAmdsRoots) {
  for (const Json& one : test::load_list("vectors/snp/synthetic/cases.json", "cases")) {
    SCOPED_TRACE(one["id"].get<std::string>());
    const auto result = snp::verify_report(input_of(one));
    ASSERT_TRUE(result.has_value());
    EXPECT_FALSE(result->is_genuine());
    EXPECT_FALSE(result->verified);
  }
}

// What is genuine and still never matches, whatever else is expected.
TEST(SnpReportCases, UnknownThingsNeverMatch) {
  const std::map<std::string, snp::ReportVerdict> verdicts = {
      {"milan-v3", snp::ReportVerdict::kMatch},
      {"turin-v5", snp::ReportVerdict::kMatch},
      {"vlek-v3", snp::ReportVerdict::kMatch},
      {"crl-empty", snp::ReportVerdict::kMatch},
      {"author-key", snp::ReportVerdict::kMatch},
      {"version-6", snp::ReportVerdict::kGenuine},
      {"reserved-signed", snp::ReportVerdict::kGenuine},
      {"chip-masked", snp::ReportVerdict::kGenuine},
      {"debug-policy", snp::ReportVerdict::kMismatch},
      {"vmpl1", snp::ReportVerdict::kMismatch}};
  std::size_t seen = 0;
  for (const Json& one : test::load_list("vectors/snp/synthetic/cases.json", "cases")) {
    const auto verdict = verdicts.find(one["id"].get<std::string>());
    if (verdict == verdicts.end()) continue;
    SCOPED_TRACE(verdict->first);
    ++seen;
    const test::OwnRoot root("synthetic/" + one["ark"].get<std::string>());
    snp::ReportInput input = input_of(one);
    input.expected.measurements = {input.evidence.report.measurement};
    input.expected.report_data = input.evidence.report.report_data;
    const auto result = snp::internal::verify_with(root.anchors, std::move(input));
    EXPECT_EQ(result.verdict, verdict->second) << test::said(result);
    EXPECT_FALSE(result.verified);
  }
  EXPECT_EQ(seen, verdicts.size());
}

}  // namespace
}  // namespace sevproof
