// With WebAssembly's 128-bit SIMD: the message schedule of a block runs in vectors of four words,
// between the rounds on plain words, which wait for each other anyway.
#include "crypto/sha256_variant.h"

#ifdef __wasm__
#ifndef __wasm_simd128__
#error "expected -msimd128 for this file, as core/CMakeLists.txt has it"
#endif

#include <wasm_simd128.h>

#include <utility>

#include "crypto/sha256_rounds.h"

namespace sevproof::internal {
namespace {

// Four words W(t) to W(t + 3).
using Vector = v128_t;

// The last sixteen words of the schedule.
using Schedule = std::array<Vector, 4>;

SEVPROOF_ALWAYS_INLINE Vector load_big_endian(const std::uint8_t* bytes) {
  const Vector x = wasm_v128_load(bytes);
  return wasm_i8x16_shuffle(x, x, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}

SEVPROOF_ALWAYS_INLINE Vector exclusive_or(Vector a, Vector b, Vector c) {
  return wasm_v128_xor(wasm_v128_xor(a, b), c);
}

template <std::uint32_t Bits>
SEVPROOF_ALWAYS_INLINE Vector rotate_right(Vector x) {
  return wasm_v128_or(wasm_u32x4_shr(x, Bits), wasm_i32x4_shl(x, 32 - Bits));
}

SEVPROOF_ALWAYS_INLINE Vector sigma0(Vector x) {
  return exclusive_or(rotate_right<7>(x), rotate_right<18>(x), wasm_u32x4_shr(x, 3));
}

// sigma1 of two words that are given as a, a, b, b, into lanes 0 and 2: a pair of the same words
// that is shifted as one of 64 bits is rotated.
SEVPROOF_ALWAYS_INLINE Vector sigma1_of_pairs(Vector x) {
  return exclusive_or(wasm_u64x2_shr(x, 17), wasm_u64x2_shr(x, 19), wasm_u32x4_shr(x, 10));
}

// W(t) to W(t + 3) replace W(t - 16) to W(t - 13); Group is t / 4 % 4. The upper two need the
// lower, so that each half is computed in all lanes, and only the right one taken.
template <std::size_t Group>
SEVPROOF_ALWAYS_INLINE void extend(Schedule& w) {
  const Vector w16 = w[Group];
  const Vector w12 = w[(Group + 1) % 4];
  const Vector w8 = w[(Group + 2) % 4];
  const Vector w4 = w[(Group + 3) % 4];
  const Vector w15 = wasm_i32x4_shuffle(w16, w12, 1, 2, 3, 4);
  const Vector w7 = wasm_i32x4_shuffle(w8, w4, 1, 2, 3, 4);
  const Vector begun = wasm_i32x4_add(wasm_i32x4_add(w16, w7), sigma0(w15));
  const Vector s1_low = sigma1_of_pairs(wasm_i32x4_shuffle(w4, w4, 2, 2, 3, 3));
  const Vector low = wasm_i32x4_add(begun, wasm_i32x4_shuffle(s1_low, s1_low, 0, 2, 0, 2));
  const Vector s1_high = sigma1_of_pairs(wasm_i32x4_shuffle(low, low, 0, 0, 1, 1));
  const Vector high = wasm_i32x4_add(begun, wasm_i32x4_shuffle(s1_high, s1_high, 0, 2, 0, 2));
  w[Group] = wasm_i64x2_shuffle(low, high, 0, 3);
}

template <std::size_t Group>
SEVPROOF_ALWAYS_INLINE void four_rounds(Sha256Rounds& rounds, Vector sums) {
  rounds.round<4 * Group>(wasm_u32x4_extract_lane(sums, 0));
  rounds.round<4 * Group + 1>(wasm_u32x4_extract_lane(sums, 1));
  rounds.round<4 * Group + 2>(wasm_u32x4_extract_lane(sums, 2));
  rounds.round<4 * Group + 3>(wasm_u32x4_extract_lane(sums, 3));
}

template <std::size_t Group>
SEVPROOF_ALWAYS_INLINE void schedule_and_rounds(Sha256Rounds& rounds, Schedule& w) {
  const Vector constants = wasm_v128_load(kSha256Constants.data() + 4 * Group);
  const Vector sums = wasm_i32x4_add(w[Group % 4], constants);
  if constexpr (Group < 12) extend<Group % 4>(w);
  four_rounds<Group>(rounds, sums);
}

template <std::size_t... Group>
SEVPROOF_ALWAYS_INLINE void all_rounds(Sha256Rounds& rounds, Schedule& w,
                                       std::index_sequence<Group...> /*unrolled*/) {
  (schedule_and_rounds<Group>(rounds, w), ...);
}

}  // namespace

void sha256_compress_wasm(std::uint32_t* state, const std::uint8_t* data, std::size_t blocks) {
  for (; blocks > 0; --blocks, data += 64) {
    Sha256Rounds rounds(state);
    Schedule w;
    for (std::size_t i = 0; i < w.size(); ++i) w[i] = load_big_endian(data + 16 * i);
    all_rounds(rounds, w, std::make_index_sequence<16>());
    rounds.add_to(state);
  }
}

}  // namespace sevproof::internal

#endif
