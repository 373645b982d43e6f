// The reason of a mismatch: looked for within the time that the owner gives, and said in words. It
// is time of the processors: a busy machine takes longer, and finds the same.
#ifndef SEVPROOF_CLI_COMMANDS_EXPLAIN_MISMATCH_H
#define SEVPROOF_CLI_COMMANDS_EXPLAIN_MISMATCH_H

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "os/console.h"
#include "sevproof/planned_search.h"
#include "sevproof/result.h"

namespace sevproof::cli {

struct Explanation {
  Diagnosis diagnosis;
  // How long it took by the clock, where most of that went by in waiting for processors.
  std::optional<std::chrono::seconds> by_clock;
};

// Begins the search, uses all cores, and shows how far it is where that takes long. Nothing where
// there is not enough memory for it: the verdict stands, whatever becomes of its reason.
std::optional<Explanation> explain_mismatch(
    const std::function<std::shared_ptr<PlannedSearch>()>& begin, std::chrono::seconds time,
    Console& console);

// `time` is what explain_mismatch had; without it nobody searched, and there is nothing to say.
void say_explanation(const std::optional<Explanation>& explanation,
                     const std::optional<std::chrono::seconds>& time, Console& console);

}  // namespace sevproof::cli

#endif
