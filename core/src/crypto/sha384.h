// SHA-384 (FIPS 180-4), which signatures of 4096-bit AMD keys are made over.
#ifndef SEVPROOF_CRYPTO_SHA384_H
#define SEVPROOF_CRYPTO_SHA384_H

#include <array>
#include <cstdint>

#include "sevproof/bytes.h"

namespace sevproof {

using Sha384Digest = std::array<std::uint8_t, 48>;

Sha384Digest sha384(ByteView bytes);

}  // namespace sevproof

#endif
