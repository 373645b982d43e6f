// SHA-384 (FIPS 180-4): what SEV-SNP measures with, and what AMD's 4096-bit keys sign. As a stream,
// like Sha256 of sha256.h; for what everybody may know, since nothing is wiped.
#ifndef SEVPROOF_SHA384_H
#define SEVPROOF_SHA384_H

#include <array>
#include <cstdint>
#include <string_view>

#include "sevproof/bytes.h"

namespace sevproof {

using Sha384Digest = std::array<std::uint8_t, 48>;

namespace internal {

// H(0), section 5.3.4.
inline constexpr std::array<std::uint64_t, 8> kSha384Start = {
    0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939,
    0x67332667ffc00b31, 0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4};

}  // namespace internal

class Sha384 {
 public:
  Sha384& update(ByteView bytes);

  // The digest of all bytes so far. Leaves the object as it was, so more may follow.
  Sha384Digest finish() const;

 private:
  std::array<std::uint64_t, 8> state_ = internal::kSha384Start;
  std::uint64_t size_ = 0;                  // bytes so far
  std::array<std::uint8_t, 128> buffer_{};  // the last size_ % 128 of them, not yet compressed
};

Sha384Digest sha384(ByteView bytes);

// How SHA-384 is computed here: "x86 AVX2" or "portable C++".
std::string_view sha384_implementation();

}  // namespace sevproof

#endif
