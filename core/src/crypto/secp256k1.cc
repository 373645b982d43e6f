#include "crypto/secp256k1.h"

#include <psa/crypto.h>

#include <array>

#include "crypto/psa_key.h"

namespace sevproof {

bool is_on_secp256k1(ByteView point) {
  // SEC 1 section 2.3.3, not compressed: 04 | x | y.
  std::array<std::uint8_t, 65> encoded{4};
  put_bytes(std::span(encoded).subspan(1), point);
  const auto held = internal::hold_psa();
  return internal::PsaKey({PSA_KEY_TYPE_ECC_PUBLIC_KEY(PSA_ECC_FAMILY_SECP_K1),
                           PSA_ALG_ECDSA(PSA_ALG_SHA_256), PSA_KEY_USAGE_VERIFY_HASH},
                          encoded)
      .is_key();
}

}  // namespace sevproof
