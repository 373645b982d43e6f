#include "answer.h"

#include <utility>

#include "sevproof/report.h"
#include "sevproof/sev/fields.h"

namespace sevproof::wasm {
namespace {

// Where a field's value stands in a report; keys and the like stand nowhere.
Subject subject_of(const std::string& field) {
  if (field == "domainXml") return Subject::kDomainSecurity;
  if (field == "packet") return Subject::kSecrets;
  const auto known = find_field(field);
  return known ? field_info(*known).about : Subject::kWhole;
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
  Error whole_error = error.error;
  if (whole_error.about == Subject::kWhole) whole_error.about = subject_of(error.field);
  std::string text = error_to_json(whole_error);
  text.resize(text.find_last_of('}'));
  text += R"(,"field":)" + (error.field.empty() ? Json(nullptr) : Json(error.field)).dump();
  if (!error.missing.empty()) {
    Json missing = Json::array();
    for (const auto& [field, what] : error.missing) {
      missing.push_back({{"field", field}, {"what", what}});
    }
    text += R"(,"missing":)" + text_of(missing);
  }
  return R"({"ok":false,"error":)" + text + "}}";
}

std::string answer(const Error& error, std::string_view field) {
  return answer(FieldError{std::string(field), error});
}

std::string answer_document(const std::string& document) {
  return R"({"ok":true,"value":)" + document + "}";
}

}  // namespace sevproof::wasm
