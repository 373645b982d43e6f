// Integers as FIPS 180-4 writes them, most significant byte first.
#ifndef SEVPROOF_CRYPTO_BIG_ENDIAN_H
#define SEVPROOF_CRYPTO_BIG_ENDIAN_H

#include <cstddef>
#include <cstdint>

namespace sevproof::internal {

// From the four bytes at `bytes`.
constexpr std::uint32_t load_be32(const std::uint8_t* bytes) {
  return static_cast<std::uint32_t>(bytes[0]) << 24 | static_cast<std::uint32_t>(bytes[1]) << 16 |
         static_cast<std::uint32_t>(bytes[2]) << 8 | bytes[3];
}

// To the sizeof(T) bytes at `bytes`.
template <typename T>
constexpr void store_be(std::uint8_t* bytes, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    bytes[i] = static_cast<std::uint8_t>(value >> (8 * (sizeof(T) - 1 - i)));
  }
}

}  // namespace sevproof::internal

#endif
