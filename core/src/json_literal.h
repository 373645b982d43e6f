// JSON objects within other text, and the same written as Python prints them.
#ifndef SEVPROOF_JSON_LITERAL_H
#define SEVPROOF_JSON_LITERAL_H

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string_view>

#include "sevproof/result.h"

namespace sevproof::internal {

// Where the first object begins in `text`, or npos: a brace with a string or nothing in it.
std::size_t find_json_object(std::string_view text);

// Its length, where `text` begins with it. Fails with kInvalid where it has no end or is nested
// deeper than 16.
Result<std::size_t> json_object_length(std::string_view text);

// Parses one object, of JSON or of Python: strings in single quotes or over several lines, True,
// False, None, a comma behind the last element. Fails with kInvalid where it is neither, and where
// a key stands twice in an object: readers differ in which one they take.
Result<nlohmann::json> parse_json_object(std::string_view text);

}  // namespace sevproof::internal

#endif
