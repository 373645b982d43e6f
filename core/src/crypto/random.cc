#include "crypto/random.h"

#ifdef _WIN32
#include <windows.h>
// After windows.h.
#include <bcrypt.h>
#else
#include <unistd.h>
#ifdef __APPLE__
#include <sys/random.h>
#endif
#endif

namespace sevproof {
namespace {

// getentropy is getrandom on Linux, and crypto.getRandomValues under Emscripten.
bool ask_system(std::span<std::uint8_t> out) {
#ifdef _WIN32
  return BCryptGenRandom(nullptr, out.data(), static_cast<ULONG>(out.size()),
                         BCRYPT_USE_SYSTEM_PREFERRED_RNG) == 0;
#else
  return getentropy(out.data(), out.size()) == 0;
#endif
}

}  // namespace

Result<void> fill_random(std::span<std::uint8_t> out) {
  if (!ask_system(out)) {
    return fail(ErrorCode::kNoRandomNumbers, "the system gave no random numbers",
                "Nothing was packed: a packet without a fresh IV would not be safe.");
  }
  return {};
}

}  // namespace sevproof
