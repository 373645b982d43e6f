// What the search asks about a box of launches: what it costs, and whether one of them has the
// reported measurement.
#ifndef SEVPROOF_SEV_DIAGNOSIS_TRIALS_H
#define SEVPROOF_SEV_DIAGNOSIS_TRIALS_H

#include "boot/diagnosis/plan.h"
#include "sev/diagnosis/space.h"

namespace sevproof::internal {

// Measurements to compute, and compressions of SHA-256 that they take.
search::Cost cost_of(const Space& space, const search::Box& box);

struct Hit {
  Trial trial;
  std::uint64_t position = 0;  // of its box, from 1
};
std::optional<PlannedHit> first_hit(const Space& space, const search::Box& box);

}  // namespace sevproof::internal

#endif
