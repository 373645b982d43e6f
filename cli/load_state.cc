#include "load_state.h"

#include "file_descriptor.h"
#include "input_file.h"
#include "sevproof/formats/launch_info.h"
#include "sevproof/text.h"

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

// The option's value, or what the launch info says; both must agree.
template <typename T>
Result<std::optional<T>> combine(const Arguments& arguments, Option option, const char* name,
                                 std::uint64_t high, const std::optional<T>& info) {
  const auto text = arguments.value(option);
  if (!text) return info;
  const auto number = parse_number(name, *text, 0, high);
  if (!number) return fail(number.error());
  if (info && *info != *number) {
    return fail(
        ErrorKind::kInvalid,
        std::string(name) + " is " + *text + ", but the launch info says " + std::to_string(*info),
        option == Option::kPolicy
            ? "The guest was started with another policy than you asked for: correct its "
              "configuration and start it again, or give the number that it has if you accept it."
            : "Find out which is true before you leave the option out: without it the host's word "
              "counts.");
  }
  return std::optional<T>(static_cast<T>(*number));
}

Result<std::optional<MeasurementBlob>> combine_measurement(const Arguments& arguments,
                                                           const LaunchInfo& info) {
  const auto option = arguments.value(Option::kMeasurement);
  const auto& text = option ? option : info.measurement;
  if (!text) return std::nullopt;
  const auto blob = MeasurementBlob::parse(*text);
  if (!blob) return fail(blob.error());
  const auto other = info.measurement ? MeasurementBlob::parse(*info.measurement) : *blob;
  if (!other) return fail(other.error());
  if (*other != *blob) {
    return fail(ErrorKind::kInvalid, "--measurement differs from the one in the launch info",
                "Find out which is true before you leave the option out: without it the host's "
                "word counts.");
  }
  return std::optional<MeasurementBlob>(*blob);
}

}  // namespace

Result<LaunchState> load_state(const Arguments& arguments) {
  LaunchInfo info;
  if (const auto path = arguments.value(Option::kLaunchInfo)) {
    auto read = read_launch_info(*path);
    if (!read) return fail(read.error());
    info = std::move(*read);
  }
  const auto reported = combine_measurement(arguments, info);
  if (!reported) return fail(reported.error());
  const auto major = combine(arguments, Option::kApiMajor, "--api-major", 0xff, info.api_major);
  if (!major) return fail(major.error());
  const auto minor = combine(arguments, Option::kApiMinor, "--api-minor", 0xff, info.api_minor);
  if (!minor) return fail(minor.error());
  const auto build = combine(arguments, Option::kBuildId, "--build-id", 0xff, info.build);
  if (!build) return fail(build.error());
  const auto policy = combine(arguments, Option::kPolicy, "--policy", 0xffffffff, info.policy);
  if (!policy) return fail(policy.error());
  LaunchState state{*reported, *major, *minor, *build, std::nullopt, {}};
  if (*policy) state.policy = Policy{**policy};
  const auto is_from_info = [&](const auto& value, Option option) {
    return value.has_value() && !arguments.has(option);
  };
  if (is_from_info(info.api_major, Option::kApiMajor) &&
      is_from_info(info.api_minor, Option::kApiMinor) &&
      is_from_info(info.build, Option::kBuildId)) {
    state.from_launch_info.push_back(HostValue::kApi);
  }
  if (is_from_info(info.policy, Option::kPolicy)) {
    state.from_launch_info.push_back(HostValue::kPolicy);
  }
  return state;
}

Result<ApiVersion> require_api(const LaunchState& state, bool was_asked) {
  if (state.api_major && state.api_minor && state.build) {
    return ApiVersion{*state.api_major, *state.api_minor, *state.build};
  }
  std::string missing;
  if (!state.api_major) missing += " --api-major";
  if (!state.api_minor) missing += " --api-minor";
  if (!state.build) missing += " --build-id";
  return fail(ErrorKind::kIncomplete, "the SEV API version of the host is needed:" + missing,
              was_asked ? "The host does not report it: its libvirt is too old, or it lies."
                        : "`virsh domlaunchsecinfo DOMAIN` on the host shows it.");
}

}  // namespace sevproof::cli
