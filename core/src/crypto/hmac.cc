#include "crypto/hmac.h"

#include <algorithm>

#include "sevproof/secret_bytes.h"

namespace sevproof {

// Built from hash states and not from the library's HMAC, whose context can neither be copied nor
// keep the padded key's compressions: with both states saved, a message of 56 bytes costs three
// compressions.
HmacSha256::HmacSha256(ByteView key) {
  constexpr std::size_t kBlock = 64;
  std::array<std::uint8_t, kBlock> pad{};
  if (key.size() > kBlock) {
    Sha256Digest hashed = sha256(key);
    std::copy(hashed.begin(), hashed.end(), pad.begin());
    wipe(hashed);
  } else {
    std::copy(key.begin(), key.end(), pad.begin());
  }
  for (std::uint8_t& byte : pad) byte ^= 0x36;
  inner_.update(pad);
  for (std::uint8_t& byte : pad) byte ^= 0x36 ^ 0x5c;
  outer_.update(pad);
  wipe(pad);
  wipe_stack();
}

Sha256Digest HmacSha256::tag(std::initializer_list<ByteView> parts) const {
  Sha256 inner = inner_;
  for (const ByteView part : parts) inner.update(part);
  Sha256 outer = outer_;
  return outer.update(inner.finish()).finish();
}

}  // namespace sevproof
