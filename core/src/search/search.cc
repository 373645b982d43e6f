#include "search/search.h"

#include <algorithm>

namespace sevproof::search {

Items::Items(const Kind& kind, std::vector<Box> boxes) : kind_(kind), boxes_(std::move(boxes)) {
  // Parts of a box may cost more than it in one piece. And once it has been cut, cutting it again
  // needs no more memory, which a thread might not get.
  while (const auto item = take()) total_ += item->cost;
  box_ = 0;
  taken_ = {};
  number_ = 0;
}

std::optional<Items::Item> Items::take() {
  for (;;) {
    if (pieces_.empty()) {
      if (box_ == boxes_.size()) return std::nullopt;
      pieces_.push_back(boxes_[box_++]);
    }
    const Box box = pieces_.back();
    pieces_.pop_back();
    const Cost cost = kind_.cost(box);
    if (cost.tries == 0) continue;
    const auto is_long = [](const Range& range) { return range.size() > 1; };
    const std::uint64_t pieces = cost.work / kind_.work_at_once;
    if (pieces > 1 && std::any_of(box.begin(), box.end(), is_long)) {
      cut(box, pieces);
      continue;
    }
    const Item item = {box, cost, taken_, number_++};
    taken_ += cost;
    return item;
  }
}

// Along its first axis with more than one option.
void Items::cut(const Box& box, std::uint64_t pieces) {
  std::size_t axis = 0;
  while (box[axis].size() == 1) ++axis;
  const Range whole = box[axis];
  const auto step = std::max<Index>(static_cast<Index>(whole.size() / pieces), 1);
  const auto first_piece = static_cast<std::ptrdiff_t>(pieces_.size());
  for (Index first = whole.first; first < whole.last; first += step) {
    pieces_.push_back(box);
    pieces_.back()[axis] = {first, std::min(first + step, whole.last)};
  }
  std::reverse(pieces_.begin() + first_piece, pieces_.end());
}

Search::Search(Kind kind, std::vector<Box> boxes)
    : kind_(std::move(kind)), items_(kind_, std::move(boxes)) {}

// Whoever finds something ends the search, but those who are at an item before it finish that: so
// the first hit wins, however many there are.
void Search::run(const std::function<bool(const Progress&)>& go_on) {
  while (!go_on || go_on(progress())) {
    const auto item = take();
    if (!item) return;
    finish(*item, kind_.first_hit(item->box));
  }
}

std::optional<Items::Item> Search::take() {
  const std::lock_guard lock(mutex_);
  if (found_) return std::nullopt;
  return items_.take();
}

void Search::finish(const Items::Item& item, std::optional<std::uint64_t> hit) {
  const std::lock_guard lock(mutex_);
  done_ += item.cost;
  if (!hit || (found_ && found_->item < item.number)) return;
  Cost up_to = item.before;
  up_to.tries += *hit;
  found_ = {item.box, *hit, item.number, progress_at(up_to)};
}

Progress Search::progress() const {
  const std::lock_guard lock(mutex_);
  return progress_at(done_);
}

Progress Search::progress_at(const Cost& done) const {
  const Cost& total = items_.total();
  const auto all = static_cast<double>(std::max<std::uint64_t>(total.work, 1));
  return {done.tries, total.tries, static_cast<double>(done.work) / all};
}

}  // namespace sevproof::search
