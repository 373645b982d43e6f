// Golden pairs: every folder below tests/golden goes through the core, and the report must be
// report.json byte for byte. With SEVPROOF_BLESS=1 in the environment the report is written
// instead; tests/golden/judge.py then judges it independently.
#include <gtest/gtest.h>

#include <cstdlib>

#include "golden_request.h"
#include "schema_check.h"
#include "sevproof/diagnosis_search.h"
#include "sevproof/report.h"
#include "sevproof/sev/secret.h"
#include "test_data.h"
#include "test_errors.h"

namespace sevproof {
namespace {

constexpr const char* kGoldenCases[] = {
#include "golden_cases.inc"
};

// Reports name the version, golden files do not.
std::string without_version(std::string text) {
  const std::string generator = "\"sevproof " + std::string(version()) + "\"";
  const std::size_t at = text.find(generator);
  if (at != std::string::npos) text.replace(at, generator.size(), "\"sevproof @VERSION@\"");
  return text;
}

class Golden : public ::testing::TestWithParam<const char*> {};

TEST_P(Golden, ReportIsTheExpectedOne) {
  const std::string name = GetParam();
  const std::optional<test::GoldenRequest> request = test::load_golden_request(name);
  ASSERT_TRUE(request.has_value());
  Result<Validation> validation = validate(request->draft.request);
  ASSERT_TRUE(test::succeeds(validation));
  Report& report = validation->report;
  if (!request->secrets.empty()) {
    const auto findings = check_secrets(request->secrets, report.launch.firmware);
    ASSERT_TRUE(test::succeeds(findings));
    report.findings.insert(report.findings.end(), findings->begin(), findings->end());
  }
  if (!validation->launch) {
    const auto& [launch, tek, keys_in_one_file, from_launch_info] = request->draft;
    report.diagnosis = diagnose({launch, tek ? &*tek : nullptr, keys_in_one_file, {}}, {});
  }
  const test::Json json = test::Json::parse(to_json(report), nullptr, /*allow_exceptions=*/false);
  EXPECT_TRUE(test::follows_schema("report", json));
  const std::string text = without_version(to_json(report));
  const std::string path = "golden/" + name + "/report.json";
  const char* bless = std::getenv("SEVPROOF_BLESS");
  if (bless != nullptr && std::string_view(bless) == "1") {
    ASSERT_TRUE(test::write_data(path, text));
    return;
  }
  const Bytes expected = test::read_data(path);
  EXPECT_EQ(text, std::string(expected.begin(), expected.end()));
}

std::string test_name(const ::testing::TestParamInfo<const char*>& info) {
  std::string name = info.param;
  for (char& c : name) {
    if (c == '-') c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Cases, Golden, ::testing::ValuesIn(kGoldenCases), test_name);

}  // namespace
}  // namespace sevproof
