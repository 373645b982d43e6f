// How the launch that was measured is searched for.
#ifndef SEVPROOF_SNP_DIAGNOSIS_PLANS_H
#define SEVPROOF_SNP_DIAGNOSIS_PLANS_H

#include "boot/diagnosis/plan.h"
#include "sevproof/snp/diagnosis.h"

namespace sevproof::snp::internal {

using sevproof::internal::DiagnosisPlan;
using sevproof::internal::PlannedHit;

// For a firmware, or what is published of one.
DiagnosisPlan plan_of_firmware(const DiagnosisInput& input);
DiagnosisPlan plan_of_igvm(const DiagnosisInput& input);

}  // namespace sevproof::snp::internal

#endif
