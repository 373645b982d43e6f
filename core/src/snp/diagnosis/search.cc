#include <algorithm>

#include "snp/diagnosis/plans.h"

namespace sevproof::snp {
namespace {

internal::DiagnosisPlan plan_of(const DiagnosisInput& input) {
  return input.request.igvm ? internal::plan_of_igvm(input) : internal::plan_of_firmware(input);
}

}  // namespace

DiagnosisSearch::DiagnosisSearch(const DiagnosisInput& input) : PlannedSearch(plan_of(input)) {}

bool ComparedLaunch::matches() const {
  if (launch.digests.empty()) return launch.igvm && launch.igvm->in_order == measurement;
  return has_digest(launch.digests, measurement);
}

}  // namespace sevproof::snp
