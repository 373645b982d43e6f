#include "os/large_memory.h"

#include <windows.h>

#include <new>

namespace sevproof::cli {

// In pages of 4 KiB: large ones take a privilege that users do not have.
LargeMemory::LargeMemory(std::size_t size) {
  void* const base = ::VirtualAlloc(nullptr, size, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
  if (base == nullptr) throw std::bad_alloc();
  owner_ = std::shared_ptr<void>(base, [](void* start) { ::VirtualFree(start, 0, MEM_RELEASE); });
  bytes_ = {static_cast<std::uint8_t*>(base), size};
}

}  // namespace sevproof::cli
