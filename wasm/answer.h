// Answers as JSON text: {"ok": true, "value": ...} or {"ok": false, "error": ...}. The error is
// that of a report, and `field` beside it.
#ifndef SEVPROOF_WASM_ANSWER_H
#define SEVPROOF_WASM_ANSWER_H

#include <nlohmann/json.hpp>
#include <span>
#include <string>

#include "field_error.h"
#include "sevproof/finding.h"

namespace sevproof::wasm {

using Json = nlohmann::ordered_json;

std::string answer(Json value);
// An object, and the findings in it.
std::string answer_with(Json value, std::span<const Finding> findings);
std::string answer(const FieldError& error);
std::string answer(const Error& error, std::string_view field = {});
// `document` is JSON text of the core.
std::string answer_document(const std::string& document);

}  // namespace sevproof::wasm

#endif
