// SEV-SNP attestation reports: verified, and shown.
#include <emscripten/bind.h>

#include <string>

#include "answer.h"
#include "fields.h"
#include "report_request.h"
#include "sevproof/report.h"
#include "sevproof/text.h"

namespace sevproof::wasm {
namespace {

using emscripten::val;

std::string verify_snp_report(const val& files, const val& texts, const val& launch_texts,
                              const val& launch_files, double now) {
  auto input = read_report_input(files, texts, launch_texts, launch_files, now);
  if (!input) return answer(input.error());
  const auto result = snp::verify_report(*std::move(input));
  if (!result) return answer(result.error(), "measurement");
  return answer(Json{{"report", to_json(*result)}});
}

std::string show_snp_file(const std::string& name, const val& array) {
  const auto file = read_snp_file(name, read_bytes(array));
  if (!file) return answer(file.error());
  return answer(Json{{"document", snp_files_to_json(std::span(&*file, 1))}});
}

std::string check_report_text(const std::string& key, const std::string& text) {
  const std::string_view trimmed = trim(text);
  if (key == "at") {
    const auto time = parse_time(key, trimmed);
    return time ? answer(Json(nullptr)) : answer(time.error(), key);
  }
  const snp::ReportFieldInfo* info = snp::find_report_field(key);
  if (info == nullptr)
    return answer(Error{ErrorCode::kInternal, "there is no field " + key, ""}, key);
  snp::ExpectedReport expected;
  const auto read = snp::read_text(expected, info->field, key, trimmed);
  return read ? answer(Json(nullptr)) : answer(read.error(), key);
}

std::string read_expectation_file(const std::string& text) {
  const auto texts = read_expectations(text);
  if (!texts) return answer(texts.error());
  Json values = Json::object();
  for (const ExpectationText& one : *texts) {
    values[std::string(snp::report_fields()[static_cast<std::size_t>(one.field)].key)] = one.text;
  }
  return answer(Json{{"values", std::move(values)}});
}

}  // namespace

EMSCRIPTEN_BINDINGS(report) {
  emscripten::function("verifySnpReport", &verify_snp_report);
  emscripten::function("showSnpFile", &show_snp_file);
  emscripten::function("checkReportText", &check_report_text);
  emscripten::function("readExpectations", &read_expectation_file);
}

}  // namespace sevproof::wasm
