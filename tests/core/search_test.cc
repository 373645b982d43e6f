// The search by itself, with numbers instead of launches.
#include "search/search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "search/product_list.h"

namespace sevproof::search {
namespace {

using ::testing::ElementsAre;

using Point = std::array<Index, kAxes>;

// Every point of a box, the last axis fastest.
std::vector<Point> points_of(const Box& box) {
  std::vector<Point> all;
  for (Index a = box[0].first; a < box[0].last; ++a) {
    for (Index b = box[1].first; b < box[1].last; ++b) {
      for (Index c = box[2].first; c < box[2].last; ++c) {
        for (Index d = box[3].first; d < box[3].last; ++d) all.push_back({a, b, c, d});
      }
    }
  }
  return all;
}

// Looks for any of these points; what a point costs depends on its second axis.
struct Toy {
  std::vector<Point> wanted;
  std::uint64_t work_at_once = 1;
  std::mutex mutex = {};
  std::vector<Point> tried = {};
  std::vector<std::uint64_t> work = {};  // of each box

  Kind kind() {
    return {[](const Box& box) { return cost_of(box); },
            [this](const Box& box) { return first_hit(box); }, work_at_once};
  }

  static Cost cost_of(const Box& box) {
    Cost cost;
    for (const Point& point : points_of(box)) cost += {1, std::uint64_t{1} + point[1]};
    return cost;
  }

