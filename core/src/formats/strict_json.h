// JSON of which no part is dropped.
#ifndef SEVPROOF_FORMATS_STRICT_JSON_H
#define SEVPROOF_FORMATS_STRICT_JSON_H

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace sevproof::internal {

struct StrictJson {
  nlohmann::ordered_json value;  // discarded where the text is not JSON
  // A key that stands twice in an object: readers differ in which one they take. Empty for none.
  std::string repeated;
  // How much was read; of text that is not JSON up to where it is none.
  std::size_t size = 0;
};

// One value and nothing else, nested to at most 64 levels: what is deeper is no file of anybody's.
StrictJson parse_strict_json(std::string_view text);

// "line 3, column 14", counted from 1 in bytes, of the last of `size` bytes.
std::string place_text(std::string_view text, std::size_t size);

}  // namespace sevproof::internal

#endif
