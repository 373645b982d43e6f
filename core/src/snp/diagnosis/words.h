// What a trial changes, in words.
#ifndef SEVPROOF_SNP_DIAGNOSIS_WORDS_H
#define SEVPROOF_SNP_DIAGNOSIS_WORDS_H

#include <vector>

#include "snp/diagnosis/space.h"

namespace sevproof::snp::internal {

// In which respects a trial differs from the request.
std::vector<DiagnosisChange> describe_trial(const Space& space, const Trial& trial);

}  // namespace sevproof::snp::internal

#endif
