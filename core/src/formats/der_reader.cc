#include "formats/der_reader.h"

#include <optional>

#include "formats/x509_time.h"

namespace sevproof::internal {
namespace {

std::string text_of(std::uint8_t byte) { return "0x" + to_hex(ByteView(&byte, 1)); }

struct Header {
  std::size_t size = 0;
  std::size_t length = 0;
};

// Definite, and in as few bytes as it takes (X.690, sections 8.1.3 and 10.1). What is read here has
// less than 64 KiB.
std::optional<Header> read_header(ByteView bytes) {
  constexpr std::uint8_t kLongTag = 0x1f;  // and all of it further on
  if (bytes.size() < 2 || (bytes[0] & kLongTag) == kLongTag) return std::nullopt;
  Header header{2, bytes[1]};
  if (bytes[1] == 0x81 && bytes.size() >= 3) {
    header = {3, bytes[2]};
    if (header.length < 0x80) return std::nullopt;
  } else if (bytes[1] == 0x82 && bytes.size() >= 4) {
    header = {4, std::size_t{bytes[2]} << 8 | bytes[3]};
    if (header.length < 0x100) return std::nullopt;
  } else if (bytes[1] >= 0x80) {
    return std::nullopt;
  }
  if (header.length > bytes.size() - header.size) return std::nullopt;
  return header;
}

}  // namespace

tl::unexpected<Error> malformed_certificate(std::string_view what, const std::string& fault) {
  return fail(ErrorCode::kMalformedCertificate, std::string(what) + ": " + fault);
}

tl::unexpected<Error> DerFault::error(std::string_view what) const {
  std::string text = std::string(label_) + ": expected ";
  text += expected_.empty() ? "tag " + text_of(tag_) : std::string(expected_);
  text += " at offset " + to_hex_number(static_cast<std::uint64_t>(at_.data() - file_.data()));
  text += at_.empty() ? ", got the end" : ", got " + text_of(at_[0]);
  return malformed_certificate(what, text);
}

void DerReader::note(ByteView at, std::string_view label, std::string_view expected,
                     std::uint8_t tag) {
  if (!fault_->ok()) return;
  fault_->label_ = label;
  fault_->expected_ = expected;
  fault_->tag_ = tag;
  fault_->at_ = at;
}

ByteView DerReader::take_next(bool with_header, std::string_view label) {
  const auto header = read_header(rest_);
  if (!header) {
    note(rest_.subspan(rest_.empty() ? 0 : 1), label,
         "the shortest form of a length that fits what holds it");
  }
  if (!header || !fault_->ok()) return {};
  const std::size_t begin = with_header ? 0 : header->size;
  const ByteView taken = rest_.subspan(begin, header->size + header->length - begin);
  rest_ = rest_.subspan(header->size + header->length);
  return taken;
}

ByteView DerReader::take(std::uint8_t tag, std::string_view label) {
  if (!next_is(tag)) note(rest_, label, {}, tag);
  return take_next(false, label);
}

ByteView DerReader::take_whole(std::uint8_t tag, std::string_view label) {
  if (!next_is(tag)) note(rest_, label, {}, tag);
  return take_next(true, label);
}

ByteView DerReader::take_any(std::string_view label) { return take_next(false, label); }

ByteView DerReader::oid(std::string_view label) {
  const ByteView content = take(kDerOid, label);
  bool at_start = true;
  for (const std::uint8_t byte : content) {
    // A part that begins with zeros (X.690, section 8.19.2).
    if (at_start && byte == 0x80) note(content, label, "an OBJECT IDENTIFIER in its shortest form");
    at_start = byte < 0x80;
  }
  if (content.empty() || !at_start) note(content, label, "a whole OBJECT IDENTIFIER");
  return content;
}

ByteView DerReader::number(std::string_view label) {
  const ByteView content = take(kDerInteger, label);
  if (content.empty() || content[0] >= 0x80 ||
      (content[0] == 0 && content.size() > 1 && content[1] < 0x80)) {
    note(content, label, "a number in its shortest form, not negative");
    return {};
  }
  return content.subspan(content[0] == 0 ? 1 : 0);
}

std::uint64_t DerReader::small_number(std::uint64_t most, std::string_view label) {
  const ByteView bytes = number(label);
  std::uint64_t value = 0;
  if (bytes.size() <= sizeof(value)) {
    for (const std::uint8_t byte : bytes) value = value << 8 | byte;
  }
  if (bytes.size() > sizeof(value) || value > most) note(bytes, label, "a smaller number");
  return value;
}

ByteView DerReader::bits(std::string_view label) {
  const ByteView content = take(kDerBitString, label);
  if (content.empty() || content[0] != 0) {
    note(content, label, "no unused bits");
    return {};
  }
  return content.subspan(1);
}

bool DerReader::boolean(std::string_view label) {
  const ByteView content = take(kDerBoolean, label);
  const bool is_one = content.size() == 1 && (content[0] == 0 || content[0] == 0xff);
  if (!is_one) note(content, label, "0x00 or 0xff");
  return is_one && content[0] != 0;
}

// RFC 5280, section 4.1.2.5: with seconds, in UTC, and of two digits those below 50 are of 20xx.
UnixTime DerReader::time(std::string_view label) {
  const bool is_short = next_is(kDerUtcTime);
  const ByteView content = take(is_short ? kDerUtcTime : kDerGeneralizedTime, label);
  std::string digits(as_text(content));
  if (is_short) digits.insert(0, !digits.empty() && digits[0] < '5' ? "20" : "19");
  const auto time = digits.ends_with('Z') ? unix_time(digits.substr(0, digits.size() - 1))
                                          : std::optional<UnixTime>();
  if (!time) note(content, label, "a time with seconds and Z");
  return time.value_or(0);
}

void DerReader::end(std::string_view label) {
  if (!rest_.empty()) note(rest_, label, "nothing more");
}

}  // namespace sevproof::internal
