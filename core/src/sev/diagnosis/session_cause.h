// A reason that no search finds: the guest's session is not that of the owner's keys.
#ifndef SEVPROOF_SEV_DIAGNOSIS_SESSION_CAUSE_H
#define SEVPROOF_SEV_DIAGNOSIS_SESSION_CAUSE_H

#include <string>

#include "sevproof/diagnosis_search.h"

namespace sevproof::internal {

// A sentence with its full stop; empty where the session fits under the TIK, or none is known.
std::string session_cause(const DiagnosisInput& input);

}  // namespace sevproof::internal

#endif
