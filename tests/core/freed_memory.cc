#include "freed_memory.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

namespace {

std::span<const std::uint8_t> watched;
std::size_t leak_count = 0;
std::size_t block_count = 0;

// In front of each block: its size, in as many bytes as keep the alignment.
constexpr std::size_t kHeader = alignof(std::max_align_t);
static_assert(kHeader >= sizeof(std::size_t));

void* allocate(std::size_t size) {
  auto* memory = static_cast<std::uint8_t*>(std::malloc(size + kHeader));
  if (memory == nullptr) std::abort();
  std::memcpy(memory, &size, sizeof(size));
  return memory + kHeader;
}

void give_back(void* block) {
  if (block == nullptr) return;
  auto* memory = static_cast<std::uint8_t*>(block) - kHeader;
  std::size_t size = 0;
  std::memcpy(&size, memory, sizeof(size));
  const std::span<std::uint8_t> content(static_cast<std::uint8_t*>(block), size);
  if (!watched.empty()) {
    ++block_count;
    if (std::search(content.begin(), content.end(), watched.begin(), watched.end()) !=
        content.end()) {
      ++leak_count;
    }
  }
  // Found once: whoever gets this memory next need not write all of it.
  std::fill(content.begin(), content.end(), std::uint8_t{0xdd});
  sevproof::test::be_read(block);
  std::free(memory);
}

}  // namespace

// Those that do not throw, too: a sanitizer brings its own, which would not know of the header.
void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void operator delete(void* block) noexcept { give_back(block); }
void operator delete[](void* block) noexcept { give_back(block); }
void operator delete(void* block, std::size_t) noexcept { give_back(block); }
void operator delete[](void* block, std::size_t) noexcept { give_back(block); }

namespace sevproof::test {

FreedMemoryWatch::FreedMemoryWatch(std::span<const std::uint8_t> secret) {
  leak_count = 0;
  block_count = 0;
  watched = secret;
}

FreedMemoryWatch::~FreedMemoryWatch() { watched = {}; }

void be_read(const void* memory) { __asm__ volatile("" : : "r"(memory) : "memory"); }

std::size_t FreedMemoryWatch::leaks() const { return leak_count; }

std::size_t FreedMemoryWatch::blocks() const { return block_count; }

}  // namespace sevproof::test
