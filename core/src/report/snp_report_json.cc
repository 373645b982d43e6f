// JSON of SEV-SNP attestation reports.
#include "report/json_parts.h"
#include "report/snp_launch_json.h"
#include "sevproof/report.h"
#include "sevproof/snp/policy.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

using internal::Json;

std::string signing_key_name(std::uint32_t key) {
  return key == 0 ? "vcek" : key == 1 ? "vlek" : key == 7 ? "none" : std::to_string(key);
}

Json json_flags(std::uint64_t value, const std::vector<std::string>& names) {
  Json json;
  json["value"] = to_hex_number(value);
  json["flags"] = names;
  return json;
}

Json json_policy(std::uint64_t value) {
  const snp::Policy policy{value};
  Json json = json_flags(value, snp::policy_flag_names(policy));
  json["abi"] = std::to_string(policy.abi_major()) + "." + std::to_string(policy.abi_minor());
  return json;
}

Json json_tcb(const TcbBytes& bytes, std::optional<AmdGeneration> line) {
  Json json;
  json["bytes"] = to_hex(bytes);
  if (!line) {
    for (const char* const key : {"text", "fmc", "bl", "tee", "snp", "ucode"}) json[key] = nullptr;
    return json;
  }
  const snp::Tcb tcb = snp::read_tcb(*line, bytes);
  json["text"] = snp::tcb_text(tcb);
  json["fmc"] = tcb.fmc ? Json(*tcb.fmc) : Json(nullptr);
  json["bl"] = tcb.boot_loader;
  json["tee"] = tcb.tee;
  json["snp"] = tcb.snp;
  json["ucode"] = tcb.microcode;
  return json;
}

Json json_tcbs(const SnpReport& report, std::optional<AmdGeneration> line) {
  Json json;
  json["reported"] = json_tcb(report.reported_tcb, line);
  json["current"] = json_tcb(report.current_tcb, line);
  json["committed"] = json_tcb(report.committed_tcb, line);
  json["launch"] = json_tcb(report.launch_tcb, line);
  return json;
}

Json json_cpu(const SnpReport& report) {
  if (report.version < 3) return nullptr;
  Json json;
  json["family"] = report.cpu_family;
  json["model"] = report.cpu_model;
  json["stepping"] = report.cpu_stepping;
  return json;
}

Json json_claims(const std::optional<AzureClaims>& claims) {
  if (!claims) return nullptr;
  return {{"sha256", to_hex(claims->sha256)}, {"size", claims->size}};
}

void add_ids(Json& json, const SnpReport& report) {
  json["reportData"] = to_hex(report.report_data);
  json["measurement"] = to_hex(report.measurement);
  json["hostData"] = to_hex(report.host_data);
  json["idKeyDigest"] = to_hex(report.id_key_digest);
  json["authorKeyDigest"] = to_hex(report.author_key_digest);
  json["reportId"] = to_hex(report.report_id);
  json["reportIdMa"] = to_hex(report.report_id_ma);
  json["cpu"] = json_cpu(report);
  json["chipId"] = to_hex(report.chip_id);
}

Json json_evidence(const SnpEvidence& evidence, std::optional<AmdGeneration> line) {
  const SnpReport& report = evidence.report;
  const auto mitigations = [&](std::uint64_t bits) {
    return report.version < 5 ? Json(nullptr) : Json(to_hex_number(bits));
  };
  Json json;
  json["type"] = "snp-report";
  json["form"] = form_name(evidence.form);
  json["version"] = report.version;
  json["guestSvn"] = report.guest_svn;
  json["policy"] = json_policy(report.policy);
  json["familyId"] = to_hex(report.family_id);
  json["imageId"] = to_hex(report.image_id);
  json["vmpl"] = report.vmpl;
  json["signatureAlgorithm"] = report.signature_algorithm;
  json["signingKey"] = signing_key_name(report.signing_key());
  json["authorKeyEnabled"] = report.has_author_key();
  json["maskChipKey"] = (report.key_info & SnpReport::kMaskChipKey) != 0;
  json["platformInfo"] =
      json_flags(report.platform_info, snp::platform_info_names(report.platform_info));
  add_ids(json, report);
  json["tcb"] = json_tcbs(report, line);
  json["currentFirmware"] = snp::firmware_text(report.current_firmware);
  json["committedFirmware"] = snp::firmware_text(report.committed_firmware);
  json["launchMitigations"] = mitigations(report.launch_mitigations);
  json["currentMitigations"] = mitigations(report.current_mitigations);
  json["claims"] = json_claims(evidence.claims);
  return json;
}

Json json_line(std::optional<AmdGeneration> line) {
  return line ? Json(generation_name(*line)) : Json(nullptr);
}

Json json_addresses(const std::vector<snp::CertificateAddress>& addresses) {
  Json list = Json::array();
  for (const snp::CertificateAddress& one : addresses) {
    Json json;
    json["line"] = generation_name(one.line);
    json["vek"] = one.vek.empty() ? Json(nullptr) : Json(one.vek);
    json["chain"] = one.chain;
    json["crl"] = one.crl;
    list.push_back(std::move(json));
  }
  return list;
}

