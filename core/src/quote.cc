#include "sevproof/quote.h"

#include <cstdint>

#include "sevproof/bytes.h"

namespace sevproof {
namespace {

// Length of the well-formed UTF-8 sequence at the start of `text` (Unicode, table 3-7), or 0.
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

// Characters that could move, hide or reorder what a terminal shows: C0, DEL, C1, and the line
// separators, zero-width and bidirectional controls among U+200B..U+206F.
bool is_control(std::string_view sequence) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(sequence[i]); };
  if (sequence.size() == 1) return byte(0) < 0x20 || byte(0) == 0x7f;
  if (sequence.size() == 2) {
    return (byte(0) == 0xc2 && (byte(1) < 0xa0 || byte(1) == 0xad)) || sequence == "\xd8\x9c";
  }
  if (sequence == "\xef\xbb\xbf") return true;
  if (sequence.size() != 3 || byte(0) != 0xe2) return false;
  if (byte(1) == 0x80) {
    return (byte(2) >= 0x8b && byte(2) <= 0x8f) || (byte(2) >= 0xa8 && byte(2) <= 0xae);
  }
  return byte(1) == 0x81 && byte(2) >= 0xa0 && byte(2) <= 0xaf;
}

std::string escape(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto value = static_cast<std::uint8_t>(c);
    text += "\\x" + to_hex(ByteView(&value, 1));
  }
  return text;
}

}  // namespace

std::string quote(std::string_view text, std::size_t max_shown) {
  std::string shown = "'";
  std::size_t count = 0;
  std::string_view rest = text;
  for (; !rest.empty() && count < max_shown; ++count) {
    const std::size_t length = utf8_length(rest);
    const std::string_view sequence = rest.substr(0, length == 0 ? 1 : length);
    shown += length == 0 || is_control(sequence) ? escape(sequence) : std::string(sequence);
    rest.remove_prefix(sequence.size());
  }
  shown += "'";
  if (!rest.empty()) shown += "... (" + std::to_string(text.size()) + " bytes)";
  return shown;
}

}  // namespace sevproof
