// JSON of the formats by themselves: firmware, VMSA pages, secrets.
#include "report/json_parts.h"
#include "sevproof/report.h"

namespace sevproof {
namespace {

using internal::Json;

std::string_view image_kind_name(FirmwareImageKind kind) {
  switch (kind) {
    case FirmwareImageKind::kCombined:
      return "combined";
    case FirmwareImageKind::kCodeOnly:
      return "code-only";
    case FirmwareImageKind::kVarsOnly:
      return "vars-only";
    case FirmwareImageKind::kOther:
      return "other";
  }
  return "other";
}

Json json_area(const std::optional<MemoryArea>& area) {
  if (!area) return nullptr;
  Json json;
  json["base"] = to_hex_number(area->base);
  json["size"] = to_hex_number(area->size);
  return json;
}

Json json_entries(const Firmware& firmware) {
  Json entries = Json::array();
  for (const FirmwareTableEntry& entry : firmware.entries) {
    Json item;
    item["guid"] = entry.guid.to_string();
    item["name"] = entry.name.empty() ? Json(nullptr) : Json(entry.name);
    item["offset"] = to_hex_number(entry.offset);
    item["data"] = to_hex(entry.data);
    entries.push_back(std::move(item));
  }
  return entries;
}

Json json_metadata(const Firmware& firmware) {
  Json sections = Json::array();
  for (const SevMetadataSection& section : firmware.sev_metadata) {
    Json item;
    item["type"] = section.type;
    item["name"] = section.type_name.empty() ? Json(nullptr) : Json(section.type_name);
    item["gpa"] = to_hex_number(section.gpa);
    item["size"] = to_hex_number(section.size);
    sections.push_back(std::move(item));
  }
  return sections;
}

Json json_code(const Firmware& firmware) {
  if (!firmware.code) return nullptr;
  const FirmwareCode& code = *firmware.code;
  Json json;
  json["checksKernelHashes"] = presence_name(code.hash_check);
  json["handsOnSecrets"] = presence_name(code.secret_table);
  json["problem"] = code.problem.empty() ? Json(nullptr) : Json(code.problem);
  return json;
}

}  // namespace

std::string to_json(const Firmware& firmware, const Sha256Digest& sha256) {
  Json document = internal::json_document();
  document["sha256"] = to_hex(sha256);
  document["size"] = firmware.size;
  document["image"] = image_kind_name(firmware.kind);
  document["hasTable"] = firmware.has_table;
  document["resetAddress"] =
      firmware.reset_address ? Json(to_hex_number(*firmware.reset_address)) : Json(nullptr);
  document["secretArea"] = json_area(firmware.secret_area);
  document["hashArea"] = json_area(firmware.hash_area);
  document["code"] = json_code(firmware);
  document["table"] = json_entries(firmware);
  document["sevMetadata"] = json_metadata(firmware);
  document["sevMetadataProblem"] =
      firmware.sev_metadata_problem.empty() ? Json(nullptr) : Json(firmware.sev_metadata_problem);
  return internal::json_text(document);
}

std::string vmsa_to_json(const VmsaPage& page) {
  const VmsaSummary summary = summarize_vmsa(page);
  Json document = internal::json_document();
  document["sha256"] = to_hex(sha256(page));
  document["layout"] = summary.layout ? Json(layout_name(*summary.layout)) : Json(nullptr);
  document["startAddress"] = to_hex_number(summary.start_address);
  document["signature"] = to_hex_number(summary.rdx);
  document["sevFeatures"] = {{"value", to_hex_number(summary.sev_features)},
                             {"flags", sev_feature_names(summary.sev_features)}};
  Json fields = Json::array();
  for (const VmsaFieldValue& field : nonzero_vmsa_fields(page)) {
    Json item;
    item["name"] = field.name;
    item["offset"] = to_hex_number(field.offset);
    item["size"] = field.size;
    item["value"] = to_hex_number(field.value);
    fields.push_back(std::move(item));
  }
  document["fields"] = std::move(fields);
  return internal::json_text(document);
}

std::string vmsa_build_to_json(const std::optional<VmsaPage>& cpu0,
                               const std::optional<VmsaPage>& cpu1) {
  Json document = internal::json_document();
  document["cpu0Sha256"] = cpu0 ? Json(to_hex(sha256(*cpu0))) : Json(nullptr);
  document["cpuNSha256"] = cpu1 ? Json(to_hex(sha256(*cpu1))) : Json(nullptr);
  return internal::json_text(document);
}

std::string vmsa_diff_to_json(const VmsaPage& first, const VmsaPage& second) {
  Json document = internal::json_document();
  document["sha256"] = {to_hex(sha256(first)), to_hex(sha256(second))};
  Json differences = Json::array();
  for (const VmsaFieldDifference& field : diff_vmsa(first, second)) {
    Json item;
    item["name"] = field.name;
    item["offset"] = to_hex_number(field.offset);
    item["size"] = field.size;
    item["first"] = to_hex_number(field.first);
    item["second"] = to_hex_number(field.second);
    differences.push_back(std::move(item));
  }
  document["identical"] = differences.empty();
  document["differences"] = std::move(differences);
  return internal::json_text(document);
}

std::string secrets_to_json(const OpenedSecrets& opened) {
  Json document = internal::json_document();
  Json list = Json::array();
  for (const LaunchSecret& secret : opened.secrets) {
    const std::string_view alias = secret_alias(secret.guid);
    Json item;
    item["guid"] = secret.guid.to_string();
    item["alias"] = alias.empty() ? Json(nullptr) : Json(alias);
    item["size"] = secret.data.size();
    item["sha256"] = to_hex(sha256(secret.data.view()));
    list.push_back(std::move(item));
  }
  document["secrets"] = std::move(list);
  document["findings"] =
      internal::json_findings(opened.findings, internal::DocumentKind::kSecrets, document);
  return internal::json_text(document);
}

}  // namespace sevproof
