#include "search/search.h"

#include <algorithm>

#include "snp/diagnosis/plan.h"

namespace sevproof::snp {
namespace {

DiagnosisProgress as_progress(const search::Progress& progress) {
  return {progress.tried, progress.total, progress.share};
}

internal::Plan plan_of(const DiagnosisInput& input) {
  return input.request.igvm ? internal::plan_of_igvm(input) : internal::plan_of_firmware(input);
}

}  // namespace

struct DiagnosisSearch::State {
  explicit State(const DiagnosisInput& input)
      : plan(plan_of(input)), search(plan.kind, std::move(plan.boxes)) {}

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
  const internal::Plan& plan = state_->plan;
  const search::Search& search = state_->search;
  Diagnosis diagnosis = plan.start;
  if (const auto& found = search.found()) {
    diagnosis.outcome = DiagnosisOutcome::kExplained;
    // Only its place was kept.
    diagnosis.changes = plan.changes(found->box);
    diagnosis.progress = as_progress(found->progress);
    return diagnosis;
  }
  diagnosis.progress = progress();
  if (!search.has_tried(plan.singles)) return diagnosis;
  if (search.is_at_end()) diagnosis.outcome = DiagnosisOutcome::kNotExplained;
  diagnosis.excluded = plan.applicable;
  return diagnosis;
}

bool ComparedLaunch::matches() const {
  if (launch.igvm && launch.igvm->in_order == measurement) return true;
  return std::any_of(launch.digests.begin(), launch.digests.end(),
                     [&](const CountedDigest& one) { return one.digest == measurement; });
}

}  // namespace sevproof::snp
