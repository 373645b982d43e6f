#include "report_changes.h"

#include <map>
#include <utility>

#include "request_draft.h"
#include "schema_check.h"
#include "sevproof/report.h"
#include "sevproof/sev/draft.h"
#include "test_errors.h"

namespace sevproof::test {
namespace {

std::optional<Field> field_at(const Json& about) {
  static const std::map<std::string, Field> kFields = {
      {"/evidence/measurement", Field::kMeasurement},
      {"/inputs/api/value/major", Field::kApiMajor},
      {"/inputs/api/value/minor", Field::kApiMinor},
      {"/inputs/api/value/build", Field::kBuildId},
      {"/inputs/policy", Field::kPolicy},
      {"/inputs/cmdline", Field::kCmdline},
      {"/inputs/vcpus", Field::kNumCpus},
      {"/inputs/vmsa/value/signature", Field::kCpu},
      {"/inputs/vmsa/value/layout", Field::kVmsaLayout},
      {"/inputs/vmsa/value/sevFeatures", Field::kSevFeatures},
  };
  const auto found = about.is_string() ? kFields.find(about.get<std::string>()) : kFields.end();
  return found == kFields.end() ? std::nullopt : std::optional(found->second);
}

// Whether the value could be put there.
bool put(const Json& change, LaunchDraft& draft) {
  const auto field = field_at(change["about"]);
  return field && read_text(draft, *field, change["value"].get<std::string>());
}

}  // namespace

Json report_changes(const MistakenLaunch& launch, const Diagnosis& diagnosis) {
  Result<Validation> validation = validate(launch.request());
  EXPECT_TRUE(succeeds(validation));
  if (!validation) return Json::array();
  validation->report.diagnosis = diagnosis;
  const Json report = Json::parse(to_json(validation->report));
  EXPECT_TRUE(follows_schema("report", report));
  return report["diagnosis"]["changes"];
}

std::optional<Verdict> verdict_with_values(const MistakenLaunch& launch,
                                           const Diagnosis& diagnosis) {
  LaunchDraft draft = draft_of(launch.request());
  for (const Json& change : report_changes(launch, diagnosis)) {
    if (change["value"].is_null()) return std::nullopt;
    EXPECT_TRUE(put(change, draft)) << change;
  }
  const auto whole = complete(std::move(draft));
  EXPECT_TRUE(whole.has_value());
  if (!whole) return Verdict::kMismatch;
  const Result<Validation> again = validate(whole->request);
  EXPECT_TRUE(succeeds(again));
  return again ? again->report.verdict : Verdict::kMismatch;
}

}  // namespace sevproof::test
