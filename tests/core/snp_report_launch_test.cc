// A SEV-SNP launch that was described, and what it says of its report.
#include <gtest/gtest.h>

#include "sevproof/snp/domain.h"
#include "sevproof/snp/launch_report.h"
#include "snp/launch_expectations.h"
#include "snp_report_data.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using test::succeeds;

Bytes published(const std::string& name) { return test::snp_file("idblock/" + name); }

DomainBlob blob(Bytes bytes) { return {1, std::move(bytes), false}; }

// The published one with values of its own; who signed it stands beside it.
snp::IdBlock own_block() {
  snp::IdBlockBytes bytes{};
  put_bytes(bytes, published("id-block.bin"));
  snp::IdBlock block = snp::read_id_block(bytes);
  block.family_id[0] = 3;
  block.image_id[15] = 4;
  block.guest_svn = 5;
  return block;
}

Bytes own_block_bytes() {
  const snp::IdBlockBytes bytes = snp::id_block_bytes(own_block());
  return {bytes.begin(), bytes.end()};
}

// A launch with a digest, of a domain that says all there is to say.
snp::ReportInput described() {
  snp::ReportInput input;
  snp::LaunchReport& launch = input.launch.emplace();
  launch.digests.resize(2);
  launch.digests[0].digest[0] = 1;
  launch.digests[1].digest[0] = 2;
  DomainSnp& domain = launch.request.domain.emplace().snp.emplace();
  domain.policy = 0x30000;
  domain.host_data = blob(Bytes(32, 7));
  domain.id_block = blob(own_block_bytes());
  domain.id_auth = blob(published("id-auth.bin"));
  return input;
}

TEST(SnpReportLaunch, DomainSaysPolicyHostDataAndIdBlock) {
  snp::ReportInput input = described();
  ASSERT_TRUE(succeeds(snp::internal::expect_launch(input)));
  const snp::ExpectedReport& expected = input.expected;
  const snp::IdBlock block = own_block();
  EXPECT_EQ(expected.measurements.size(), 2U);
  EXPECT_EQ(expected.policy, 0x30000U);
  EXPECT_EQ(expected.host_data->back(), 7);
  EXPECT_EQ(expected.family_id, block.family_id);
  EXPECT_EQ(expected.image_id, block.image_id);
  EXPECT_EQ(expected.guest_svn, block.guest_svn);
  // tests/vectors/snp/idblock/expected.json, of another tool.
  const auto published = test::load_json("vectors/snp/idblock/expected.json");
  EXPECT_EQ(to_base64(*expected.id_key_digest), published["idKeyDigestBase64"].get<std::string>());
  EXPECT_EQ(to_base64(*expected.author_key_digest),
            published["authorKeyDigestBase64"].get<std::string>());
}

TEST(SnpReportLaunch, WhatADomainDoesNotSayIsNotExpected) {
  snp::ReportInput input = described();
  input.launch->request.domain->snp = DomainSnp();
  ASSERT_TRUE(succeeds(snp::internal::expect_launch(input)));
  snp::ExpectedReport bare;
  bare.measurements = input.expected.measurements;
  EXPECT_EQ(input.expected, bare);
}

// It would go unchecked without a word.
TEST(SnpReportLaunch, WhatADomainSaysAndNobodyCanReadIsRefused) {
  using Change = void (*)(DomainSnp&);
  for (const Change change : std::initializer_list<Change>{
           [](DomainSnp& it) { it.host_data = blob(Bytes(31, 7)); },
           [](DomainSnp& it) { it.host_data.count = 2; },
           [](DomainSnp& it) { it.host_data.bytes.reset(); },
           [](DomainSnp& it) { it.id_auth = {}; }, [](DomainSnp& it) { it.id_block = {}; },
           [](DomainSnp& it) { it.id_block.bytes->pop_back(); },
           [](DomainSnp& it) { it.id_auth.bytes->push_back(0); }}) {
    snp::ReportInput input = described();
    change(*input.launch->request.domain->snp);
    EXPECT_TRUE(fails(snp::internal::expect_launch(input), ErrorKind::kInvalid, {"of the domain"}));
  }
}

