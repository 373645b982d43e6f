// Computes the launch digests of a box, up to the first that is the reported.
#ifndef SEVPROOF_SNP_DIAGNOSIS_TRIALS_H
#define SEVPROOF_SNP_DIAGNOSIS_TRIALS_H

#include <optional>

#include "boot/diagnosis/plan.h"
#include "snp/diagnosis/space.h"

namespace sevproof::snp::internal {

// Work is counted in compressions of SHA-384.
search::Cost cost_of(const Space& space, const search::Box& box);

std::optional<sevproof::internal::PlannedHit> first_hit(const Space& space, const search::Box& box);

}  // namespace sevproof::snp::internal

#endif
