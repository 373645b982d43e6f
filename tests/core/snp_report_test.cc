// Real reports, and the keys of AMD's that are built in.
#include <gtest/gtest.h>

#include <map>

#include "crypto/rsa_pss.h"
#include "snp/revocation.h"
#include "snp_report_data.h"
#include "test_bytes.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using snp::ReportVerdict;
using test::certificate_of;
using test::find_check;
using test::snp_file;

struct Real {
  std::string report;
  std::string vek;
  std::string at;
};

const Real kMilan = {"reports/milan-v3.bin", "reports/milan-v3.vcek.der", "2026-11-01T00:00:00Z"};
const Real kGenoa = {"reports/genoa-v3.bin", "reports/genoa-v3.vcek.der", "2026-11-01T00:00:00Z"};
const Real kTurin = {"reports/turin-v5.bin", "reports/turin-v5.vcek.der", "2026-11-01T00:00:00Z"};
const Real kVlek = {"reports/milan-v3-vlek.bin", "reports/milan-v3-vlek.vlek.der",
                    "2025-06-01T00:00:00Z"};
const Real kDebug = {"reports/milan-v2-debug.bin", "reports/milan-v2-debug.vcek.der",
                     "2026-11-01T00:00:00Z"};
const Real kAzure = {"reports/azure-milan-v2.hcl.bin", "reports/azure-milan-v2.vcek-chain.pem",
                     "2026-11-01T00:00:00Z"};

snp::ReportInput input_of(const Real& real) {
  snp::ReportInput input;
  input.evidence = test::evidence_of(snp_file(real.report));
  input.certificates = test::certificates_of({real.vek});
  input.at = test::time_of(real.at);
  input.at_is_given = true;
  return input;
}

// All that a match needs, from the report itself.
snp::ReportInput expecting_itself(const Real& real) {
  snp::ReportInput input = input_of(real);
  input.expected.measurements = {input.evidence.report.measurement};
  input.expected.report_data = input.evidence.report.report_data;
  return input;
}

snp::ReportVerification verify(snp::ReportInput input) {
  auto result = snp::verify_report(std::move(input));
  EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message);
  return result ? *std::move(result) : snp::ReportVerification();
}

TEST(SnpAnchors, AreAmdsCertificates) {
  const std::map<std::string, std::string> suffix = {
      {"ark", ".pem"}, {"ask", ".pem"}, {"asvk", ".der"}};
  for (const snp::internal::Anchor& anchor : snp::internal::built_in_anchors().keys) {
    std::string line(generation_name(anchor.line));
    line[0] = static_cast<char>(line[0] | 0x20);
    const std::string role(anchor.role);
    const std::string name = "ca/" + role + "-" + line + suffix.at(role);
    SCOPED_TRACE(name);
    const X509Certificate certificate = certificate_of(name);
    EXPECT_EQ(test::hex(sha256(certificate.der)), anchor.sha256);
    EXPECT_EQ(test::hex(certificate.rsa_modulus), test::hex(anchor.modulus));
    EXPECT_EQ(certificate.rsa_exponent, 65537U);
    EXPECT_EQ(certificate.subject_cn, anchor.cn());
    EXPECT_EQ(certificate.not_before, anchor.not_before);
    EXPECT_EQ(certificate.not_after, anchor.not_after);
    EXPECT_EQ("0x" + test::hex(certificate.serial).substr(1), to_hex_number(anchor.serial));
    const auto& anchors = snp::internal::built_in_anchors();
    EXPECT_TRUE(anchors.has_name(certificate.subject, anchor.cn()));
    const auto* root = anchors.find("ark", anchor.line);
    ASSERT_NE(root, nullptr);
    EXPECT_TRUE(anchors.has_name(certificate.issuer, root->cn()));
    const auto key = RsaPublicKey::make(root->modulus, 65537);
    ASSERT_TRUE(key);
    EXPECT_TRUE(
        key->verifies(PssHash::kSha384, certificate.signed_part, certificate.signature.value));
  }
  EXPECT_EQ(snp::internal::built_in_anchors().keys.size(), 9U);
}

TEST(SnpReportVerification, RealReportsAreGenuine) {
  for (const Real& real : {kMilan, kGenoa, kTurin, kVlek}) {
    SCOPED_TRACE(real.report);
    const auto result = verify(input_of(real));
    if (real.report == kVlek.report) {
      EXPECT_EQ(result.verdict, ReportVerdict::kMismatch) << test::said(result);
      EXPECT_EQ(find_check(result, "vmpl")->outcome, CheckOutcome::kFail);
    } else {
      EXPECT_EQ(result.verdict, ReportVerdict::kGenuine) << test::said(result);
    }
    EXPECT_FALSE(result.verified);
    EXPECT_EQ(result.chain.size(), 3U);
  }
}

