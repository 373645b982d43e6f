// Where pages lie that are handed to the firmware.
#ifndef SEVPROOF_SNP_PAGE_RANGES_H
#define SEVPROOF_SNP_PAGE_RANGES_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace sevproof::snp::internal {

struct PageRange {
  std::uint64_t first = 0;  // numbers of pages
  std::uint64_t last = 0;
  std::size_t index = 0;  // of what they belong to
};

// Two that have a page in common, the one that begins first in front. The chip's table of pages has
// each once, and KVM refuses one that is handed over again.
std::optional<std::pair<PageRange, PageRange>> find_overlap(std::vector<PageRange> ranges);

}  // namespace sevproof::snp::internal

#endif
