#include "snp/page_ranges.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace sevproof::snp::internal {

std::optional<std::pair<PageRange, PageRange>> find_overlap(std::vector<PageRange> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const PageRange& a, const PageRange& b) {
    return std::tie(a.first, a.index) < std::tie(b.first, b.index);
  });
  const auto both =
      std::adjacent_find(ranges.begin(), ranges.end(),
                         [](const PageRange& a, const PageRange& b) { return b.first <= a.last; });
  if (both == ranges.end()) return std::nullopt;
  return std::pair(*both, *std::next(both));
}

}  // namespace sevproof::snp::internal
