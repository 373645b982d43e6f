// JSON of platforms: their chains, their attestation reports, and the files alone.
#include "report/platform_parts.h"
#include "sevproof/report.h"

namespace sevproof {
namespace {

using internal::Json;
using internal::json_certificate;

template <typename Certificate>
Json json_input(const std::optional<Certificate>& certificate, std::string_view from = "host") {
  return certificate ? internal::json_given(json_certificate(*certificate), from) : Json(nullptr);
}

}  // namespace

Json internal::json_platform(const PlatformReport& report) {
  const PlatformChain& chain = report.chain;
  const auto& root = report.root;
  Json inputs;
  inputs["ark"] = root ? json_input(std::optional(root->ark), "owner") : json_input(chain.ark);
  inputs["ask"] = root && root->ask ? json_input(root->ask, "owner") : json_input(chain.ask);
  inputs["cek"] = json_input(chain.cek);
  inputs["oca"] = json_input(chain.oca);
  inputs["pek"] = json_input(chain.pek);
  inputs["pdh"] = json_input(chain.pdh);
  inputs["chipId"] =
      chain.chip_id ? internal::json_value(chain.chip_id->to_hex(), "host") : Json(nullptr);
  return inputs;
}

Json internal::begin_report(std::string_view kind, Verdict verdict) {
  Json document = json_document();
  document["kind"] = kind;
  document["id"] = nullptr;
  document["verdict"] = verdict_name(verdict);
  document["error"] = nullptr;
  document["inputs"] = Json::object();
  document["evidence"] = nullptr;
  document["computed"] = Json::object();
  return document;
}

std::string internal::end_report(Json& document, std::span<const Check> checks,
                                 std::span<const Finding> findings) {
  document["checks"] = json_checks(checks, document);
  document["findings"] = json_findings(findings, DocumentKind::kReport, document);
  document["diagnosis"] = nullptr;
  document["delivery"] = nullptr;
  return json_text(document);
}

namespace {

Json json_computed(const PlatformReport& report) {
  Json computed;
  computed["vouchedForBy"] = voucher_name(report.voucher);
  computed["generation"] =
      report.generation ? Json(generation_name(*report.generation)) : Json(nullptr);
  computed["builtInAsk"] = report.built_in_ask;
  const auto& id = report.chain.chip_id;
  computed["cekAddress"] = id ? Json(id->cek_address()) : Json(nullptr);
  return computed;
}

Json begin_platform(const PlatformReport& report, bool matches) {
  Json document =
      internal::begin_report("platform", matches ? Verdict::kMatch : Verdict::kMismatch);
  document["inputs"] = internal::json_platform(report);
  document["computed"] = json_computed(report);
  return document;
}

Json json_attestation(const AttestationReport& report) {
  Json json;
  json["nonce"] = to_hex(report.nonce);
  json["launchDigest"] = to_hex(report.launch_digest);
  json["policy"] = internal::json_policy({report.policy});
  return json;
}

// Nothing of it is secret: the keys in it are wrapped.
Json json_session(const SessionBlob& session) {
  Json json;
  json["nonce"] = to_hex(session.nonce);
  json["iv"] = to_hex(session.iv);
  json["wrapMac"] = to_hex(session.wrap_mac);
  json["policyMac"] = to_hex(session.policy_mac);
  return json;
}

// What must not be so: of the certificate, or of its key alone.
Json json_fault(std::string_view fault, std::string_view key_fault = {}) {
  if (fault.empty()) fault = key_fault;
  return fault.empty() ? Json(nullptr) : Json(fault);
}

Json json_certificates(const PlatformPieces& pieces) {
  Json certificates = Json::array();
  for (const SevCertificate& one : pieces.sev) {
    Json json = json_certificate(one);
    json["api"] = api_text(one);
    json["fault"] = json_fault(one.fault, one.key_fault);
    certificates.push_back(std::move(json));
  }
  for (const AmdCertificate& one : pieces.amd) {
    Json json = json_certificate(one);
    json["keyId"] = to_hex(one.key_id);
    json["fault"] = json_fault(one.fault);
    certificates.push_back(std::move(json));
  }
  return certificates;
}

}  // namespace

std::string to_json(const PlatformReport& report) {
  Json document = begin_platform(report, report.voucher != Voucher::kNobody);
  document["evidence"]["type"] = "sev-platform-chain";
  return internal::end_report(document, report.checks, report.findings);
}

std::string to_json(const AttestationVerification& verification) {
  Json document = begin_platform(verification.platform, verification.holds());
  Json& evidence = document["evidence"];
  evidence["type"] = "sev-attestation-report";
  evidence.update(json_attestation(verification.report));
  return internal::end_report(document, verification.checks, verification.findings);
}

std::string platform_files_to_json(std::span<const PlatformFile> files) {
  Json document = internal::json_document();
  Json& list = document["files"] = Json::array();
  for (const PlatformFile& file : files) {
    const PlatformPieces& pieces = file.pieces;
    Json item;
    item["certificates"] = json_certificates(pieces);
    item["chipId"] = pieces.chip_id ? Json(pieces.chip_id->to_hex()) : Json(nullptr);
    item["session"] = file.session ? json_session(*file.session) : Json(nullptr);
    item["attestation"] = file.attestation ? json_attestation(*file.attestation) : Json(nullptr);
    list.push_back(std::move(item));
  }
  return internal::json_text(document);
}

}  // namespace sevproof
