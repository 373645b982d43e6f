// Four messages at once with AVX2 (Intel 64 and IA-32 Architectures Software Developer's Manual,
// volume 2).
#include "crypto/sha512_lanes.h"

#ifdef __x86_64__

#include <immintrin.h>

// The file itself is compiled for any x86: the caller has asked the CPU.
#define SEVPROOF_TARGET __attribute__((target("avx2")))

#include "crypto/sha512_lane_rounds.h"

namespace sevproof::internal {
namespace {

struct Avx2 {
  using Register = __m256i;
  static constexpr std::size_t kLanes = 4;

  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static Register add(Register a, Register b) {
    return _mm256_add_epi64(a, b);
  }

  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static Register subtract(Register a, Register b) {
    return _mm256_sub_epi64(a, b);
  }

  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static Register as_it_is(Register a) {
    __asm__("" : "+x"(a));
    return a;
  }

  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static Register constant(std::uint64_t value) {
    return _mm256_set1_epi64x(static_cast<long long>(value));
  }

  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static Register load(const void* from) {
    return _mm256_loadu_si256(static_cast<const __m256i*>(from));
  }

  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static Register load_state(const std::uint64_t* from) {
    return load(from);
  }

  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static void store_state(std::uint64_t* to, Register a) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), a);
  }

  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static Register choice(Register e, Register f,
                                                                Register g) {
    return _mm256_xor_si256(g, _mm256_and_si256(e, _mm256_xor_si256(f, g)));
  }

  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static Register majority(Register a, Register b,
                                                                  Register c) {
    return _mm256_xor_si256(b, _mm256_and_si256(_mm256_xor_si256(a, b), _mm256_xor_si256(b, c)));
  }

  // Two shifts: there is no rotation.
  template <int Count>
  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static Register rotate(Register x) {
    return _mm256_xor_si256(_mm256_srli_epi64(x, Count), _mm256_slli_epi64(x, 64 - Count));
  }

  template <int A, int B, int C>
  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static Register big_sigma(Register x) {
    return _mm256_xor_si256(_mm256_xor_si256(rotate<A>(x), rotate<B>(x)), rotate<C>(x));
  }

  template <int A, int B, int C>
  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static Register small_sigma(Register x) {
    return _mm256_xor_si256(_mm256_xor_si256(rotate<A>(x), rotate<B>(x)), _mm256_srli_epi64(x, C));
  }

  // Four words of each message, turned into one register for each of the four words.
  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static void transpose(Register (&rows)[4],
                                                               Register* columns) {
    const Register even01 = _mm256_unpacklo_epi64(rows[0], rows[1]);
    const Register odd01 = _mm256_unpackhi_epi64(rows[0], rows[1]);
    const Register even23 = _mm256_unpacklo_epi64(rows[2], rows[3]);
    const Register odd23 = _mm256_unpackhi_epi64(rows[2], rows[3]);
    columns[0] = _mm256_permute2x128_si256(even01, even23, 0x20);
    columns[1] = _mm256_permute2x128_si256(odd01, odd23, 0x20);
    columns[2] = _mm256_permute2x128_si256(even01, even23, 0x31);
    columns[3] = _mm256_permute2x128_si256(odd01, odd23, 0x31);
  }

  SEVPROOF_TARGET SEVPROOF_ALWAYS_INLINE static void load_block(const std::uint8_t* const* data,
                                                                std::size_t offset,
                                                                Register (&w)[16]) {
    const Register big_endian =
        _mm256_broadcastsi128_si256(_mm_set_epi64x(0x08090a0b0c0d0e0f, 0x0001020304050607));
    for (std::size_t quarter = 0; quarter < 4; ++quarter) {
      Register rows[kLanes];
      for (std::size_t i = 0; i < kLanes; ++i) {
        rows[i] = _mm256_shuffle_epi8(load(data[i] + offset + 32 * quarter), big_endian);
      }
      transpose(rows, w + 4 * quarter);
    }
  }
};

}  // namespace

SEVPROOF_TARGET void sha512_compress_4_avx2(std::uint64_t* states, const std::uint8_t* const* data,
                                            std::size_t blocks) {
  for (std::size_t i = 0; i < blocks; ++i) {
    LaneRounds<Avx2> rounds;
    rounds.compress_block(states, data, 128 * i);
  }
}

}  // namespace sevproof::internal

#endif
