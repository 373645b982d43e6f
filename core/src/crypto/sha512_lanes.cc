#include "crypto/sha512_lanes.h"

#include <array>

namespace sevproof::internal {

#ifdef __x86_64__

namespace {

constexpr std::array kAll = {Sha512Lanes{"x86 AVX-512, 8 at once", 8, sha512_compress_8_avx512},
                             Sha512Lanes{"x86 AVX2, 4 at once", 4, sha512_compress_4_avx2}};

// __builtin_cpu_supports also asks whether the system keeps the wide registers.
std::size_t first_usable() {
  if (__builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0) return 0;
  return __builtin_cpu_supports("avx2") != 0 ? 1 : 2;
}

}  // namespace

std::span<const Sha512Lanes> sha512_lanes() {
  static const std::size_t kFirst = first_usable();
  return std::span<const Sha512Lanes>(kAll).subspan(kFirst);
}

#else

std::span<const Sha512Lanes> sha512_lanes() { return {}; }

#endif

}  // namespace sevproof::internal
