// A search for the launch that was measured: what it tries, and what a hit means.
#ifndef SEVPROOF_SNP_DIAGNOSIS_PLAN_H
#define SEVPROOF_SNP_DIAGNOSIS_PLAN_H

#include <functional>
#include <vector>

#include "search/search.h"
#include "sevproof/snp/diagnosis.h"

namespace sevproof::snp::internal {

// Each function owns what it needs.
struct Plan {
  search::Kind kind;
  std::vector<search::Box> boxes;
  std::size_t singles = 0;  // so many boxes, the first, are single changes
  Diagnosis start;          // what does not hang on how far it comes
  // Of the box with a hit.
  std::function<std::vector<DiagnosisChange>(const search::Box&)> changes;
  std::vector<Hypothesis> applicable;
};

// For a firmware, or what is published of one.
Plan plan_of_firmware(const DiagnosisInput& input);
Plan plan_of_igvm(const DiagnosisInput& input);

}  // namespace sevproof::snp::internal

#endif
