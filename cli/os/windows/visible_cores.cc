#include "os/visible_cores.h"

#include <windows.h>

#include <bit>
#include <cstdint>
#include <thread>

namespace sevproof::cli {

// Of the group of processors in which it was started, which has up to 64.
unsigned visible_cores() {
  DWORD_PTR own = 0;
  DWORD_PTR all = 0;
  if (::GetProcessAffinityMask(::GetCurrentProcess(), &own, &all) != 0 && own != 0) {
    return static_cast<unsigned>(std::popcount(std::uint64_t{own}));
  }
  return std::thread::hardware_concurrency();
}

}  // namespace sevproof::cli
