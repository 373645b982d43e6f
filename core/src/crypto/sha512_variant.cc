#include "crypto/sha512_variant.h"

#include <array>

namespace sevproof::internal {
namespace {

constexpr Sha512Variant kPortable = {"portable C++", sha512_compress_portable};

#ifdef __x86_64__

constexpr std::array kAll = {Sha512Variant{"x86 AVX2", sha512_compress_avx2}, kPortable};

// __builtin_cpu_supports also asks whether the system keeps the wide registers.
std::size_t first_usable() {
  static const std::size_t kFirst =
      __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi2") != 0 ? 0 : 1;
  return kFirst;
}

#else

constexpr std::array kAll = {kPortable};

constexpr std::size_t first_usable() { return 0; }

#endif

}  // namespace

std::span<const Sha512Variant> sha512_variants() {
  return std::span<const Sha512Variant>(kAll).subspan(first_usable());
}

const Sha512Variant& sha512_variant_in_force() { return kAll[first_usable()]; }

}  // namespace sevproof::internal
