// What a reviewer would say about firmware, kernel and CPUs of a launch.
#ifndef SEVPROOF_LAUNCH_FINDINGS_H
#define SEVPROOF_LAUNCH_FINDINGS_H

#include <vector>

#include "sevproof/finding.h"
#include "sevproof/launch.h"

namespace sevproof::internal {

std::vector<Finding> launch_findings(const LaunchConfig& config, const MeasuredLaunch& launch);

}  // namespace sevproof::internal

#endif
