// JSON of SEV-SNP launches.
#include "report/domain_parts.h"
#include "report/json_parts.h"
#include "report/snp_launch_json.h"
#include "sevproof/report.h"
#include "sevproof/snp/policy.h"

namespace sevproof {
namespace {

using internal::Json;

constexpr std::string_view kOwner = "owner";

Json json_bytes(const std::optional<HashedBytes>& file) {
  if (!file) return nullptr;
  return internal::json_file({file->hash().finish(), file->bytes().size()}, kOwner);
}

Json json_sections(const snp::FirmwareDigest& firmware) {
  Json sections = Json::array();
  for (const SevMetadataSection& section : firmware.sections) {
    Json item;
    item["type"] = section.type;
    item["gpa"] = to_hex_number(section.gpa);
    item["size"] = to_hex_number(section.size);
    sections.push_back(std::move(item));
  }
  return sections;
}

// What is published of a firmware.
Json json_digest(const std::optional<snp::FirmwareDigest>& firmware) {
  if (!firmware) return nullptr;
  const auto number = [](const std::optional<std::uint32_t>& value) {
    return value ? Json(to_hex_number(*value)) : Json(nullptr);
  };
  Json json;
  json["digest"] = to_hex(firmware->digest);
  json["sections"] = json_sections(*firmware);
  json["resetAddress"] = number(firmware->reset_address);
  json["hashArea"] = firmware->hash_area ? Json(to_hex_number(firmware->hash_area->base)) : Json();
  return internal::json_value(std::move(json), kOwner);
}

Json json_inputs(const snp::LaunchRequest& request) {
  const bool is_igvm = request.igvm.has_value();
  const snp::LaunchConfig& config = request.config;
  Json inputs;
  inputs["firmware"] = json_bytes(request.firmware);
  inputs["firmwareDigest"] = json_digest(config.firmware_digest);
  inputs["igvm"] = json_bytes(request.igvm);
  const internal::Givers givers{request.from_xml};
  internal::add_json_boot(inputs, request.boot, givers);
  inputs["vcpus"] = internal::json_value(request.counts, givers.of(HostValue::kVcpus));
  Json vmsa;
  vmsa["vmm"] = snp::vmm_name(config.vmm);
  const std::optional<std::uint32_t> rdx =
      is_igvm ? request.cpu : config.vcpu.cpu_signature.value_or(snp::kResetRdx);
  vmsa["signature"] = rdx ? Json(to_hex_number(*rdx)) : Json(nullptr);
  vmsa["sevFeatures"] = is_igvm ? Json(nullptr) : Json(to_hex_number(config.vcpu.sev_features));
  vmsa["gpa"] = to_hex_number(is_igvm ? snp::kVmsaGpa : config.vmsa_gpa);
  inputs["vmsa"] = internal::json_value(std::move(vmsa), givers.of(HostValue::kCpu));
  return inputs;
}

Json json_domain(const std::optional<DomainConfig>& domain) {
  if (!domain || !domain->snp) return nullptr;
  return {{"name", domain->name}, {"launchSecurity", internal::json_snp_security(*domain->snp)}};
}

Json json_digests(const std::vector<snp::CountedDigest>& digests) {
  Json list = Json::array();
  for (const snp::CountedDigest& one : digests) {
    Json item;
    item["vcpus"] = one.vcpus;
    item["hex"] = to_hex(one.digest);
    item["base64"] = to_base64(one.digest);
    list.push_back(std::move(item));
  }
  return list;
}

Json json_pages(const snp::MeasuredLaunch& launch) {
  Json pages;
  pages["cpu0Sha256"] = to_hex(sha256(launch.boot_vmsa));
  pages["cpuNSha256"] = launch.ap_vmsa ? Json(to_hex(sha256(*launch.ap_vmsa))) : Json(nullptr);
  return pages;
}

Json json_igvm(const snp::MeasuredIgvm& igvm) {
  Json json;
  json["inOrder"] = to_hex(igvm.in_order);
  json["contexts"] = igvm.contexts;
  json["policy"] = igvm.policy ? Json(to_hex_number(*igvm.policy)) : Json(nullptr);
  json["idBlockDigest"] = igvm.id_block ? Json(to_hex(igvm.id_block->block.launch_digest)) : Json();
  json["refused"] = igvm.refused.empty() ? Json(nullptr) : Json(igvm.refused);
  return json;
}

}  // namespace

void internal::add_json_snp_launch(Json& document, const std::optional<snp::LaunchReport>& launch) {
  document["inputs"] = launch ? json_inputs(launch->request) : Json(nullptr);
  document["domain"] = launch ? json_domain(launch->request.domain) : Json(nullptr);
  const bool has_digest = launch && !launch->digests.empty();
  Json& computed = document["computed"];
  computed["launchDigest"] =
      has_digest ? Json(to_hex(launch->digests.front().digest)) : Json(nullptr);
  computed["launchDigests"] = launch ? json_digests(launch->digests) : Json::array();
  computed["afterFirmware"] = nullptr;
  computed["afterSections"] = nullptr;
  computed["vmsa"] = nullptr;
  if (launch && launch->launch) {
    computed["afterFirmware"] = to_hex(launch->launch->after_firmware);
    computed["afterSections"] = to_hex(launch->launch->after_metadata);
    computed["vmsa"] = json_pages(*launch->launch);
  }
  computed["igvm"] = launch && launch->igvm ? json_igvm(*launch->igvm) : Json(nullptr);
}

namespace {

Json json_block(const snp::IdBlock& block) {
  Json json;
  json["launchDigest"] = to_hex(block.launch_digest);
  json["familyId"] = to_hex(block.family_id);
  json["imageId"] = to_hex(block.image_id);
  json["version"] = block.version;
  json["guestSvn"] = block.guest_svn;
  json["policy"] = internal::json_snp_policy(block.policy);
  return json;
}

// What documents of an ID block that was made and of one that was checked share.
Json json_id_block(const snp::IdBlock& block, const Sha384Digest& id_key,
                   const std::optional<Sha384Digest>& author_key,
                   const std::vector<Finding>& findings) {
  Json document = internal::json_document();
  document["kind"] = "sev-snp";
  document["verdict"] = nullptr;
  document["idBlock"] = json_block(block);
  document["idKeyDigest"] = to_hex(id_key);
  document["authorKeyDigest"] = author_key ? Json(to_hex(*author_key)) : Json(nullptr);
  document["made"] = nullptr;
  document["checks"] = Json::array();
  document["findings"] = internal::json_findings(findings, internal::DocumentKind::kFile, document);
  return document;
}

Json launch_document(const snp::LaunchReport& report) {
  Json document = internal::json_document();
  document["kind"] = "sev-snp";
  internal::add_json_snp_launch(document, report);
  document["findings"] =
      internal::json_findings(report.findings, internal::DocumentKind::kSnpLaunch, document);
  return document;
}

}  // namespace

std::string to_json(const snp::SignedIdBlock& made) {
  const snp::IdBlock block = snp::read_id_block(made.block);
  Json document =
      json_id_block(block, made.id_key_digest, made.author_key_digest,
                    snp::id_block_findings(block, made.id_key_digest, made.author_key_digest));
  document["made"] = {{"idBlock", to_base64(made.block)}, {"idAuth", to_base64(made.auth)}};
  return internal::json_text(document);
}

std::string to_json(const snp::IdBlockReport& report) {
  Json document =
      json_id_block(report.block, report.id_key_digest, report.author_key_digest, report.findings);
  document["verdict"] = report.holds() ? "match" : "mismatch";
  document["checks"] = internal::json_checks(report.checks, document);
  return internal::json_text(document);
}

std::string to_json(const snp::LaunchReport& report) {
  return internal::json_text(launch_document(report));
}

std::string to_json(const snp::ComparedLaunch& compared) {
  Json document = launch_document(compared.launch);
  document["evidence"] = {{"type", "snp-measurement"},
                          {"measurement", to_hex(compared.measurement)}};
  document["verdict"] = compared.matches() ? "match" : "mismatch";
  document["diagnosis"] = internal::json_diagnosis(compared.diagnosis, document);
  return internal::json_text(document);
}

}  // namespace sevproof
