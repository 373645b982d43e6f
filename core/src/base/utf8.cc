#include "base/utf8.h"

#include <cstdint>

namespace sevproof::internal {

std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<std::uint8_t>(text[i]) : std::uint8_t{0};
  };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xc0) == 0x80; };
  const std::uint8_t first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf && continues(1)) return 2;
  if (first >= 0xe0 && first <= 0xef && continues(1) && continues(2)) {
    const bool overlong = first == 0xe0 && byte(1) < 0xa0;
    const bool surrogate = first == 0xed && byte(1) > 0x9f;
    return overlong || surrogate ? 0 : 3;
  }
  if (first >= 0xf0 && first <= 0xf4 && continues(1) && continues(2) && continues(3)) {
    const bool overlong = first == 0xf0 && byte(1) < 0x90;
    const bool too_large = first == 0xf4 && byte(1) > 0x8f;
    return overlong || too_large ? 0 : 4;
  }
  return 0;
}

bool is_text(ByteView bytes, bool is_cut) {
  std::string_view rest = as_text(bytes);
  while (!rest.empty()) {
    const std::size_t length = utf8_length(rest);
    const char c = rest.front();
    const bool is_control = static_cast<std::uint8_t>(c) < 0x20 && c != '\t' && c != '\n' &&
                            c != '\r' && c != '\f' && c != '\x1b';
    if (length == 0) return is_cut && rest.size() < 4;
    if (is_control || c == 0x7f) return false;
    rest.remove_prefix(length);
  }
  return true;
}

}  // namespace sevproof::internal