  std::optional<std::uint64_t> first_hit(const Box& box) {
    const std::lock_guard lock(mutex);
    work.push_back(cost_of(box).work);
    std::uint64_t position = 0;
    for (const Point& point : points_of(box)) {
      tried.push_back(point);
      ++position;
      if (std::find(wanted.begin(), wanted.end(), point) != wanted.end()) return position;
    }
    return std::nullopt;
  }
};

const std::vector<Box> kBoxes = {{{{0, 1}, {0, 1}, {0, 1}, {1, 9}}},
                                 {{{0, 2}, {1, 4}, {0, 5}, {0, 3}}},
                                 {{{2, 3}, {0, 1}, {2, 2}, {0, 3}}},
                                 {{{3, 4}, {7, 9}, {0, 1}, {0, 4}}}};

std::vector<Point> all_points() {
  std::vector<Point> all;
  for (const Box& box : kBoxes) {
    for (const Point& point : points_of(box)) all.push_back(point);
  }
  return all;
}

TEST(Search, TriesEverythingInOrder) {
  for (const std::uint64_t work : {1U, 2U, 3U, 7U, 20U, 1000U}) {
    Toy toy{{}, work};
    Search search(toy.kind(), kBoxes);
    search.run(nullptr);
    EXPECT_EQ(toy.tried, all_points()) << work;
    EXPECT_FALSE(search.found());
    EXPECT_TRUE(search.is_at_end());
    EXPECT_EQ(search.progress().tried, all_points().size());
    EXPECT_EQ(search.progress().total, all_points().size());
    EXPECT_DOUBLE_EQ(search.progress().share, 1.0);
  }
}

TEST(Search, CutsItIntoPiecesOfAboutTheSameWork) {
  Toy toy{{}, 20};
  Search search(toy.kind(), kBoxes);
  search.run(nullptr);
  EXPECT_GT(toy.work.size(), 9U);
  for (const std::uint64_t work : toy.work) EXPECT_LT(work, 40U);
}

TEST(Search, TheFirstHitIsFoundWithItsPlace) {
  const std::vector<Point> points = all_points();
  for (std::size_t at = 0; at < points.size(); at += 5) {
    Toy toy{{points[at], points.back()}, 8};
    Search search(toy.kind(), kBoxes);
    search.run(nullptr);
    ASSERT_TRUE(search.found());
    EXPECT_EQ(
        points_of(search.found()->box)[static_cast<std::size_t>(search.found()->position - 1)],
        points[at]);
    EXPECT_EQ(search.found()->progress.tried, at + 1);
    EXPECT_EQ(search.found()->progress.total, points.size());
  }
}

TEST(Search, GoesOnWhereItWasInterrupted) {
  const std::vector<Point> points = all_points();
  Toy toy{{points[70]}, 8};
  Search search(toy.kind(), kBoxes);
  int rounds = 0;
  double last = 0;
  for (; !search.found(); ++rounds) {
    ASSERT_LT(rounds, 1000);
    search.run([left = 2](const Progress&) mutable { return left-- > 0; });
    EXPECT_GE(search.progress().share, last);
    last = search.progress().share;
  }
  EXPECT_GT(rounds, 3);
  EXPECT_EQ(toy.tried, std::vector<Point>(points.begin(), points.begin() + 71));
}

TEST(Search, SaysWhichBoxesWereTriedWhole) {
  Toy toy{{}, 4};
  Search search(toy.kind(), kBoxes);
  const auto run_until = [&](std::uint64_t tried) {
    search.run([&](const Progress& progress) { return progress.tried < tried; });
  };
  run_until(4);
  EXPECT_FALSE(search.has_tried(1));
  run_until(8);
  EXPECT_TRUE(search.has_tried(1));
  EXPECT_FALSE(search.has_tried(2));
  run_until(1000);
  EXPECT_TRUE(search.has_tried(kBoxes.size()));
  EXPECT_TRUE(search.is_at_end());
}

TEST(Search, NothingToTryIsTheEnd) {
  Toy toy{{}};
  Search search(toy.kind(), {});
  search.run(nullptr);
  EXPECT_TRUE(search.is_at_end());
  EXPECT_TRUE(search.has_tried(0));
}

#ifndef __EMSCRIPTEN__
TEST(Search, ManyThreadsFindTheFirst) {
  const std::vector<Point> points = all_points();
  for (int round = 0; round < 50; ++round) {
    Toy toy{{points[60], points[61], points[75], points.back()}, 3};
    Search search(toy.kind(), kBoxes);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) threads.emplace_back([&] { search.run(nullptr); });
    for (std::thread& thread : threads) thread.join();
    ASSERT_TRUE(search.found());
    EXPECT_EQ(search.found()->progress.tried, 61U);
  }
}
#endif

TEST(SearchSteps, AreBoxesOfTheirTiers) {
  Tiers tiers;
  tiers[0] = {{}, {{1, 3}}};
  tiers[1] = {{}, {{1, 2}, {5, 9}}, {}};
  std::vector<Box> boxes;
  add_boxes(std::vector<Step>{{{1, 0, 0, 0}}, {{1, 1, 0, 0}}, {{1, 2, 0, 0}}}, tiers, boxes);
  const Range given = kGivenOnly;
  EXPECT_THAT(boxes,
              ElementsAre(Box{{{1, 3}, given, given, given}}, Box{{{1, 3}, {1, 2}, given, given}},
                          Box{{{1, 3}, {5, 9}, given, given}}));
}

TEST(SearchSteps, OneOptionAtATime) {
  Tiers tiers;
  tiers[1] = {{}, {{1, 2}, {5, 6}}};
  tiers[2] = {{}, {{1, 4}}};
  tiers[3] = {{}, {{2, 3}}};
  std::vector<Box> boxes;
  add_boxes(std::vector<Step>{{{0, 1, 1, 0}, 1}, {{0, 1, 0, 1}, 1}, {{0, 0, 1, 0}}}, tiers, boxes);
  const Range given = kGivenOnly;
  EXPECT_THAT(boxes,
              ElementsAre(Box{{given, {1, 2}, {1, 4}, given}}, Box{{given, {1, 2}, given, {2, 3}}},
                          Box{{given, {5, 6}, {1, 4}, given}}, Box{{given, {5, 6}, given, {2, 3}}},
                          Box{{given, given, {1, 4}, given}}));
}

TEST(SearchProductList, HoldsBlocksOneAfterTheOther) {
  using List = ProductList<3>;
  List list;
  list.add(List::given());
  list.add({Range{1, 3}, Range{4, 4}, Range{0, 9}});  // nothing
  list.add({Range{1, 3}, Range{0, 1}, Range{5, 7}});
  list.add({Range{0, 1}, Range{2, 4}, Range{0, 1}});
  const std::vector<List::Indexes> all = {{0, 0, 0}, {1, 0, 5}, {1, 0, 6}, {2, 0, 5},
                                          {2, 0, 6}, {0, 2, 0}, {0, 3, 0}};
  ASSERT_EQ(list.size(), all.size());
  for (Index first = 0; first < all.size(); ++first) {
    EXPECT_EQ(list[first], all[first]);
    for (Index last = first; last <= all.size(); ++last) {
      std::vector<List::Indexes> visited;
      list.visit({first, last}, [&](const List::Indexes& at) {
        visited.push_back(at);
        return true;
      });
      EXPECT_EQ(visited,
                std::vector<List::Indexes>(all.begin() + static_cast<std::ptrdiff_t>(first),
                                           all.begin() + static_cast<std::ptrdiff_t>(last)));
    }
  }
  int visits = 0;
  list.visit({0, 7}, [&](const List::Indexes&) { return ++visits < 3; });
  EXPECT_EQ(visits, 3);
}

}  // namespace
}  // namespace sevproof::search
