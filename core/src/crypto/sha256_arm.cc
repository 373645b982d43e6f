// With the SHA-256 instructions of Armv8 (Arm Architecture Reference Manual, SHA256H, SHA256H2,
// SHA256SU0, SHA256SU1). The build lets the compiler use them in this file alone; the caller has
// asked the CPU.
#include "crypto/sha256_variant.h"

#if defined(__aarch64__) && (defined(__linux__) || defined(__APPLE__))

#include <arm_neon.h>

#include <utility>

#include "crypto/sha256_rounds.h"

namespace sevproof::internal {
namespace {

struct Halves {
  uint32x4_t abcd;
  uint32x4_t efgh;
};

SEVPROOF_ALWAYS_INLINE uint32x4_t load_big_endian(const std::uint8_t* from) {
  return vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(from)));
}

// Rounds 4 * Group to 4 * Group + 3, with W(t) of the last sixteen in `w`; then W(t + 16) of these
// four takes their place.
template <int Group>
SEVPROOF_ALWAYS_INLINE void four_rounds(Halves& halves, uint32x4_t (&w)[4]) {
  const uint32x4_t sum =
      vaddq_u32(w[Group % 4], vld1q_u32(kSha256Constants.data() + std::ptrdiff_t{4} * Group));
  const uint32x4_t abcd = halves.abcd;
  halves.abcd = vsha256hq_u32(abcd, halves.efgh, sum);
  halves.efgh = vsha256h2q_u32(halves.efgh, abcd, sum);
  if constexpr (Group < 12) {
    const uint32x4_t begun = vsha256su0q_u32(w[Group % 4], w[(Group + 1) % 4]);
    w[Group % 4] = vsha256su1q_u32(begun, w[(Group + 2) % 4], w[(Group + 3) % 4]);
  }
}

template <int... Group>
SEVPROOF_ALWAYS_INLINE void all_rounds(Halves& halves, uint32x4_t (&w)[4],
                                       std::integer_sequence<int, Group...> /*unrolled*/) {
  (four_rounds<Group>(halves, w), ...);
}

}  // namespace

void sha256_compress_arm(std::uint32_t* state, const std::uint8_t* data, std::size_t blocks) {
  Halves halves{vld1q_u32(state), vld1q_u32(state + 4)};
  for (; blocks > 0; --blocks, data += 64) {
    const Halves before = halves;
    uint32x4_t w[4];
    for (std::ptrdiff_t i = 0; i < 4; ++i) w[i] = load_big_endian(data + 16 * i);
    all_rounds(halves, w, std::make_integer_sequence<int, 16>());
    halves.abcd = vaddq_u32(halves.abcd, before.abcd);
    halves.efgh = vaddq_u32(halves.efgh, before.efgh);
  }
  vst1q_u32(state, halves.abcd);
  vst1q_u32(state + 4, halves.efgh);
}

}  // namespace sevproof::internal

#endif