TEST(SnpReportVerification, MatchNeedsMeasurementAndReportData) {
  for (const Real& real : {kMilan, kGenoa, kTurin}) {
    SCOPED_TRACE(real.report);
    auto result = verify(expecting_itself(real));
    EXPECT_EQ(result.verdict, ReportVerdict::kMatch) << test::said(result);
    ASSERT_TRUE(result.verified);
    EXPECT_EQ(result.verified->report().bytes, result.input.evidence.report.bytes);
    snp::ReportInput input = expecting_itself(real);
    input.expected.report_data.reset();
    EXPECT_EQ(verify(input).verdict, ReportVerdict::kGenuine);
    EXPECT_TRUE(test::has_finding(verify(input), FindingCode::kSnpReportNoNonce));
    input = expecting_itself(real);
    input.expected.measurements.clear();
    EXPECT_EQ(verify(input).verdict, ReportVerdict::kGenuine);
    EXPECT_TRUE(test::has_finding(verify(input), FindingCode::kSnpReportNoMeasurement));
  }
}

TEST(SnpReportVerification, NonceOfAnotherReportIsAMismatch) {
  snp::ReportInput input = expecting_itself(kMilan);
  (*input.expected.report_data)[63] ^= 1;
  const auto result = verify(std::move(input));
  EXPECT_EQ(result.verdict, ReportVerdict::kMismatch);
  EXPECT_EQ(find_check(result, "report-data")->outcome, CheckOutcome::kFail);
  EXPECT_FALSE(result.verified);
}

TEST(SnpReportVerification, VlekOfAProvider) {
  snp::ReportInput input = expecting_itself(kVlek);
  input.expected.vmpls = {1};
  EXPECT_EQ(verify(input).verdict, ReportVerdict::kMatch) << test::said(verify(input));
  input.expected.providers = {"CN=cc-us-east-2.amazonaws.com"};
  EXPECT_EQ(verify(input).verdict, ReportVerdict::kMatch) << test::said(verify(input));
  input.expected.providers = {"CN=cc-us-east-1.amazonaws.com"};
  EXPECT_EQ(verify(input).verdict, ReportVerdict::kMismatch);
  input.expected.providers.clear();
  input.expected.refuse_provisional = true;
  EXPECT_EQ(verify(input).verdict, ReportVerdict::kMismatch);
  input.expected.refuse_provisional = false;
  input.at = test::time_of("2025-12-11");
  const auto late = verify(input);
  EXPECT_EQ(late.verdict, ReportVerdict::kNotVerified);
  EXPECT_EQ(find_check(late, "chain")->outcome, CheckOutcome::kFail);
  EXPECT_TRUE(test::has_finding(late, FindingCode::kSnpReportProvisional));
}

TEST(SnpReportVerification, DebuggingIsAcceptedOnlyOnPurpose) {
  snp::ReportInput input = expecting_itself(kDebug);
  // Its REPORT_DATA may be anything.
  const auto refused = verify(input);
  EXPECT_EQ(refused.verdict, ReportVerdict::kMismatch) << test::said(refused);
  EXPECT_EQ(find_check(refused, "policy")->outcome, CheckOutcome::kFail);
  EXPECT_EQ(refused.line, AmdGeneration::kMilan);
  input.expected.allow_debug = true;
  const auto accepted = verify(input);
  EXPECT_EQ(accepted.verdict, ReportVerdict::kMatch) << test::said(accepted);
  EXPECT_EQ(find_check(accepted, "policy")->expected, "DEBUG is accepted");
}

TEST(SnpReportVerification, AzuresClaimsAreChecked) {
  snp::ReportInput input = expecting_itself(kAzure);
  EXPECT_EQ(input.evidence.form, SnpReportForm::kAzure);
  const auto result = verify(input);
  // REPORT_DATA is no nonce there, so what was expected of it makes no match.
  EXPECT_EQ(result.verdict, ReportVerdict::kGenuine) << test::said(result);
  EXPECT_EQ(find_check(result, "report-data")->outcome, CheckOutcome::kNotChecked);
  EXPECT_EQ(find_check(result, "claims")->outcome, CheckOutcome::kPass);
  EXPECT_TRUE(test::has_finding(result, FindingCode::kSnpReportClaims));
  EXPECT_FALSE(test::has_finding(result, FindingCode::kSnpReportNoNonce));
  EXPECT_FALSE(result.verified);
  (*input.expected.report_data)[0] ^= 1;
  EXPECT_EQ(verify(input).verdict, ReportVerdict::kMismatch);
  (*input.expected.report_data)[0] ^= 1;
  input.evidence.claims->sha256[0] ^= 1;
  EXPECT_EQ(verify(input).verdict, ReportVerdict::kMismatch);
}

