// What a search for a launch tries, and what it finds.
#ifndef SEVPROOF_BOOT_DIAGNOSIS_PLAN_H
#define SEVPROOF_BOOT_DIAGNOSIS_PLAN_H

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "search/search.h"
#include "sevproof/diagnosis.h"

namespace sevproof::internal {

struct PlannedHit {
  std::uint64_t position = 0;  // the how manieth it is, from 1
  std::vector<DiagnosisChange> changes;
};

// Each function owns what it needs.
struct DiagnosisPlan {
  std::function<search::Cost(const search::Box&)> cost;
  // Up to the first launch that is the reported.
  std::function<std::optional<PlannedHit>(const search::Box&)> first_hit;
  std::uint64_t work_at_once = 1;
  std::vector<search::Box> boxes;
  std::size_t singles = 0;  // so many boxes, the first, are single changes
  Diagnosis start;          // what does not hang on how far it comes
  std::function<std::vector<Hypothesis>()> applicable;
};

}  // namespace sevproof::internal

#endif
