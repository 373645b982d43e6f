#include "sevproof/launch_info.h"

#include <array>

#include "launch_info_internal.h"
#include "sevproof/bytes.h"
#include "sevproof/number.h"

namespace sevproof {
namespace internal {

template <typename T>
Result<void> LaunchInfoCollector::set(std::optional<T>& field, std::string_view name, T value) {
  if (field.has_value() && *field != value) {
    return fail(ErrorKind::kInvalid,
                "launch data: " + std::string(name) + " is given twice with different values",
                "Give the data of one launch only.");
  }
  field = std::move(value);
  found_ = true;
  return {};
}

Result<void> LaunchInfoCollector::set_number(LaunchField field, std::string_view name,
                                             std::uint64_t value) {
  const std::uint64_t high = largest_value(field);
  if (value > high) {
    return fail(ErrorKind::kInvalid, "launch data: " + std::string(name) + ": expected 0 to " +
                                         std::to_string(high) + ", got " + std::to_string(value));
  }
  const auto byte = static_cast<std::uint8_t>(value);
  switch (field) {
    case LaunchField::kApiMajor:
      return set(info_.api_major, name, byte);
    case LaunchField::kApiMinor:
      return set(info_.api_minor, name, byte);
    case LaunchField::kBuild:
      return set(info_.build, name, byte);
    case LaunchField::kPolicy:
      return set(info_.policy, name, static_cast<std::uint32_t>(value));
  }
  return {};
}

Result<void> LaunchInfoCollector::set_measurement(std::string_view name, std::string_view base64) {
  return set(info_.measurement, name, std::string(base64));
}

}  // namespace internal

namespace {

struct VirshNumber {
  std::string_view name;
  internal::LaunchField field;
};
constexpr std::array<VirshNumber, 4> kVirshNumbers = {{
    {"sev-api-major", internal::LaunchField::kApiMajor},
    {"sev-api-minor", internal::LaunchField::kApiMinor},
    {"sev-build-id", internal::LaunchField::kBuild},
    {"sev-policy", internal::LaunchField::kPolicy},
}};
constexpr std::string_view kVirshMeasurement = "sev-measurement";

Result<void> read_virsh_line(std::string_view line, internal::LaunchInfoCollector& collector) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return {};
  const std::string_view name = trim(line.substr(0, colon));
  const std::string_view value = trim(line.substr(colon + 1));
  if (name == kVirshMeasurement) return collector.set_measurement(name, value);
  for (const VirshNumber& known : kVirshNumbers) {
    if (name != known.name) continue;
    const auto number = parse_number("launch data: " + std::string(name), value, 0,
                                     internal::largest_value(known.field));
    if (!number) return fail(number.error());
    return collector.set_number(known.field, name, *number);
  }
  return {};
}

Result<void> read_virsh(std::string_view text, internal::LaunchInfoCollector& collector) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (auto read = read_virsh_line(text.substr(0, end), collector); !read) return read;
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return {};
}

}  // namespace

Result<LaunchInfo> parse_launch_info(std::string_view text) {
  // Some editors put a byte order mark in front.
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  const std::string_view content = trim(text);
  if (content.size() > kMaxLaunchInfoSize) {
    return fail(ErrorKind::kInvalid,
                "launch data: expected at most 65536 bytes, got " + std::to_string(content.size()));
  }
  internal::LaunchInfoCollector collector;
  const bool is_json = content.starts_with('{') || content.starts_with('[');
  auto read = is_json ? internal::read_qmp(content, collector) : read_virsh(content, collector);
  if (!read) return fail(read.error());
  if (!collector.found()) {
    return fail(ErrorKind::kInvalid,
                "launch data: found none of measurement, API version, build and policy",
                "Give the output of `virsh domlaunchsecinfo DOMAIN`, or QMP's answers to query-sev "
                "and query-sev-launch-measure.");
  }
  return collector.take();
}

}  // namespace sevproof
