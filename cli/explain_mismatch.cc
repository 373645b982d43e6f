#include "explain_mismatch.h"

#include <cmath>
#include <new>
#include <string>
#include <thread>

#include "all_cores.h"
#include "sevproof/number.h"
#include "sevproof/quote.h"

namespace sevproof::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kDefaultSeconds = 2;
constexpr std::uint64_t kMostSeconds = 24UL * 60 * 60;

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
                     : "With these changes at once the measurement is exactly the reported one.");
}

// A line for each group; the table is in their order.
void say_excluded(const Diagnosis& diagnosis, Console& console) {
  if (diagnosis.excluded.empty()) return;
  console.detail(diagnosis.outcome == DiagnosisOutcome::kUnfinished
                     ? "Ruled out so far, as the only mistake:"
                     : "Ruled out as the only mistake, and in the pairs of docs/diagnosis.md:");
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

void say_candidates(const std::vector<std::string>& names, Console& console) {
  if (names.empty()) {
    console.hint(
        "Other versions of firmware, kernel, initrd, command line, VMSA pages and keys that you "
        "have are tried too: name each with --also-try.");
    return;
  }
  std::string line;
  for (const std::string& name : names) line += (line.empty() ? "" : ", ") + quote_name(name);
  console.detail("Part of the search: " + line);
}

void say_causes(Console& console) {
  console.detail("What is left:");
  for (const std::string_view cause : unexplained_causes()) {
    console.detail("- " + std::string(cause));
  }
}

// In which time all would be done, on this machine as it is now; where hardly anything was done
// there is nothing to tell by.
void say_time_for_all(double share, std::chrono::seconds time, Console& console) {
  const double all = std::ceil(1.2 * static_cast<double>(time.count()) / std::max(share, 1e-9));
  if (share < 0.01 || all > static_cast<double>(kMostSeconds)) {
    console.hint("--diagnose SECONDS searches for longer.");
    return;
  }
  console.hint("All of it takes about --diagnose " + std::to_string(std::lround(all)) + ".");
}

}  // namespace

Result<std::optional<std::chrono::seconds>> diagnosis_time(const Arguments& arguments) {
  const auto text = arguments.value(Option::kDiagnose);
  const auto number =
      parse_number("--diagnose", text.value_or(std::to_string(kDefaultSeconds)), 0, kMostSeconds);
  if (!number) return fail(number.error());
  if (*number == 0) return std::optional<std::chrono::seconds>();
  return std::optional(std::chrono::seconds(*number));
}

std::optional<Diagnosis> explain_mismatch(const DiagnosisInput& input, std::chrono::seconds time,
                                          Console& console) {
  const auto start = Clock::now();
  const auto main_thread = std::this_thread::get_id();
  DiagnosisBudget budget;
  budget.on_all_cores = on_all_cores;
  budget.go_on = [&](const DiagnosisProgress& progress) {
    if (std::this_thread::get_id() == main_thread) {
      console.progress("Looking for the reason", percent(progress.share));
    }
    return Clock::now() - start < time;
  };
  try {
    return diagnose(input, budget);
  } catch (const std::bad_alloc&) {
    return std::nullopt;
  }
}

void say_diagnosis(const Diagnosis& diagnosis, std::chrono::seconds time, Console& console) {
  const DiagnosisProgress& progress = diagnosis.progress;
  switch (diagnosis.outcome) {
    case DiagnosisOutcome::kExplained:
      say_changes(diagnosis.changes, console);
      return;
    case DiagnosisOutcome::kNotExplained:
      console.line("NOT EXPLAINED: none of the " + grouped(progress.tried) +
                   " launches that were tried has this measurement");
      say_excluded(diagnosis, console);
      say_causes(console);
      break;
    case DiagnosisOutcome::kUnfinished:
      console.line("NOT EXPLAINED within " + std::to_string(time.count()) +
                   " s: " + grouped(progress.tried) + " of " + grouped(progress.total) +
                   " launches tried, " + std::to_string(percent(progress.share)) +
                   "% of the search");
      say_excluded(diagnosis, console);
      say_time_for_all(progress.share, time, console);
      break;
  }
  say_candidates(diagnosis.also_tried, console);
}

}  // namespace sevproof::cli
