// Random bytes from the system's generator only: getrandom natively, crypto.getRandomValues in a
// page.
#ifndef SEVPROOF_CRYPTO_RANDOM_H
#define SEVPROOF_CRYPTO_RANDOM_H

#include <cstdint>
#include <span>

#include "sevproof/result.h"

namespace sevproof {

// Fills `out`, at most 256 bytes. Failure is an error (kInternal), never a fallback to weaker
// numbers.
Result<void> fill_random(std::span<std::uint8_t> out);

}  // namespace sevproof

#endif
