// Numbers of P-384 as SEV writes them: 72 bytes, little-endian, of which 48 count.
#ifndef SEVPROOF_FORMATS_SEV_NUMBER_H
#define SEVPROOF_FORMATS_SEV_NUMBER_H

#include <algorithm>
#include <array>
#include <cstdint>

#include "sevproof/bytes.h"
#include "sevproof/formats/sev_certificate.h"

namespace sevproof::internal {

inline constexpr std::size_t kSevNumberField = 72;

// The first 48 bytes of the field.
inline SevNumber read_sev_number(ByteView field) {
  SevNumber number{};
  const ByteView digits = field.first(number.size());
  std::reverse_copy(digits.begin(), digits.end(), number.begin());
  return number;
}

// At the beginning of `field`; the bytes behind it stay as they are.
inline void write_sev_number(std::span<std::uint8_t> field, ByteView number) {
  std::reverse_copy(number.begin(), number.end(), field.begin());
}

}  // namespace sevproof::internal

#endif
