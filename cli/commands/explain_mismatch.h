// The reason of a mismatch: looked for within the time that the owner gives, and said in words. It
// is time of the processors: a busy machine takes longer, and finds the same.
#ifndef SEVPROOF_CLI_COMMANDS_EXPLAIN_MISMATCH_H
#define SEVPROOF_CLI_COMMANDS_EXPLAIN_MISMATCH_H

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "os/console.h"
#include "sevproof/diagnosis.h"
#include "sevproof/result.h"

namespace sevproof::cli {

struct Explanation {
  Diagnosis diagnosis;
  // How long it took by the clock, where most of that went by in waiting for processors.
  std::optional<std::chrono::seconds> by_clock;
};

// A search that was begun, of any kind of launch.
struct BegunSearch {
  std::function<void(const std::function<bool(const DiagnosisProgress&)>&)> run;
  std::function<Diagnosis()> result;
};

// Begins it, uses all cores, and shows how far it is where that takes long. Nothing where there is
// not enough memory for it: the verdict stands, whatever becomes of its reason.
std::optional<Explanation> explain_with(const std::function<BegunSearch()>& begin,
                                        std::chrono::seconds time, Console& console);

template <typename Search, typename Input>
std::optional<Explanation> explain_mismatch(const Input& input, std::chrono::seconds time,
                                            Console& console) {
  const auto begin = [&] {
    const auto search = std::make_shared<Search>(input);
    return BegunSearch{[search](const auto& go_on) { search->run(go_on); },
                       [search] { return search->result(); }};
  };
  return explain_with(begin, time, console);
}

// `time` is what explain_mismatch had.
void say_explanation(const Explanation& explanation, std::chrono::seconds time, Console& console);

}  // namespace sevproof::cli

#endif
