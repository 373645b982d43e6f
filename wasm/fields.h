// Single fields of what the page hands over, read into the core's types.
#ifndef SEVPROOF_WASM_FIELDS_H
#define SEVPROOF_WASM_FIELDS_H

#include <emscripten/val.h>

#include <optional>
#include <string>
#include <string_view>

#include "sevproof/sha256.h"
#include "text_field.h"

namespace sevproof::wasm {

bool has(const emscripten::val& object, const char* key);

// Absent, null and empty are the same to a person who left a field alone.
std::optional<std::string> text(const emscripten::val& request, const char* key);

Bytes read_bytes(const emscripten::val& array);

// A FileDigest; `field` is where an error belongs.
Read<FileDigest> read_digest(const emscripten::val& given, std::string_view field);

// T holds every value in the field's range.
template <typename T>
Read<std::optional<T>> optional_number(const emscripten::val& request, const char* key) {
  const auto given = text(request, key);
  if (!given) return std::optional<T>();
  const auto number = read_number(key, *given);
  if (!number) return tl::unexpected(number.error());
  return std::optional<T>(static_cast<T>(*number));
}

}  // namespace sevproof::wasm

#endif
