#include "os/all_cores.h"

#include <algorithm>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "os/cpu_quota.h"
#include "os/visible_cores.h"

namespace sevproof::cli {
namespace {

unsigned usable_cores() {
  const unsigned visible = visible_cores();
  return std::min(visible, cpu_quota().value_or(visible));
}

}  // namespace

void on_all_cores(const std::function<void()>& work) {
  std::mutex mutex;
  std::exception_ptr thrown;
  const auto guarded = [&] {
    try {
      work();
    } catch (...) {
      const std::lock_guard lock(mutex);
      thrown = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    const unsigned cores = usable_cores();
    try {
      for (unsigned core = 1; core < cores; ++core) others.emplace_back(guarded);
    } catch (const std::system_error&) {
      // Those that there are do all of it.
    }
    guarded();
  }
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace sevproof::cli
