#include "crypto/sha256_variant.h"

#include <array>

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#elif defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#endif

namespace sevproof::internal {
namespace {

constexpr Sha256Variant kPortable = {"portable C++", sha256_compress_portable};

#if defined(__x86_64__) || defined(__i386__)

// AMD64 Architecture Programmer's Manual, volume 3, appendix E: functions 1 and 7.
bool has_sha_extensions() {
  unsigned eax = 0;
  unsigned ebx = 0;
  unsigned ecx = 0;
  unsigned edx = 0;
  constexpr unsigned kSsse3 = 1U << 9;
  constexpr unsigned kSse41 = 1U << 19;
  constexpr unsigned kSha = 1U << 29;
  if (__get_cpuid(1, &eax, &ebx, &ecx, &edx) == 0) return false;
  if ((ecx & kSsse3) == 0 || (ecx & kSse41) == 0) return false;
  return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) != 0 && (ebx & kSha) != 0;
}

constexpr std::array kAll = {Sha256Variant{"x86 SHA extensions", sha256_compress_x86}, kPortable};

std::size_t first_usable() {
  static const std::size_t kFirst = has_sha_extensions() ? 0 : 1;
  return kFirst;
}

#elif defined(__aarch64__) && (defined(__linux__) || defined(__APPLE__))

// Every Apple processor for 64 bits has them; Linux tells (its
// Documentation/arch/arm64/elf_hwcaps.rst).
bool has_sha_instructions() {
#ifdef __linux__
  constexpr unsigned long kSha2 = 1UL << 6;
  return (::getauxval(AT_HWCAP) & kSha2) != 0;
#else
  return true;
#endif
}

constexpr std::array kAll = {Sha256Variant{"Armv8 SHA instructions", sha256_compress_arm},
                             kPortable};

std::size_t first_usable() {
  static const std::size_t kFirst = has_sha_instructions() ? 0 : 1;
  return kFirst;
}

#elif defined(__wasm__)

constexpr Sha256Variant kSimd = {"WebAssembly SIMD", sha256_compress_wasm};
constexpr std::array kAll = {kSimd, kPortable};

// A module with SIMD does not even load where there is none.
constexpr std::size_t first_usable() { return 0; }

#else

constexpr std::array kAll = {kPortable};

constexpr std::size_t first_usable() { return 0; }

#endif

}  // namespace

std::span<const Sha256Variant> sha256_variants() {
  return std::span<const Sha256Variant>(kAll).subspan(first_usable());
}

#ifdef __wasm__

// Known without the list, so that a module that never asks for that has no other variant in it.
const Sha256Variant& sha256_variant_in_force() { return kSimd; }

#else

const Sha256Variant& sha256_variant_in_force() { return kAll[first_usable()]; }

#endif

}  // namespace sevproof::internal
