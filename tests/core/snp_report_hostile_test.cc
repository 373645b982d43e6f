// Certificates that a host puts beside the right ones: they neither spoil a verdict nor cost more
// than a bounded number of signatures.
#include <gtest/gtest.h>

#include "snp/verify_with.h"
#include "snp_report_data.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::find_check;
using test::succeeds;

const std::string kMilanArk = "synthetic/ark-milan.der";

snp::ReportInput case_of(const std::string& id) {
  snp::ReportInput input;
  input.evidence = test::evidence_of(test::snp_file("synthetic/" + id + ".report.bin"));
  input.at = test::time_of("2026-11-01");
  input.at_is_given = true;
  return input;
}

// As many certificates with nothing but another signature, so that each is one of its own.
void add_decoys(SnpCertificates& into, const std::string& name, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    Bytes changed = test::snp_file("synthetic/" + name);
    changed[changed.size() - 2 - i] ^= 1;
    auto decoy = parse_snp_certificates(changed, "decoy");
    ASSERT_TRUE(succeeds(decoy)) << i;
    into.add(*std::move(decoy));
  }
}

snp::ReportVerification verify(const snp::ReportInput& input) {
  static const test::OwnRoot root(kMilanArk);
  return snp::internal::verify_with(root.anchors, input);
}

// Of a masked chip every certificate for its firmware fits: only the signature tells them apart.
TEST(SnpReportHostile, TheRightCertificateIsFoundBehindOthers) {
  snp::ReportInput input = case_of("chip-masked");
  add_decoys(input.certificates, "milan-v3.vek.der", 200);
  input.certificates.add(
      test::certificates_of({"synthetic/chip-masked.vek.der", "synthetic/ask-milan.der"}));
  const auto result = verify(input);
  EXPECT_TRUE(result.is_genuine()) << test::said(result);
  EXPECT_EQ(result.chain.back().source, "synthetic/chip-masked.vek.der");
}

TEST(SnpReportHostile, BeyondABoundIsSaid) {
  snp::ReportInput input = case_of("chip-masked");
  add_decoys(input.certificates, "milan-v3.vek.der", 300);
  input.certificates.add(
      test::certificates_of({"synthetic/chip-masked.vek.der", "synthetic/ask-milan.der"}));
  const auto result = verify(input);
  EXPECT_FALSE(result.is_genuine());
  EXPECT_EQ(find_check(result, "signature")->got,
            "the certificate's key did not sign this report, nor did that of 63 more, and not all "
            "that were given were tried: leave out those of others");
}

TEST(SnpReportHostile, OneCertificateTwiceIsOne) {
  snp::ReportInput input = case_of("milan-v3");
  for (int i = 0; i < 70; ++i) {
    input.certificates.add(test::certificates_of({"synthetic/chip-masked.vek.der"}));
  }
  input.certificates.add(
      test::certificates_of({"synthetic/milan-v3.vek.der", "synthetic/ask-milan.der"}));
  EXPECT_TRUE(verify(input).is_genuine());
}

TEST(SnpReportHostile, IssuersOfTheRightNameSpoilNothing) {
  snp::ReportInput input = case_of("milan-v3");
  add_decoys(input.certificates, "ask-milan.der", 10);
  input.certificates.add(test::certificates_of({"synthetic/ask-milan-foreign.der"}));
  input.certificates.add(
      test::certificates_of({"synthetic/milan-v3.vek.der", "synthetic/ask-milan.der"}));
  const auto result = verify(input);
  EXPECT_TRUE(result.is_genuine()) << test::said(result);
  EXPECT_EQ(result.chain[1].source, "synthetic/ask-milan.der");
}

TEST(SnpReportHostile, AnIssuerThatTheRootDidNotSignIsNamed) {
  snp::ReportInput input = case_of("milan-v3");
  add_decoys(input.certificates, "ask-milan.der", 1);
  input.certificates.add(test::certificates_of({"synthetic/milan-v3.vek.der"}));
  EXPECT_EQ(find_check(verify(input), "chain")->got,
            "SEV-Milan from decoy: AMD's ARK-Milan did not sign it");
}

