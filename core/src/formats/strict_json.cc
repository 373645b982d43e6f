#include "formats/strict_json.h"

#include <set>
#include <vector>

namespace sevproof::internal {

using Json = nlohmann::ordered_json;

StrictJson parse_strict_json(std::string_view text) {
  StrictJson result;
  std::vector<std::set<std::string>> open_objects;
  const auto watch = [&](int, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::object_start) open_objects.emplace_back();
    if (event == Json::parse_event_t::object_end && !open_objects.empty()) open_objects.pop_back();
    if (event != Json::parse_event_t::key || open_objects.empty()) return true;
    const auto& key = parsed.get_ref<const std::string&>();
    if (!open_objects.back().insert(key).second) result.repeated = key;
    return true;
  };
  // By pointers: iterators of each kind make a parser of their own.
  result.value = Json::parse(text.data(), text.data() + text.size(), watch, false);
  return result;
}

}  // namespace sevproof::internal
