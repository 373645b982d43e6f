// With the SHA extensions of x86 (Intel 64 and IA-32 Architectures Software Developer's Manual,
// volume 2, SHA256RNDS2 and its fellows; AMD64 Architecture Programmer's Manual, volume 4).
#include "crypto/sha256_variant.h"

#if defined(__x86_64__) || defined(__i386__)

#include <immintrin.h>

#include <utility>

#include "crypto/sha256_rounds.h"

// The file itself is compiled for any x86: the caller has asked the CPU.
#define SEVPROOF_TARGET __attribute__((target("sha,sse4.1")))

namespace sevproof::internal {
namespace {

// The instructions hold the state in this order, and not as a to h.
struct Halves {
  __m128i abef;
  __m128i cdgh;
};

SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE __m128i load(const void* from) {
  return _mm_loadu_si128(static_cast<const __m128i*>(from));
}

SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE Halves to_halves(const std::uint32_t* state) {
  const __m128i badc = _mm_shuffle_epi32(load(state), 0xb1);
  const __m128i hgfe = _mm_shuffle_epi32(load(state + 4), 0x1b);
  return {_mm_alignr_epi8(badc, hgfe, 8), _mm_blend_epi16(hgfe, badc, 0xf0)};
}

SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE void from_halves(const Halves& halves,
                                                        std::uint32_t* state) {
  const __m128i feba = _mm_shuffle_epi32(halves.abef, 0x1b);
  const __m128i dchg = _mm_shuffle_epi32(halves.cdgh, 0xb1);
  auto* to = reinterpret_cast<__m128i*>(state);
  _mm_storeu_si128(to, _mm_blend_epi16(feba, dchg, 0xf0));
  _mm_storeu_si128(to + 1, _mm_alignr_epi8(dchg, feba, 8));
}

// Rounds 4 * Group to 4 * Group + 3, with W(t) of the last sixteen in `w`; then W(t + 16) of these
// four takes their place.
template <int Group>
SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE void four_rounds(Halves& halves, __m128i (&w)[4]) {
  const __m128i sum =
      _mm_add_epi32(w[Group % 4], load(kSha256Constants.data() + std::ptrdiff_t{4} * Group));
  halves.cdgh = _mm_sha256rnds2_epu32(halves.cdgh, halves.abef, sum);
  halves.abef = _mm_sha256rnds2_epu32(halves.abef, halves.cdgh, _mm_shuffle_epi32(sum, 0x0e));
  if constexpr (Group < 12) {
    const __m128i w7 = _mm_alignr_epi8(w[(Group + 3) % 4], w[(Group + 2) % 4], 4);
    const __m128i begun = _mm_sha256msg1_epu32(w[Group % 4], w[(Group + 1) % 4]);
    w[Group % 4] = _mm_sha256msg2_epu32(_mm_add_epi32(begun, w7), w[(Group + 3) % 4]);
  }
}

template <int... Group>
SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE void all_rounds(
    Halves& halves, __m128i (&w)[4], std::integer_sequence<int, Group...> /*unrolled*/) {
  (four_rounds<Group>(halves, w), ...);
}

}  // namespace

SEVPROOF_TARGET void sha256_compress_x86(std::uint32_t* state, const std::uint8_t* data,
                                         std::size_t blocks) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  Halves halves = to_halves(state);
  for (; blocks > 0; --blocks, data += 64) {
    const Halves before = halves;
    __m128i w[4];
    for (std::ptrdiff_t i = 0; i < 4; ++i) w[i] = _mm_shuffle_epi8(load(data + 16 * i), big_endian);
    all_rounds(halves, w, std::make_integer_sequence<int, 16>());
    halves.abef = _mm_add_epi32(halves.abef, before.abef);
    halves.cdgh = _mm_add_epi32(halves.cdgh, before.cdgh);
  }
  from_halves(halves, state);
}

}  // namespace sevproof::internal

#endif
