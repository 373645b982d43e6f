// What a diagnosis tries and in which order: single changes, then pairs, then products, and last
// the pairs that are many and unlikely.
#ifndef SEVPROOF_SEV_DIAGNOSIS_PLAN_H
#define SEVPROOF_SEV_DIAGNOSIS_PLAN_H

#include <vector>

#include "sev/diagnosis/space.h"

namespace sevproof::internal {

struct Plan {
  std::vector<search::Box> boxes;
  std::size_t singles = 0;  // the first so many are single changes
};

Plan make_plan(const Space& space);

}  // namespace sevproof::internal

#endif
