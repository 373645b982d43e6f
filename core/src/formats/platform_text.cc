#include "formats/platform_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/ascii_text.h"
#include "formats/json_literal.h"
#include "sevproof/bytes.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostOfErrors = 200;
constexpr std::string_view kNoSev =
    "The host gave no certificates: SEV must work there, in firmware, kernel and QEMU.";

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

Result<void> find_in_json(const Json& value, PlatformTexts& found) {
  constexpr std::size_t kMostShown = 40;
  for (const auto& [name, inner] : value.items()) {
    const auto known = value.is_object() ? known_name(name) : std::nullopt;
    if (known && inner.is_string()) {
      found.values.push_back({std::string(*known), inner.get<std::string>()});
    } else if (known) {
      const std::string shown = inner.dump(-1, ' ', true, Json::error_handler_t::replace);
      return fail(ErrorCode::kMalformedHostData,
                  std::string(name) + ": expected base64, got " + printable(shown, kMostShown));
    } else if (inner.is_structured()) {
      if (auto searched = find_in_json(inner, found); !searched) return searched;
    }
  }
  return {};
}

bool is_own_report(const Json& object) {
  const auto generator = object.find("generator");
  return generator != object.end() && generator->is_string() &&
         generator->get_ref<const std::string&>().starts_with("sevproof");
}

Result<void> find_in_object(const Json& object, PlatformTexts& found) {
  if (const auto error = qmp_error(object)) {
    found.other = "QMP's error " + quote(*error);
    found.hint = kNoSev;
    return {};
  }
  if (is_own_report(object)) {
    found.other = "a report of sevproof";
    found.hint = "It is an answer: give the files that it is about.";
    return {};
  }
  if (found.other.empty()) found.other = "JSON without pdh and cert-chain";
  return find_in_json(object, found);
}

Result<void> find_in_objects(std::string_view text, PlatformTexts& found) {
  while (true) {
    const std::size_t at = find_json_object(text);
    if (at == std::string_view::npos) return {};
    text.remove_prefix(at);
    const auto length = json_object_length(text);
    if (!length) return fail(length.error());
    const auto object = parse_json_object(text.substr(0, *length));
    if (!object) return fail(object.error());
    if (auto searched = find_in_object(*object, found); !searched) return searched;
    text.remove_prefix(*length);
  }
}

// A line without a colon goes on with the value before it.
void find_in_lines(std::string_view text, PlatformTexts& found) {
  constexpr std::string_view kError = "error:";
  bool goes_on = false;
  std::string errors;
  while (!text.empty()) {
    const std::string_view line = trim(take_line(text));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
      if (goes_on) found.values.back().value += line;
      continue;
    }
    if (line.starts_with(kError)) {
      errors += (errors.empty() ? "" : "; ") + std::string(trim(line.substr(kError.size())));
    }
    const auto known = known_name(trim(line.substr(0, colon)));
    goes_on = known.has_value();
    if (!known) continue;
    found.values.push_back({std::string(*known), std::string(trim(line.substr(colon + 1)))});
  }
  if (errors.empty()) return;
  found.other = "an error of the host: " + quote(errors, kMostOfErrors);
  found.hint = kNoSev;
}

}  // namespace

Result<PlatformTexts> find_platform_text(std::string_view text) {
  PlatformTexts found;
  if (find_json_object(text) == std::string_view::npos) {
    find_in_lines(text, found);
    return found;
  }
  if (auto searched = find_in_objects(text, found); !searched) return fail(searched.error());
  return found;
}

}  // namespace sevproof::internal
