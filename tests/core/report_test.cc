#include "sevproof/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "launch_vectors.h"
#include "schema_check.h"
#include "sevproof/diagnosis_search.h"
#include "sevproof/sev/secret.h"
#include "test_bytes.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::Json;
using test::LaunchVector;

std::string text_of(const LaunchRequest& request) {
  const Result<Validation> validation = validate(request);
  EXPECT_TRUE(test::succeeds(validation));
  return validation ? to_json(validation->report) : std::string();
}

Json parse(const std::string& text) {
  Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  EXPECT_FALSE(json.is_discarded()) << text;
  EXPECT_TRUE(test::follows_schema("report", json)) << text;
  return json;
}

// A value of the report by its JSON pointer, as text.
std::string at(const Json& json, const char* pointer) {
  const Json::json_pointer where(pointer);
  if (!json.contains(where)) return "(absent)";
  const Json& value = json[where];
  return value.is_string() ? value.get<std::string>() : value.dump();
}

TEST(Report, HasWhatTheContractPromises) {
  const LaunchVector vector = test::launch_vector(test::kSevVector);
  const Json json = parse(text_of(vector.request()));
  EXPECT_EQ(at(json, "/schemaVersion"), "2");
  EXPECT_EQ(at(json, "/kind"), "sev");
  EXPECT_EQ(at(json, "/id"), "null");
  EXPECT_EQ(at(json, "/error"), "null");
  EXPECT_EQ(at(json, "/verdict"), "match");
  EXPECT_EQ(at(json, "/inputs/firmware/sha256"), vector.expect("firmwareSha256"));
  EXPECT_EQ(at(json, "/inputs/firmware/size"),
            std::to_string(vector.config.firmware.bytes().size()));
  EXPECT_EQ(at(json, "/inputs/kernel/sha256"), test::hex(vector.config.kernel->kernel.sha256));
  EXPECT_EQ(at(json, "/inputs/kernel/size"), std::to_string(vector.config.kernel->kernel.size));
  EXPECT_EQ(at(json, "/inputs/initrd/sha256"), test::hex(vector.config.kernel->initrd->sha256));
  EXPECT_EQ(at(json, "/inputs/cmdline/sha256"),
            test::hex(hash_cmdline(*vector.config.kernel->cmdline)));
  EXPECT_EQ(at(json, "/inputs/cmdline/size"),
            std::to_string(vector.config.kernel->cmdline->size()));
  EXPECT_EQ(at(json, "/inputs/policy/value"), "3");
  EXPECT_EQ(at(json, "/inputs/policy/flags"), R"(["NODBG","NOKS"])");
  EXPECT_EQ(at(json, "/inputs/api/value/major"), "1");
  EXPECT_EQ(at(json, "/inputs/api/value/minor"), "55");
  EXPECT_EQ(at(json, "/inputs/api/value/build"), "21");
  EXPECT_EQ(at(json, "/inputs/vcpus"), "null");
  EXPECT_EQ(at(json, "/inputs/vmsa"), "null");
  EXPECT_EQ(at(json, "/computed/kernelHashesTable"), vector.expect("kernelHashesTable"));
  EXPECT_EQ(at(json, "/computed/launchDigest"), vector.expect("launchDigest"));
  EXPECT_EQ(at(json, "/computed/measurement"), vector.expect("measurement"));
  EXPECT_EQ(at(json, "/evidence/measurement"), vector.expect("measurement"));
  EXPECT_EQ(at(json, "/evidence/nonce"), test::hex(vector.reported.nonce));
  EXPECT_EQ(at(json, "/diagnosis"), "null");
}

TEST(Report, HasCpuStateForSevEs) {
  const LaunchVector vector = test::launch_vector(test::kEsVector);
  const Json json = parse(text_of(vector.request()));
  EXPECT_EQ(at(json, "/inputs/vcpus/value"), "4");
  EXPECT_EQ(at(json, "/inputs/vmsa/value/layout"), "init2");
  EXPECT_EQ(at(json, "/inputs/vmsa/value/sevFeatures"), "0x0");
  EXPECT_EQ(at(json, "/inputs/vmsa/value/signature"), "0xa00f11");
  EXPECT_EQ(at(json, "/computed/vmsa/cpu0Sha256"), vector.expect("cpu0Sha256"));
  EXPECT_EQ(at(json, "/computed/vmsa/cpuNSha256"), vector.expect("cpuNSha256"));
  EXPECT_EQ(at(json, "/computed/kernelHashesTable"), "null");
}

TEST(Report, TellsAMismatch) {
  LaunchRequest request = test::launch_vector(test::kSevVector).request();
  request.reported.measurement[0] ^= 1;
  const Json json = parse(text_of(request));
  EXPECT_EQ(at(json, "/verdict"), "mismatch");
  EXPECT_NE(at(json, "/computed/measurement"), at(json, "/evidence/measurement"));
}

// What a diagnosis that ends after so many steps says in the report.
Json diagnosis_of(const LaunchRequest& request, int steps) {
  Result<Validation> validation = validate(request);
  EXPECT_TRUE(test::succeeds(validation));
  if (!validation) return {};
  DiagnosisBudget budget;
  budget.go_on = [steps](const DiagnosisProgress&) mutable { return steps-- > 0; };
  validation->report.diagnosis = diagnose({request, nullptr, false, {}}, budget);
  const Json json = parse(to_json(validation->report));
  EXPECT_EQ(at(json, "/verdict"), "mismatch");
  return json["diagnosis"];
}