TEST(SnpReportVerification, MissingVcekIsSaidWithItsAddress) {
  snp::ReportInput input = expecting_itself(kMilan);
  input.certificates = {};
  const auto result = verify(std::move(input));
  EXPECT_EQ(result.verdict, ReportVerdict::kNotVerified);
  EXPECT_TRUE(result.vek_missing);
  ASSERT_EQ(result.addresses.size(), 1U);
  EXPECT_EQ(result.addresses[0].vek,
            "https://kdsintf.amd.com/vcek/v1/Milan/"
            "4ffb5cb4fd594f3fee6528fc3fb10370bb38abe89dcd5ba2cf0ab6a11df2ca282add516bef45a890a8c9f9"
            "732bdca68f9f3f16c42e846030a800295dbeb19ba5?blSPL=04&teeSPL=00&snpSPL=24&ucodeSPL=219");
  snp::ReportInput turin = input_of(kTurin);
  turin.certificates = {};
  EXPECT_EQ(verify(std::move(turin)).addresses[0].vek,
            "https://kdsintf.amd.com/vcek/v1/Turin/59790fb1c39f35c1"
            "?fmcSPL=01&blSPL=01&teeSPL=01&snpSPL=04&ucodeSPL=81");
  snp::ReportInput old = input_of(kDebug);
  old.certificates = {};
  EXPECT_EQ(verify(std::move(old)).addresses.size(), 2U);
}

TEST(SnpReportVerification, CertificatesOfOthersBesideSpoilNothing) {
  snp::ReportInput input = expecting_itself(kMilan);
  input.certificates = test::certificates_of(
      {"reports/genoa-v3.vcek.der", "ca/ask-genoa.pem", "reports/milan-v2-debug.vcek.der",
       "synthetic/ark-milan.der", "synthetic/ask-milan.der", "reports/vcek-invalid-hwid-raw.der",
       kMilan.vek, "crl/amd-genoa-2022.crl.der"});
  const auto result = verify(std::move(input));
  EXPECT_EQ(result.verdict, ReportVerdict::kMatch) << test::said(result);
  EXPECT_TRUE(test::has_finding(result, FindingCode::kSnpCertificateUnused));
  EXPECT_TRUE(test::has_finding(result, FindingCode::kSnpCrlUnusable));
}

TEST(SnpReportVerification, CertificateOfAnotherReport) {
  for (const std::string vek :
       {"reports/milan-v2-debug.vcek.der", "reports/genoa-v3.vcek.der", "reports/turin-v5.vcek.der",
        "reports/vcek-invalid-hwid-raw.der", "reports/vcek-invalid-hwid-der.der"}) {
    SCOPED_TRACE(vek);
    snp::ReportInput input = expecting_itself(kMilan);
    input.certificates = test::certificates_of({vek});
    EXPECT_EQ(verify(std::move(input)).verdict, ReportVerdict::kNotVerified);
  }
}

TEST(SnpReportVerification, TimeCounts) {
  snp::ReportInput input = expecting_itself(kMilan);
  input.at = test::time_of("2026-02-05T01:04:33Z");
  EXPECT_EQ(verify(input).verdict, ReportVerdict::kMatch);
  input.at -= 1;
  EXPECT_EQ(verify(input).verdict, ReportVerdict::kNotVerified);
  input.at = test::time_of("2033-02-05T01:04:33Z");
  EXPECT_EQ(verify(input).verdict, ReportVerdict::kMatch);
  EXPECT_TRUE(test::has_finding(verify(input), FindingCode::kSnpCertificateExpires));
  input.at += 1;
  EXPECT_EQ(verify(input).verdict, ReportVerdict::kNotVerified);
  input.at_is_given = false;
  EXPECT_TRUE(test::has_finding(verify(input), FindingCode::kSnpTimeOfClock));
}