TEST(SnpReportLaunch, IgvmSaysPolicyAndIdBlock) {
  const Bytes file = test::read_data("vectors/igvm/snp-id-block.igvm");
  snp::LaunchDraft draft;
  draft.igvm = file;
  auto launch = snp::measure_request(*snp::complete(draft));
  ASSERT_TRUE(succeeds(launch));
  snp::ReportInput input;
  input.launch = *std::move(launch);
  ASSERT_TRUE(succeeds(snp::internal::expect_launch(input)));
  EXPECT_EQ(input.expected.policy, 0x30000U);
  EXPECT_EQ(as_text(*input.expected.family_id), "sevproof family ");
  EXPECT_TRUE(input.expected.id_key_digest);
}

TEST(SnpReportLaunch, WhatIsExpectedOtherwiseIsAContradiction) {
  using Change = void (*)(snp::ExpectedReport&);
  for (const Change change : std::initializer_list<Change>{
           [](snp::ExpectedReport& it) { it.policy = 0x20000; },
           [](snp::ExpectedReport& it) { it.policy_bits.forbidden = 0x10000; },
           [](snp::ExpectedReport& it) { it.host_data = snp::Bytes32{}; },
           [](snp::ExpectedReport& it) { it.family_id = snp::OwnersId{1}; },
           [](snp::ExpectedReport& it) { it.image_id = snp::OwnersId{1}; },
           [](snp::ExpectedReport& it) { it.id_key_digest = Sha384Digest{}; },
           [](snp::ExpectedReport& it) { it.author_key_digest = Sha384Digest{}; },
           [](snp::ExpectedReport& it) { it.minimum_guest_svn = own_block().guest_svn + 1; },
           [](snp::ExpectedReport& it) { it.measurements = {Sha384Digest{}}; }}) {
    snp::ReportInput input = described();
    change(input.expected);
    const auto taken = snp::internal::expect_launch(input);
    EXPECT_TRUE(fails(taken, ErrorKind::kInvalid));
  }
}

TEST(SnpReportLaunch, WhatIsExpectedAlikeIsNone) {
  snp::ReportInput input = described();
  ASSERT_TRUE(succeeds(snp::internal::expect_launch(input)));
  snp::ReportInput again = described();
  again.expected = input.expected;
  again.expected.measurements = {input.expected.measurements.back()};
  again.expected.minimum_guest_svn = own_block().guest_svn;
  again.expected.policy_bits.required = 0x10000;
  ASSERT_TRUE(succeeds(snp::internal::expect_launch(again)));
  EXPECT_EQ(again.expected.measurements.size(), 1U);
}

// The report is genuine and of the right digest, and its host changed what the domain says.
TEST(SnpReportLaunch, ReportOfAnotherPolicyIsAMismatch) {
  snp::ReportInput input;
  input.evidence = test::evidence_of(test::snp_file("reports/milan-v3.bin"));
  input.certificates = test::certificates_of({"reports/milan-v3.vcek.der"});
  input.at = test::time_of("2026-11-01");
  input.expected.report_data.emplace()[0] = 1;
  snp::LaunchReport& launch = input.launch.emplace();
  launch.digests.push_back({1, input.evidence.report.measurement});
  DomainSnp& domain = launch.request.domain.emplace().snp.emplace();
  domain.policy = input.evidence.report.policy;
  const auto outcome = [&](std::string_view name) {
    const auto result = snp::verify_report(input);
    return result ? test::find_check(*result, name)->outcome : CheckOutcome::kNotChecked;
  };
  EXPECT_EQ(outcome("policy"), CheckOutcome::kPass);
  domain.policy = *domain.policy ^ 0x10000;
  EXPECT_EQ(outcome("policy"), CheckOutcome::kFail);
  domain.host_data = blob(Bytes(32, 7));
  EXPECT_EQ(outcome("host-data"), CheckOutcome::kFail);
  domain.id_block = blob(own_block_bytes());
  domain.id_auth = blob(published("id-auth.bin"));
  EXPECT_EQ(outcome("id-block"), CheckOutcome::kFail);
}

}  // namespace
}  // namespace sevproof