TEST(Report, HasTheReasonOfAMismatch) {
  LaunchRequest request = test::launch_vector(test::kEsVector).request();
  request.config.vcpus = 3;
  const Json json = diagnosis_of(request, 1 << 30);
  EXPECT_EQ(at(json, "/outcome"), "explained");
  EXPECT_EQ(at(json, "/changes/0/code"), "vcpus");
  EXPECT_EQ(at(json, "/changes/0/message"), "The host started 4 vCPUs, but you gave 3");
  EXPECT_FALSE(json["changes"][0]["hint"].get<std::string>().empty());
  EXPECT_EQ(json["changes"].size(), 1U);
  EXPECT_EQ(at(json, "/excluded"), "[]");
  EXPECT_EQ(at(json, "/causes"), "[]");
}

TEST(Report, SaysWhatIsExcludedWhereThereIsNoReason) {
  LaunchRequest request = test::launch_vector(test::kSevVector).request();
  request.reported.measurement[0] ^= 1;
  const Json whole = diagnosis_of(request, 1 << 30);
  EXPECT_EQ(at(whole, "/outcome"), "not-explained");
  EXPECT_EQ(at(whole, "/tried"), at(whole, "/total"));
  EXPECT_EQ(at(whole, "/changes"), "[]");
  EXPECT_EQ(whole["causes"].size(), unexplained_causes(DiagnosisBasis::kFiles).size());
  EXPECT_EQ(at(whole, "/excluded/0/code"), "no-session");

  const Json part = diagnosis_of(request, 3);
  EXPECT_EQ(at(part, "/outcome"), "unfinished");
  EXPECT_LT(part["tried"].get<std::uint64_t>(), part["total"].get<std::uint64_t>());
  EXPECT_EQ(at(part, "/causes"), "[]");
}

TEST(Report, FindingsCarryTheCatalogue) {
  LaunchRequest request = test::launch_vector(test::kSevVector).request();
  request.policy.value = 0x8002;
  const Json findings = parse(text_of(request))["findings"];
  ASSERT_TRUE(findings.is_array());
  ASSERT_GE(findings.size(), 3U);
  EXPECT_EQ(findings[0]["code"].get<std::string>(), "policy-debug-allowed");
  for (const Json& finding : findings) {
    EXPECT_THAT((std::vector<std::string>{"error", "warning", "note"}),
                ::testing::Contains(finding["severity"].get<std::string>()));
    EXPECT_FALSE(finding["message"].get<std::string>().empty());
    EXPECT_FALSE(finding["hint"].get<std::string>().empty());
  }
}

// The check against the schema can fail: each of these is refused.
TEST(Report, SchemaIsStrict) {
  const Json good = parse(text_of(test::launch_vector(test::kEsVector).request()));
  Json json = good;
  json["verdict"] = "perhaps";
  EXPECT_FALSE(test::follows_schema("report", json));
  json = good;
  json["computed"].erase("launchDigest");
  EXPECT_FALSE(test::follows_schema("report", json));
  json = good;
  json["tik"] = "00";
  EXPECT_FALSE(test::follows_schema("report", json));
  json = good;
  json["computed"]["vmsa"]["cpu0Sha256"] = std::string(64, 'F');
  EXPECT_FALSE(test::follows_schema("report", json));
  json = good;
  json["inputs"]["vcpus"]["value"] = 4097;
  EXPECT_FALSE(test::follows_schema("report", json));
}

// Keys are lowerCamelCase; values that are long hex are lower case.
void check_style(const Json& json) {
  for (const auto& [key, value] : json.items()) {
    if (json.is_object()) {
      ASSERT_FALSE(key.empty());
      EXPECT_TRUE(key[0] >= 'a' && key[0] <= 'z') << key;
      EXPECT_EQ(key.find_first_of("_- "), std::string::npos) << key;
    }
    if (value.is_structured()) {
      check_style(value);
    } else if (value.is_string()) {
      const std::string text = value.get<std::string>();
      const bool is_hex =
          text.size() >= 32 && text.find_first_not_of("0123456789abcdefABCDEF") == text.npos;
      if (is_hex) {
        EXPECT_EQ(text.find_first_of("ABCDEF"), std::string::npos) << text;
      }
    }
  }
}

TEST(Report, Style) {
  for (const LaunchVector& vector : test::launch_vectors()) {
    const std::string text = text_of(vector.request());
    check_style(parse(text));
    EXPECT_TRUE(text.starts_with("{\n  \"schemaVersion\": 2,\n"));
    EXPECT_TRUE(text.ends_with("\n}\n"));
    EXPECT_EQ(text_of(vector.request()), text) << "the same report must give the same bytes";
  }
}

// Neither key, in no form in which keys travel; the TEK never even reaches the report.
TEST(Report, ShowsNoKey) {
  for (const LaunchVector& vector : test::launch_vectors()) {
    std::string text = text_of(vector.request());
    for (const Bytes& key : {vector.tik, vector.tek}) {
      EXPECT_EQ(text.find(test::hex(key)), std::string::npos);
      EXPECT_EQ(text.find(to_base64(key).substr(0, 20)), std::string::npos);
      EXPECT_FALSE(test::contains(as_bytes(text), key));
      EXPECT_EQ(text.find(test::hex(sha256(key))), std::string::npos);
    }
  }
}

TEST(Report, NamesTheVersion) {
  EXPECT_FALSE(version().empty());
  EXPECT_NE(text_of(test::launch_vector(test::kSevVector).request()).find(version()),
            std::string::npos);
}

// Whatever the host reports, the report stays JSON.
TEST(Report, ForeignTextStaysInside) {
  LaunchRequest request = test::launch_vector(test::kSevVector).request();
  request.config.kernel->cmdline = "\"\n\x01\xff quoted \\ </script>";
  parse(text_of(request));
}

}  // namespace
}  // namespace sevproof
