#include <string_view>
#include <utility>

#include "report/json_parts.h"
#include "sevproof/report.h"

namespace sevproof {

using internal::DocumentKind;
using internal::Json;
using internal::json_about;

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
  Json json;
  json["secrets"] = delivery->secrets;
  json["injected"] = done_name(delivery->injected);
  json["resumed"] = done_name(delivery->resumed);
  return json;
}

Json json_igvm(const std::optional<IgvmSource>& igvm) {
  if (!igvm) return nullptr;
  Json json;
  json["contexts"] = igvm->contexts;
  json["inOrder"] = to_hex(igvm->in_order);
  return json;
}

}  // namespace

std::string_view version() { return SEVPROOF_VERSION; }

std::string to_json(const Report& report) {
  const bool live = report.domain && report.domain->source == HostSource::kLive;
  const internal::Givers givers{report.from_host, live};
  Json document = internal::json_document();
  document["kind"] = internal::kind_name(report.launch);
  document["id"] = nullptr;
  document["verdict"] = verdict_name(report.verdict);
  document["error"] = nullptr;
  Json inputs;
  internal::add_json_files(inputs, report.launch, givers);
  inputs["policy"] =
      internal::json_given(internal::json_policy(report.policy), givers.of(HostValue::kPolicy));
  inputs["api"] = internal::json_value(internal::json_api(report.api), givers.of(HostValue::kApi));
  internal::add_json_cpus(inputs, report.launch, givers);
  document["inputs"] = std::move(inputs);
  Json& evidence = document["evidence"];
  evidence["type"] = "sev-launch-measure";
  evidence["measurement"] = to_hex(report.reported.measurement);
  evidence["nonce"] = to_hex(report.reported.nonce);
  evidence["from"] = givers.of(HostValue::kMeasurement);
  document["computed"] = internal::json_computed(report.launch, report.expected);
  document["checks"] = internal::json_checks(report_checks(report), document);
  document["findings"] = internal::json_findings(report.findings, DocumentKind::kReport, document);
  document["diagnosis"] = internal::json_diagnosis(report.diagnosis, document);
  document["delivery"] = json_delivery(report.delivery);
  if (report.error) {
    document["error"] = internal::json_error(*report.error, DocumentKind::kReport, document);
  }
  return internal::json_text(document);
}

std::string to_json(const MeasureReport& report) {
  const internal::Givers owner;
  Json document = internal::json_document();
  document["kind"] = internal::kind_name(report.launch);
  Json inputs;
  internal::add_json_files(inputs, report.launch, owner);
  inputs["igvm"] = report.igvm ? internal::json_file(report.igvm->file, "owner") : Json(nullptr);
  inputs["policy"] = nullptr;
  inputs["api"] = nullptr;
  if (report.policy) {
    inputs["policy"] = internal::json_given(internal::json_policy(*report.policy), "owner");
  }
  if (report.api) inputs["api"] = internal::json_value(internal::json_api(*report.api), "owner");
  internal::add_json_cpus(inputs, report.launch, owner);
  inputs["nonce"] = nullptr;
  if (report.blob) {
    inputs["nonce"] = internal::json_value(to_hex(report.blob->nonce), "owner");
  }
  document["inputs"] = std::move(inputs);
  Json& computed = document["computed"] = internal::json_computed(
      report.launch, report.blob ? std::optional(report.blob->measurement) : std::nullopt);
  computed["blob"] = report.blob ? Json(report.blob->to_base64()) : Json(nullptr);
  computed["igvm"] = json_igvm(report.igvm);
  document["findings"] = internal::json_findings(report.findings, DocumentKind::kReport, document);
  return internal::json_text(document);
}

std::string findings_to_json(std::span<const Finding> findings) {
  return internal::json_text(internal::json_findings(findings, DocumentKind::kReport, {}));
}

}  // namespace sevproof
