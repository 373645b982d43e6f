#include "report/json_parts.h"

#include "sevproof/report.h"

namespace sevproof::internal {
namespace {

Json json_file(const FileDigest& file) {
  return {{"sha256", to_hex(file.sha256)}, {"size", file.size}};
}

Json json_firmware(const MeasuredLaunch& launch) {
  if (!launch.firmware_sha256) return nullptr;
  return {{"sha256", to_hex(*launch.firmware_sha256)},
          {"size", launch.firmware ? Json(launch.firmware->size) : Json(nullptr)}};
}

Json json_vmsa(const MeasuredCpus& cpus) {
  const VmsaSummary summary = summarize_vmsa(cpus.cpu0);
  Json vmsa;
  vmsa["source"] = cpus.from_files ? "files" : "built";
  vmsa["layout"] = summary.layout ? Json(layout_name(*summary.layout)) : Json(nullptr);
  vmsa["sevFeatures"] = to_hex_number(summary.sev_features);
  vmsa["signature"] = to_hex_number(summary.rdx);
  vmsa["cpu0Sha256"] = to_hex(sha256(cpus.cpu0));
  vmsa["cpuNSha256"] = cpus.cpu1 ? Json(to_hex(sha256(*cpus.cpu1))) : Json(nullptr);
  return vmsa;
}

}  // namespace

Json json_document() {
  Json document;
  document["schemaVersion"] = kReportSchemaVersion;
  document["generator"] = "sevproof " + std::string(version());
  return document;
}

std::string json_text(const Json& document) {
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json json_policy(Policy policy) {
  Json flags = Json::array();
  for (const PolicyFlag& flag : policy_flags()) {
    if (policy.has(flag.mask)) flags.push_back(flag.name);
  }
  return {{"value", policy.value}, {"flags", std::move(flags)}};
}

Json json_api(const ApiVersion& api) {
  return {{"major", api.major}, {"minor", api.minor}, {"build", api.build}};
}

Json json_findings(std::span<const Finding> findings) {
  Json list = Json::array();
  for (const Finding& finding : findings) {
    const FindingInfo& info = finding_info(finding.code);
    Json item;
    item["code"] = info.name;
    item["severity"] = severity_name(info.severity);
    item["message"] = info.message;
    if (!finding.detail.empty()) item["detail"] = finding.detail;
    item["hint"] = info.hint;
    list.push_back(std::move(item));
  }
  return list;
}

void add_json_files(Json& inputs, const MeasuredLaunch& launch) {
  inputs["firmware"] = json_firmware(launch);
  inputs["kernel"] = nullptr;
  inputs["initrd"] = nullptr;
  inputs["cmdline"] = nullptr;
  if (!launch.kernel) return;
  inputs["kernel"] = json_file(launch.kernel->kernel);
  if (launch.kernel->initrd) inputs["initrd"] = json_file(*launch.kernel->initrd);
  if (launch.kernel->cmdline) {
    inputs["cmdline"] = json_file({launch.kernel_hashes->cmdline, launch.kernel->cmdline->size()});
  }
}

void add_json_cpus(Json& inputs, const MeasuredLaunch& launch) {
  inputs["vcpus"] = launch.vcpus ? Json(*launch.vcpus) : Json(nullptr);
  inputs["vmsa"] = launch.cpus ? json_vmsa(*launch.cpus) : Json(nullptr);
}

Json json_kernel_hashes_table(const MeasuredLaunch& launch) {
  if (!launch.kernel_hashes_table) return nullptr;
  return to_hex(*launch.kernel_hashes_table);
}

}  // namespace sevproof::internal
