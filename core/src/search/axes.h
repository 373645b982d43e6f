// What a search varies. An axis is a list of options, the first of which is the given one; a tier
// is a part of that list; a box is a range of every axis. A plan is data: steps, one after the
// other.
#ifndef SEVPROOF_SEARCH_AXES_H
#define SEVPROOF_SEARCH_AXES_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace sevproof::search {

using Index = std::uint32_t;

// [first, last)
struct Range {
  Index first = 0;
  Index last = 0;

  Index size() const { return last - first; }
  bool operator==(const Range&) const = default;
};

inline constexpr Range kGivenOnly = {0, 1};

inline constexpr std::size_t kAxes = 4;

// The last axis varies fastest.
using Box = std::array<Range, kAxes>;

// One range after the other; a tier without any leaves out the steps that name it.
using Tier = std::vector<Range>;
using Tiers = std::array<std::vector<Tier>, kAxes>;

// Appends what `make` appends to `list`, and gives its place.
template <typename List, typename Make>
Range append_range(List& list, Make make) {
  const auto first = static_cast<Index>(list.size());
  make();
  return {first, static_cast<Index>(list.size())};
}

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
