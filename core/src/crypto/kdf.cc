#include "crypto/kdf.h"

#include "crypto/hmac.h"

namespace sevproof {

SecretArray<16> kdf_hmac_sha256(ByteView key, std::string_view label, ByteView context) {
  static constexpr std::array<std::uint8_t, 4> kCounter = {1, 0, 0, 0};
  static constexpr std::array<std::uint8_t, 1> kSeparator = {0};
  static constexpr std::array<std::uint8_t, 4> kBits = {128, 0, 0, 0};
  const HmacSha256 hmac(key);
  Sha256Digest block = hmac.tag({kCounter, as_bytes(label), kSeparator, context, kBits});
  SecretArray<16> derived{std::span(block).first<16>()};
  wipe(block);
  return derived;
}

}  // namespace sevproof
