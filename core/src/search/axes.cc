#include "search/axes.h"

#include <algorithm>

namespace sevproof::search {
namespace {

// Every combination of the ranges of the axes from `axis` on, the last of them fastest.
void add_combinations(const std::array<Tier, kAxes>& chosen, std::size_t axis, Box& box,
                      std::vector<Box>& boxes) {
  if (axis == kAxes) {
    boxes.push_back(box);
    return;
  }
  for (const Range& range : chosen[axis]) {
    if (range.size() == 0) continue;
    box[axis] = range;
    add_combinations(chosen, axis + 1, box, boxes);
  }
}

void add_step(const Step& step, const Tiers& tiers, std::optional<Index> option,
              std::vector<Box>& boxes) {
  std::array<Tier, kAxes> chosen;
  for (std::size_t axis = 0; axis < kAxes; ++axis) {
    chosen[axis] = step.tiers[axis] == 0 ? Tier{kGivenOnly} : tiers[axis][step.tiers[axis]];
  }
  if (option) chosen[*step.one_by_one] = {{*option, *option + 1}};
  Box box;
  add_combinations(chosen, 0, box, boxes);
}

void add_one_by_one(std::span<const Step> steps, const Tiers& tiers, std::vector<Box>& boxes) {
  const std::size_t axis = *steps.front().one_by_one;
  for (const Range& range : tiers[axis][steps.front().tiers[axis]]) {
    for (Index option = range.first; option < range.last; ++option) {
      for (const Step& step : steps) add_step(step, tiers, option, boxes);
    }
  }
}

}  // namespace

void add_boxes(std::span<const Step> steps, const Tiers& tiers, std::vector<Box>& boxes) {
  while (!steps.empty()) {
    const Step& first = steps.front();
    const auto is_other = [&](const Step& step) {
      return !first.one_by_one || step.one_by_one != first.one_by_one ||
             step.tiers[*first.one_by_one] != first.tiers[*first.one_by_one];
    };
    const auto end = std::find_if(steps.begin() + 1, steps.end(), is_other);
    const auto count = static_cast<std::size_t>(end - steps.begin());
    if (first.one_by_one) {
      add_one_by_one(steps.first(count), tiers, boxes);
    } else {
      add_step(first, tiers, std::nullopt, boxes);
    }
    steps = steps.subspan(count);
  }
}

}  // namespace sevproof::search
