// What a report says of its checks, of who gave what, and of what its words are about.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "launch_vectors.h"
#include "schema_check.h"
#include "sevproof/report.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::Json;

Report report_of(const LaunchRequest& request) {
  Result<Validation> validation = validate(request);
  EXPECT_TRUE(test::succeeds(validation));
  return std::move(validation->report);
}

Json parse(const Report& report) {
  Json json = Json::parse(to_json(report), nullptr, /*allow_exceptions=*/false);
  EXPECT_TRUE(test::follows_schema("report", json)) << json.dump(2);
  return json;
}

std::string outcome(const Json& json, std::size_t check) {
  return json["checks"][check]["outcome"].get<std::string>();
}

TEST(ReportChecks, CatalogueNamesEach) {
  std::vector<std::string_view> names;
  for (const CheckInfo& info : check_catalogue()) {
    EXPECT_EQ(&check_info(info.code), &info);
    EXPECT_FALSE(info.meaning.empty());
    names.push_back(info.name);
  }
  EXPECT_THAT(
      names,
      testing::ElementsAre(
          "measurement", "domain-configuration", "guest-paused", "ark-pinned", "ark-self",
          "ask-by-ark", "cek-by-ask", "oca-self", "pek-by-oca", "pek-by-cek", "pdh-by-pek",
          "attestation-by-pek", "attestation-nonce", "attestation-digest", "attestation-policy",
          "session-shape", "session-policy", "session-godh", "session-fresh", "session-tek",
          "session-agreement", "id-block-shape", "id-block-signed", "id-key-signed",
          "id-block-digest", "id-block-policy", "id-block-family", "id-block-image", "id-block-svn",
          "id-key-digest", "author-key-digest", "shape", "chain", "revocation", "binding",
          "signature", "report-version", "reserved", "report-data", "policy", "vmpl", "tcb",
          "firmware-version", "id-block", "host-data", "chip", "report-id", "platform-info",
          "mitigations", "claims"));
}

// The report matches exactly if all passes that is required.
TEST(ReportChecks, FollowTheVerdict) {
  LaunchRequest request = test::launch_vector(test::kSevVector).request();
  for (const bool matches : {true, false}) {
    if (!matches) request.reported.measurement[0] ^= 1;
    const Report report = report_of(request);
    bool all_pass = true;
    for (const Check& check : report_checks(report)) {
      if (!check_info(check.code).required) continue;
      all_pass = all_pass && check.outcome == CheckOutcome::kPass;
    }
    EXPECT_EQ(report.verdict == Verdict::kMatch, all_pass);
    EXPECT_EQ(all_pass, matches);
    EXPECT_EQ(outcome(parse(report), 0), matches ? "pass" : "fail");
  }
}

TEST(ReportChecks, SayWhatWasNotChecked) {
  Report report = report_of(test::launch_vector(test::kSevVector).request());
  Json json = parse(report);
  EXPECT_EQ(outcome(json, 1), "not-checked");
  EXPECT_EQ(json["checks"][1]["why"].get<std::string>(), "No domain was given.");
  EXPECT_EQ(outcome(json, 2), "not-checked");
  EXPECT_EQ(json["checks"][2]["why"].get<std::string>(), "No host was asked.");
  report.domain = ReviewedDomain{HostSource::kLive, false};
  json = parse(report);
  EXPECT_EQ(json["checks"][1]["why"].get<std::string>(),
            "The domain's configuration was to be ignored.");
  EXPECT_EQ(outcome(json, 2), "pass");
  report.domain = ReviewedDomain{HostSource::kDomainXml};
  json = parse(report);
  EXPECT_EQ(outcome(json, 1), "pass");
  EXPECT_EQ(outcome(json, 2), "not-checked");
}

