#include "search/search.h"

#include "sev/diagnosis/plan.h"
#include "sev/diagnosis/trials.h"
#include "sevproof/diagnosis_search.h"

namespace sevproof {
namespace {

// A few milliseconds.
constexpr std::uint64_t kCompressionsAtOnce = 1U << 17;

search::Kind kind_of(const internal::Space& space) {
  return {[&](const search::Box& box) { return internal::cost_of(space, box); },
          [&](const search::Box& box) -> std::optional<std::uint64_t> {
            const auto hit = internal::first_hit(space, box);
            if (!hit) return std::nullopt;
            return hit->position;
          },
          kCompressionsAtOnce};
}

DiagnosisProgress as_progress(const search::Progress& progress) {
  return {progress.tried, progress.total, progress.share};
}

}  // namespace

struct DiagnosisSearch::State {
  explicit State(const DiagnosisInput& input)
      : space(internal::make_space(input)),
        plan(internal::make_plan(space)),
        search(kind_of(space), std::move(plan.boxes)) {}

  internal::Space space;
  internal::Plan plan;
  search::Search search;
};

DiagnosisSearch::DiagnosisSearch(const DiagnosisInput& input)
    : state_(std::make_unique<State>(input)) {}
DiagnosisSearch::DiagnosisSearch(DiagnosisSearch&&) noexcept = default;
DiagnosisSearch::~DiagnosisSearch() = default;

void DiagnosisSearch::run(const std::function<bool(const DiagnosisProgress&)>& go_on) {
  state_->search.run(
      [&](const search::Progress& progress) { return !go_on || go_on(as_progress(progress)); });
}

DiagnosisProgress DiagnosisSearch::progress() const {
  return as_progress(state_->search.progress());
}

Diagnosis DiagnosisSearch::result() const {
  const State& state = *state_;
  Diagnosis diagnosis;
  diagnosis.basis = state.space.basis;
  diagnosis.also_tried = state.space.also_tried;
  if (const auto& found = state.search.found()) {
    diagnosis.outcome = DiagnosisOutcome::kExplained;
    // Only its place was kept.
    const auto hit = internal::first_hit(state.space, found->box);
    diagnosis.changes = internal::describe_trial(state.space, hit->trial);
    diagnosis.progress = as_progress(found->progress);
    return diagnosis;
  }
  diagnosis.progress = progress();
  if (!state.search.has_tried(state.plan.singles)) return diagnosis;
  if (state.search.is_at_end()) diagnosis.outcome = DiagnosisOutcome::kNotExplained;
  diagnosis.excluded = internal::applicable_hypotheses(state.space);
  return diagnosis;
}

Diagnosis diagnose(const DiagnosisInput& input, const DiagnosisBudget& budget) {
  DiagnosisSearch search(input);
  const auto work = [&] { search.run(budget.go_on); };
  if (budget.on_all_cores) {
    budget.on_all_cores(work);
  } else {
    work();
  }
  return search.result();
}

}  // namespace sevproof
