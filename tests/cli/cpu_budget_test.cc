// What threads may compute together, on clocks that the tests set.
#include "os/cpu_budget.h"

#include <gtest/gtest.h>

#include <thread>

namespace sevproof::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Time = CpuBudget::Time;

class CpuBudgetTest : public ::testing::Test {
 protected:
  // A thread that has had a processor for so long when it is asked.
  bool goes_on_after(CpuBudget::Thread& thread, Time had) {
    thread_time_ = had;
    return thread.go_on();
  }

  Time thread_time_{};
  Time wall_time_{};
  const CpuClocks clocks_{[this] { return thread_time_; }, [this] { return wall_time_; }};
};

TEST_F(CpuBudgetTest, EndsAfterItsTime) {
  CpuBudget budget(seconds(2), clocks_);
  CpuBudget::Thread only(budget);
  EXPECT_TRUE(goes_on_after(only, milliseconds(0)));
  EXPECT_TRUE(goes_on_after(only, milliseconds(1999)));
  EXPECT_FALSE(goes_on_after(only, milliseconds(2000)));
  EXPECT_FALSE(goes_on_after(only, milliseconds(2000)));
}

TEST_F(CpuBudgetTest, CountsFromWhereTheThreadBegins) {
  CpuBudget budget(seconds(2), clocks_);
  thread_time_ = seconds(100);
  CpuBudget::Thread only(budget);
  EXPECT_TRUE(goes_on_after(only, milliseconds(101999)));
  EXPECT_FALSE(goes_on_after(only, milliseconds(102000)));
}

TEST_F(CpuBudgetTest, DoesNotCountWhatGoesByInWaiting) {
  CpuBudget budget(seconds(2), clocks_);
  CpuBudget::Thread only(budget);
  wall_time_ = seconds(3600);
  EXPECT_TRUE(goes_on_after(only, milliseconds(100)));
}

TEST_F(CpuBudgetTest, EveryThreadBringsItsTime) {
  CpuBudget budget(seconds(2), clocks_);
  CpuBudget::Thread one(budget);
  CpuBudget::Thread other(budget);
  EXPECT_TRUE(goes_on_after(one, milliseconds(1900)));
  EXPECT_TRUE(goes_on_after(other, milliseconds(1900)));
  EXPECT_TRUE(goes_on_after(one, milliseconds(2099)));
  EXPECT_FALSE(goes_on_after(other, milliseconds(1901)));
  EXPECT_FALSE(goes_on_after(one, milliseconds(2099)));
}

TEST_F(CpuBudgetTest, OthersUseWhatAThreadWithoutAProcessorLeaves) {
  CpuBudget budget(seconds(2), clocks_);
  CpuBudget::Thread starved(budget);
  CpuBudget::Thread other(budget);
  EXPECT_TRUE(goes_on_after(other, milliseconds(3998)));
  EXPECT_TRUE(goes_on_after(starved, milliseconds(1)));
  EXPECT_FALSE(goes_on_after(other, milliseconds(3999)));
}

TEST_F(CpuBudgetTest, WhoeverComesLateGoesOnWithWhatTheyBring) {
  CpuBudget budget(seconds(2), clocks_);
  CpuBudget::Thread early(budget);
  EXPECT_FALSE(goes_on_after(early, seconds(2)));
  thread_time_ = {};
  CpuBudget::Thread late(budget);
  EXPECT_TRUE(goes_on_after(late, milliseconds(1999)));
  EXPECT_FALSE(goes_on_after(late, milliseconds(2000)));
}

TEST_F(CpuBudgetTest, SaysHowMuchIsSpent) {
  CpuBudget budget(seconds(2), clocks_);
  EXPECT_EQ(budget.share(), 0);
  CpuBudget::Thread one(budget);
  CpuBudget::Thread other(budget);
  EXPECT_TRUE(goes_on_after(one, seconds(1)));
  EXPECT_DOUBLE_EQ(budget.share(), 0.25);
  EXPECT_TRUE(goes_on_after(other, seconds(2)));
  EXPECT_DOUBLE_EQ(budget.share(), 0.75);
}

TEST_F(CpuBudgetTest, SaysWhenMostOfItIsWaiting) {
  wall_time_ = seconds(1000);
  CpuBudget budget(seconds(2), clocks_);
  EXPECT_EQ(budget.by_clock(), seconds(0));
  CpuBudget::Thread one(budget);
  CpuBudget::Thread other(budget);
  EXPECT_FALSE(budget.is_slowed_down());
  EXPECT_TRUE(goes_on_after(one, seconds(2)));
  EXPECT_TRUE(goes_on_after(other, seconds(1)));
  wall_time_ = seconds(1003);  // twice what each has had on average
  EXPECT_FALSE(budget.is_slowed_down());
  wall_time_ = seconds(1004);
  EXPECT_TRUE(budget.is_slowed_down());
  EXPECT_EQ(budget.by_clock(), seconds(4));
}

// On the system's own clock: the other thread computes until its clock says so, however long that
// takes, and this one waits for it.
TEST(ThreadTime, StandsStillWhileTheThreadWaits) {
  const Time before = thread_time();
  Time other{};
  std::thread([&] {
    const Time start = thread_time();
    while (other < milliseconds(200)) other = thread_time() - start;
  }).join();
  EXPECT_GE(other, milliseconds(200));
  EXPECT_LT(thread_time() - before, milliseconds(100));
}

}  // namespace
}  // namespace sevproof::cli
