#include "sevproof/bytes.h"

namespace sevproof {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64Alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> make_base64_values() {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < kBase64Alphabet.size(); ++i) {
    values[static_cast<std::uint8_t>(kBase64Alphabet[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}
constexpr std::array<std::int8_t, 256> kBase64Values = make_base64_values();

constexpr bool is_white(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// A character for a message: printable ASCII as it is, anything else by its value.
std::string show_character(char c) {
  if (c > ' ' && c < 0x7f) return std::string("'") + c + "'";
  const auto value = static_cast<std::uint8_t>(c);
  return "byte " + to_hex_number(value);
}

std::size_t count_padding(std::string_view text) {
  if (text.ends_with("==")) return 2;
  return text.ends_with('=') ? 1 : 0;
}

}  // namespace

std::string to_hex(ByteView bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    text += kHexDigits[byte >> 4];
    text += kHexDigits[byte & 0xf];
  }
  return text;
}

std::string to_hex_number(std::uint64_t value) {
  std::string digits;
  do {
    digits.insert(digits.begin(), kHexDigits[value & 0xf]);
    value >>= 4;
  } while (value != 0);
  return "0x" + digits;
}

Result<Bytes> from_hex(std::string_view text) {
  Bytes bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (internal::hex_digit(text[i]) < 0) {
      return fail(ErrorCode::kMalformedHex, "expected hex digits, got " + show_character(text[i]) +
                                                " at offset " + std::to_string(i));
    }
  }
  if (text.size() % 2 != 0) {
    return fail(ErrorCode::kMalformedHex,
                "expected an even number of hex digits, got " + std::to_string(text.size()));
  }
  for (std::size_t i = 0; i < text.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(internal::hex_digit(text[i]) * 16 +
                                              internal::hex_digit(text[i + 1])));
  }
  return bytes;
}

std::string to_base64(ByteView bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group = group << 8 | (j < count ? bytes[i + j] : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      text += j <= count ? kBase64Alphabet[group >> (18 - 6 * j) & 0x3f] : '=';
    }
  }
  return text;
}

Result<Bytes> from_base64(std::string_view text) {
  const std::size_t digits = text.size() - count_padding(text);
  for (std::size_t i = 0; i < digits; ++i) {
    if (kBase64Values[static_cast<std::uint8_t>(text[i])] < 0) {
      return fail(ErrorCode::kMalformedBase64, "expected base64, got " + show_character(text[i]) +
                                                   " at offset " + std::to_string(i));
    }
  }
  if (text.size() % 4 != 0) {
    return fail(ErrorCode::kMalformedBase64, "expected base64 in groups of 4 characters, got " +
                                                 std::to_string(text.size()) + " characters");
  }
  Bytes bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    bits =
        bits << 6 | static_cast<std::uint32_t>(kBase64Values[static_cast<std::uint8_t>(text[i])]);
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes.push_back(static_cast<std::uint8_t>(bits >> held));
      bits &= (1U << held) - 1;
    }
  }
  if (bits != 0) {
    return fail(ErrorCode::kMalformedBase64,
                "expected base64 whose unused last bits are zero, got '" +
                    std::string(text.substr(text.size() - 4)) + "' at the end");
  }
  return bytes;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_white(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_white(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace sevproof
