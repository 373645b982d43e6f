// With AVX2 for the message schedule, four words at a time, beside rounds on plain words with
// BMI2's rotation (Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2).
#include "crypto/sha512_variant.h"

#ifdef __x86_64__

#include <immintrin.h>

#include "crypto/sha512_rounds.h"

// The file itself is compiled for any x86: the caller has asked the CPU.
#define SEVPROOF_TARGET __attribute__((target("avx2,bmi2")))

namespace sevproof::internal {
namespace {

SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE __m256i load(const void* from) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(from));
}

// sigma0 and sigma1 of section 4.1.3; a rotation is two shifts.

SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE __m256i sigma0(__m256i x) {
  const __m256i by1 = _mm256_xor_si256(_mm256_srli_epi64(x, 1), _mm256_slli_epi64(x, 63));
  const __m256i by8 = _mm256_xor_si256(_mm256_srli_epi64(x, 8), _mm256_slli_epi64(x, 56));
  return _mm256_xor_si256(_mm256_xor_si256(by1, by8), _mm256_srli_epi64(x, 7));
}

SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE __m128i sigma1(__m128i x) {
  const __m128i by19 = _mm_xor_si128(_mm_srli_epi64(x, 19), _mm_slli_epi64(x, 45));
  const __m128i by61 = _mm_xor_si128(_mm_srli_epi64(x, 61), _mm_slli_epi64(x, 3));
  return _mm_xor_si128(_mm_xor_si128(by19, by61), _mm_srli_epi64(x, 6));
}

// Words 1 to 4 of the eight in `first` and `second`.
SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE __m256i one_further(__m256i first, __m256i second) {
  return _mm256_alignr_epi8(_mm256_permute2x128_si256(first, second, 0x21), first, 8);
}

// W(t) to W(t + 3) of the sixteen words before them.
SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE __m256i extend(__m256i w16, __m256i w12, __m256i w8,
                                                      __m256i w4) {
  const __m256i begun =
      _mm256_add_epi64(_mm256_add_epi64(w16, one_further(w8, w4)), sigma0(one_further(w16, w12)));
  // The last two need the first two.
  const __m128i low =
      _mm_add_epi64(_mm256_castsi256_si128(begun), sigma1(_mm256_extracti128_si256(w4, 1)));
  const __m128i high = _mm_add_epi64(_mm256_extracti128_si256(begun, 1), sigma1(low));
  return _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
}

// K + W of sixteen rounds.
struct alignas(32) Sums {
  std::uint64_t words[16];

  template <std::size_t From>
  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE void put(__m256i w, const std::uint64_t* constants) {
    _mm256_store_si256(reinterpret_cast<__m256i*>(words + From),
                       _mm256_add_epi64(w, load(constants + From)));
  }
};

template <std::size_t From>
SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE void four_rounds(Sha512Rounds& rounds, const Sums& sums) {
  rounds.round<From>(sums.words[From]);
  rounds.round<From + 1>(sums.words[From + 1]);
  rounds.round<From + 2>(sums.words[From + 2]);
  rounds.round<From + 3>(sums.words[From + 3]);
}

// Four rounds, while the words for those after the next twelve are made in the place of theirs.
template <std::size_t From>
SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE void step(Sha512Rounds& rounds, Sums& sums, __m256i (&w)[4],
                                                 const std::uint64_t* constants) {
  constexpr std::size_t kAt = From / 4;
  four_rounds<From>(rounds, sums);
  w[kAt] = extend(w[kAt], w[(kAt + 1) % 4], w[(kAt + 2) % 4], w[(kAt + 3) % 4]);
  sums.put<From>(w[kAt], constants);
}

SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE void compress_block(std::uint64_t* state,
                                                           const std::uint8_t* data) {
  const __m256i big_endian =
      _mm256_broadcastsi128_si256(_mm_set_epi64x(0x08090a0b0c0d0e0f, 0x0001020304050607));
  Sha512Rounds rounds(state);
  Sums sums;
  __m256i w[4];
  for (std::size_t i = 0; i < 4; ++i) w[i] = _mm256_shuffle_epi8(load(data + 32 * i), big_endian);
  const std::uint64_t* constants = kSha512Constants.data();
  sums.put<0>(w[0], constants);
  sums.put<4>(w[1], constants);
  sums.put<8>(w[2], constants);
  sums.put<12>(w[3], constants);
  for (std::size_t t = 16; t < kSha512Constants.size(); t += 16) {
    step<0>(rounds, sums, w, constants + t);
    step<4>(rounds, sums, w, constants + t);
    step<8>(rounds, sums, w, constants + t);
    step<12>(rounds, sums, w, constants + t);
  }
  four_rounds<0>(rounds, sums);
  four_rounds<4>(rounds, sums);
  four_rounds<8>(rounds, sums);
  four_rounds<12>(rounds, sums);
  rounds.add_to(state);
}

}  // namespace

SEVPROOF_TARGET void sha512_compress_avx2(std::uint64_t* state, const std::uint8_t* data,
                                          std::size_t blocks) {
  for (; blocks > 0; --blocks, data += 128) compress_block(state, data);
}

}  // namespace sevproof::internal

#endif
