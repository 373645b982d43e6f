// What functions that have returned left on the stack. WebAssembly's is not in its memory.
#ifndef SEVPROOF_TESTS_CORE_DEAD_STACK_H
#define SEVPROOF_TESTS_CORE_DEAD_STACK_H

#include <cstddef>
#include <cstdint>

#ifndef __wasm__
namespace sevproof::test {

// The stack below the caller, where dead frames lie. Read byte by byte, and not by a function that
// would overwrite it.
__attribute__((noinline, no_sanitize("address"))) inline bool is_below(const std::uint8_t* needle,
                                                                       std::size_t size) {
  const volatile std::uint8_t here = 0;
  // By its number: the compiler knows that nothing of this program's lies there.
  const auto top = reinterpret_cast<std::uintptr_t>(&here);
  for (std::size_t depth = 64; depth < 2000; ++depth) {
    const auto* dead = reinterpret_cast<const volatile std::uint8_t*>(top - depth);
    std::size_t i = 0;
    while (i < size && dead[i] == needle[i]) ++i;
    if (i == size) return true;
  }
  return false;
}

}  // namespace sevproof::test
#endif

#endif
