#include "sevproof/quote.h"

#include <cstdint>

#include "sevproof/bytes.h"
#include "utf8.h"

namespace sevproof {
namespace {

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

// Takes from `rest` what is shown.
std::string show(std::string_view& rest, std::size_t max_shown) {
  std::string shown;
  std::size_t count = 0;
  for (; !rest.empty() && count < max_shown; ++count) {
    const std::size_t length = internal::utf8_length(rest);
    const std::string_view sequence = rest.substr(0, length == 0 ? 1 : length);
    shown += length == 0 || is_control(sequence) ? escape(sequence) : std::string(sequence);
    rest.remove_prefix(sequence.size());
  }
  return shown;
}

std::string cut_mark(std::string_view text, std::string_view rest) {
  return rest.empty() ? "" : "... (" + std::to_string(text.size()) + " bytes)";
}

}  // namespace

std::string quote(std::string_view text, std::size_t max_shown) {
  std::string_view rest = text;
  const std::string shown = show(rest, max_shown);
  return "'" + shown + "'" + cut_mark(text, rest);
}

std::string printable(std::string_view text, std::size_t max_shown) {
  std::string_view rest = text;
  const std::string shown = show(rest, max_shown);
  return shown + cut_mark(text, rest);
}

}  // namespace sevproof
