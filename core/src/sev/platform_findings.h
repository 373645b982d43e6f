// What a careful reviewer of a platform's chain would say beside its links.
#ifndef SEVPROOF_SEV_PLATFORM_FINDINGS_H
#define SEVPROOF_SEV_PLATFORM_FINDINGS_H

#include <vector>

#include "sevproof/sev/platform.h"

namespace sevproof::internal {

std::vector<Finding> platform_findings(const PlatformReport& report);

}  // namespace sevproof::internal

#endif
