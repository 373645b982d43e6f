// Eight messages at once with AVX-512, which rotates words and computes any function of three in
// one instruction each (Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2).
#include "crypto/sha512_lanes.h"

#ifdef __x86_64__

#if defined(__GNUC__) && !defined(__clang__)
// With sanitizers, GCC 12 takes what its own header leaves undefined on purpose for a mistake.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>

// The file itself is compiled for any x86: the caller has asked the CPU.
#define SEVPROOF_TARGET __attribute__((target("avx512f,avx512bw")))

#include "crypto/sha512_lane_rounds.h"

namespace sevproof::internal {
namespace {

struct Avx512 {
  using Register = __m512i;
  static constexpr std::size_t kLanes = 8;

  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static Register add(Register a, Register b) {
    return _mm512_add_epi64(a, b);
  }

  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static Register subtract(Register a, Register b) {
    return _mm512_sub_epi64(a, b);
  }

  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static Register as_it_is(Register a) {
    __asm__("" : "+v"(a));
    return a;
  }

  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static Register constant(std::uint64_t value) {
    return _mm512_set1_epi64(static_cast<long long>(value));
  }

  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static Register load_state(const std::uint64_t* from) {
    return _mm512_loadu_si512(from);
  }

  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static void store_state(std::uint64_t* to, Register a) {
    _mm512_storeu_si512(to, a);
  }

  // The functions of three, as their tables of truth.
  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static Register choice(Register e, Register f,
                                                                Register g) {
    return _mm512_ternarylogic_epi64(e, f, g, 0xca);
  }

  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static Register majority(Register a, Register b,
                                                                  Register c) {
    return _mm512_ternarylogic_epi64(a, b, c, 0xe8);
  }

  template <int A, int B, int C>
  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static Register big_sigma(Register x) {
    return _mm512_ternarylogic_epi64(_mm512_ror_epi64(x, A), _mm512_ror_epi64(x, B),
                                     _mm512_ror_epi64(x, C), 0x96);
  }

  template <int A, int B, int C>
  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static Register small_sigma(Register x) {
    return _mm512_ternarylogic_epi64(_mm512_ror_epi64(x, A), _mm512_ror_epi64(x, B),
                                     _mm512_srli_epi64(x, C), 0x96);
  }

  // Eight words of each message, turned into one register for each of the eight words.
  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static void transpose(Register (&rows)[8],
                                                               Register* columns) {
    Register pairs[8];  // of rows 2i and 2i + 1: their even words, then their odd ones
    for (std::size_t i = 0; i < 8; i += 2) {
      pairs[i] = _mm512_unpacklo_epi64(rows[i], rows[i + 1]);
      pairs[i + 1] = _mm512_unpackhi_epi64(rows[i], rows[i + 1]);
    }
    for (std::size_t odd = 0; odd < 2; ++odd) {
      const Register low02 = _mm512_shuffle_i64x2(pairs[odd], pairs[odd + 2], 0x88);
      const Register low13 = _mm512_shuffle_i64x2(pairs[odd], pairs[odd + 2], 0xdd);
      const Register high02 = _mm512_shuffle_i64x2(pairs[odd + 4], pairs[odd + 6], 0x88);
      const Register high13 = _mm512_shuffle_i64x2(pairs[odd + 4], pairs[odd + 6], 0xdd);
      columns[odd] = _mm512_shuffle_i64x2(low02, high02, 0x88);
      columns[odd + 2] = _mm512_shuffle_i64x2(low13, high13, 0x88);
      columns[odd + 4] = _mm512_shuffle_i64x2(low02, high02, 0xdd);
      columns[odd + 6] = _mm512_shuffle_i64x2(low13, high13, 0xdd);
    }
  }

  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static void load_block(const std::uint8_t* const* data,
                                                                std::size_t offset,
                                                                Register (&w)[16]) {
    const Register big_endian =
        _mm512_broadcast_i32x4(_mm_set_epi64x(0x08090a0b0c0d0e0f, 0x0001020304050607));
    for (std::size_t half = 0; half < 2; ++half) {
      Register rows[kLanes];
      for (std::size_t i = 0; i < kLanes; ++i) {
        rows[i] = _mm512_shuffle_epi8(_mm512_loadu_si512(data[i] + offset + 64 * half), big_endian);
      }
      transpose(rows, w + 8 * half);
    }
  }
};

}  // namespace

SEVPROOF_TARGET void sha512_compress_8_avx512(std::uint64_t* states,
                                              const std::uint8_t* const* data, std::size_t blocks) {
  for (std::size_t i = 0; i < blocks; ++i) {
    LaneRounds<Avx512> rounds;
    rounds.compress_block(states, data, 128 * i);
  }
}

}  // namespace sevproof::internal

#endif