// What a forger writes into a report that nobody signed proves nothing.
TEST(SnpReportHostile, NothingHoldsOfAReportThatIsNotVerified) {
  snp::ReportInput input = case_of("bit-flip");
  input.certificates =
      test::certificates_of({"synthetic/bit-flip.vek.der", "synthetic/ask-milan.der"});
  input.expected.measurements = {input.evidence.report.measurement};
  input.expected.report_data = input.evidence.report.report_data;
  input.expected.host_data.emplace()[0] =
      static_cast<std::uint8_t>(input.evidence.report.host_data[0] ^ 1);
  const auto result = verify(input);
  EXPECT_EQ(result.verdict, snp::ReportVerdict::kNotVerified);
  for (const std::string_view name : {"measurement", "report-data", "policy", "vmpl", "chip"}) {
    EXPECT_EQ(find_check(result, name)->outcome, CheckOutcome::kNotChecked) << name;
    EXPECT_EQ(find_check(result, name)->why, "The report is not verified.") << name;
  }
  EXPECT_EQ(find_check(result, "host-data")->outcome, CheckOutcome::kFail);
}

TEST(SnpReportHostile, ReservedPartsOfFirmwareVersions) {
  snp::ReportInput input = case_of("milan-v3");
  input.certificates =
      test::certificates_of({"synthetic/milan-v3.vek.der", "synthetic/ask-milan.der"});
  EXPECT_EQ(find_check(verify(input), "reserved")->outcome, CheckOutcome::kPass);
  SnpReport& report = input.evidence.report;
  for (TcbBytes* const tcb : {&report.current_tcb, &report.committed_tcb, &report.launch_tcb}) {
    const TcbBytes before = *tcb;
    (*tcb)[3] = 1;
    const auto result = verify(input);
    EXPECT_EQ(find_check(result, "reserved")->outcome, CheckOutcome::kNotChecked);
    EXPECT_TRUE(test::has_finding(result, FindingCode::kSnpReportReserved));
    *tcb = before;
  }
}

TEST(SnpReportHostile, NamesOfFilesAreMadePrintable) {
  const auto all = parse_snp_certificates(test::snp_file(kMilanArk), "a\x1b[2Jb");
  ASSERT_TRUE(succeeds(all));
  EXPECT_EQ(all->certificates.front().source, "a\\x1b[2Jb");
}

TEST(SnpReportStanding, OfEachCertificateByItself) {
  const auto fault_of = [](const std::string& file) {
    const auto all = test::certificates_of({file});
    return all.certificates.empty() ? "none" : snp::standing_fault(all.certificates.front());
  };
  for (const char* const name :
       {"ca/ark-milan.pem", "ca/ark-genoa.pem", "ca/ark-turin.pem", "ca/ask-milan.pem",
        "ca/ask-genoa.pem", "ca/ask-turin.pem", "ca/asvk-milan.der", "ca/asvk-genoa.der",
        "ca/asvk-turin.der", "reports/milan-v3.vcek.der", "reports/genoa-v3.vcek.der",
        "reports/turin-v5.vcek.der", "reports/milan-v3-vlek.vlek.der"}) {
    EXPECT_EQ(fault_of(name), "") << name;
  }
  EXPECT_EQ(fault_of("ca/ask-genoa-revoked.der"), "AMD has revoked it");
  EXPECT_EQ(fault_of("synthetic/ark-milan.der"), "it is no root that is built in");
  EXPECT_EQ(fault_of("synthetic/ask-milan.der"), "its issuer is not AMD's ARK-Milan");
  EXPECT_EQ(fault_of("synthetic/asvk-milan.der"), "its issuer is not AMD's ARK-Milan");
  EXPECT_EQ(fault_of("synthetic/milan-v3.vek.der"),
            "the certificate's subject is a SEV-VCEK, but not AMD's");
  EXPECT_EQ(fault_of("reports/vcek-invalid-hwid-raw.der"),
            "AMD's SEV-Milan did not sign the certificate (SEV-VCEK)");
}

TEST(SnpReportHostile, AMinimumForAnotherLineIsNotReached) {
  snp::ReportInput input = case_of("milan-v3");
  input.certificates =
      test::certificates_of({"synthetic/milan-v3.vek.der", "synthetic/ask-milan.der"});
  input.expected.minimum_tcb.of_line.push_back({AmdGeneration::kGenoa, {}});
  EXPECT_EQ(find_check(verify(input), "tcb")->got, "Milan, which has none");
  input.expected.minimum_tcb.of_line.push_back({AmdGeneration::kMilan, {{}, 0, {}, {}, {}}});
  EXPECT_EQ(find_check(verify(input), "tcb")->outcome, CheckOutcome::kPass);
}

}  // namespace
}  // namespace sevproof
