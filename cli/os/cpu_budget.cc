#include "os/cpu_budget.h"

#include <algorithm>
#include <utility>

namespace sevproof::cli {

CpuBudget::CpuBudget(Time each, CpuClocks clocks)
    : each_(each), clocks_(std::move(clocks)), start_(clocks_.on_wall()) {}

CpuBudget::Thread::Thread(CpuBudget& budget)
    : budget_(budget), counted_(budget.clocks_.of_thread()) {
  ++budget_.threads_;
}

bool CpuBudget::Thread::go_on() {
  const Time now = budget_.clocks_.of_thread();
  const Time more = now - std::exchange(counted_, now);
  return Time(budget_.spent_ += more.count()) < budget_.all();
}

double CpuBudget::share() const {
  const auto all_of_it = std::max<Time::rep>(all().count(), 1);
  return static_cast<double>(spent_.load()) / static_cast<double>(all_of_it);
}

CpuBudget::Time CpuBudget::by_clock() const { return clocks_.on_wall() - start_; }

bool CpuBudget::is_slowed_down() const {
  const Time had = Time(spent_.load()) / std::max(threads_.load(), 1);
  return by_clock() > 2 * had;
}

}  // namespace sevproof::cli
