// A plan as data: what is tried, one step after the other.
#ifndef SEVPROOF_SEARCH_STEPS_H
#define SEVPROOF_SEARCH_STEPS_H

#include <optional>
#include <span>

#include "search/axes.h"

namespace sevproof::search {

// One tier of each axis, by its number; tier 0 is the given option alone.
struct Step {
  std::array<std::uint8_t, kAxes> tiers{};
  // Steps beside each other with the same axis here share its tier: all of them are made with one
  // option of it before the next.
  std::optional<std::size_t> one_by_one = std::nullopt;
};

// Appends the boxes of these steps, in their order.
void add_boxes(std::span<const Step> steps, const Tiers& tiers, std::vector<Box>& boxes);

}  // namespace sevproof::search

#endif
