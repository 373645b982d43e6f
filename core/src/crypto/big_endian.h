// Integers as FIPS 180-4 writes them, most significant byte first.
#ifndef SEVPROOF_CRYPTO_BIG_ENDIAN_H
#define SEVPROOF_CRYPTO_BIG_ENDIAN_H

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace sevproof::internal {

// From the eight bytes at `bytes`.
constexpr std::uint64_t load_be64(const std::uint8_t* bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) value = value << 8 | bytes[i];
  return value;
}

// From the four bytes at `bytes`.
constexpr std::uint32_t load_be32(const std::uint8_t* bytes) {
  return static_cast<std::uint32_t>(bytes[0]) << 24 | static_cast<std::uint32_t>(bytes[1]) << 16 |
         static_cast<std::uint32_t>(bytes[2]) << 8 | bytes[3];
}

// To the sizeof(T) bytes at `bytes`. At once: of words that are stored byte by byte, GCC makes a
// hundred instructions of SSE2.
template <typename T>
void store_be(std::uint8_t* bytes, T value) {
  if constexpr (std::endian::native == std::endian::little) {
    value = static_cast<T>(__builtin_bswap64(value) >> (64 - 8 * sizeof(T)));
  }
  std::memcpy(bytes, &value, sizeof(T));
}

}  // namespace sevproof::internal

#endif
