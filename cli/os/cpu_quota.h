// What a control group of Linux leaves a program of the machine's cores.
#ifndef SEVPROOF_CLI_OS_CPU_QUOTA_H
#define SEVPROOF_CLI_OS_CPU_QUOTA_H

#include <filesystem>
#include <optional>

namespace sevproof::cli {

// How many cores can be at work all the time, rounded up: containers and services are often given
// the time of fewer than they see. Nothing where there is no limit, or no control group. `root` is
// the folder of proc and sys.
std::optional<unsigned> cpu_quota(const std::filesystem::path& root = "/");

}  // namespace sevproof::cli

#endif
