// What is odd about one secret that is to be packed.
#ifndef SEVPROOF_SEV_SECRET_FINDINGS_H
#define SEVPROOF_SEV_SECRET_FINDINGS_H

#include <vector>

#include "sevproof/finding.h"
#include "sevproof/sev/secret.h"

namespace sevproof::internal {

// No detail shows anything of the secret.
void review_secret(const LaunchSecret& secret, std::vector<Finding>& findings);

}  // namespace sevproof::internal

#endif
