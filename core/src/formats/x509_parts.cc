#include "formats/x509_parts.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sevproof::internal {
namespace {

constexpr std::size_t kMaxExtensions = 64;
constexpr std::size_t kMaxNameParts = 16;

// RSASSA-PSS-params as AMD writes them (RFC 4055, section 3.1), behind the OID: SHA-384 and MGF1
// with it, both with NULL, a salt of 48 bytes, and the trailer field, which some have not.
constexpr auto kPssSha384 = std::to_array<std::uint8_t>(
    {0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a, 0x30, 0x39, 0xa0,
     0x0f, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02,
     0x05, 0x00, 0xa1, 0x1c, 0x30, 0x1a, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d,
     0x01, 0x01, 0x08, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04,
     0x02, 0x02, 0x05, 0x00, 0xa2, 0x03, 0x02, 0x01, 0x30, 0xa3, 0x03, 0x02, 0x01, 0x01});
constexpr std::size_t kLengthAt = 12;  // of the parameters
constexpr std::uint8_t kTrailerSize = 5;

bool is_pss_sha384(ByteView algorithm) {
  auto expected = kPssSha384;
  std::size_t size = expected.size();
  if (algorithm.size() == size - kTrailerSize) {
    expected[kLengthAt] -= kTrailerSize;
    size -= kTrailerSize;
  }
  return same_bytes(algorithm, ByteView(expected).first(size));
}

constexpr auto kCommonName = std::to_array<std::uint8_t>({0x55, 0x04, 0x03});

// AttributeTypeAndValue; true for a CN, whose text goes to `cn`.
bool read_name_part(DerReader in, std::string_view label, std::string& cn) {
  const ByteView oid = in.oid(label);
  const bool has_text =
      in.next_is(kDerUtf8String) || in.next_is(kDerPrintableString) || in.next_is(kDerIa5String);
  const ByteView value = in.take_any(label);
  in.end(label);
  if (!same_bytes(oid, kCommonName)) return false;
  if (has_text && is_printable_ascii(value)) cn = as_text(value);
  return true;
}

X509Extension read_extension(DerReader in) {
  constexpr std::string_view kLabel = "extension";
  X509Extension extension;
  extension.oid = copy_of(in.oid(kLabel));
  if (in.next_is(kDerBoolean)) extension.critical = in.boolean("critical");
  extension.value = copy_of(in.take(kDerOctetString, kLabel));
  in.end(kLabel);
  return extension;
}

}  // namespace

SignedDer read_signed(ByteView der, DerFault& fault) {
  DerReader outer(der, fault);
  if (der.size() > kMaxX509Size) outer.refuse("certificate", "at most 16384 bytes");
  DerReader in = outer.inside(kDerSequence, "certificate");
  outer.end("certificate");
  SignedDer parts;
  parts.part = in.take_whole(kDerSequence, "signed part");
  parts.algorithm = in.take(kDerSequence, "signature algorithm");
  parts.signature = in.bits("signature");
  in.end("certificate");
  return parts;
}

X509Signature signature_of(const SignedDer& outer, ByteView algorithm) {
  return {is_pss_sha384(algorithm) && same_bytes(algorithm, outer.algorithm),
          copy_of(outer.signature)};
}

void expect_number(DerReader& in, std::uint8_t value, std::string_view label,
                   std::string_view expected) {
  const ByteView content = in.take(kDerInteger, label);
  if (content.size() != 1 || content[0] != value) {
    DerReader(content, in.fault()).refuse(label, expected);
  }
}

std::string read_name(DerReader& in, std::string_view label, Bytes& der) {
  const ByteView whole = in.take_whole(kDerSequence, label);
  der = copy_of(whole);
  DerReader again(whole, in.fault());
  DerReader sets = again.inside(kDerSequence, label);
  std::string cn;
  std::size_t parts = 0;
  std::size_t cns = 0;
  while (!sets.at_end()) {
    DerReader set = sets.inside(kDerSet, label);
    do {
      if (++parts > kMaxNameParts) set.refuse(label, "at most 16 parts");
      if (read_name_part(set.inside(kDerSequence, label), label, cn)) ++cns;
    } while (!set.at_end());
  }
  return cns == 1 ? cn : std::string();
}

std::vector<X509Extension> read_extensions(DerReader& in) {
  constexpr std::string_view kLabel = "extensions";
  DerReader list = in.inside(kDerSequence, kLabel);
  std::vector<X509Extension> extensions;
  do {
    if (extensions.size() == kMaxExtensions) list.refuse(kLabel, "at most 64");
    DerReader before = list;
    X509Extension next = read_extension(list.inside(kDerSequence, kLabel));
    const bool is_there = std::any_of(extensions.begin(), extensions.end(),
                                      [&](const auto& one) { return one.oid == next.oid; });
    if (is_there) before.refuse(kLabel, "each once");
    extensions.push_back(std::move(next));
  } while (!list.at_end());
  return extensions;
}

bool is_standard_extension(ByteView oid, std::uint8_t last) {
  return oid.size() == 3 && oid[0] == 0x55 && oid[1] == 0x1d && oid[2] == last;
}

bool is_printable_ascii(ByteView text) {
  return std::all_of(text.begin(), text.end(), [](std::uint8_t c) { return ' ' <= c && c <= '~'; });
}

}  // namespace sevproof::internal
