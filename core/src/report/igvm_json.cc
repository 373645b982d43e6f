// JSON of an IGVM file.
#include "report/json_parts.h"
#include "sevproof/igvm_view.h"
#include "sevproof/report.h"

namespace sevproof {
namespace {

using internal::Json;

Json json_platforms(const Igvm& igvm) {
  Json list = Json::array();
  for (const IgvmPlatform& one : igvm.platforms) {
    Json item;
    item["mask"] = to_hex_number(one.mask);
    item["type"] = igvm_platform_name(one.type);
    item["version"] = one.version;
    item["highestVtl"] = one.highest_vtl;
    item["sharedGpaBoundary"] = to_hex_number(one.shared_gpa_boundary);
    list.push_back(std::move(item));
  }
  return list;
}

Json json_policies(const Igvm& igvm) {
  Json list = Json::array();
  for (const IgvmPolicy& one : igvm.policies) {
    Json item;
    item["mask"] = to_hex_number(one.mask);
    item["policy"] = to_hex_number(one.policy);
    list.push_back(std::move(item));
  }
  return list;
}

Json json_lines(const IgvmView& view) {
  Json list = Json::array();
  for (const IgvmLine& line : view.lines) {
    Json item;
    item["what"] = line.what;
    item["mask"] = line.mask == 0 ? Json(nullptr) : Json(to_hex_number(line.mask));
    item["gpa"] = line.pages == 0 ? Json(nullptr) : Json(to_hex_number(line.gpa));
    item["pages"] = line.pages;
    item["detail"] = line.detail.empty() ? Json(nullptr) : Json(line.detail);
    list.push_back(std::move(item));
  }
  return list;
}

Json json_digest(const IgvmDigest& digest) {
  Json json;
  json["hex"] = digest.problem.empty() ? Json(to_hex(digest.digest)) : Json(nullptr);
  json["problem"] = digest.problem.empty() ? Json(nullptr) : Json(digest.problem);
  return json;
}

Json json_digests(const IgvmView& view) {
  Json list = Json::array();
  for (const IgvmDigests& one : view.digests) {
    Json item;
    item["platform"] = igvm_platform_name(one.platform);
    item["vcpus"] = one.vcpus;
    item["inOrder"] = json_digest(one.in_order);
    item["qemu"] = json_digest(one.qemu);
    list.push_back(std::move(item));
  }
  return list;
}

}  // namespace

std::string to_json(const IgvmView& view) {
  Json document = internal::json_document();
  document["sha256"] = to_hex(view.sha256);
  document["size"] = view.size;
  document["version"] = view.igvm.version;
  document["platforms"] = json_platforms(view.igvm);
  document["policies"] = json_policies(view.igvm);
  document["relocatable"] = view.igvm.has_relocations;
  document["directives"] = json_lines(view);
  document["launchDigests"] = json_digests(view);
  document["findings"] =
      internal::json_findings(view.findings, internal::DocumentKind::kFile, document);
  return internal::json_text(document);
}

}  // namespace sevproof
