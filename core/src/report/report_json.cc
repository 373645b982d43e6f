#include "report/json_parts.h"
#include "sevproof/report.h"

namespace sevproof {

using internal::Json;

namespace {

std::string_view done_name(Done done) {
  switch (done) {
    case Done::kNo:
      return "no";
    case Done::kYes:
      return "yes";
    case Done::kUnknown:
      return "unknown";
  }
  return "unknown";
}

Json json_delivery(const std::optional<SecretDelivery>& delivery) {
  if (!delivery) return nullptr;
  return {{"secrets", delivery->secrets},
          {"injected", done_name(delivery->injected)},
          {"resumed", done_name(delivery->resumed)}};
}

Json json_diagnosis(const std::optional<Diagnosis>& diagnosis) {
  if (!diagnosis) return nullptr;
  Json json;
  json["outcome"] = outcome_name(diagnosis->outcome);
  json["tried"] = diagnosis->progress.tried;
  json["total"] = diagnosis->progress.total;
  json["alsoTried"] = diagnosis->also_tried;
  Json& changes = json["changes"] = Json::array();
  for (const DiagnosisChange& change : diagnosis->changes) {
    const HypothesisInfo& info = hypothesis_info(change.hypothesis);
    changes.push_back({{"code", info.name},
                       {"message", diagnosis_sentence(change)},
                       {"hint", diagnosis_hint(change)}});
  }
  Json& excluded = json["excluded"] = Json::array();
  for (const Hypothesis hypothesis : diagnosis->excluded) {
    const HypothesisInfo& info = hypothesis_info(hypothesis);
    excluded.push_back({{"code", info.name}, {"message", info.excluded}});
  }
  Json& causes = json["causes"] = Json::array();
  if (diagnosis->outcome != DiagnosisOutcome::kNotExplained) return json;
  for (const std::string_view cause : unexplained_causes(diagnosis->basis)) causes.push_back(cause);
  return json;
}

}  // namespace

std::string_view version() { return SEVPROOF_VERSION; }

std::string to_json(const Report& report) {
  Json document = internal::json_document();
  document["verdict"] = verdict_name(report.verdict);
  Json& inputs = document["inputs"];
  internal::add_json_files(inputs, report.launch);
  inputs["policy"] = internal::json_policy(report.policy);
  inputs["api"] = internal::json_api(report.api);
  internal::add_json_cpus(inputs, report.launch);
  document["kernelHashesTable"] = internal::json_kernel_hashes_table(report.launch);
  document["launchDigest"] = to_hex(report.launch.launch_digest);
  document["measurement"] = {{"expected", to_hex(report.expected)},
                             {"reported", to_hex(report.reported.measurement)},
                             {"nonce", to_hex(report.reported.nonce)}};
  Json& from_host = document["fromHost"] = Json::array();
  for (const HostValue value : report.from_host) from_host.push_back(host_value_name(value));
  document["findings"] = internal::json_findings(report.findings);
  document["diagnosis"] = json_diagnosis(report.diagnosis);
  document["delivery"] = json_delivery(report.delivery);
  return internal::json_text(document);
}

std::string to_json(const MeasureReport& report) {
  Json document = internal::json_document();
  Json& inputs = document["inputs"];
  internal::add_json_files(inputs, report.launch);
  inputs["policy"] = report.policy ? internal::json_policy(*report.policy) : Json(nullptr);
  inputs["api"] = report.api ? internal::json_api(*report.api) : Json(nullptr);
  internal::add_json_cpus(inputs, report.launch);
  document["kernelHashesTable"] = internal::json_kernel_hashes_table(report.launch);
  document["launchDigest"] = to_hex(report.launch.launch_digest);
  document["measurement"] = nullptr;
  if (report.blob) {
    document["measurement"] = {{"expected", to_hex(report.blob->measurement)},
                               {"nonce", to_hex(report.blob->nonce)},
                               {"blob", report.blob->to_base64()}};
  }
  document["findings"] = internal::json_findings(report.findings);
  return internal::json_text(document);
}

std::string findings_to_json(std::span<const Finding> findings) {
  return internal::json_text(internal::json_findings(findings));
}

}  // namespace sevproof
