// A long list of options that is not stored: blocks one after the other, each of them the product
// of a range of every part.
#ifndef SEVPROOF_SEARCH_PRODUCT_LIST_H
#define SEVPROOF_SEARCH_PRODUCT_LIST_H

#include <algorithm>

#include "search/axes.h"

namespace sevproof::search {

template <std::size_t kParts>
class ProductList {
 public:
  using Block = std::array<Range, kParts>;    // the last part varies fastest
  using Indexes = std::array<Index, kParts>;  // an option: one of each part
  struct Place {
    Block block;
    Index first;
  };

  // Of the given option of every part.
  static Block given() {
    Block block;
    block.fill(kGivenOnly);
    return block;
  }

  // Gives its place in the list.
  Range add(const Block& block) {
    std::size_t count = 1;
    for (const Range& range : block) count *= range.size();
    const Index first = size_;
    if (count > 0) blocks_.push_back({block, first});
    size_ += static_cast<Index>(count);
    return {first, size_};
  }

  Range add(const std::vector<Block>& blocks) {
    return append_range(*this, [&] {
      for (const Block& block : blocks) add(block);
    });
  }

  Index size() const { return size_; }

  Indexes operator[](Index option) const { return indexes(*block_of(option), option); }

  // A range, found once to be visited many times.
  class Run {
   public:
    // Calls `visit` with each option, until it says no.
    template <typename Visit>
    void visit(Visit visit) const {
      const Place* place = first_;
      Indexes at = start_;
      for (Index left = size_; left > 0 && visit(at) && left > 1; --left) {
        if (advance(place->block, at)) continue;
        ++place;
        at = indexes(*place, place->first);
      }
    }

   private:
    friend class ProductList;
    const Place* first_ = nullptr;
    Indexes start_{};
    Index size_ = 0;
  };
  Run run(Range range) const {
    Run run;
    if (range.size() == 0) return run;
    run.first_ = &*block_of(range.first);
    run.start_ = indexes(*run.first_, range.first);
    run.size_ = range.size();
    return run;
  }

  template <typename Visit>
  void visit(Range range, Visit visit) const {
    run(range).visit(visit);
  }

 private:
  auto block_of(Index option) const {
    const auto is_before = [](Index at, const Place& place) { return at < place.first; };
    return std::upper_bound(blocks_.begin(), blocks_.end(), option, is_before) - 1;
  }

  static Indexes indexes(const Place& place, Index option) {
    Indexes at{};
    Index rest = option - place.first;
    for (std::size_t part = kParts; part-- > 0;) {
      const Range& range = place.block[part];
      at[part] = range.first + rest % range.size();
      rest /= range.size();
    }
    return at;
  }

  // To the next option of the block; false behind its last.
  static bool advance(const Block& block, Indexes& at) {
    for (std::size_t part = kParts; part-- > 0;) {
      if (++at[part] < block[part].last) return true;
      at[part] = block[part].first;
    }
    return false;
  }

  std::vector<Place> blocks_;
  Index size_ = 0;
};

}  // namespace sevproof::search

#endif
