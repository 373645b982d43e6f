#include "answer.h"

#include "sevproof/report.h"

namespace sevproof::wasm {
namespace {

const char* kind_name(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kIncomplete:
      return "incomplete";
    case ErrorKind::kInternal:
      return "internal";
    default:
      return "invalid";
  }
}

std::string text_of(const Json& answer) {
  return answer.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string answer(Json value) {
  Json whole;
  whole["ok"] = true;
  whole["value"] = std::move(value);
  return text_of(whole);
}

std::string answer_with(Json value, std::span<const Finding> findings) {
  std::string text = text_of(value);
  text.pop_back();
  return answer_document(text + R"(,"findings":)" + findings_to_json(findings) + "}");
}

std::string answer(const FieldError& error) {
  Json whole;
  whole["ok"] = false;
  Json& detail = whole["error"];
  detail["kind"] = kind_name(error.error.kind);
  detail["field"] = error.field.empty() ? Json(nullptr) : Json(error.field);
  detail["message"] = error.error.message;
  detail["hint"] = error.error.hint;
  if (!error.missing.empty()) {
    for (const auto& [field, what] : error.missing) {
      detail["missing"].push_back({{"field", field}, {"what", what}});
    }
  }
  return text_of(whole);
}

std::string answer(const Error& error, std::string_view field) {
  return answer(FieldError{std::string(field), error});
}

std::string answer_document(const std::string& document) {
  return R"({"ok":true,"value":)" + document + "}";
}

}  // namespace sevproof::wasm
