#include "os/large_memory.h"

#include <sys/mman.h>

#include <new>

namespace sevproof::cli {
namespace {

constexpr std::size_t kLargePage = std::size_t{2} * 1024 * 1024;

}  // namespace

LargeMemory::LargeMemory(std::size_t size) {
  // Mapped somewhere inside: only a large page's whole range can become one.
  const std::size_t mapped = size + kLargePage;
  void* base = ::mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (base == MAP_FAILED) throw std::bad_alloc();
  owner_ = std::shared_ptr<void>(base, [mapped](void* start) { ::munmap(start, mapped); });
  void* aligned = base;
  std::size_t space = mapped;
  std::align(kLargePage, size, aligned, space);
#ifdef MADV_HUGEPAGE
  // The system fills such a page with zeros, however little of it is used.
  if (size >= kLargePage) static_cast<void>(::madvise(aligned, space, MADV_HUGEPAGE));
#endif
  bytes_ = {static_cast<std::uint8_t*>(aligned), size};
}

}  // namespace sevproof::cli
