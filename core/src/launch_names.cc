#include "launch_names.h"

#include <algorithm>
#include <array>
#include <string>

namespace sevproof::internal {
namespace {

using enum LaunchKey;

struct KnownName {
  std::string_view name;  // letters and digits alone, lower case
  LaunchName meaning;
};

// virsh, QMP and HMP, libvirt's bindings, KubeVirt, sev-tool, Linux' log, attestation services.
constexpr auto kNames = std::to_array<KnownName>({
    {"sevmeasurement", {kMeasurement}},
    {"launchmeasurement", {kMeasurement}},
    {"launchmeasure", {kMeasurement}},
    {"sevlaunchmeasurement", {kMeasurement}},
    {"sevlaunchmeasure", {kMeasurement}},
    {"measurement", {kMeasurement, true}},
    {"sevapimajor", {kApiMajor}},
    {"apimajor", {kApiMajor}},
    {"sevapiminor", {kApiMinor}},
    {"apiminor", {kApiMinor}},
    {"sevbuildid", {kBuild}},
    {"sevbuild", {kBuild}},
    {"buildid", {kBuild}},
    {"build", {kBuild, true}},
    {"sevpolicy", {kPolicy}},
    {"guestpolicy", {kPolicy}},
    {"policy", {kPolicy, true}},
    {"sevapi", {kApiVersion}},
    {"sevapiversion", {kApiVersion}},
    {"apiversion", {kApiVersion, true}},
    {"snppolicy", {kSnpPolicy}},
    {"sevsnppolicy", {kSnpPolicy}},
    {"sevtype", {kGuestType}},
    {"state", {kState, true}},
    {"enabled", {kEnabled, true}},
});

std::string simplify(std::string_view name) {
  std::string simple;
  for (const char c : name) {
    const bool is_upper = 'A' <= c && c <= 'Z';
    const bool is_lower_or_digit = ('a' <= c && c <= 'z') || ('0' <= c && c <= '9');
    if (is_upper) simple += static_cast<char>(c - 'A' + 'a');
    if (is_lower_or_digit) simple += c;
  }
  return simple;
}

bool starts_with_digit(std::string_view text) {
  return !text.empty() && '0' <= text.front() && text.front() <= '9';
}

}  // namespace

std::optional<LaunchName> find_launch_name(std::string_view name) {
  const std::string simple = simplify(name);
  const auto found = std::find_if(kNames.begin(), kNames.end(),
                                  [&](const KnownName& known) { return known.name == simple; });
  return found == kNames.end() ? std::nullopt : std::optional(found->meaning);
}

bool resembles_launch_name(std::string_view name, std::string_view value) {
  // A measurement without its nonce has 43 characters in base64.
  constexpr std::size_t kShortestMeasurement = 43;
  const std::string simple = simplify(name);
  const auto has = [&](std::string_view part) { return simple.find(part) != std::string::npos; };
  if (has("measure") && value.size() >= kShortestMeasurement) return true;
  if (!starts_with_digit(value)) return false;
  const bool is_api = has("api") && (has("maj") || has("min"));
  const bool is_of_sev = has("sev") && (has("policy") || has("build"));
  return is_api || is_of_sev || has("buildid");
}

}  // namespace sevproof::internal
