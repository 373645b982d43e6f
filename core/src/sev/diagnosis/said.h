// What the host's side said otherwise than the owner: the part of it that a diagnosis tries.
#ifndef SEVPROOF_SEV_DIAGNOSIS_SAID_H
#define SEVPROOF_SEV_DIAGNOSIS_SAID_H

#include <optional>

#include "sev/diagnosis/space.h"

namespace sevproof::internal {

// What of `input.said` differs from the request; everything else is absent.
SaidLaunch said_otherwise(const DiagnosisInput& input, const std::optional<VmsaSpec>& given_spec);

}  // namespace sevproof::internal

#endif
