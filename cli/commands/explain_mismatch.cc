#include "commands/explain_mismatch.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <string>
#include <thread>
#include <vector>

#include "options/options.h"
#include "os/all_cores.h"
#include "os/cpu_budget.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

int percent(double share) { return static_cast<int>(std::floor(share * 100)); }

// "4,373,853"
std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, 1, ',');
  return text;
}

void say_changes(const std::vector<DiagnosisChange>& changes, Console& console) {
  const std::size_t count = changes.size();
  for (std::size_t i = 0; i < count; ++i) {
    const std::string which =
        count == 1 ? "" : " " + std::to_string(i + 1) + " of " + std::to_string(count);
    console.line("REASON" + which + ": " + diagnosis_sentence(changes[i]));
    console.hint(diagnosis_hint(changes[i]));
  }
  console.detail(count == 1
                     ? "With this change the measurement is exactly the reported one."
                     : "With all these changes the measurement is exactly the reported one.");
}

// A line for each group; the table is in their order.
void say_excluded(const Diagnosis& diagnosis, Console& console) {
  if (diagnosis.excluded.empty()) return;
  console.detail(
      diagnosis.outcome == DiagnosisOutcome::kUnfinished
          ? "Ruled out so far, as the only mistake:"
          : "Ruled out as the only mistake, and in the pairs that docs/diagnosis.md lists:");
  std::string line;
  std::optional<HypothesisGroup> group;
  for (const Hypothesis hypothesis : diagnosis.excluded) {
    const HypothesisInfo& info = hypothesis_info(hypothesis);
    if (group != info.group) {
      if (group) console.detail(line);
      group = info.group;
      line = "- " + std::string(group_title(info.group)) + ": ";
    } else {
      line += "; ";
    }
    line += info.excluded;
  }
  console.detail(line);
}

std::string_view what_can_be_tried(DiagnosisBasis basis) {
  switch (basis) {
    case DiagnosisBasis::kFiles:
      return "Other versions of firmware, kernel, initrd, command line, VMSA pages and keys";
    case DiagnosisBasis::kFirmwareDigest:
      return "Firmware images and other keys";
    case DiagnosisBasis::kLaunchDigest:
      return "Other keys";
    case DiagnosisBasis::kLaunchFiles:
      return "Other versions of firmware, kernel, initrd and command line";
    case DiagnosisBasis::kPublishedFirmware:
      return "Firmware images, and other versions of kernel, initrd and command line";
    case DiagnosisBasis::kIgvmFile:
      return "Other IGVM files";
  }
  return "Other keys";
}

void say_candidates(const Diagnosis& diagnosis, Console& console) {
  if (diagnosis.also_tried.empty()) {
    console.hint(std::string(what_can_be_tried(diagnosis.basis)) +
                 " can be tried too: name each with --also-try.");
    return;
  }
  std::string line;
  for (const std::string& name : diagnosis.also_tried) {
    line += (line.empty() ? "" : ", ") + quote_name(name);
  }
  console.detail("Candidates (--also-try): " + line);
}

// Said by the domain itself, and likelier than anything that was left to guess.
void say_session_cause(const Diagnosis& diagnosis, Console& console) {
  if (!diagnosis.session_cause.empty()) console.detail(diagnosis.session_cause);
}

void say_causes(DiagnosisBasis basis, Console& console) {
  console.detail("Causes that remain:");
  for (const std::string_view cause : unexplained_causes(basis)) {
    console.detail("- " + std::string(cause));
  }
}

// "NOT EXPLAINED within 2 s of computing: 9,090 of 10,158,385 launches were tried, ...". How much
// of the work that is stands in the hint: launches differ in what they take.
void say_unfinished(const Explanation& explanation, std::chrono::seconds time, Console& console) {
  std::string line = "NOT EXPLAINED within " + std::to_string(time.count()) + " s of computing";
  if (explanation.by_clock) {
    line += " (" + std::to_string(explanation.by_clock->count()) + " s by the clock)";
  }
  const DiagnosisProgress& progress = explanation.diagnosis.progress;
  console.line(line + ": " + grouped(progress.tried) + " of " + grouped(progress.total) +
               " launches were tried, and none has the reported measurement");
}

