#include "load_launch_info.h"

#include "file_descriptor.h"
#include "input_file.h"
#include "option_table.h"
#include "sevproof/formats/launch_info.h"

namespace sevproof::cli {
namespace {

Result<LaunchInfo> read_launch_info(const std::string& path) {
  const auto content = read_file(path, {.role = "launch info", .max_size = kMaxLaunchInfoSize});
  if (!content) return fail(content.error());
  // The core's errors begin with this; here the file is named instead.
  constexpr std::string_view kPrefix = "launch data";
  auto info = parse_launch_info({reinterpret_cast<const char*>(content->data()), content->size()});
  if (!info) {
    return fail(info.error().kind,
                describe_file("launch info", path) + info.error().message.substr(kPrefix.size()),
                info.error().hint);
  }
  return info;
}

constexpr const char* kFindOut =
    "Find out which is true before you leave the option out: without it the host's word counts.";
constexpr const char* kOtherPolicy =
    "The guest was started with another policy than you asked for: correct its configuration and "
    "start it again, or give the number that it has if you accept it.";

// What the option says, or the launch info; both must agree.
template <typename T>
Result<void> combine(std::optional<T>& value, const std::optional<T>& info, Field field) {
  if (!info) return {};
  if (value && *value != *info) {
    return fail(ErrorKind::kInvalid,
                std::string(option_name(field)) + " is " + std::to_string(*value) +
                    ", but the launch info says " + std::to_string(*info),
                field == Field::kPolicy ? kOtherPolicy : kFindOut);
  }
  value = info;
  return {};
}

Result<void> combine_measurement(LaunchDraft& draft, const LaunchInfo& info) {
  if (!info.measurement) return {};
  const auto blob = MeasurementBlob::parse(*info.measurement);
  if (!blob) return fail(blob.error());
  if (draft.measurement && *draft.measurement != *blob) {
    return fail(ErrorKind::kInvalid, "--measurement differs from the one in the launch info",
                kFindOut);
  }
  draft.measurement = *blob;
  return {};
}

Result<void> combine_policy(LaunchDraft& draft, const LaunchInfo& info) {
  std::optional<std::uint32_t> policy;
  if (draft.policy) policy = draft.policy->value;
  auto combined = combine(policy, info.policy, Field::kPolicy);
  if (combined && policy) draft.policy = Policy{*policy};
  return combined;
}

}  // namespace

Result<void> load_launch_info(const std::string& path, LaunchDraft& draft) {
  const auto info = read_launch_info(path);
  if (!info) return fail(info.error());
  const bool gives_api = info->api_major && info->api_minor && info->build;
  if (gives_api && !draft.api_major && !draft.api_minor && !draft.build_id) {
    draft.from_launch_info.push_back(HostValue::kApi);
  }
  if (info->policy && !draft.policy) draft.from_launch_info.push_back(HostValue::kPolicy);
  if (auto done = combine_measurement(draft, *info); !done) return done;
  for (auto done :
       {combine(draft.api_major, info->api_major, Field::kApiMajor),
        combine(draft.api_minor, info->api_minor, Field::kApiMinor),
        combine(draft.build_id, info->build, Field::kBuildId), combine_policy(draft, *info)}) {
    if (!done) return done;
  }
  return {};
}

}  // namespace sevproof::cli
