// JSON of an error: by itself, and as a document.
#include "report/json_parts.h"
#include "sevproof/report.h"

namespace sevproof {

using internal::Json;

namespace internal {

Json json_error(const Error& error, DocumentKind kind, const Json& document) {
  Json json;
  json["code"] = error_info(error.code).name;
  json["kind"] = error_kind_name(error.kind);
  json["about"] = json_about(error.about, kind, document);
  json["message"] = error.message;
  json["hint"] = error.hint;
  json["status"] = exit_status(error.kind);
  return json;
}

}  // namespace internal

std::string error_to_json(const Error& error) {
  return internal::json_text(internal::json_error(error, internal::DocumentKind::kReport, {}));
}

std::string to_json(const Error& error) {
  Json document = internal::json_document();
  document["kind"] = nullptr;
  document["id"] = nullptr;
  document["verdict"] = nullptr;
  document["error"] = internal::json_error(error, internal::DocumentKind::kReport, {});
  document["inputs"] = Json::object();
  document["evidence"] = nullptr;
  document["computed"] = Json::object();
  document["checks"] = Json::array();
  document["findings"] = Json::array();
  document["diagnosis"] = nullptr;
  document["delivery"] = nullptr;
  return internal::json_text(document);
}

}  // namespace sevproof
