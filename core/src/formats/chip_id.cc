#include "sevproof/formats/chip_id.h"

#include <string>

#include "base/utf8.h"
#include "crypto/secp256k1.h"
#include "formats/encoded_text.h"

namespace sevproof {

namespace {

// Of a text that is neither hex nor base64 of whole bytes.
std::string misread(std::string_view text) {
  const bool is_hex = text.find_first_not_of("0123456789abcdefABCDEF") == text.npos;
  if (!is_hex) return "expected 64 bytes, as they are, in hex or in base64, got neither";
  return "expected 128 hex digits, got " + std::to_string(text.size());
}

}  // namespace

Result<ChipId> ChipId::parse(ByteView content, std::string_view what) {
  const auto misfit = [&](const std::string& fault) {
    return fail(ErrorCode::kMalformedChipId, std::string(what) + ": " + fault,
                "`virsh nodesevinfo` prints it as cpu0-id, `sevctl show identifier` in hex.");
  };
  Bytes bytes(content.begin(), content.end());
  if (bytes.size() != kSize) {
    const auto text = internal::decode_text(as_text(content));
    if (!text) return misfit(misread(trim(as_text(content))));
    bytes.assign(text->bytes.view().begin(), text->bytes.view().end());
  }
  if (bytes.size() != kSize) {
    return misfit("expected 64 bytes, got " + std::to_string(bytes.size()));
  }
  std::array<std::uint8_t, kSize> id{};
  put_bytes(id, bytes);
  if (!is_on_secp256k1(ByteView(id))) {
    return misfit("expected a point of the curve secp256k1, as every chip's id is, got another");
  }
  return ChipId(id);
}

std::string ChipId::cek_address() const { return "https://kdsintf.amd.com/cek/id/" + to_hex(); }

}  // namespace sevproof
