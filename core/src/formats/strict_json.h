// JSON of which no part is dropped.
#ifndef SEVPROOF_FORMATS_STRICT_JSON_H
#define SEVPROOF_FORMATS_STRICT_JSON_H

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace sevproof::internal {

struct StrictJson {
  nlohmann::ordered_json value;  // discarded where the text is not JSON
  // A key that stands twice in an object: readers differ in which one they take. Empty for none.
  std::string repeated;
};

// One value and nothing else.
StrictJson parse_strict_json(std::string_view text);

}  // namespace sevproof::internal

#endif
