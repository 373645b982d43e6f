// JSON objects within other text, and the same written as Python prints them.
#ifndef SEVPROOF_FORMATS_JSON_LITERAL_H
#define SEVPROOF_FORMATS_JSON_LITERAL_H

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "sevproof/result.h"

namespace sevproof::internal {

// Where the first object begins in `text`, or npos: a brace with a string or nothing in it.
std::size_t find_json_object(std::string_view text);

// Where the first array begins that holds a text first, or npos. It may be something else.
std::size_t find_json_array(std::string_view text);

// Its length, where `text` begins with it. Fails with kMalformedHostData where it has no end or is
// nested deeper than 16.
Result<std::size_t> json_object_length(std::string_view text);

// Parses one object or array, of JSON or of Python: strings in single quotes or over several lines,
// True, False, None, a comma behind the last element. Fails with kMalformedHostData where it is
// neither, and where a key stands twice in an object: readers differ in which one they take.
Result<nlohmann::ordered_json> parse_json_object(std::string_view text);

// The host's words where an object is QMP's answer {"error": {"class": ..., "desc": ...}}.
std::optional<std::string> qmp_error(const nlohmann::ordered_json& answer);

// The content of a text that is one string of JSON and nothing else.
std::optional<std::string> parse_json_string(std::string_view text);

}  // namespace sevproof::internal

#endif