// What is accepted although it would be refused otherwise.
TEST(ReportChecks, SayWhatFailed) {
  Report report = report_of(test::launch_vector(test::kSevVector).request());
  report.domain = ReviewedDomain{HostSource::kLive};
  report.findings.push_back({FindingCode::kDomainMemoryNotLocked, {}});
  EXPECT_EQ(outcome(parse(report), 1), "pass");
  report.findings.push_back({FindingCode::kDomainNvram, {}});
  report.findings.push_back({FindingCode::kDomainShim, {}});
  report.findings.push_back({FindingCode::kDomainNotPaused, "running"});
  const Json json = parse(report);
  EXPECT_EQ(outcome(json, 1), "fail");
  EXPECT_EQ(json["checks"][1]["got"].get<std::string>(), "domain-nvram, domain-shim-not-measured");
  EXPECT_EQ(outcome(json, 2), "fail");
  EXPECT_EQ(json["checks"][2]["expected"].get<std::string>(), "paused");
  EXPECT_EQ(json["checks"][2]["got"].get<std::string>(), "running");
}

TEST(ReportGivers, AreOwnerXmlAndHost) {
  LaunchRequest request = test::launch_vector(test::kEsVector).request();
  request.from_host = {HostValue::kMeasurement, HostValue::kApi,   HostValue::kPolicy,
                       HostValue::kFirmware,    HostValue::kVcpus, HostValue::kCpu};
  Report report = report_of(request);
  for (const auto& [source, name] :
       {std::pair(HostSource::kLive, "host"), std::pair(HostSource::kDomainXml, "xml")}) {
    report.domain = ReviewedDomain{source};
    const Json json = parse(report);
    for (const char* input : {"firmware", "api", "policy", "vcpus", "vmsa"}) {
      EXPECT_EQ(json["inputs"][input]["from"].get<std::string>(), name) << input;
    }
    EXPECT_EQ(json["evidence"]["from"].get<std::string>(), name);
  }
  report.from_host = {HostValue::kKernel};
  const Json json = parse(report);
  EXPECT_EQ(json["evidence"]["from"].get<std::string>(), "owner");
  EXPECT_EQ(json["inputs"]["vmsa"]["from"].get<std::string>(), "owner");
}

// Every pointer leads somewhere, in a report of each kind.
TEST(ReportAbout, LeadsIntoTheReport) {
  for (const std::string_view name : {test::kSevVector, test::kEsVector}) {
    Report report = report_of(test::launch_vector(name).request());
    report.findings.clear();
    for (const FindingInfo& info : finding_catalogue()) report.findings.push_back({info.code, {}});
    const Json json = parse(report);
    ASSERT_EQ(json["findings"].size(), finding_catalogue().size());
    for (const Json& finding : json["findings"]) {
      if (finding["about"].is_null()) continue;
      const Json::json_pointer pointer(finding["about"].get<std::string>());
      EXPECT_TRUE(json.contains(pointer)) << finding.dump();
    }
    EXPECT_EQ(json["findings"][0]["about"].get<std::string>(), "/inputs/policy");
  }
}

TEST(ReportAbout, AFindingMayKnowBetter) {
  Report report = report_of(test::launch_vector(test::kSevVector).request());
  report.findings = {{FindingCode::kDomainBootDiffers, {}},
                     {FindingCode::kDomainBootDiffers, {}, Subject::kInitrd}};
  const Json json = parse(report);
  EXPECT_EQ(json["findings"][0]["about"].get<std::string>(), "/inputs/cmdline");
  EXPECT_EQ(json["findings"][1]["about"].get<std::string>(), "/inputs/initrd");
}

TEST(ReportError, StandsInTheReportOfASecretThatWasNotDelivered) {
  Report report = report_of(test::launch_vector(test::kSevVector).request());
  report.delivery = SecretDelivery{1, Done::kYes, Done::kUnknown};
  report.error = Error(ErrorCode::kGuestNotResumed, "it does not run", "Look.");
  const Json json = parse(report);
  EXPECT_EQ(json["verdict"].get<std::string>(), "match");
  EXPECT_EQ(json["error"]["code"].get<std::string>(), "guest-not-resumed");
  EXPECT_EQ(json["error"]["about"].get<std::string>(), "/delivery");
  EXPECT_EQ(json["error"]["status"].get<int>(), 6);
}

}  // namespace
}  // namespace sevproof
