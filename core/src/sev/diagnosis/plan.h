// What a diagnosis tries and in which order: single changes, then pairs, then products, and last
// the pairs that are many and unlikely.
#ifndef SEVPROOF_SEV_DIAGNOSIS_PLAN_H
#define SEVPROOF_SEV_DIAGNOSIS_PLAN_H

#include <cstdint>
#include <optional>
#include <vector>

#include "sev/diagnosis/space.h"

namespace sevproof::internal {

// Builds are 8 bits wide.
inline constexpr unsigned kBuilds = 256;

// API versions of one major version, with every build: what else the message has says `base`.
struct ApiSweep {
  Index base = 0;  // of the messages
  std::uint8_t major = 0;
  std::uint16_t first_minor = 0;
  std::uint16_t last_minor = 0;  // exclusive
};

// A launch for each table and number of CPUs, under each message of a list or sweep. Small enough
// to be done in a few milliseconds.
struct PlanItem {
  Index firmware = 0;
  Range tables = {0, 1};
  std::optional<Index> cpu;
  Range messages;
  std::optional<ApiSweep> sweep;
};

// Of an item: measurements to compute, and compressions of SHA-256 that they take.
struct PlanCost {
  std::uint64_t trials = 0;
  std::uint64_t compressions = 0;

  PlanCost& operator+=(const PlanCost& more) {
    trials += more.trials;
    compressions += more.compressions;
    return *this;
  }
};

PlanCost cost_of(const PlanItem& item, const Space& space);

struct Plan {
  std::vector<PlanItem> items;
  std::size_t singles = 0;  // the first so many are single changes
};

Plan make_plan(const Space& space);

// diagnosis_plan_said.cc: what is planned around what the host's side said. Items may be of any
// size. Every combination of what was said; that with one more change; and that with the CPU
// products.
std::vector<PlanItem> said_items(const Space& space);
std::vector<PlanItem> said_pair_items(const Space& space);
std::vector<PlanItem> said_product_items(const Space& space);

}  // namespace sevproof::internal

#endif
