#include "sevproof/formats/encryption_bits.h"

#include <string>

#include "base/ascii_text.h"
#include "formats/json_literal.h"
#include "formats/plain_text.h"
#include "sevproof/formats/platform_files.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

using Json = nlohmann::ordered_json;
using Number = std::optional<std::uint32_t>;

constexpr std::uint32_t kMost = 63;
constexpr std::string_view kCbitpos = "cbitpos";
constexpr std::string_view kReduced = "reduced-phys-bits";

Number as_bits(std::string_view text) {
  const auto number = parse_number({}, text, 0, kMost);
  return number ? Number(static_cast<std::uint32_t>(*number)) : std::nullopt;
}

Number find_in_json(const Json& value, std::string_view name) {
  if (value.is_object() && value.contains(name)) {
    const Json& found = value[std::string(name)];
    return found.is_number_integer() ? as_bits(found.dump()) : std::nullopt;
  }
  for (const Json& inner : value) {
    if (!inner.is_structured()) continue;
    if (const Number found = find_in_json(inner, name)) return found;
  }
  return std::nullopt;
}

Number find_in_lines(std::string_view text, std::string_view name) {
  while (!text.empty()) {
    const std::string_view line = internal::take_line(text);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || trim(line.substr(0, colon)) != name) continue;
    return as_bits(trim(line.substr(colon + 1)));
  }
  return std::nullopt;
}

std::optional<EncryptionBits> both(Number cbitpos, Number reduced) {
  if (!cbitpos || !reduced) return std::nullopt;
  return EncryptionBits{*cbitpos, *reduced};
}

}  // namespace

std::optional<EncryptionBits> find_encryption_bits(ByteView content) {
  if (content.size() > kMaxPlatformFileSize) return std::nullopt;
  const std::string plain = internal::plain_text(as_text(content));
  const std::string_view text = plain;
  const std::size_t at = internal::find_json_object(text);
  if (at == std::string_view::npos) {
    return both(find_in_lines(text, kCbitpos), find_in_lines(text, kReduced));
  }
  const auto length = internal::json_object_length(text.substr(at));
  if (!length) return std::nullopt;
  const auto object = internal::parse_json_object(text.substr(at, *length));
  if (!object) return std::nullopt;
  return both(find_in_json(*object, kCbitpos), find_in_json(*object, kReduced));
}

}  // namespace sevproof