// Names of certificates are whoever's: what reaches a terminal or a page is printable.
Json json_chain(const std::vector<snp::ChainLink>& chain) {
  Json list = Json::array();
  for (const snp::ChainLink& link : chain) {
    Json json;
    json["role"] = link.role;
    json["subject"] = printable(link.subject);
    json["issuer"] = printable(link.issuer);
    json["serial"] = link.serial;
    json["notBefore"] = time_text(link.not_before);
    json["notAfter"] = time_text(link.not_after);
    json["sha256"] = to_hex(link.sha256);
    json["from"] = link.source;
    list.push_back(std::move(json));
  }
  return list;
}

Json json_certificate(const GivenCertificate& given) {
  const snp::ChainLink link = snp::link_of(given);
  Json json = json_chain({link}).front();
  json["productName"] = nullptr;
  json["hwid"] = nullptr;
  json["cspId"] = nullptr;
  json["tcb"] = nullptr;
  const std::string fault = snp::standing_fault(given);
  json["fault"] = fault.empty() ? Json(nullptr) : Json(fault);
  const auto vek = parse_vek_extensions(given.certificate, given.source);
  if (!vek || vek->product_name.empty()) return json;
  json["productName"] = printable(vek->product_name);
  if (vek->hwid) json["hwid"] = to_hex(*vek->hwid);
  if (vek->csp_id) json["cspId"] = printable(*vek->csp_id);
  json["tcb"] = snp::tcb_text(snp::MinimumTcb{vek->fmc, vek->bl, vek->tee, vek->snp, vek->ucode});
  return json;
}

Json json_crl(const GivenCrl& given) {
  const X509Crl& crl = given.crl;
  Json json;
  json["issuer"] = printable(crl.issuer_cn);
  json["thisUpdate"] = time_text(crl.this_update);
  json["nextUpdate"] = crl.next_update ? Json(time_text(*crl.next_update)) : Json(nullptr);
  Json& revoked = json["revoked"] = Json::array();
  for (const Bytes& serial : crl.revoked) revoked.push_back(to_hex(serial));
  const std::string fault = snp::standing_fault(given);
  json["fault"] = fault.empty() ? Json(nullptr) : Json(fault);
  return json;
}

Json json_other(const OtherTableEntry& entry) {
  Json json;
  json["guid"] = entry.guid.to_string();
  json["name"] = entry.name.empty() ? Json(nullptr) : Json(entry.name);
  json["size"] = entry.size;
  return json;
}

Json json_shown(const std::optional<snp::ShownReport>& shown) {
  if (!shown) return nullptr;
  Json json = json_evidence(shown->evidence, shown->line);
  json["line"] = json_line(shown->line);
  json["addresses"] = json_addresses(shown->addresses);
  json["findings"] =
      internal::json_findings(shown->findings, internal::DocumentKind::kFile, nullptr);
  return json;
}

}  // namespace

std::string to_json(const snp::ReportVerification& verification) {
  const snp::ReportInput& input = verification.input;
  Json document = internal::json_document();
  document["kind"] = "sev-snp";
  document["id"] = nullptr;
  document["verdict"] = snp::verdict_name(verification.verdict);
  document["error"] = nullptr;
  internal::add_json_snp_launch(document, input.launch);
  Json& computed = document["computed"];
  computed["line"] = json_line(verification.line);
  const auto& vek = verification.vek;
  computed["provider"] = vek && vek->csp_id ? Json(printable(*vek->csp_id)) : Json(nullptr);
  computed["addresses"] = json_addresses(verification.addresses);
  computed["vekMissing"] = verification.vek_missing;
  computed["outOfTime"] = verification.out_of_time;
  computed["time"] = {{"at", time_text(input.at)}, {"from", input.at_is_given ? "owner" : "clock"}};
  document["evidence"] = json_evidence(input.evidence, verification.line);
  document["chain"] = json_chain(verification.chain);
  document["checks"] = internal::json_checks(verification.checks, document);
  std::vector<Finding> findings = verification.findings;
  if (input.launch) {
    findings.insert(findings.end(), input.launch->findings.begin(), input.launch->findings.end());
  }
  document["findings"] =
      internal::json_findings(findings, internal::DocumentKind::kSnpLaunch, document);
  document["diagnosis"] = internal::json_diagnosis(verification.diagnosis, document);
  document["delivery"] = nullptr;
  return internal::json_text(document);
}

std::string snp_files_to_json(std::span<const SnpFile> files) {
  Json document = internal::json_document();
  Json& list = document["files"] = Json::array();
  for (const SnpFile& file : files) {
    Json json;
    json["name"] = printable(file.name);
    json["report"] = json_shown(file.report);
    Json& certificates = json["certificates"] = Json::array();
    for (const GivenCertificate& one : file.certificates.certificates) {
      certificates.push_back(json_certificate(one));
    }
    Json& crls = json["crls"] = Json::array();
    for (const GivenCrl& one : file.certificates.crls) crls.push_back(json_crl(one));
    Json& others = json["others"] = Json::array();
    for (const OtherTableEntry& one : file.certificates.others) others.push_back(json_other(one));
    json["unread"] = file.certificates.unread;
    list.push_back(std::move(json));
  }
  return internal::json_text(document);
}

}  // namespace sevproof
