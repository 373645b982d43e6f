#include "sevproof/secret_bytes.h"

// This header of the library declares no C linkage of its own.
extern "C" {
#include <mbedtls/constant_time.h>
}
#include <mbedtls/platform_util.h>

namespace sevproof {

void wipe(std::span<std::uint8_t> memory) {
  mbedtls_platform_zeroize(memory.data(), memory.size());
}

__attribute__((noinline)) void wipe_stack() {
  std::array<std::uint8_t, 2048> dead;
  wipe(dead);
}

bool constant_time_equal(ByteView a, ByteView b) {
  return a.size() == b.size() && mbedtls_ct_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace sevproof
