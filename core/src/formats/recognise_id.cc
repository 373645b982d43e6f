#include "formats/recognise_id.h"

#include <string>

#include "base/ascii_text.h"
#include "formats/der.h"
#include "formats/encoded_text.h"
#include "formats/recognise_text.h"

namespace sevproof::internal {
namespace {

using enum FileRole;

// SEV Secure Nested Paging firmware ABI 56860, SNP_LAUNCH_FINISH: the block's version stands at
// 0x50; an authentication begins with two algorithms, and 56 bytes that are reserved.
constexpr std::size_t kIdBlockSize = 96;
constexpr std::size_t kIdAuthSize = 4096;
// Of base64, line ends and all.
constexpr std::size_t kMostText = kIdAuthSize * 2;
constexpr std::size_t kLeastText = kIdBlockSize / 3 * 4;

bool is_pem_of_private_key(ByteView content) {
  const std::string_view text = as_text(content);
  const std::size_t label = text.find("-----BEGIN ");
  if (label == text.npos) return false;
  // `openssl ecparam -genkey` writes the curve's parameters first.
  return text.find("PRIVATE KEY-----", label) != text.npos;
}

// A SEQUENCE as long as the file, with a version, and then SEC 1's key (RFC 5915), PKCS#8's
// algorithm (RFC 5958) or RSA's modulus (RFC 8017).
bool is_der_of_private_key(ByteView content) {
  if (content.size() < 8) return false;
  const auto begin = der_sequence(content, content.size());
  if (!begin || content.size() < *begin + 4) return false;
  const ByteView body = content.subspan(*begin);
  if (body[0] != 2 || body[1] != 1) return false;
  const bool is_sec1 = body[2] == 1 && body[3] == 4;
  const bool is_other = body[2] <= 1 && (body[3] == 0x30 || body[3] == 2);
  return is_sec1 || is_other;
}

RecognisedFile private_key(std::string_view name, std::string_view form) {
  const bool is_author = to_lower(name).find("author") != std::string::npos;
  return {is_author ? kAuthorKey : kIdKey,
          {is_author ? kIdKey : kAuthorKey},
          "a private key as " + std::string(form) + (is_author ? ", by its name an author's" : ""),
          true};
}

bool is_id_block(ByteView bytes) {
  return bytes.size() == kIdBlockSize && load_le<std::uint32_t>(bytes.subspan(0x50)) == 1;
}

bool is_id_auth(ByteView bytes) {
  return bytes.size() == kIdAuthSize && load_le<std::uint32_t>(bytes) == 1 &&
         load_le<std::uint32_t>(bytes.subspan(4)) <= 1 && is_zero(bytes.subspan(8, 56));
}

std::optional<RecognisedFile> recognise_bytes(ByteView bytes, const std::string& form) {
  if (is_id_block(bytes)) return RecognisedFile{kIdBlock, {}, "an ID block" + form, true};
  if (is_id_auth(bytes)) {
    return RecognisedFile{kIdAuth, {}, "an ID block's authentication" + form, true};
  }
  return std::nullopt;
}

}  // namespace

std::optional<RecognisedFile> recognise_id_file(std::string_view name, ByteView content) {
  if (is_pem_of_private_key(content)) return private_key(name, "PEM text");
  if (is_der_of_private_key(content)) return private_key(name, "DER");
  if (auto found = recognise_bytes(content, "")) return found;
  if (content.size() < kLeastText || content.size() > kMostText) return std::nullopt;
  const auto text = decode_text(as_text(content));
  if (!text || text->is_hex) return std::nullopt;
  return recognise_bytes(text->bytes.view(), " in base64");
}

}  // namespace sevproof::internal
