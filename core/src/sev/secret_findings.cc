#include "sev/secret_findings.h"

#include <string>

#include "base/byte_reader.h"

namespace sevproof::internal {
namespace {

// Without the NULs that close it, of 8 or 16 bits: a text loses nothing but its end by that.
ByteView without_closing_nuls(ByteView data) {
  while (!data.empty() && data.back() == 0) data = data.first(data.size() - 1);
  return data;
}

// Whether all units of 16 bits are printable and of Latin-1, the byte at `text_at` of each being
// the character: no key of random bytes looks like that.
bool is_utf16(ByteView data, std::size_t text_at) {
  if (data.size() < 4 || data.size() % 2 != 0) return false;
  for (std::size_t i = 0; i < data.size(); i += 2) {
    const std::uint8_t character = data[i + text_at];
    const bool is_text = (character >= ' ' && character < 0x7f) || character >= 0xa0 ||
                         character == '\r' || character == '\n' || character == '\t';
    if (!is_text || data[i + 1 - text_at] != 0) return false;
  }
  return true;
}

// In either byte order, with or without a closing NUL. The high byte of a last character in
// little-endian order is a zero too.
bool is_utf16(ByteView data) {
  const ByteView text = without_closing_nuls(data);
  const std::size_t whole = text.size() + text.size() % 2;
  return is_utf16(text, 1) || (whole <= data.size() && is_utf16(data.first(whole), 0));
}

bool is_utf16_with_mark(ByteView data) {
  return (holds(data, 0, "\xff\xfe") || holds(data, 0, "\xfe\xff")) && is_utf16(data.subspan(2));
}

std::string secret_text(const LaunchSecret& secret) {
  const std::string_view alias = secret_alias(secret.guid);
  return "secret " + (alias.empty() ? secret.guid.to_string() : std::string(alias));
}

}  // namespace

void review_secret(const LaunchSecret& secret, std::vector<Finding>& findings) {
  using enum FindingCode;
  const ByteView data = secret.data.view();
  const std::string name = secret_text(secret);
  // GRUB's module efisecret looks for this GUID alone, and measures the passphrase by its NUL.
  const bool is_luks_key = !secret_alias(secret.guid).empty();
  const ByteView text = is_luks_key ? without_closing_nuls(data) : data;
  if (text.empty()) {
    findings.push_back({kSecretEmpty, data.empty() ? name : name + ", which is NUL alone"});
    return;
  }
  // Two bytes alone may begin a random key.
  if (is_utf16_with_mark(data)) {
    findings.push_back({kSecretUtf16, name + ", with a byte order mark"});
  } else if (is_utf16(data)) {
    findings.push_back({kSecretUtf16, name});
  } else if (holds(data, 0, "\xef\xbb\xbf")) {
    findings.push_back({kSecretByteOrderMark, name + ", the mark of UTF-8"});
  }
  if (text.back() == '\n') findings.push_back({kSecretTrailingNewline, name});
  if (is_luks_key && data.back() != 0) findings.push_back({kSecretNotTerminated, name});
}

}  // namespace sevproof::internal
