// A file of expectations of SEV-SNP reports.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "formats/strict_json.h"
#include "sevproof/report.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kHint = "core/schema/expectations.schema.json says what each key takes.";

tl::unexpected<Error> refuse(const std::string& message) {
  return fail(ErrorCode::kMalformedRequest, message, std::string(kHint));
}

bool is_scalar(const Json& value) {
  return value.is_string() || value.is_number_unsigned() || value.is_boolean();
}

std::string scalar_text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

// An object as NAME=VALUE with commas.
Result<std::string> components_of(const std::string& place, const Json& value) {
  std::string text;
  for (const auto& [name, item] : value.items()) {
    if (!is_scalar(item) || item.is_boolean()) return refuse(place + ": expected texts or numbers");
    text += (text.empty() ? "" : ",") + name + "=" + scalar_text(item);
  }
  return text;
}

// One object, or one for each line of processors.
Result<std::string> minimum_of(const std::string& place, const Json& value) {
  const bool is_by_line =
      !value.empty() &&
      std::all_of(value.begin(), value.end(), [](const Json& one) { return one.is_object(); });
  if (!is_by_line) return components_of(place, value);
  std::string text;
  for (const auto& [line, item] : value.items()) {
    const auto components = components_of(place, item);
    if (!components) return components;
    text += (text.empty() ? "" : "; ") + line + ": " + *components;
  }
  return text;
}

// Lists as their values with commas.
Result<std::string> text_of(const std::string& place, const snp::ReportFieldInfo& info,
                            const Json& value) {
  const bool is_flag = info.kind == snp::ReportFieldKind::kFlag;
  if (is_scalar(value) && value.is_boolean() == is_flag) return scalar_text(value);
  const bool is_list = info.kind == snp::ReportFieldKind::kList && value.is_array();
  if (info.field == snp::ReportField::kMinimumTcb && value.is_object()) {
    return minimum_of(place, value);
  }
  if (!is_list) return refuse(place + ": the value has another type than the key takes");
  std::string text;
  for (const Json& item : value) {
    if (!is_scalar(item) || item.is_boolean()) return refuse(place + ": expected texts or numbers");
    text += (text.empty() ? "" : ",") + scalar_text(item);
  }
  return text;
}

std::string without_case(std::string_view text) {
  std::string lower;
  for (const char c : text) {
    if (c != '_' && c != '-') lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  }
  return lower;
}

// Of a key that is another one but for its letters' case and its dashes, or an option's name.
std::string similar_words(std::string_view key) {
  for (const snp::ReportFieldInfo& info : snp::report_fields()) {
    const std::string meant = without_case(key);
    if (meant != without_case(info.key) && meant != without_case(info.option)) continue;
    return ", perhaps " + quote(info.key);
  }
  return "";
}

Result<void> check_version(const std::string& place, const Json& value) {
  if (value == kReportSchemaVersion) return {};
  return refuse(place + ": expected " + std::to_string(kReportSchemaVersion) + ", got " +
                quote(value.dump()));
}

}  // namespace

Result<std::vector<ExpectationText>> read_expectations(std::string_view json,
                                                       std::string_view what) {
  const auto [document, repeated, size] = internal::parse_strict_json(json);
  const std::string name(what);
  if (document.is_discarded()) {
    return refuse(name + ": it is not JSON, at " + internal::place_text(json, size));
  }
  if (!document.is_object()) return refuse(name + ": expected a JSON object");
  if (!repeated.empty()) return refuse(name + ": key " + quote(repeated) + " is there twice");
  std::vector<ExpectationText> texts;
  snp::ExpectedReport checked;
  for (const auto& [key, value] : document.items()) {
    if (key == "$schema") continue;
    const std::string place = name + ", " + key;
    if (key == "schemaVersion") {
      if (auto version = check_version(place, value); !version) return fail(version.error());
      continue;
    }
    const snp::ReportFieldInfo* info = snp::find_report_field(key);
    if (info == nullptr) return refuse(name + ": unknown key " + quote(key) + similar_words(key));
    auto text = text_of(place, *info, value);
    if (!text) return fail(text.error());
    if (auto read = snp::read_text(checked, info->field, place, *text); !read) {
      return fail(read.error());
    }
    texts.push_back({info->field, *std::move(text)});
  }
  return texts;
}

}  // namespace sevproof
