#include "boot/diagnosis/joined_plan.h"

#include <algorithm>
#include <iterator>

namespace sevproof::internal {
namespace {

using search::Box;

// More options than the first axis of a plan has.
constexpr search::Index kOfSecond = 1U << 24;

Box moved(Box box) {
  box.front().first += kOfSecond;
  box.front().last += kOfSecond;
  return box;
}

bool is_moved(const Box& box) { return box.front().first >= kOfSecond; }

Box moved_back(Box box) {
  box.front().first -= kOfSecond;
  box.front().last -= kOfSecond;
  return box;
}

// Both plans' single changes, then the rest of both.
std::vector<Box> joined_boxes(const DiagnosisPlan& first, const DiagnosisPlan& second) {
  std::vector<Box> boxes(first.boxes.begin(),
                         first.boxes.begin() + static_cast<std::ptrdiff_t>(first.singles));
  std::transform(second.boxes.begin(),
                 second.boxes.begin() + static_cast<std::ptrdiff_t>(second.singles),
                 std::back_inserter(boxes), moved);
  std::transform(second.boxes.begin() + static_cast<std::ptrdiff_t>(second.singles),
                 second.boxes.end(), std::back_inserter(boxes), moved);
  boxes.insert(boxes.end(), first.boxes.begin() + static_cast<std::ptrdiff_t>(first.singles),
               first.boxes.end());
  return boxes;
}

}  // namespace

DiagnosisPlan join(DiagnosisPlan first, DiagnosisPlan second) {
  DiagnosisPlan both;
  both.boxes = joined_boxes(first, second);
  both.singles = first.singles + second.singles;
  both.work_at_once = first.work_at_once;
  both.start = std::move(first.start);
  both.cost = [a = std::move(first.cost), b = std::move(second.cost)](const Box& box) {
    return is_moved(box) ? b(moved_back(box)) : a(box);
  };
  both.first_hit = [a = std::move(first.first_hit), b = std::move(second.first_hit)](
                       const Box& box) { return is_moved(box) ? b(moved_back(box)) : a(box); };
  both.applicable = [a = std::move(first.applicable), b = std::move(second.applicable)] {
    auto all = a();
    for (const Hypothesis one : b()) {
      if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
    }
    return all;
  };
  return both;
}

}  // namespace sevproof::internal
