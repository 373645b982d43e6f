// ID blocks and what belongs to them, as files and texts.
#include <limits>
#include <string>

#include "formats/encoded_text.h"
#include "sevproof/snp/draft.h"
#include "sevproof/snp/id_block.h"
#include "sevproof/text.h"

namespace sevproof::snp {
namespace {

std::string_view other_size_hint(std::size_t got, bool is_base64, std::size_t expected) {
  if (got == kIdBlockSize || got == kIdAuthSize) {
    return "An ID block has 96 bytes, its authentication 4096: perhaps the two are exchanged.";
  }
  return is_base64 && got == 2 * expected
             ? "Some tools write the base64 of hex text: that is no ID block."
             : "";
}

template <std::size_t N>
Result<std::array<std::uint8_t, N>> read_file(ByteView content, std::string_view name,
                                              std::string_view what) {
  std::array<std::uint8_t, N> out{};
  if (content.size() == N) {
    put_bytes(out, content);
    return out;
  }
  const auto text = sevproof::internal::decode_text(as_text(content));
  const bool is_base64 = text && !text->is_hex;
  if (is_base64 && text->bytes.size() == N) {
    put_bytes(out, text->bytes.view());
    return out;
  }
  return fail(
      ErrorCode::kWrongFileSize,
      std::string(name) + ": expected " + std::string(what) + " of " + std::to_string(N) +
          " bytes, raw or in base64, got " +
          std::to_string(is_base64 ? text->bytes.size() : content.size()) +
          (is_base64 ? " bytes in base64" : " bytes"),
      std::string(other_size_hint(is_base64 ? text->bytes.size() : content.size(), is_base64, N)));
}

constexpr std::uint64_t kAny32 = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t kAny64 = std::numeric_limits<std::uint64_t>::max();

template <typename Value, typename Parsed>
Result<void> put(std::optional<Value>& place, const Result<Parsed>& parsed) {
  if (!parsed) return fail(parsed.error());
  place = static_cast<Value>(*parsed);
  return {};
}

}  // namespace

Result<IdBlockBytes> read_id_block_file(ByteView content, std::string_view name) {
  return read_file<kIdBlockSize>(content, name, "an ID block");
}

Result<IdAuthBytes> read_id_auth_file(ByteView content, std::string_view name) {
  return read_file<kIdAuthSize>(content, name, "an ID authentication");
}

Result<OwnersId> parse_owners_id(std::string_view what, std::string_view text) {
  std::string digits;
  constexpr std::size_t kGuidSize = 36;
  const bool is_guid = text.size() == kGuidSize && text[8] == '-' && text[13] == '-' &&
                       text[18] == '-' && text[23] == '-';
  for (const char c : text) {
    if (!is_guid || c != '-') digits += c;
  }
  OwnersId id{};
  const auto bytes = from_hex(digits);
  if (bytes && bytes->size() == id.size()) {
    put_bytes(id, *bytes);
    return id;
  }
  return fail(ErrorCode::kMalformedHex,
              std::string(what) + ": expected 32 hex digits, got " + quote(text),
              "It is 16 bytes of the owner's choice; the digits of a GUID are taken in their "
              "order.");
}

Result<void> read_text(ExpectedIdBlock& values, IdBlockField field, std::string_view what,
                       std::string_view text) {
  switch (field) {
    case IdBlockField::kLaunchDigest:
      return put(values.launch_digest, parse_sha384(what, text));
    case IdBlockField::kPolicy:
      return put(values.policy, parse_number(what, text, 0, kAny64));
    case IdBlockField::kFamilyId:
      return put(values.family_id, parse_owners_id(what, text));
    case IdBlockField::kImageId:
      return put(values.image_id, parse_owners_id(what, text));
    case IdBlockField::kGuestSvn:
      return put(values.guest_svn, parse_number(what, text, 0, kAny32));
    case IdBlockField::kIdKeyDigest:
      return put(values.id_key_digest, parse_sha384(what, text));
    case IdBlockField::kAuthorKeyDigest:
      return put(values.author_key_digest, parse_sha384(what, text));
  }
  return {};
}

}  // namespace sevproof::snp
