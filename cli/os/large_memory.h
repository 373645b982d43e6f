// Memory for files of some MiB. Fresh memory comes in pages of 4 KiB, each of which costs about
// half as much as hashing it; where the system has large pages to give, these are such.
#ifndef SEVPROOF_CLI_OS_LARGE_MEMORY_H
#define SEVPROOF_CLI_OS_LARGE_MEMORY_H

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace sevproof::cli {

class LargeMemory {
 public:
  // Zeroed. Throws std::bad_alloc.
  explicit LargeMemory(std::size_t size);

  std::span<std::uint8_t> bytes() { return bytes_; }
  // Keeps the memory alive, also beyond this object.
  std::shared_ptr<const void> owner() const { return owner_; }

 private:
  std::shared_ptr<void> owner_;
  std::span<std::uint8_t> bytes_;
};

}  // namespace sevproof::cli

#endif
