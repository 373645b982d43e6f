#include "sevproof/bytes.h"
#include "sevproof/sev/draft.h"

namespace sevproof {
namespace {

constexpr const char* kFindOut =
    "Find out which is true before you leave yours out: without it the host's word counts.";
constexpr const char* kOtherPolicy =
    "The guest was started with another policy than you asked for: correct its configuration and "
    "start it again, or give the number that it has if you accept it.";

// A policy is flags, and people write it in either base.
std::string shown(std::uint32_t value, Field field) {
  const std::string number = std::to_string(value);
  return field == Field::kPolicy ? number + " (" + to_hex_number(value) + ")" : number;
}

// What the option says, or the launch info; both must agree.
template <typename T>
Result<void> combine(std::optional<T>& value, const std::optional<T>& info, Field field,
                     const FieldNames& names) {
  if (!info) return {};
  if (value && *value != *info) {
    return fail(ErrorCode::kContradictingInputs,
                std::string(names(field)) + " is " + shown(*value, field) +
                    ", but the launch info says " + shown(*info, field),
                field == Field::kPolicy ? kOtherPolicy : kFindOut);
  }
  value = info;
  return {};
}

Result<void> combine_measurement(LaunchDraft& draft, const LaunchInfo& info,
                                 const FieldNames& names) {
  if (!info.measurement) return {};
  const auto blob = MeasurementBlob::parse(*info.measurement);
  if (!blob) return fail(blob.error());
  if (draft.measurement && *draft.measurement != *blob) {
    return fail(
        ErrorCode::kContradictingInputs,
        std::string(names(Field::kMeasurement)) + " differs from the one in the launch info",
        kFindOut);
  }
  draft.measurement = *blob;
  return {};
}

Result<void> combine_policy(LaunchDraft& draft, const LaunchInfo& info, const FieldNames& names) {
  std::optional<std::uint32_t> policy;
  if (draft.policy) policy = draft.policy->value;
  auto combined = combine(policy, info.policy, Field::kPolicy, names);
  if (combined && policy) draft.policy = Policy{*policy};
  return combined;
}

}  // namespace

Result<void> take_launch_info(LaunchDraft& draft, const LaunchInfo& info, const FieldNames& names) {
  const bool gives_api = info.api_major && info.api_minor && info.build;
  if (gives_api && !draft.api_major && !draft.api_minor && !draft.build_id) {
    draft.from_launch_info.push_back(HostValue::kApi);
  }
  if (info.policy && !draft.policy) draft.from_launch_info.push_back(HostValue::kPolicy);
  if (auto done = combine_measurement(draft, info, names); !done) return done;
  for (auto done : {combine(draft.api_major, info.api_major, Field::kApiMajor, names),
                    combine(draft.api_minor, info.api_minor, Field::kApiMinor, names),
                    combine(draft.build_id, info.build, Field::kBuildId, names),
                    combine_policy(draft, info, names)}) {
    if (!done) return done;
  }
  return {};
}

}  // namespace sevproof
