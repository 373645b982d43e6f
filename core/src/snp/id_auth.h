// The layout of ID authentication (SEV Secure Nested Paging firmware ABI 56860, SNP_LAUNCH_FINISH).
#ifndef SEVPROOF_SNP_ID_AUTH_H
#define SEVPROOF_SNP_ID_AUTH_H

#include <cstddef>
#include <cstdint>

namespace sevproof::snp::internal {

struct IdAuthPart {
  std::size_t offset;
  std::size_t size;
};

// Two numbers of 72 bytes, little-endian, then zeros.
inline constexpr std::size_t kNumberSize = 72;
inline constexpr IdAuthPart kBlockSignature = {0x040, 512};  // of the ID block, by the ID key
inline constexpr IdAuthPart kKeySignature = {0x680, 512};    // of the ID key, by the author's
// The curve, two numbers of 72 bytes, then zeros.
inline constexpr IdAuthPart kIdKey = {0x240, 1028};
inline constexpr IdAuthPart kAuthorKey = {0x880, 1028};
inline constexpr IdAuthPart kReserved[] = {{0x008, 56}, {0x644, 60}, {0xc84, 892}};

inline constexpr std::uint32_t kEcdsaP384 = 1;  // algorithm: with SHA-384
inline constexpr std::uint32_t kCurveP384 = 2;

}  // namespace sevproof::snp::internal

#endif
