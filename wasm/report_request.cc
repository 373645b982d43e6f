#include "report_request.h"

#include <utility>

#include "fields.h"
#include "sevproof/text.h"
#include "snp_request.h"

namespace sevproof::wasm {
namespace {

using emscripten::val;

std::string text_in(const val& texts, std::string_view key) {
  const val text = texts[std::string(key)];
  return text.isString() ? std::string(trim(text.as<std::string>())) : std::string();
}

std::string name_of(const val& file) { return file["name"].as<std::string>(); }

Read<SnpEvidence> read_evidence(const val& files) {
  if (!has(files, "report")) {
    return misfit("report", Error(ErrorCode::kMissingInput, "a report is needed", ""));
  }
  const val file = files["report"];
  auto evidence = parse_snp_evidence(read_bytes(file["bytes"]), name_of(file));
  if (!evidence) return misfit("report", evidence.error());
  return *std::move(evidence);
}

Read<SnpCertificates> read_certificates(const val& files) {
  SnpCertificates all;
  if (!has(files, "certs")) return all;
  const val list = files["certs"];
  const auto count = list["length"].as<unsigned>();
  for (unsigned i = 0; i < count; ++i) {
    const val file = list[i];
    auto some = parse_snp_certificates(read_bytes(file["bytes"]), name_of(file));
    if (!some) return misfit("certs", some.error());
    all.add(*std::move(some));
  }
  return all;
}

Read<snp::ExpectedReport> read_expected(const val& texts) {
  snp::ExpectedReport expected;
  for (const snp::ReportFieldInfo& info : snp::report_fields()) {
    const std::string text = text_in(texts, info.key);
    if (text.empty()) continue;
    if (auto read = snp::read_text(expected, info.field, info.key, text); !read) {
      return misfit(std::string(info.key), read.error());
    }
  }
  return expected;
}

}  // namespace

Read<snp::ReportInput> read_report_input(const val& files, const val& texts,
                                         const val& launch_texts, const val& launch_files,
                                         double now) {
  snp::ReportInput input;
  auto evidence = read_evidence(files);
  if (!evidence) return tl::unexpected(evidence.error());
  input.evidence = *std::move(evidence);
  auto certificates = read_certificates(files);
  if (!certificates) return tl::unexpected(certificates.error());
  input.certificates = *std::move(certificates);
  auto expected = read_expected(texts);
  if (!expected) return tl::unexpected(expected.error());
  input.expected = *std::move(expected);
  input.at = static_cast<UnixTime>(now);
  const std::string at = text_in(texts, "at");
  if (!at.empty()) {
    const auto time = parse_time("Verify as of", at);
    if (!time) return misfit("at", time.error());
    input.at = *time;
    input.at_is_given = true;
  }
  if (launch_texts.isNull() || launch_texts.isUndefined()) return input;
  auto launch = measure_snp_request(launch_texts, launch_files);
  if (!launch) return tl::unexpected(launch.error());
  input.launch = *std::move(launch);
  return input;
}

}  // namespace sevproof::wasm
