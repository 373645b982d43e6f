// A file of expectations of SEV-SNP reports.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "formats/strict_json.h"
#include "sevproof/report.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kHint =
    "expectations.schema.json says what each key takes, and the manual of snp verify has an "
    "example.";

tl::unexpected<Error> refuse(const std::string& message) {
  return fail(ErrorCode::kMalformedRequest, message, std::string(kHint));
}

bool is_scalar(const Json& value) {
  return value.is_string() || value.is_number_unsigned() || value.is_boolean();
}

std::string scalar_text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

// A name that becomes part of a text must not be read as more than a name there.
bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

// An object as NAME=VALUE with commas.
Result<std::string> components_of(const std::string& place, const Json& value) {
  std::string text;
  for (const auto& [name, item] : value.items()) {
    const std::string here = place + ", " + printable(name);
    if (!item.is_number_unsigned()) {
      return refuse(here + ": expected a whole number, got " + quote(item.dump()));
    }
    const std::string one = name + "=" + item.dump();
    if (!is_name(name)) return refuse(here + ": expected bl, tee, snp, ucode or fmc");
    if (auto read = snp::parse_minimum_tcb(here, one); !read) return fail(read.error());
    text += (text.empty() ? "" : ",") + one;
  }
  return text;
}

Result<std::string> least_of(const std::string& place, const snp::ReportFieldInfo& info,
                             const Json& value) {
  if (info.field == snp::ReportField::kMinimumTcb) return components_of(place, value);
  if (value.is_string()) return value.get<std::string>();
  return refuse(place + ": expected a text such as \"1.55.29\", got " + quote(value.dump()));
}

// One for each line of processors.
Result<std::string> by_line(const std::string& place, const snp::ReportFieldInfo& info,
                            const Json& value) {
  std::string text;
  for (const auto& [line, item] : value.items()) {
    const std::string here = place + ", " + printable(line);
    if (!is_name(line)) return refuse(here + ": expected Milan, Genoa or Turin");
    const auto least = least_of(here, info, item);
    if (!least) return least;
    text += (text.empty() ? "" : "; ") + line + ": " + *least;
  }
  return text;
}

bool is_by_line(const snp::ReportFieldInfo& info, const Json& value) {
  if (!value.is_object() || value.empty()) return false;
  if (info.field == snp::ReportField::kMinimumFirmware) return true;
  return info.field == snp::ReportField::kMinimumTcb &&
         std::all_of(value.begin(), value.end(), [](const Json& one) { return one.is_object(); });
}

std::string_view type_words(const snp::ReportFieldInfo& info) {
  using enum snp::ReportFieldKind;
  if (info.field == snp::ReportField::kMinimumTcb) return "an object such as {\"snp\": 24}";
  if (info.kind == kFlag) return "true or false";
  return info.kind == kList ? "a text, a number, or a list of them" : "a text or a number";
}

// Each is one value: none goes into another by a separator in it.
Result<std::string> list_of(const std::string& place, const snp::ReportFieldInfo& info,
                            const Json& value) {
  const char separator = snp::list_separator(info.field);
  const std::string_view separators = separator == ',' ? ", \t\r\n" : ";";
  std::string text;
  for (const Json& item : value) {
    if (!is_scalar(item) || item.is_boolean()) {
      return refuse(place + ": expected texts or numbers, got " + quote(item.dump()));
    }
    const std::string one = scalar_text(item);
    if (one.find_first_of(separators) != one.npos) {
      return refuse(place + ": expected one value in each text, got " + quote(one));
    }
    text += (text.empty() ? "" : std::string(1, separator)) + one;
  }
  return text;
}

Result<std::string> text_of(const std::string& place, const snp::ReportFieldInfo& info,
                            const Json& value) {
  const bool is_flag = info.kind == snp::ReportFieldKind::kFlag;
  if (is_scalar(value) && value.is_boolean() == is_flag) return scalar_text(value);
  if (is_by_line(info, value)) return by_line(place, info, value);
  if (info.field == snp::ReportField::kMinimumTcb && value.is_object()) {
    return components_of(place, value);
  }
  const bool is_list = info.kind == snp::ReportFieldKind::kList && value.is_array();
  if (is_list) return list_of(place, info, value);
  return refuse(place + ": expected " + std::string(type_words(info)) + ", got " +
                quote(value.dump()));
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
    return fail(ErrorCode::kMalformedRequest,
                name + ": it is not JSON, at " + internal::place_text(json, size),
                "A comma before a closing bracket and comments are not JSON.");
  }
  if (!document.is_object()) return refuse(name + ": expected a JSON object");
  if (!repeated.empty()) return refuse(name + ": key " + quote(repeated) + " is there twice");
  std::vector<ExpectationText> texts;
  snp::ExpectedReport checked;
  for (const auto& [key, value] : document.items()) {
    if (key == "$schema" && value.is_string()) continue;
    std::string place = name;
    place.append(", ").append(key);
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
