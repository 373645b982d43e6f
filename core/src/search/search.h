// Tries all that boxes hold, in order, by any number of threads, until something is the one that
// is looked for. What that is, the kind of the search knows.
#ifndef SEVPROOF_SEARCH_SEARCH_H
#define SEVPROOF_SEARCH_SEARCH_H

#include <functional>
#include <mutex>
#include <optional>

#include "search/axes.h"

namespace sevproof::search {

// Of a box.
struct Cost {
  std::uint64_t tries = 0;
  std::uint64_t work = 0;  // in a unit of the kind's own

  Cost& operator+=(const Cost& more) {
    tries += more.tries;
    work += more.work;
    return *this;
  }
};

struct Kind {
  std::function<Cost(const Box&)> cost;
  // Tries a box in order, up to the first hit: the how manieth it is, from 1.
  std::function<std::optional<std::uint64_t>(const Box&)> first_hit;
  // About so much is done between two questions whether to go on.
  std::uint64_t work_at_once = 1;
};

struct Progress {
  std::uint64_t tried = 0;
  std::uint64_t total = 0;
  double share = 0;  // of the work, 0 to 1
};

struct Found {
  Box box;  // part of one of the boxes
  std::uint64_t position = 0;
  std::uint64_t item = 0;
  Progress progress;  // every try up to it
};

// Boxes in pieces of about the same work, cut as they are taken.
class Items {
 public:
  Items(const Kind& kind, std::vector<Box> boxes);

  struct Item {
    Box box;
    Cost cost;
    Cost before;  // of all items before it
    std::uint64_t number = 0;
  };
  std::optional<Item> take();

  const Cost& total() const { return total_; }
  // The box that the next item is a part of; their number at the end.
  std::size_t next_box() const { return box_ - (pieces_.empty() ? 0 : 1); }
  bool is_empty() const { return pieces_.empty() && box_ == boxes_.size(); }

 private:
  void cut(const Box& box, std::uint64_t pieces);

  const Kind& kind_;
  std::vector<Box> boxes_;
  std::size_t box_ = 0;
  std::vector<Box> pieces_;  // of the box before that, the next one last
  Cost total_;
  Cost taken_;
  std::uint64_t number_ = 0;
};

class Search {
 public:
  Search(Kind kind, std::vector<Box> boxes);
  Search(const Search&) = delete;
  Search& operator=(const Search&) = delete;

  // Goes on until there is a hit, nothing is left to try, or `go_on` says no. Several threads may
  // call it at once; after an interruption the next call goes on from there.
  void run(const std::function<bool(const Progress&)>& go_on);

  Progress progress() const;

  // The rest not while a call of run() is at work.
  const std::optional<Found>& found() const { return found_; }
  bool is_at_end() const { return items_.is_empty(); }
  // Whether everything in the first so many boxes was tried.
  bool has_tried(std::size_t boxes) const { return items_.next_box() >= boxes; }

 private:
  std::optional<Items::Item> take();
  void finish(const Items::Item& item, std::optional<std::uint64_t> hit);
  Progress progress_at(const Cost& done) const;

  Kind kind_;
  mutable std::mutex mutex_;
  Items items_;
  Cost done_;
  std::optional<Found> found_;
};

}  // namespace sevproof::search

#endif
