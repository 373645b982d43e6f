#include "sevproof/guid.h"

#include <algorithm>

#include "sevproof/text.h"

namespace sevproof {

Result<Guid> Guid::parse(std::string_view text) {
  Guid guid;
  if (!parse_into(text, guid.stored_)) {
    return fail(ErrorCode::kMalformedGuid,
                "expected a GUID such as 736869e5-84f0-4973-92ec-06879ce3da0b, got " + quote(text));
  }
  return guid;
}

Guid Guid::from_bytes(ByteView bytes) {
  Guid guid;
  std::copy_n(bytes.begin(), kSize, guid.stored_.begin());
  return guid;
}

std::string Guid::to_string() const {
  std::string text(36, '-');
  for (std::size_t i = 0; i < kSize; ++i) {
    const std::string digits = to_hex(ByteView(stored_).subspan(i, 1));
    text.replace(internal::kGuidTextOffset[i], 2, digits);
  }
  return text;
}

}  // namespace sevproof
