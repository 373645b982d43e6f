#include "os/cpu_quota.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>

namespace sevproof::cli {
namespace {

using std::filesystem::path;

// Microseconds of all cores together in each period.
struct Quota {
  double time = 0;
  double period = 0;
};

// Version 2 has "max 100000" or "150000 100000" in one file, version 1 a file for each, and -1
// where there is no limit.
std::optional<unsigned> read_quota(const path& folder) {
  Quota quota;
  bool is_read = false;
  if (std::ifstream both(folder / "cpu.max"); both) {
    is_read = static_cast<bool>(both >> quota.time >> quota.period);
  } else {
    std::ifstream time(folder / "cpu.cfs_quota_us");
    std::ifstream period(folder / "cpu.cfs_period_us");
    is_read = (time >> quota.time) && (period >> quota.period);
  }
  const double cores = quota.time / quota.period;
  // Also where it is not a number.
  if (!is_read || !(cores > 0 && cores < 1e6)) return std::nullopt;
  return static_cast<unsigned>(std::ceil(cores));
}

// The least from `group` up to the root of the hierarchy. In a container the path may be that
// outside of it: then the root alone is there.
std::optional<unsigned> least_quota(const path& hierarchy, path group) {
  std::optional<unsigned> least;
  for (;; group = group.parent_path()) {
    const auto quota = read_quota(hierarchy / group.relative_path());
    if (quota) least = std::min(*quota, least.value_or(*quota));
    if (!group.has_relative_path()) return least;
  }
}

// Whether a list such as "cpu,cpuacct" has it.
bool controls_cpu(const std::string& controllers) {
  return ("," + controllers + ",").find(",cpu,") != std::string::npos;
}

}  // namespace

std::optional<unsigned> cpu_quota(const path& root) {
  const path groups = root / "sys/fs/cgroup";
  std::optional<unsigned> least;
  std::ifstream own(root / "proc/self/cgroup");
  // "0::/user.slice" of version 2, "4:cpu,cpuacct:/user.slice" of version 1.
  for (std::string number, controllers, group; std::getline(own, number, ':') &&
                                               std::getline(own, controllers, ':') &&
                                               std::getline(own, group);) {
    const bool is_version2 = controllers.empty();
    if (!is_version2 && !controls_cpu(controllers)) continue;
    const auto quota = least_quota(is_version2 ? groups : groups / "cpu", group);
    if (quota) least = std::min(*quota, least.value_or(*quota));
  }
  return least;
}

}  // namespace sevproof::cli
