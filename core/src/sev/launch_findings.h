// What a reviewer would say about firmware, kernel and CPUs of a launch.
#ifndef SEVPROOF_SEV_LAUNCH_FINDINGS_H
#define SEVPROOF_SEV_LAUNCH_FINDINGS_H

#include <vector>

#include "sevproof/finding.h"
#include "sevproof/sev/launch.h"

namespace sevproof::internal {

std::vector<Finding> launch_findings(const LaunchConfig& config, const MeasuredLaunch& launch);

}  // namespace sevproof::internal

#endif
