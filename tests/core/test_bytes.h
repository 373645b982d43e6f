// Hex and patterns for the tests, on purpose not the core's own: a fault there must not hide
// itself.
#ifndef SEVPROOF_TESTS_CORE_TEST_BYTES_H
#define SEVPROOF_TESTS_CORE_TEST_BYTES_H

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "sevproof/bytes.h"
#include "sevproof/sha256.h"

namespace sevproof::test {

// Well-formed hex only: vectors are.
inline Bytes unhex(std::string_view text) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
  Bytes bytes(text.size() / 2);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(digit(text[2 * i]) * 16 + digit(text[2 * i + 1]));
  }
  return bytes;
}

inline std::string hex(ByteView bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

template <std::size_t N>
std::array<std::uint8_t, N> to_array(ByteView bytes) {
  std::array<std::uint8_t, N> out{};
  std::copy_n(bytes.begin(), std::min(N, bytes.size()), out.begin());
  return out;
}

template <std::size_t N>
std::array<std::uint8_t, N> unhex_array(std::string_view text) {
  return to_array<N>(unhex(text));
}

inline Bytes to_bytes(std::string_view text) { return {text.begin(), text.end()}; }

inline Bytes concat(std::initializer_list<ByteView> parts) {
  Bytes all;
  for (const ByteView part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

// The message of the generated vectors (tests/vectors/primitives.py, counting_bytes).
inline Bytes counting_bytes(std::size_t length) {
  Bytes bytes(length);
  for (std::size_t i = 0; i < length; ++i) {
    bytes[i] = static_cast<std::uint8_t>(7 * i + i / 256);
  }
  return bytes;
}

inline bool contains(ByteView haystack, ByteView needle) {
  return std::search(haystack.begin(), haystack.end(), needle.begin(), needle.end()) !=
         haystack.end();
}

}  // namespace sevproof::test

#endif
