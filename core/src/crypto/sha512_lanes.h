// SHA-512's compression of several messages at once, one in each lane of wide registers.
#ifndef SEVPROOF_CRYPTO_SHA512_LANES_H
#define SEVPROOF_CRYPTO_SHA512_LANES_H

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace sevproof::internal {

inline constexpr std::size_t kMaxSha512Lanes = 8;

// FIPS 180-4, section 6.4.2, for `blocks` blocks of 128 bytes from each of `data` on, as many as
// there are lanes, at any alignment. `states`: word i of message j at [i * lanes + j], in the
// machine's byte order. Nothing is wiped, as in sha512_variant.h.
using Sha512CompressLanes = void (*)(std::uint64_t* states, const std::uint8_t* const* data,
                                     std::size_t blocks);

struct Sha512Lanes {
  std::string_view name;
  std::size_t lanes = 0;  // at most kMaxSha512Lanes
  Sha512CompressLanes compress = nullptr;
};

// Those that this machine can run, the fastest first; none where one message at a time is best.
std::span<const Sha512Lanes> sha512_lanes();

// One function per variant; only sha512_lanes() says whether the machine can run it.
void sha512_compress_4_avx2(std::uint64_t* states, const std::uint8_t* const* data,
                            std::size_t blocks);
void sha512_compress_8_avx512(std::uint64_t* states, const std::uint8_t* const* data,
                              std::size_t blocks);

}  // namespace sevproof::internal

#endif
