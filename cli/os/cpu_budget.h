// A limit to what several threads compute together, which means the same work on a busy machine as
// on an idle one.
#ifndef SEVPROOF_CLI_OS_CPU_BUDGET_H
#define SEVPROOF_CLI_OS_CPU_BUDGET_H

#include <atomic>
#include <chrono>
#include <functional>

#include "os/thread_time.h"

namespace sevproof::cli {

struct CpuClocks {
  std::function<std::chrono::nanoseconds()> of_thread = thread_time;
  std::function<std::chrono::nanoseconds()> on_wall = [] {
    return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch());
  };
};

// Every thread that takes part brings the same time of a processor, and all spend from the sum:
// what one that waits for its processor does not use, the others do. On idle cores it is over after
// that time by the clock.
class CpuBudget {
 public:
  using Time = std::chrono::nanoseconds;

  explicit CpuBudget(Time each, CpuClocks clocks = {});

  // A thread that takes part, and what it has spent from then on. Used by that thread alone.
  class Thread {
   public:
    explicit Thread(CpuBudget& budget);
    Thread(const Thread&) = delete;
    Thread& operator=(const Thread&) = delete;

    // Whether anything is left for all of them.
    bool go_on();

   private:
    CpuBudget& budget_;
    Time counted_;
  };

  // Of what there is to spend: from 0 on, and a little over 1 at the end.
  double share() const;
  // Since the budget was made.
  Time by_clock() const;
  // Whether the threads have waited for processors for longer than they had them.
  bool is_slowed_down() const;

 private:
  Time all() const { return each_ * threads_.load(); }

  const Time each_;
  const CpuClocks clocks_;
  const Time start_;
  std::atomic<int> threads_ = 0;
  std::atomic<Time::rep> spent_ = 0;
};

}  // namespace sevproof::cli

#endif
