// The reason of a mismatch: looked for within the time that the owner gives, and said in words.
#ifndef SEVPROOF_CLI_EXPLAIN_MISMATCH_H
#define SEVPROOF_CLI_EXPLAIN_MISMATCH_H

#include <chrono>
#include <optional>

#include "arguments.h"
#include "console.h"
#include "sevproof/diagnosis_search.h"
#include "sevproof/result.h"

namespace sevproof::cli {

// --diagnose: how long; nothing where the reason is not to be looked for. Fails with kInvalid.
Result<std::optional<std::chrono::seconds>> diagnosis_time(const Arguments& arguments);

// Uses all cores; shows how far it is where that takes long. Nothing where there is not enough
// memory for it: the verdict stands, whatever becomes of its reason.
std::optional<Diagnosis> explain_mismatch(const DiagnosisInput& input, std::chrono::seconds time,
                                          Console& console);

// `time` is what explain_mismatch had.
void say_diagnosis(const Diagnosis& diagnosis, std::chrono::seconds time, Console& console);

}  // namespace sevproof::cli

#endif
