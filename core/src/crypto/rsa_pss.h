// RSASSA-PSS (RFC 8017 section 8.1.2), as AMD's keys sign: MGF1 with the message's own hash, and a
// salt exactly as long as that hash. Only verification: nobody signs here.
#ifndef SEVPROOF_CRYPTO_RSA_PSS_H
#define SEVPROOF_CRYPTO_RSA_PSS_H

#include <cstdint>
#include <optional>

#include "sevproof/bytes.h"

namespace sevproof {

enum class PssHash : std::uint8_t { kSha256, kSha384 };

class RsaPublicKey {
 public:
  // `modulus` is big-endian, 256 or 512 bytes, with its highest bit set. Nothing where it has
  // another size or is even, or where the exponent is even or 1.
  static std::optional<RsaPublicKey> make(ByteView modulus, std::uint32_t exponent);

  // Whether `signature`, big-endian, is one of `message` by this key. One that is not as long as
  // the modulus is none.
  bool verifies(PssHash hash, ByteView message, ByteView signature) const;

 private:
  explicit RsaPublicKey(Bytes encoded) : encoded_(std::move(encoded)) {}

  Bytes encoded_;  // RSAPublicKey of RFC 8017 appendix A.1.1, in DER
};

}  // namespace sevproof

#endif
