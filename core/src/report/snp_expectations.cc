// A file of expectations of SEV-SNP reports.
#include <nlohmann/json.hpp>

#include "formats/strict_json.h"
#include "sevproof/report.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kHint = "core/schema/expectations.schema.json says what each key takes.";

tl::unexpected<Error> refuse(const std::string& message) {
  return fail(ErrorCode::kMalformedRequest, "expectations: " + message, std::string(kHint));
}

bool is_scalar(const Json& value) {
  return value.is_string() || value.is_number_unsigned() || value.is_boolean();
}

std::string scalar_text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

// Lists as their values with commas, an object as NAME=VALUE with commas.
Result<std::string> text_of(const std::string& key, const snp::ReportFieldInfo& info,
                            const Json& value) {
  const bool is_flag = info.kind == snp::ReportFieldKind::kFlag;
  if (is_scalar(value) && value.is_boolean() == is_flag) return scalar_text(value);
  const bool is_list = info.kind == snp::ReportFieldKind::kList && value.is_array();
  const bool is_tcb = info.field == snp::ReportField::kMinimumTcb && value.is_object();
  if (!is_list && !is_tcb) return refuse(key + ": the value has another type than the key takes");
  std::string text;
  for (const auto& [name, item] : value.items()) {
    if (!is_scalar(item) || item.is_boolean()) return refuse(key + ": expected texts or numbers");
    text += (text.empty() ? "" : ",") + (is_tcb ? name + "=" : "") + scalar_text(item);
  }
  return text;
}

Result<void> check_version(const Json& value) {
  if (value == kReportSchemaVersion) return {};
  return refuse("schemaVersion: expected " + std::to_string(kReportSchemaVersion) + ", got " +
                quote(value.dump()));
}

}  // namespace

Result<std::vector<ExpectationText>> read_expectations(std::string_view json) {
  const auto& [document, repeated] = internal::parse_strict_json(json);
  if (!document.is_object()) return refuse("expected a JSON object");
  if (!repeated.empty()) return refuse("key " + quote(repeated) + " is there twice");
  std::vector<ExpectationText> texts;
  snp::ExpectedReport checked;
  for (const auto& [key, value] : document.items()) {
    if (key == "$schema") continue;
    if (key == "schemaVersion") {
      if (auto version = check_version(value); !version) return fail(version.error());
      continue;
    }
    const snp::ReportFieldInfo* info = snp::find_report_field(key);
    if (info == nullptr) return refuse("unknown key " + quote(key));
    auto text = text_of(key, *info, value);
    if (!text) return fail(text.error());
    if (auto read = snp::read_text(checked, info->field, key, *text); !read) {
      return fail(read.error());
    }
    texts.push_back({info->field, *std::move(text)});
  }
  return texts;
}

}  // namespace sevproof