// Where hardly anything was done there is nothing to tell by.
void say_time_for_all(double share, std::chrono::seconds time, Console& console) {
  const double all = std::ceil(1.2 * static_cast<double>(time.count()) / std::max(share, 1e-9));
  if (share < 0.01 || all > static_cast<double>(kMostSeconds)) {
    console.hint("--diagnose SECONDS searches longer.");
    return;
  }
  console.hint("--diagnose " + std::to_string(std::lround(all)) +
               " should be enough for the whole search.");
}

// What is nearer its end: the search, or its time.
void show_progress(const DiagnosisProgress& progress, const CpuBudget& budget, Console& console) {
  console.progress(budget.is_slowed_down() ? "Searching for the reason (this machine is busy)"
                                           : "Searching for the reason",
                   percent(std::min(std::max(progress.share, budget.share()), 1.0)));
}

void say_found(const Explanation& explanation, std::chrono::seconds time, Console& console) {
  const Diagnosis& diagnosis = explanation.diagnosis;
  switch (diagnosis.outcome) {
    case DiagnosisOutcome::kExplained:
      say_changes(diagnosis.changes, console);
      return;
    case DiagnosisOutcome::kNotExplained:
      console.line("NOT EXPLAINED: none of the " + grouped(diagnosis.progress.tried) +
                   " launches that were tried has the reported measurement");
      say_session_cause(diagnosis, console);
      say_excluded(diagnosis, console);
      say_causes(diagnosis.basis, console);
      break;
    case DiagnosisOutcome::kUnfinished:
      say_unfinished(explanation, time, console);
      say_session_cause(diagnosis, console);
      say_excluded(diagnosis, console);
      say_causes(diagnosis.basis, console);
      say_time_for_all(diagnosis.progress.share, time, console);
      break;
  }
  say_candidates(diagnosis, console);
}

// To say that there is no memory: the core has no exceptions, so where one goes through it, it
// keeps what it has taken. Asked of the operator itself: a compiler may leave out what a container
// or a new-expression asks for and nobody reads, as g++ 16 does. Less than what malloc maps on its
// own.
class SpareMemory {
 public:
  SpareMemory() : memory_(::operator new(96UL * 1024)) {}
  ~SpareMemory() { ::operator delete(memory_); }
  SpareMemory(const SpareMemory&) = delete;
  SpareMemory& operator=(const SpareMemory&) = delete;

 private:
  void* memory_;
};

}  // namespace

std::optional<Explanation> explain_mismatch(
    const std::function<std::shared_ptr<PlannedSearch>()>& begin, std::chrono::seconds time,
    Console& console) {
  const auto main_thread = std::this_thread::get_id();
  try {
    const SpareMemory spare;  // given back before the handler runs
    const auto search = begin();
    CpuBudget budget(time);
    on_all_cores([&] {
      CpuBudget::Thread own(budget);
      search->run([&](const DiagnosisProgress& progress) {
        if (std::this_thread::get_id() == main_thread) show_progress(progress, budget, console);
        return own.go_on();
      });
    });
    Explanation explanation{search->result(), std::nullopt};
    if (budget.is_slowed_down()) {
      explanation.by_clock = std::chrono::ceil<std::chrono::seconds>(budget.by_clock());
    }
    return explanation;
  } catch (const std::bad_alloc&) {
    return std::nullopt;
  }
}

void say_explanation(const std::optional<Explanation>& explanation,
                     const std::optional<std::chrono::seconds>& time, Console& console) {
  if (explanation) {
    say_found(*explanation, *time, console);
  } else if (time) {
    console.line("NOT EXPLAINED: there is not enough memory to search for the reason");
  }
}

}  // namespace sevproof::cli
