// SEV-SNP reports and certificates below tests/vectors/snp, and roots that are not AMD's.
#ifndef SEVPROOF_TESTS_CORE_SNP_REPORT_DATA_H
#define SEVPROOF_TESTS_CORE_SNP_REPORT_DATA_H

#include <gtest/gtest.h>

#include <string>

#include "sevproof/formats/snp_certificates.h"
#include "sevproof/formats/snp_report.h"
#include "sevproof/snp/report_verification.h"
#include "snp/anchors.h"
#include "test_data.h"

namespace sevproof::test {

inline Bytes snp_file(std::string_view name) {
  return read_data("vectors/snp/" + std::string(name));
}

inline SnpEvidence evidence_of(ByteView content) {
  auto evidence = parse_snp_evidence(content, "report");
  EXPECT_TRUE(evidence.has_value()) << (evidence ? "" : evidence.error().message);
  return evidence ? *std::move(evidence) : SnpEvidence();
}

inline SnpCertificates certificates_of(std::initializer_list<std::string> names) {
  SnpCertificates all;
  for (const std::string& name : names) {
    auto some = parse_snp_certificates(snp_file(name), name);
    EXPECT_TRUE(some.has_value()) << name << (some ? "" : some.error().message);
    if (some) all.add(*std::move(some));
  }
  return all;
}

inline UnixTime time_of(std::string_view text) {
  const auto time = parse_time("at", text);
  EXPECT_TRUE(time.has_value()) << text;
  return time.value_or(0);
}

inline X509Certificate certificate_of(std::string_view name) {
  const auto all = certificates_of({std::string(name)});
  EXPECT_EQ(all.certificates.size(), 1U) << name;
  return all.certificates.empty() ? X509Certificate() : all.certificates.front().certificate;
}

// A root of one's own, and nothing else that is trusted.
struct OwnRoot {
  explicit OwnRoot(const std::string& file) : certificate(certificate_of(file)) {
    const std::string line = certificate.subject_cn.substr(4);
    for (const AmdGeneration one :
         {AmdGeneration::kMilan, AmdGeneration::kGenoa, AmdGeneration::kTurin}) {
      if (generation_name(one) != line) continue;
      anchors.keys.push_back({one, "ark", "ARK-", 0x10000, certificate.not_before,
                              certificate.not_after, "", certificate.rsa_modulus});
    }
    anchors.organisation =
        snp::internal::organisation_of(certificate.subject, certificate.subject_cn)
            .value_or(Bytes());
  }
  OwnRoot(const OwnRoot&) = delete;
  OwnRoot& operator=(const OwnRoot&) = delete;

  X509Certificate certificate;
  snp::internal::Anchors anchors;
};

inline const Check* find_check(const snp::ReportVerification& result, std::string_view name) {
  for (const Check& check : result.checks) {
    if (check_info(check.code).name == name) return &check;
  }
  return nullptr;
}

inline bool has_finding(const snp::ReportVerification& result, FindingCode code) {
  for (const Finding& finding : result.findings) {
    if (finding.code == code) return true;
  }
  return false;
}

inline std::string said(const snp::ReportVerification& result) {
  std::string text(snp::verdict_name(result.verdict));
  for (const Check& check : result.checks) {
    text += "\n" + std::string(check_info(check.code).name) + " " +
            std::string(outcome_name(check.outcome)) + " " + check.expected + " | " + check.got +
            std::string(check.why);
  }
  return text;
}

}  // namespace sevproof::test

#endif
