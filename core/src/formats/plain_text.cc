#include "formats/plain_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "base/utf8.h"
#include "sevproof/secret_bytes.h"

namespace sevproof::internal {
namespace {

constexpr char kEscape = '\x1b';
// A character that is left out.
constexpr char kNothing = '\0';

struct Relative {
  std::uint32_t first;
  std::uint32_t last;
  char ascii;
};

constexpr auto kRelatives = std::to_array<Relative>({
    {0x85, 0x85, '\n'},         {0xa0, 0xa0, ' '},          {0xab, 0xab, '"'},
    {0xad, 0xad, kNothing},     {0xb7, 0xb7, '*'},          {0xbb, 0xbb, '"'},
    {0x2000, 0x200a, ' '},      {0x200b, 0x200f, kNothing}, {0x2010, 0x2015, '-'},
    {0x2018, 0x201b, '\''},     {0x201c, 0x201f, '"'},      {0x2022, 0x2023, '*'},
    {0x2028, 0x2029, '\n'},     {0x202a, 0x202e, kNothing}, {0x202f, 0x202f, ' '},
    {0x2043, 0x2043, '*'},      {0x205f, 0x205f, ' '},      {0x2060, 0x2064, kNothing},
    {0x2066, 0x2069, kNothing}, {0x2212, 0x2212, '-'},      {0x2236, 0x2236, ':'},
    {0x2500, 0x2501, '-'},      {0x2502, 0x2503, '|'},      {0x25a0, 0x25cf, '*'},
    {0x3000, 0x3000, ' '},      {0xa789, 0xa789, ':'},      {0xfe55, 0xfe55, ':'},
    {0xfeff, 0xfeff, kNothing}, {0xff0c, 0xff0c, ','},      {0xff1a, 0xff1a, ':'},
    {0xff1d, 0xff1d, '='},      {0xff5c, 0xff5c, '|'},
});

std::optional<char> ascii_relative(std::uint32_t code) {
  const auto found = std::find_if(
      kRelatives.begin(), kRelatives.end(),
      [code](const Relative& relative) { return relative.first <= code && code <= relative.last; });
  return found == kRelatives.end() ? std::nullopt : std::optional(found->ascii);
}

std::uint8_t byte_at(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<std::uint8_t>(text[i]) : std::uint8_t{0};
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto add = [&](std::uint32_t value) { out += static_cast<char>(value); };
  if (code < 0x80) {
    add(code);
  } else if (code < 0x800) {
    add(0xc0 | code >> 6);
    add(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    add(0xe0 | code >> 12);
    add(0x80 | (code >> 6 & 0x3f));
    add(0x80 | (code & 0x3f));
  } else {
    add(0xf0 | code >> 18);
    add(0x80 | (code >> 12 & 0x3f));
    add(0x80 | (code >> 6 & 0x3f));
    add(0x80 | (code & 0x3f));
  }
}

// Where the more significant byte of each 16-bit unit lies, 0 or 1; nullopt if it is no UTF-16.
// Without a byte order mark, the text begins with two ASCII characters.
std::optional<std::size_t> utf16_high_byte(std::string_view text) {
  if (text.size() < 2 || text.size() % 2 != 0) return std::nullopt;
  const auto byte = [&](std::size_t i) { return byte_at(text, i); };
  if (byte(0) == 0xff && byte(1) == 0xfe) return 1;
  if (byte(0) == 0xfe && byte(1) == 0xff) return 0;
  if (text.size() < 4) return std::nullopt;
  if (byte(0) != 0 && byte(1) == 0 && byte(2) != 0 && byte(3) == 0) return 1;
  if (byte(0) == 0 && byte(1) != 0 && byte(2) == 0 && byte(3) != 0) return 0;
  return std::nullopt;
}

std::string from_utf16(std::string_view text, std::size_t high_byte) {
  std::string out;
  out.reserve(2 * text.size());
  const auto unit = [&](std::size_t at) -> std::uint32_t {
    return static_cast<std::uint32_t>(byte_at(text, at + high_byte)) << 8 |
           byte_at(text, at + 1 - high_byte);
  };
  for (std::size_t at = 0; at + 1 < text.size(); at += 2) {
    std::uint32_t code = unit(at);
    const std::uint32_t next = unit(at + 2);
    if (code >= 0xd800 && code < 0xdc00 && next >= 0xdc00 && next < 0xe000) {
      code = 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00);
      at += 2;
    }
    append_utf8(out, code >= 0xd800 && code < 0xe000 ? std::uint32_t{'?'} : code);
  }
  return out;
}

bool in_range(char c, char low, char high) { return low <= c && c <= high; }

// Length of the terminal escape that `text` begins with (ECMA-48, sections 5.3 to 5.6), or 1 where
// it is none.
std::size_t escape_length(std::string_view text) {
  if (text.size() < 2) return 1;
  std::size_t at = 2;
  if (text[1] == ']') {
    while (at < text.size() && text[at] != '\a' && text[at] != kEscape) ++at;
    const bool has_end = at < text.size() && text[at] == kEscape;
    return std::min(text.size(), at + (has_end ? 2 : 1));
  }
  if (text[1] == '[') {
    while (at < text.size() && in_range(text[at], 0x20, 0x3f)) ++at;
    return std::min(text.size(), at + 1);
  }
  if (in_range(text[1], 0x20, 0x2f)) return std::min<std::size_t>(text.size(), 3);
  return 2;
}

std::uint32_t code_point(std::string_view sequence) {
  constexpr std::array<std::uint8_t, 5> kFirstBits = {0, 0x7f, 0x1f, 0x0f, 0x07};
  std::uint32_t code = byte_at(sequence, 0) & kFirstBits[sequence.size()];
  for (std::size_t i = 1; i < sequence.size(); ++i) {
    code = code << 6 | (byte_at(sequence, i) & 0x3fU);
  }
  return code;
}

// Takes one character, escape or end of a line from `rest`, and appends what becomes of it.
void take_one(std::string_view& rest, std::string& out) {
  std::size_t length = std::max<std::size_t>(utf8_length(rest), 1);
  if (rest.front() == kEscape) {
    length = escape_length(rest);
  } else if (rest.front() == '\r') {
    length = rest.starts_with("\r\n") ? 2 : 1;
    out += '\n';
  } else if (length == 1) {
    out += rest.front();
  } else if (const auto ascii = ascii_relative(code_point(rest.substr(0, length)))) {
    if (*ascii != kNothing) out += *ascii;
  } else {
    out += rest.substr(0, length);
  }
  rest.remove_prefix(length);
}

}  // namespace

std::optional<std::string> utf16_text(std::string_view text) {
  const auto high_byte = utf16_high_byte(text);
  if (!high_byte) return std::nullopt;
  return from_utf16(text, *high_byte);
}

bool is_utf32(std::string_view text) {
  using namespace std::string_view_literals;
  if (text.size() < 4) return false;
  if (text.starts_with("\xff\xfe\0\0"sv) || text.starts_with("\0\0\xfe\xff"sv)) return true;
  const std::string_view first = text.substr(0, 4);
  const bool is_little = first[0] != 0 && first.substr(1) == "\0\0\0"sv;
  return is_little || (first.substr(0, 3) == "\0\0\0"sv && first[3] != 0);
}

std::string plain_text(std::string_view text) {
  std::string decoded;
  if (const auto high_byte = utf16_high_byte(text)) text = decoded = from_utf16(text, *high_byte);
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) take_one(text, out);
  wipe({reinterpret_cast<std::uint8_t*>(decoded.data()), decoded.size()});
  return out;
}

}  // namespace sevproof::internal
