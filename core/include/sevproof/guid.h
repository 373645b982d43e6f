// GUIDs as EFI and OVMF store them: the first three fields little-endian ("bytes_le" of RFC 4122
// tools).
#ifndef SEVPROOF_GUID_H
#define SEVPROOF_GUID_H

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "sevproof/bytes.h"
#include "sevproof/result.h"

namespace sevproof {

class Guid {
 public:
  static constexpr std::size_t kSize = 16;

  constexpr Guid() = default;

  // A GUID known at compile time, in the usual text form: a typing mistake does not compile.
  static consteval Guid literal(std::string_view text) {
    Guid guid;
    if (!parse_into(text, guid.stored_)) this_is_not_a_guid();
    return guid;
  }

  // The text form 8-4-4-4-12 hex digits of either case, without braces. Fails with kInvalid.
  static Result<Guid> parse(std::string_view text);

  // From the 16 bytes of a table; `bytes` must hold at least 16.
  static Guid from_bytes(ByteView bytes);

  // The 16 bytes as they stand in a table.
  constexpr const std::array<std::uint8_t, kSize>& bytes() const { return stored_; }

  // Lower-case text form.
  std::string to_string() const;

  friend constexpr bool operator==(const Guid&, const Guid&) = default;

 private:
  // Not constexpr, so that calling it ends a constant evaluation.
  static void this_is_not_a_guid() {}
  static constexpr bool parse_into(std::string_view text, std::array<std::uint8_t, kSize>& out);

  std::array<std::uint8_t, kSize> stored_{};
};

namespace internal {

// For each stored byte, where its two digits stand in the text form.
inline constexpr std::array<std::uint8_t, Guid::kSize> kGuidTextOffset = {
    6, 4, 2, 0, 11, 9, 16, 14, 19, 21, 24, 26, 28, 30, 32, 34};

}  // namespace internal

constexpr bool Guid::parse_into(std::string_view text, std::array<std::uint8_t, kSize>& out) {
  if (text.size() != 36) return false;
  for (const std::size_t dash : {8U, 13U, 18U, 23U}) {
    if (text[dash] != '-') return false;
  }
  for (std::size_t i = 0; i < kSize; ++i) {
    const std::size_t at = internal::kGuidTextOffset[i];
    const int high = internal::hex_digit(text[at]);
    const int low = internal::hex_digit(text[at + 1]);
    if (high < 0 || low < 0) return false;
    out[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return true;
}

}  // namespace sevproof

#endif
