// How the page's parts are packed: a .lzma file (properties, u64 size, data) of the parts and their
// CRC-32, since LZMA has no check of its own.
#ifndef SEVPROOF_WASM_PACKING_FORMAT_H
#define SEVPROOF_WASM_PACKING_FORMAT_H

#include <array>
#include <cstddef>
#include <cstdint>

namespace sevproof::wasm {

constexpr std::size_t kPropertiesSize = 5;
constexpr std::size_t kHeaderSize = kPropertiesSize + 8;
constexpr std::size_t kCrcSize = 4;

// More than a page may have.
constexpr std::size_t kMaxPacked = 512 << 10;
constexpr std::size_t kMaxContent = 2 << 20;  // with the CRC-32

// How literals and positions are told apart (lc, lp, pb): it suits WebAssembly, of which nothing is
// aligned.
constexpr int kLiteralContext = 4;
constexpr int kLiteralPosition = 0;
constexpr int kPosition = 0;

constexpr std::array<std::uint32_t, 16> crc32_steps() {
  constexpr std::uint32_t kPolynomial = 0xedb88320;
  std::array<std::uint32_t, 16> steps{};
  for (std::uint32_t i = 0; i < steps.size(); ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 4; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? kPolynomial : 0);
    steps[i] = crc;
  }
  return steps;
}

// As in gzip and PNG (ISO 3309), four bits at a time.
inline std::uint32_t crc32(const std::uint8_t* bytes, std::size_t size) {
  static constexpr std::array<std::uint32_t, 16> kSteps = crc32_steps();
  std::uint32_t crc = 0xffffffff;
  for (std::size_t i = 0; i < size; ++i) {
    crc ^= bytes[i];
    crc = (crc >> 4) ^ kSteps[crc & 15];
    crc = (crc >> 4) ^ kSteps[crc & 15];
  }
  return ~crc;
}

// Little-endian, behind what it was made of.
inline void append_crc32(std::uint8_t* bytes, std::size_t size) {
  const std::uint32_t crc = crc32(bytes, size);
  for (std::size_t i = 0; i < kCrcSize; ++i)
    bytes[size + i] = static_cast<std::uint8_t>(crc >> (8 * i));
}

// size: with the CRC-32.
inline bool ends_in_crc32(const std::uint8_t* bytes, std::size_t size) {
  // Of data and its own CRC-32 it is always this.
  constexpr std::uint32_t kResidue = 0x2144df1c;
  return crc32(bytes, size) == kResidue;
}

}  // namespace sevproof::wasm

#endif
