#include "secret_findings.h"

#include <algorithm>
#include <array>
#include <string>

namespace sevproof::internal {
namespace {

struct ByteOrderMark {
  std::string_view bytes;
  std::string_view encoding;
};

constexpr std::array<ByteOrderMark, 3> kMarks = {
    {{"\xef\xbb\xbf", "UTF-8"}, {"\xff\xfe", "UTF-16"}, {"\xfe\xff", "UTF-16"}}};

// Whether all units of 16 bits are printable ASCII, the byte at `text_at` of each being the
// character: no key of random bytes looks like that.
bool is_utf16(ByteView data, std::size_t text_at) {
  if (data.size() < 4 || data.size() % 2 != 0) return false;
  for (std::size_t i = 0; i < data.size(); i += 2) {
    const std::uint8_t character = data[i + text_at];
    const bool is_text = (character >= ' ' && character < 0x7f) || character == '\r' ||
                         character == '\n' || character == '\t';
    if (!is_text || data[i + 1 - text_at] != 0) return false;
  }
  return true;
}

// Two bytes alone may begin a random key.
std::string_view encoding_of_mark(ByteView data) {
  for (const ByteOrderMark& mark : kMarks) {
    if (data.size() < mark.bytes.size()) continue;
    if (!same_bytes(data.first(mark.bytes.size()), as_bytes(mark.bytes))) continue;
    const ByteView rest = data.subspan(mark.bytes.size());
    if (mark.encoding == "UTF-8" || is_utf16(rest, 0) || is_utf16(rest, 1)) return mark.encoding;
  }
  return {};
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
  if (data.empty()) {
    findings.push_back({kSecretEmpty, name});
    return;
  }
  const std::string_view encoding = encoding_of_mark(data);
  if (!encoding.empty()) {
    findings.push_back({kSecretByteOrderMark, name + ", the mark of " + std::string(encoding)});
  } else if (is_utf16(data, 0) || is_utf16(data, 1)) {
    findings.push_back({kSecretUtf16, name});
  }
  if (data.back() == '\n') findings.push_back({kSecretTrailingNewline, name});
  // GRUB's module efisecret looks for this GUID alone, and measures the passphrase by its NUL.
  const bool is_luks_key = !secret_alias(secret.guid).empty();
  if (is_luks_key && data.back() != 0) findings.push_back({kSecretNotTerminated, name});
}

}  // namespace sevproof::internal
