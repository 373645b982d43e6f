#include <utility>

#include "boot/diagnosis/joined_plan.h"
#include "snp/diagnosis/plans.h"

namespace sevproof::snp {
namespace {

internal::DiagnosisPlan plan_of(const DiagnosisInput& input) {
  if (input.request.igvm) return internal::plan_of_igvm(input);
  auto plan = internal::plan_of_firmware(input);
  auto more = internal::plan_of_igvm_candidates(input);
  return more ? sevproof::internal::join(std::move(plan), *std::move(more)) : plan;
}

}  // namespace

DiagnosisSearch::DiagnosisSearch(const DiagnosisInput& input) : PlannedSearch(plan_of(input)) {}

bool ComparedLaunch::matches() const {
  if (launch.digests.empty()) return launch.igvm && launch.igvm->in_order == measurement;
  return has_digest(launch.digests, measurement);
}

}  // namespace sevproof::snp
