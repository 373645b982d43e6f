// What a trial changes, in words.
#ifndef SEVPROOF_SEV_DIAGNOSIS_WORDS_H
#define SEVPROOF_SEV_DIAGNOSIS_WORDS_H

#include <optional>
#include <string>
#include <vector>

#include "sev/diagnosis/space.h"

namespace sevproof::internal {

// In which respects a trial differs from the request.
std::vector<DiagnosisChange> describe_trial(const Space& space, const Trial& trial);

// --- Parts of it

// "family 25, model 1, stepping 1 (EPYC-Milan), layout init2, sev_features 0x0"
std::string cpu_text(const VmsaSpec& spec);

// Whether the request says what CPUs a SEV-ES guest has.
bool has_cpus(const Space& space);

void describe_cpus(const Space& space, const Trial& trial, Changes& changes);

}  // namespace sevproof::internal

#endif
