#include "os/visible_cores.h"

#include <sched.h>

#include <thread>

namespace sevproof::cli {

unsigned visible_cores() {
#ifdef __linux__
  cpu_set_t set;
  if (::sched_getaffinity(0, sizeof set, &set) == 0) return static_cast<unsigned>(CPU_COUNT(&set));
#endif
  return std::thread::hardware_concurrency();
}

}  // namespace sevproof::cli
