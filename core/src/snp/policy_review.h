// What is said of a policy that stands in a file.
#ifndef SEVPROOF_SNP_POLICY_REVIEW_H
#define SEVPROOF_SNP_POLICY_REVIEW_H

#include <vector>

#include "sevproof/snp/policy.h"

namespace sevproof::snp::internal {

// policy_findings, each with the policy's number: the user has not typed it.
std::vector<Finding> numbered_policy_findings(Policy policy);

}  // namespace sevproof::snp::internal

#endif
