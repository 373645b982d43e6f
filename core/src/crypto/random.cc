#include "crypto/random.h"

#include <unistd.h>

#if defined(__APPLE__)
#include <sys/random.h>
#endif

namespace sevproof {

// getentropy is getrandom on Linux, and crypto.getRandomValues under Emscripten.
Result<void> fill_random(std::span<std::uint8_t> out) {
  if (getentropy(out.data(), out.size()) != 0) {
    return fail(ErrorCode::kNoRandomNumbers, "the system gave no random numbers",
                "Nothing was packed: a packet without a fresh IV would not be safe.");
  }
  return {};
}

}  // namespace sevproof
