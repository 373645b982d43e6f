#include "formats/platform_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "formats/json_literal.h"
#include "sevproof/bytes.h"

namespace sevproof::internal {
namespace {

using Json = nlohmann::ordered_json;

// virsh nodesevinfo and QMP; KubeVirt's endpoint fetch-cert-chain.
constexpr auto kNames = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"pdh", "pdh"},
    {"cert-chain", "cert-chain"},
    {"certChain", "cert-chain"},
    {"cpu0-id", "cpu0-id"},
    {"cpu0Id", "cpu0-id"},
});

std::optional<std::string_view> known_name(std::string_view name) {
  const auto found = std::find_if(kNames.begin(), kNames.end(),
                                  [&](const auto& one) { return one.first == name; });
  return found == kNames.end() ? std::nullopt : std::optional(found->second);
}

void find_in_json(const Json& value, std::vector<PlatformText>& found) {
  for (const auto& [name, inner] : value.items()) {
    const auto known = value.is_object() ? known_name(name) : std::nullopt;
    if (known && inner.is_string()) {
      found.push_back({std::string(*known), inner.get<std::string>()});
    } else if (inner.is_structured()) {
      find_in_json(inner, found);
    }
  }
}

Result<void> find_in_objects(std::string_view text, std::vector<PlatformText>& found) {
  while (true) {
    const std::size_t at = find_json_object(text);
    if (at == std::string_view::npos) return {};
    text.remove_prefix(at);
    const auto length = json_object_length(text);
    if (!length) return fail(length.error());
    const auto object = parse_json_object(text.substr(0, *length));
    if (!object) return fail(object.error());
    find_in_json(*object, found);
    text.remove_prefix(*length);
  }
}

// A line without a colon goes on with the value before it.
void find_in_lines(std::string_view text, std::vector<PlatformText>& found) {
  bool goes_on = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
      if (goes_on) found.back().value += line;
      continue;
    }
    const auto known = known_name(trim(line.substr(0, colon)));
    goes_on = known.has_value();
    if (!known) continue;
    found.push_back({std::string(*known), std::string(trim(line.substr(colon + 1)))});
  }
}

}  // namespace

Result<std::vector<PlatformText>> find_platform_text(std::string_view text) {
  std::vector<PlatformText> found;
  if (find_json_object(text) == std::string_view::npos) {
    find_in_lines(text, found);
    return found;
  }
  if (auto searched = find_in_objects(text, found); !searched) {
    return fail(ErrorCode::kMalformedHostData, searched.error().message, searched.error().hint);
  }
  return found;
}

}  // namespace sevproof::internal
