// HMAC-SHA-256 (RFC 2104, FIPS 198-1) with a key state that is made once: each message then costs
// only its own blocks and one more, which is what a search over many messages under one key needs.
#ifndef SEVPROOF_CRYPTO_HMAC_H
#define SEVPROOF_CRYPTO_HMAC_H

#include <initializer_list>

#include "sevproof/secret_bytes.h"
#include "sevproof/sha256.h"

namespace sevproof {

class HmacSha256 {
 public:
  // Any key length; keys over 64 bytes are hashed first, as RFC 2104 says.
  explicit HmacSha256(ByteView key);

  HmacSha256(const HmacSha256&) = default;
  HmacSha256& operator=(const HmacSha256&) = default;
  ~HmacSha256() { wipe_stack(); }

  // The tag of the parts' concatenation.
  Sha256Digest tag(std::initializer_list<ByteView> parts) const;

 private:
  Sha256 inner_;
  Sha256 outer_;
};

}  // namespace sevproof

#endif
