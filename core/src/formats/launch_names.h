// The names that hosts and tools give to the values of a launch, in every spelling.
#ifndef SEVPROOF_FORMATS_LAUNCH_NAMES_H
#define SEVPROOF_FORMATS_LAUNCH_NAMES_H

#include <optional>
#include <string_view>

namespace sevproof::internal {

enum class LaunchKey {
  kMeasurement,
  kApiMajor,
  kApiMinor,
  kBuild,
  kPolicy,
  kApiVersion,  // major.minor or major.minor.build
  kSnpPolicy,
  kState,
  kEnabled,
  kGuestType,
  kOther,  // understood, and no value of the launch
};

struct LaunchName {
  LaunchKey key;
  // A word of many meanings, such as "policy", counts only where nothing stands before it.
  bool is_common = false;
};

// Case, hyphens, underscores, dots and spaces in `name` make no difference: sev-api-major,
// SEV_API_MAJOR and sevApiMajor are one. A name with any other character is unknown.
std::optional<LaunchName> find_launch_name(std::string_view name);

// True for a name that find_launch_name does not know, but that must be one by its parts.
// `value` is what it stands for.
bool resembles_launch_name(std::string_view name, std::string_view value);

// The same beside values of a launch, where "launch policy" or "fwMajor" is hardly something else.
bool may_be_launch_name(std::string_view name, std::string_view value);

// True for names that begin with sev- or sev_, which are virsh's.
bool is_sev_name(std::string_view name);

// The name of virsh that `name` is a misspelling of, or an empty text.
std::string_view nearest_launch_name(std::string_view name);

// True for the name of an object that holds values of a launch, such as "sev" or "query-sev".
bool names_launch(std::string_view name);

// The same for an object that holds the parts of a version.
bool names_version(std::string_view name);

bool names_snp(std::string_view name);

}  // namespace sevproof::internal

#endif
