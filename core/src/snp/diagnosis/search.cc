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
  return std::any_of(launch.digests.begin(), launch.digests.end(),
                     [&](const CountedDigest& one) { return one.digest == measurement; });
}

}  // namespace sevproof::snp