TEST(SnpReportVerification, GenoasRevokedKeyAndItsList) {
  const auto& anchors = snp::internal::built_in_anchors();
  const X509Certificate revoked = certificate_of("ca/ask-genoa-revoked.der");
  const auto* root = anchors.find("ark", AmdGeneration::kGenoa);
  // Its signature is right: nothing but the built-in list or AMD's tells.
  EXPECT_TRUE(RsaPublicKey::make(root->modulus, 65537)
                  ->verifies(PssHash::kSha384, revoked.signed_part, revoked.signature.value));
  EXPECT_EQ(test::hex(sha256(revoked.der)), anchors.revoked.at(0).sha256);
  EXPECT_EQ(revoked.serial, snp::internal::serial_bytes(anchors.revoked.at(0).serial));
  const auto crl = test::certificates_of({"crl/amd-genoa-2022.crl.der"});
  const auto check = [&](std::initializer_list<int> serial, std::string_view at) {
    snp::internal::Intermediate ica;
    for (const int byte : serial) ica.serial.push_back(static_cast<std::uint8_t>(byte));
    return snp::internal::check_revocation(anchors, AmdGeneration::kGenoa, ica, crl,
                                           test::time_of(at))
        .check.outcome;
  };
  EXPECT_EQ(check({2, 0, 1}, "2023-06-01"), CheckOutcome::kFail);
  EXPECT_EQ(check({2, 0, 1}, "2026-06-01"), CheckOutcome::kFail);
  EXPECT_EQ(check({2, 0, 2}, "2023-06-01"), CheckOutcome::kPass);
  EXPECT_EQ(check({2, 0, 2}, "2022-10-31T13:34:46Z"), CheckOutcome::kPass);
  EXPECT_EQ(check({2, 0, 2}, "2022-10-31T13:34:45Z"), CheckOutcome::kNotChecked);
  EXPECT_EQ(check({2, 0, 2}, "2023-10-31T23:00:00Z"), CheckOutcome::kPass);
  EXPECT_EQ(check({2, 0, 2}, "2023-10-31T23:00:01Z"), CheckOutcome::kNotChecked);
}

// Every bit of what is signed and of both numbers; of the rest none counts.
TEST(SnpReportVerification, NoFlippedBitOfAReportVerifies) {
  const Bytes original = snp_file(kMilan.report);
  constexpr std::size_t kSigned = kSnpReportSignedSize + 2 * 72;
#if defined(__EMSCRIPTEN__) || defined(__SANITIZE_ADDRESS__)
  constexpr std::size_t kStep = 29;  // minutes otherwise
#else
  constexpr std::size_t kStep = 1;
#endif
  snp::ReportInput input = input_of(kMilan);
  std::size_t tried = 0;
  for (std::size_t bit = 0; bit < kSigned * 8; bit += kStep) {
    Bytes changed = original;
    changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ 1U << bit % 8);
    auto evidence = parse_snp_evidence(changed, "report");
    if (!evidence) continue;
    input.evidence = *std::move(evidence);
    ASSERT_FALSE(verify(input).is_genuine()) << "bit " << bit;
    ++tried;
  }
  EXPECT_GT(tried, kSigned * 8 / kStep - 64);
}

TEST(SnpReportVerification, NoChangedByteOfACertificateVerifies) {
  const Bytes original = snp_file(kMilan.vek);
#if defined(__EMSCRIPTEN__) || defined(__SANITIZE_ADDRESS__)
  constexpr std::size_t kStep = 13;
#else
  constexpr std::size_t kStep = 1;
#endif
  std::size_t parsed = 0;
  for (std::size_t at = 0; at < original.size(); at += kStep) {
    Bytes changed = original;
    changed[at] = static_cast<std::uint8_t>(changed[at] ^ 1U << at % 8);
    auto certificates = parse_snp_certificates(changed, "vcek");
    if (!certificates) continue;
    ++parsed;
    snp::ReportInput input = input_of(kMilan);
    input.certificates = *std::move(certificates);
    ASSERT_FALSE(verify(std::move(input)).is_genuine()) << "byte " << at;
  }
  EXPECT_GT(parsed, original.size() / kStep / 2);
}

TEST(SnpReportVerification, BytesBehindTheSignatureAreSaid) {
  Bytes changed = snp_file(kMilan.report);
  changed.back() = 1;
  snp::ReportInput input = expecting_itself(kMilan);
  input.evidence = test::evidence_of(changed);
  const auto result = verify(std::move(input));
  EXPECT_EQ(result.verdict, ReportVerdict::kMatch);
  EXPECT_TRUE(test::has_finding(result, FindingCode::kSnpReportTail));
}

}  // namespace
}  // namespace sevproof
