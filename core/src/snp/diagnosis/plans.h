// How the launch that was measured is searched for.
#ifndef SEVPROOF_SNP_DIAGNOSIS_PLANS_H
#define SEVPROOF_SNP_DIAGNOSIS_PLANS_H

#include <optional>

#include "boot/diagnosis/plan.h"
#include "sevproof/snp/diagnosis.h"

namespace sevproof::snp::internal {

using sevproof::internal::DiagnosisPlan;
using sevproof::internal::PlannedHit;

// Work is counted in compressions of SHA-384. So many are a few milliseconds.
inline constexpr std::uint64_t kCompressionsAtOnce = 1U << 14;

// For a firmware, or what is published of one.
DiagnosisPlan plan_of_firmware(const DiagnosisInput& input);
// For an IGVM file. Candidates that are firmware are tried as QEMU starts them without a kernel.
DiagnosisPlan plan_of_igvm(const DiagnosisInput& input);
// The IGVM files among the candidates, for a request without one. Nothing where there are none.
std::optional<DiagnosisPlan> plan_of_igvm_candidates(const DiagnosisInput& input);

}  // namespace sevproof::snp::internal

#endif
