// Sees every heap block of this program at the moment it is given back, and remembers whether it
// still held a secret. Replaces the global operators new and delete.
#ifndef SEVPROOF_TESTS_CORE_FREED_MEMORY_H
#define SEVPROOF_TESTS_CORE_FREED_MEMORY_H

#include <cstddef>
#include <cstdint>
#include <span>

namespace sevproof::test {

class FreedMemoryWatch {
 public:
  // Watches for these bytes until destroyed; they must stay alive. One watch at a time.
  explicit FreedMemoryWatch(std::span<const std::uint8_t> secret);
  FreedMemoryWatch(const FreedMemoryWatch&) = delete;
  FreedMemoryWatch& operator=(const FreedMemoryWatch&) = delete;
  ~FreedMemoryWatch();

  // How many blocks were given back with the secret in them.
  std::size_t leaks() const;
  // How many blocks were looked at.
  std::size_t blocks() const;
};

// Makes the compiler believe that somebody reads the memory, so that it must really be written.
void be_read(const void* memory);

}  // namespace sevproof::test

#endif
