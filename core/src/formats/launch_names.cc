#include "formats/launch_names.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/ascii_text.h"

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
    {"api", {kApiVersion, true}},
    {"snppolicy", {kSnpPolicy}},
    {"sevsnppolicy", {kSnpPolicy}},
    {"sevtype", {kGuestType}},
    {"state", {kState, true}},
    {"enabled", {kEnabled, true}},
    {"sevenabled", {kEnabled}},
    // What virDomainSetLaunchSecurityState takes, and the second line of Linux' log.
    {"sevsecret", {kOther}},
    {"sevsecretheader", {kOther}},
    {"sevsecretsetaddress", {kOther}},
    {"sevsnpapi", {kOther}},
});

constexpr auto kVirshNames = std::to_array<std::string_view>(
    {"sev-measurement", "sev-api-major", "sev-api-minor", "sev-build-id", "sev-policy"});

// Of objects. Not here: "launch" with more behind it, such as a launch template.
constexpr auto kContainers = std::to_array<std::string_view>(
    {"sev", "seves", "sevinfo", "sevlaunch", "sevlaunchinfo", "sevlaunchsecurity", "sevstatus",
     "querysev", "querysevlaunchmeasure", "launch", "launchinfo", "launchsecurity",
     "launchsecurityinfo", "launchsecinfo", "domlaunchsecinfo", "measurement", "measure",
     "launchmeasurement", "launchmeasure"});

std::string simplify(std::string_view name) {
  std::string simple;
  for (const char c : name) {
    const char lower = to_lower(c);
    if (('a' <= lower && lower <= 'z') || ('0' <= lower && lower <= '9')) simple += lower;
  }
  return simple;
}

bool is_name_character(char c) {
  const bool is_letter = ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z');
  return is_letter || ('0' <= c && c <= '9') || c == '-' || c == '_' || c == '.' || c == ' ' ||
         c == '\t';
}

// Levenshtein's distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row[b.size()];
}

bool starts_with_digit(std::string_view text) {
  return !text.empty() && '0' <= text.front() && text.front() <= '9';
}

}  // namespace

std::optional<LaunchName> find_launch_name(std::string_view name) {
  const bool is_plain = std::all_of(name.begin(), name.end(), is_name_character);
  if (!is_plain) return std::nullopt;
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

bool may_be_launch_name(std::string_view name, std::string_view value) {
  if (resembles_launch_name(name, value)) return true;
  if (!starts_with_digit(value)) return false;
  const std::string simple = simplify(name);
  const auto ends = [&](std::string_view part) { return simple.ends_with(part); };
  const bool is_version = ends("major") || ends("minor") || ends("apiversion");
  // A date, such as that of a last build, is none.
  const bool is_number = value.find('-') == std::string_view::npos;
  const auto has = [&](std::string_view part) { return simple.find(part) != std::string::npos; };
  const bool is_of_sev = has("sev") && (has("version") || has("firmware") || has("fw"));
  return has("polic") || is_version || is_of_sev || (ends("build") && is_number);
}

bool is_sev_name(std::string_view name) {
  return name.size() > 4 && (name[3] == '-' || name[3] == '_') &&
         simplify(name.substr(0, 3)) == "sev";
}

std::string_view nearest_launch_name(std::string_view name) {
  constexpr std::size_t kFarthest = 3;
  constexpr std::size_t kLongest = 32;
  if (name.size() > kLongest) return {};
  std::string_view nearest;
  std::size_t least = kFarthest + 1;
  for (const std::string_view known : kVirshNames) {
    const std::size_t far = distance(simplify(name), simplify(known));
    if (far < least) nearest = known;
    least = std::min(least, far);
  }
  return nearest;
}

bool names_launch(std::string_view name) {
  return std::find(kContainers.begin(), kContainers.end(), simplify(name)) != kContainers.end();
}

bool names_version(std::string_view name) {
  constexpr std::array<std::string_view, 5> kEnds = {"api", "version", "fw", "firmware", "sev"};
  const std::string simple = simplify(name);
  return std::any_of(kEnds.begin(), kEnds.end(),
                     [&](std::string_view end) { return simple.ends_with(end); });
}

bool names_snp(std::string_view name) { return simplify(name).find("snp") != std::string::npos; }

}  // namespace sevproof::internal
