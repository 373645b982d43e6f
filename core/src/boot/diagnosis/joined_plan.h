// Two searches as one.
#ifndef SEVPROOF_BOOT_DIAGNOSIS_JOINED_PLAN_H
#define SEVPROOF_BOOT_DIAGNOSIS_JOINED_PLAN_H

#include "boot/diagnosis/plan.h"

namespace sevproof::internal {

// The single changes of both, then all of the second, then the rest of the first. What is said of
// the search, its start, is the first's; both count work in one unit.
DiagnosisPlan join(DiagnosisPlan first, DiagnosisPlan second);

}  // namespace sevproof::internal

#endif
