// The names that hosts and tools give to the values of a launch, in every spelling.
#ifndef SEVPROOF_LAUNCH_NAMES_H
#define SEVPROOF_LAUNCH_NAMES_H

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
};

struct LaunchName {
  LaunchKey key;
  // A word of many meanings, such as "policy", counts only where nothing stands before it.
  bool is_common = false;
};

// Case, hyphens, underscores, dots and spaces in `name` make no difference: sev-api-major,
// SEV_API_MAJOR and sevApiMajor are one.
std::optional<LaunchName> find_launch_name(std::string_view name);

// True for a name that find_launch_name does not know, but that must be one by its parts.
// `value` is what it stands for.
bool resembles_launch_name(std::string_view name, std::string_view value);

}  // namespace sevproof::internal

#endif
