// Attestation reports against the PEK of their platform.
#include "sevproof/sev/attestation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "known_sessions.h"
#include "sev/extracted_ceks.h"
#include "sevproof/report.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using test::succeeds;
using testing::Contains;
using testing::Not;

Bytes known_report() { return test::platform_file("stand-in-a/attestation_report.bin"); }

AttestationVerification verified(const Bytes& bytes, const PlatformChain& chain,
                                 const std::optional<NamedRoot>& root = {},
                                 const ExpectedAttestation& expected = {}) {
  const auto report = parse_attestation_report(bytes);
  EXPECT_TRUE(succeeds(report));
  auto verification = verify_attestation(*report, chain, root, expected);
  EXPECT_TRUE(succeeds(verification));
  return *std::move(verification);
}

const Check& check_of(const AttestationVerification& verification, CheckCode code) {
  for (const Check& check : verification.checks) {
    if (check.code == code) return check;
  }
  ADD_FAILURE() << "no such check";
  return verification.checks.front();
}

CheckOutcome outcome(const AttestationVerification& verification, CheckCode code) {
  return check_of(verification, code).outcome;
}

std::vector<FindingCode> codes(const AttestationVerification& verification) {
  std::vector<FindingCode> all;
  for (const Finding& finding : verification.findings) all.push_back(finding.code);
  return all;
}

TEST(Attestation, ThePekSignedIt) {
  const auto root = test::stand_in_root();
  const auto verification = verified(known_report(), test::stand_in_chain(), root);
  EXPECT_TRUE(verification.holds());
  EXPECT_EQ(verification.platform.voucher, Voucher::kNamedRoot);
  EXPECT_EQ(verification.checks.size(), 12U);
  EXPECT_THAT(codes(verification), Not(Contains(FindingCode::kAttestationPekUnknown)));
  EXPECT_THAT(codes(verification), Not(Contains(FindingCode::kAttestationNotSigned)));
  EXPECT_THAT(codes(verification), Contains(FindingCode::kAttestationProvesLittle));
  // The platform's, too.
  EXPECT_THAT(codes(verification), Contains(FindingCode::kPlatformRootNamed));
  EXPECT_EQ(check_of(verification, CheckCode::kAttestationByPek).got, "");
}

// The signature holds all the same: who vouches for the PEK is another question, and asked.
TEST(Attestation, ThePekMayBeAnybodys) {
  PlatformChain alone;
  alone.pek = test::stand_in_certificate("pek");
  const auto verification = verified(known_report(), alone);
  EXPECT_TRUE(verification.holds());
  EXPECT_EQ(verification.platform.voucher, Voucher::kNobody);
  EXPECT_THAT(codes(verification), Contains(FindingCode::kAttestationPekUnknown));
  EXPECT_TRUE(fails(verify_attestation(verification.report, {}, {}), ErrorKind::kIncomplete,
                    {"a PEK is needed"}));
}

// Then the files are not of one platform, and any of them may be somebody's.
TEST(Attestation, NotBesideABrokenChain) {
  PlatformChain chain;
  chain.pek = test::stand_in_certificate("pek");
  chain.cek = parse_sev_certificate(test::platform_file("chains/rome/cek.cert")).value();
  const auto verification = verified(known_report(), chain);
  EXPECT_FALSE(verification.holds());
  EXPECT_EQ(outcome(verification, CheckCode::kAttestationByPek), CheckOutcome::kPass);
  EXPECT_EQ(outcome(verification, CheckCode::kPekByCek), CheckOutcome::kFail);
}

