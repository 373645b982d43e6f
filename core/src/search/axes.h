// What a search varies. An axis is a list of options, the first of which is the given one; a tier
// is a part of that list; a box is a range of every axis.
#ifndef SEVPROOF_SEARCH_AXES_H
#define SEVPROOF_SEARCH_AXES_H

#include <array>
#include <cstddef>
#include <cstdint>
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

}  // namespace sevproof::search

#endif
