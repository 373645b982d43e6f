#include "formats/encoded_text.h"

#include <algorithm>
#include <string>

#include "crypto/wiped_text.h"
#include "formats/plain_text.h"

namespace sevproof::internal {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_quote(char c) { return c == '"' || c == '\'' || c == '`'; }

// Without quotes, as b'...' too, and what a list has behind a value.
std::string_view unwrap(std::string_view text) {
  while (true) {
    text = trim(text);
    const std::size_t before = text.size();
    if (text.ends_with(',') || text.ends_with(';')) text.remove_suffix(1);
    if (text.size() > 2 && text[0] == 'b' && is_quote(text[1]) && text.back() == text[1]) {
      text.remove_prefix(1);
    }
    if (text.size() > 1 && is_quote(text.front()) && text.back() == text.front()) {
      text = text.substr(1, text.size() - 2);
    }
    if (text.size() == before) return text;
  }
}

// Length of what may stand between or before hex digits at the start of `text`, or 0.
std::size_t hex_gap(std::string_view text, bool at_start) {
  const char c = text.front();
  if (is_space(c) || c == ':' || c == ',' || c == '-') return 1;
  if (text.starts_with("\\x")) return 2;
  return at_start && (text.starts_with("0x") || text.starts_with("0X")) ? 2 : 0;
}

// The digits alone; false where something else stands among them.
bool gather_hex(std::string_view text, std::string& digits) {
  bool at_start = true;
  while (!text.empty()) {
    if (const std::size_t gap = hex_gap(text, at_start); gap != 0) {
      at_start = gap == 1;
      text.remove_prefix(gap);
      continue;
    }
    if (hex_digit(text.front()) < 0) return false;
    digits += text.front();
    at_start = false;
    text.remove_prefix(1);
  }
  return !digits.empty();
}

// In the alphabet of RFC 4648 section 4, with padding, on one line.
Result<void> gather_base64(std::string_view text, std::string& digits) {
  const bool is_standard = text.find_first_of("+/") != std::string_view::npos;
  const bool is_url_safe = text.find_first_of("-_") != std::string_view::npos;
  if (is_standard && is_url_safe) {
    return fail(ErrorCode::kMalformedBase64,
                "expected base64 with + and /, or with - and _ in their place, got both");
  }
  for (const char c : text) {
    if (is_space(c)) continue;
    digits += c == '-' ? '+' : c == '_' ? '/' : c;
  }
  if (!digits.ends_with('=') && digits.size() % 4 >= 2) digits.append(4 - digits.size() % 4, '=');
  return {};
}

}  // namespace

Result<EncodedText> decode_text(std::string_view text) {
  WipedText plain(plain_text(text));
  const std::string_view inner = unwrap(plain.text());
  WipedText hex(inner.size());
  if (gather_hex(inner, hex.text())) {
    auto bytes = from_hex(hex.text());
    if (!bytes) return fail(bytes.error());
    return EncodedText{true, SecretBytes(std::move(*bytes))};
  }
  WipedText base64(inner.size() + 2);
  if (auto gathered = gather_base64(inner, base64.text()); !gathered) return fail(gathered.error());
  auto bytes = from_base64(base64.text());
  if (!bytes) return fail(bytes.error());
  return EncodedText{false, SecretBytes(std::move(*bytes))};
}

bool is_encoded_again(ByteView bytes, std::size_t size) {
  const auto inner = decode_text({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  return inner && inner->bytes.size() == size;
}

}  // namespace sevproof::internal