// Bytes 0x00 to 0x33 and both numbers; what else there is has one value alone.
TEST(Attestation, EverySignedBitCounts) {
  const PlatformChain chain = test::stand_in_chain();
  for (std::size_t at = 0; at < kAttestationReportSize; ++at) {
    const bool is_number = (at >= 0x40 && at < 0x70) || (at >= 0x88 && at < 0xb8);
    if (at >= 0x34 && !is_number) continue;
    Bytes changed = known_report();
    changed[at] ^= static_cast<std::uint8_t>(1U << at % 8);
    const auto report = parse_attestation_report(changed);
    if (!report) continue;  // r or s is out of range
    const auto verification = verify_attestation(*report, chain, {});
    ASSERT_TRUE(succeeds(verification));
    EXPECT_FALSE(verification->holds()) << at;
    EXPECT_EQ(outcome(*verification, CheckCode::kAttestationByPek), CheckOutcome::kFail);
  }
}

TEST(Attestation, AnotherPlatformsPek) {
  PlatformChain chain;
  chain.pek = parse_sev_certificate(test::platform_file("chains/rome/pek.cert")).value();
  const auto verification = verified(known_report(), chain);
  EXPECT_FALSE(verification.holds());
  EXPECT_THAT(codes(verification), Contains(FindingCode::kAttestationNotSigned));
  EXPECT_EQ(check_of(verification, CheckCode::kAttestationByPek).got,
            "its signature does not verify");
  chain.pek = test::stand_in_certificate("pek");
  chain.pek->key_fault = "its point is not on the curve P-384";
  EXPECT_FALSE(verified(known_report(), chain).holds());
}

TEST(Attestation, IsWhatWasExpected) {
  const PlatformChain chain = test::stand_in_chain();
  const auto report = parse_attestation_report(known_report());
  ASSERT_TRUE(succeeds(report));
  const ExpectedAttestation right{report->nonce, report->launch_digest, Policy{report->policy}};
  const auto as_expected = verified(known_report(), chain, {}, right);
  EXPECT_TRUE(as_expected.holds());
  EXPECT_THAT(codes(as_expected), Not(Contains(FindingCode::kAttestationNoNonce)));
  EXPECT_THAT(codes(verified(known_report(), chain)), Contains(FindingCode::kAttestationNoNonce));
  for (const CheckCode code : {CheckCode::kAttestationNonce, CheckCode::kAttestationDigest,
                               CheckCode::kAttestationPolicy}) {
    ExpectedAttestation wrong = right;
    if (code == CheckCode::kAttestationNonce) (*wrong.nonce)[0] ^= 1;
    if (code == CheckCode::kAttestationDigest) (*wrong.launch_digest)[0] ^= 1;
    if (code == CheckCode::kAttestationPolicy) wrong.policy->value ^= 1;
    const auto verification = verified(known_report(), chain, {}, wrong);
    EXPECT_FALSE(verification.holds());
    EXPECT_EQ(outcome(verification, code), CheckOutcome::kFail);
    EXPECT_EQ(outcome(verification, CheckCode::kAttestationByPek), CheckOutcome::kPass);
    // Nothing to compare with is no reason to doubt.
    EXPECT_EQ(outcome(verified(known_report(), chain), code), CheckOutcome::kNotChecked);
  }
}

// None of the keys in question is at hand, so one that is stands in for them.
TEST(ExtractedCeks, AreToldByTheirPublicKeys) {
  const SevCertificate cek = test::stand_in_certificate("cek");
  const std::string key = to_hex(sha256(ByteView(cek.bytes).subspan(0x10, 0x404)));
  EXPECT_TRUE(internal::is_one_of(cek, std::array<std::string_view, 2>{"", key}));
  // Whatever its signature, and what host exported it.
  EXPECT_TRUE(internal::is_one_of(test::stand_in_certificate("cek.unsigned"),
                                  std::array<std::string_view, 1>{key}));
  EXPECT_FALSE(
      internal::is_one_of(test::stand_in_certificate("pek"), std::array<std::string_view, 1>{key}));
  EXPECT_FALSE(internal::is_extracted(cek));
  EXPECT_EQ(internal::kExtractedKeys.size(), 3U);
}

}  // namespace
}  // namespace sevproof
