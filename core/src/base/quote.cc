#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "base/utf8.h"
#include "sevproof/bytes.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// Characters that could move, hide or reorder what a terminal shows: controls, separators and those
// that Unicode lets a display leave out (Default_Ignorable_Code_Point).
constexpr auto kHidden = std::to_array<Range>({
    {0x00, 0x1f},     {0x7f, 0x9f},       {0xad, 0xad},       {0x34f, 0x34f},     {0x61c, 0x61c},
    {0x115f, 0x1160}, {0x17b4, 0x17b5},   {0x180b, 0x180f},   {0x200b, 0x200f},   {0x2028, 0x202e},
    {0x2060, 0x206f}, {0x3164, 0x3164},   {0xfe00, 0xfe0f},   {0xfeff, 0xfeff},   {0xffa0, 0xffa0},
    {0xfff0, 0xfffb}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff},
});

std::uint32_t code_point(std::string_view sequence) {
  constexpr std::array<std::uint8_t, 5> kFirstBits = {0, 0x7f, 0x1f, 0x0f, 0x07};
  std::uint32_t code = static_cast<std::uint8_t>(sequence[0]) & kFirstBits[sequence.size()];
  for (const char c : sequence.substr(1)) code = code << 6 | (static_cast<std::uint8_t>(c) & 0x3f);
  return code;
}

bool is_hidden(std::string_view sequence) {
  const std::uint32_t code = code_point(sequence);
  return std::any_of(kHidden.begin(), kHidden.end(), [code](const Range& range) {
    return range.first <= code && code <= range.last;
  });
}

std::string escape(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto value = static_cast<std::uint8_t>(c);
    text += "\\x" + to_hex(ByteView(&value, 1));
  }
  return text;
}

// Takes a character, or a byte that begins none, from `rest`: as it is shown.
std::string show_one(std::string_view& rest) {
  const std::size_t length = internal::utf8_length(rest);
  const std::string_view sequence = rest.substr(0, length == 0 ? 1 : length);
  rest.remove_prefix(sequence.size());
  return length == 0 || is_hidden(sequence) ? escape(sequence) : std::string(sequence);
}

// Takes from `rest` what is shown.
std::string show(std::string_view& rest, std::size_t max_shown) {
  std::string shown;
  for (std::size_t count = 0; !rest.empty() && count < max_shown; ++count) shown += show_one(rest);
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

std::string quote_name(std::string_view name, std::size_t max_shown) {
  std::vector<std::string> shown;
  for (std::string_view rest = name; !rest.empty();) shown.push_back(show_one(rest));
  constexpr std::string_view kGap = "...";
  std::string text = "'";
  const bool is_long = shown.size() > max_shown;
  const std::size_t room = max_shown - std::min(max_shown, kGap.size());
  const std::size_t kept = is_long ? room / 2 : shown.size();
  for (std::size_t i = 0; i < kept; ++i) text += shown[i];
  if (is_long) text += kGap;
  for (std::size_t i = is_long ? shown.size() - kept : kept; i < shown.size(); ++i)
    text += shown[i];
  return text + "'";
}

std::string printable(std::string_view text, std::size_t max_shown) {
  std::string_view rest = text;
  const std::string shown = show(rest, max_shown);
  return shown + cut_mark(text, rest);
}

}  // namespace sevproof
