#include "sevproof/planned_search.h"

#include <utility>

#include "boot/diagnosis/plan.h"

namespace sevproof {
namespace {

search::Kind kind_of(const internal::DiagnosisPlan& plan) {
  return {plan.cost,
          [first_hit = plan.first_hit](const search::Box& box) -> std::optional<std::uint64_t> {
            const auto hit = first_hit(box);
            if (!hit) return std::nullopt;
            return hit->position;
          },
          plan.work_at_once};
}

DiagnosisProgress as_progress(const search::Progress& progress) {
  return {progress.tried, progress.total, progress.share};
}

}  // namespace

struct PlannedSearch::State {
  explicit State(internal::DiagnosisPlan given)
      : plan(std::move(given)), search(kind_of(plan), std::move(plan.boxes)) {}

  internal::DiagnosisPlan plan;
  search::Search search;
};

PlannedSearch::PlannedSearch(internal::DiagnosisPlan plan)
    : state_(std::make_unique<State>(std::move(plan))) {}
PlannedSearch::PlannedSearch(PlannedSearch&&) noexcept = default;
PlannedSearch::~PlannedSearch() = default;

void PlannedSearch::run(const std::function<bool(const DiagnosisProgress&)>& go_on) {
  state_->search.run(
      [&](const search::Progress& progress) { return !go_on || go_on(as_progress(progress)); });
}

DiagnosisProgress PlannedSearch::progress() const { return as_progress(state_->search.progress()); }

Diagnosis PlannedSearch::result() const {
  const internal::DiagnosisPlan& plan = state_->plan;
  const search::Search& search = state_->search;
  Diagnosis diagnosis = plan.start;
  if (const auto& found = search.found()) {
    diagnosis.outcome = DiagnosisOutcome::kExplained;
    // Only its place was kept.
    diagnosis.changes = plan.first_hit(found->box)->changes;
    diagnosis.progress = as_progress(found->progress);
    diagnosis.session_cause.clear();
    return diagnosis;
  }
  diagnosis.progress = progress();
  if (!search.has_tried(plan.singles)) return diagnosis;
  if (search.is_at_end()) diagnosis.outcome = DiagnosisOutcome::kNotExplained;
  diagnosis.excluded = plan.applicable();
  return diagnosis;
}

}  // namespace sevproof
