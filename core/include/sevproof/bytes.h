// Byte strings, little-endian integers, and the two text forms in which SEV data travels: hex and
// base64.
#ifndef SEVPROOF_BYTES_H
#define SEVPROOF_BYTES_H

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/result.h"

namespace sevproof {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

// The bytes of a text, without a terminating NUL.
inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Writes `bytes` at the beginning of `out`, which must be long enough.
constexpr void put_bytes(std::span<std::uint8_t> out, ByteView bytes) {
  std::copy(bytes.begin(), bytes.end(), out.begin());
}

// For public data only: see constant_time_equal for the rest.
constexpr bool same_bytes(ByteView a, ByteView b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

// Not in constant time either: what is all zeros is no secret.
constexpr bool is_zero(ByteView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

// Writes `value` at `out[0..sizeof(T))`, least significant byte first. `out` must be long enough.
template <typename T>
constexpr void store_le(std::span<std::uint8_t> out, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    out[i] = static_cast<std::uint8_t>(value >> (8 * i));
  }
}

// Reads sizeof(T) bytes from the start of `in`, least significant byte first. `in` must be long
// enough.
template <typename T>
constexpr T load_le(ByteView in) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    value = static_cast<T>(value | static_cast<T>(static_cast<T>(in[i]) << (8 * i)));
  }
  return value;
}

// Appends `value` to `out`, least significant byte first.
template <typename T>
void append_le(Bytes& out, T value) {
  std::array<std::uint8_t, sizeof(T)> raw{};
  store_le<T>(raw, value);
  out.insert(out.end(), raw.begin(), raw.end());
}

inline void append(Bytes& out, ByteView more) { out.insert(out.end(), more.begin(), more.end()); }

namespace internal {

// The value of a hex digit of either case, or -1.
constexpr int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace internal

// Lower-case hex, two digits a byte.
std::string to_hex(ByteView bytes);

// A number as 0x..., lower case, without leading zeros.
std::string to_hex_number(std::uint64_t value);

// Hex of either case, an even number of digits and nothing else. Fails with kInvalid and the
// offset.
Result<Bytes> from_hex(std::string_view text);

// RFC 4648 section 4, with padding, without line breaks.
std::string to_base64(ByteView bytes);

// Strict RFC 4648 section 4: refuses foreign characters, missing or misplaced padding and non-zero
// trailing bits, naming the offset. White space is refused too: use trim first where a face wants
// that.
Result<Bytes> from_base64(std::string_view text);

// `text` without leading and trailing spaces, tabs, carriage returns and newlines.
std::string_view trim(std::string_view text);

}  // namespace sevproof

#endif
