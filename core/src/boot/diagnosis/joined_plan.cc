#include "boot/diagnosis/joined_plan.h"

#include <algorithm>

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

// All of the second behind the single changes of the first.
std::vector<Box> joined_boxes(const DiagnosisPlan& first, const DiagnosisPlan& second) {
  std::vector<Box> boxes = first.boxes;
  std::vector<Box> others = second.boxes;
  std::transform(others.begin(), others.end(), others.begin(), moved);
  boxes.insert(boxes.begin() + static_cast<std::ptrdiff_t>(first.singles), others.begin(),
               others.end());
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
