#include "report/json_parts.h"

#include <algorithm>
#include <utility>

#include "sevproof/report.h"

namespace sevproof::internal {
namespace {

Json json_firmware(const MeasuredLaunch& launch, std::string_view from) {
  if (!launch.firmware_sha256) return nullptr;
  Json json;
  json["sha256"] = to_hex(*launch.firmware_sha256);
  json["size"] = launch.firmware ? Json(launch.firmware->size) : Json(nullptr);
  return json_given(std::move(json), from);
}

Json json_vmsa(const MeasuredCpus& cpus) {
  const VmsaSummary summary = summarize_vmsa(cpus.cpu0);
  Json vmsa;
  vmsa["source"] = cpus.from_files ? "files" : "built";
  vmsa["layout"] = summary.layout ? Json(layout_name(*summary.layout)) : Json(nullptr);
  vmsa["sevFeatures"] = to_hex_number(summary.sev_features);
  vmsa["signature"] = to_hex_number(summary.rdx);
  return vmsa;
}

Json json_pages(const MeasuredCpus& cpus) {
  Json pages;
  pages["cpu0Sha256"] = to_hex(sha256(cpus.cpu0));
  pages["cpuNSha256"] = cpus.cpu1 ? Json(to_hex(sha256(*cpus.cpu1))) : Json(nullptr);
  return pages;
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

std::string_view Givers::of(HostValue value) const {
  if (std::find(values.begin(), values.end(), value) == values.end()) return "owner";
  return live ? "host" : "xml";
}

Json json_policy(Policy policy) {
  Json flags = Json::array();
  for (const PolicyFlag& flag : policy_flags()) {
    if (policy.has(flag.mask)) flags.push_back(flag.name);
  }
  Json json;
  json["value"] = policy.value;
  json["flags"] = std::move(flags);
  return json;
}

Json json_api(const ApiVersion& api) {
  Json json;
  json["major"] = api.major;
  json["minor"] = api.minor;
  json["build"] = api.build;
  return json;
}

Json json_given(Json given, std::string_view from) {
  given["from"] = from;
  return given;
}

Json json_value(Json value, std::string_view from) {
  Json given;
  given["value"] = std::move(value);
  return json_given(std::move(given), from);
}

Json json_findings(std::span<const Finding> findings, DocumentKind kind, const Json& document) {
  Json list = Json::array();
  for (const Finding& finding : findings) {
    const FindingInfo& info = finding_info(finding.code);
    Json item;
    item["code"] = info.name;
    item["severity"] = severity_name(info.severity);
    item["about"] = json_about(subject_of(finding), kind, document);
    item["message"] = info.message;
    item["detail"] = finding.detail.empty() ? Json(nullptr) : Json(finding.detail);
    item["hint"] = info.hint;
    list.push_back(std::move(item));
  }
  return list;
}

Json json_checks(std::span<const Check> checks, const Json& document) {
  const auto text = [](std::string_view words) {
    return words.empty() ? Json(nullptr) : Json(words);
  };
  Json list = Json::array();
  for (const Check& check : checks) {
    const CheckInfo& info = check_info(check.code);
    Json item;
    item["code"] = info.name;
    item["outcome"] = outcome_name(check.outcome);
    item["about"] = json_about(info.about, DocumentKind::kReport, document);
    item["expected"] = text(check.expected);
    item["got"] = text(check.got);
    item["why"] = text(check.why);
    list.push_back(std::move(item));
  }
  return list;
}

Json json_file(const FileDigest& file, std::string_view from) {
  Json json;
  json["sha256"] = to_hex(file.sha256);
  json["size"] = file.size;
  return json_given(std::move(json), from);
}

void add_json_boot(Json& inputs, const std::optional<KernelBoot>& boot, const Givers& givers) {
  inputs["kernel"] = nullptr;
  inputs["initrd"] = nullptr;
  inputs["cmdline"] = nullptr;
  if (!boot) return;
  inputs["kernel"] = json_file(boot->kernel, givers.of(HostValue::kKernel));
  if (boot->initrd) inputs["initrd"] = json_file(*boot->initrd, givers.of(HostValue::kInitrd));
  if (boot->cmdline) {
    inputs["cmdline"] = json_file({hash_cmdline(*boot->cmdline), boot->cmdline->size()},
                                  givers.of(HostValue::kCmdline));
  }
}

void add_json_files(Json& inputs, const MeasuredLaunch& launch, const Givers& givers) {
  inputs["firmware"] = json_firmware(launch, givers.of(HostValue::kFirmware));
  add_json_boot(inputs, launch.kernel, givers);
}

void add_json_cpus(Json& inputs, const MeasuredLaunch& launch, const Givers& givers) {
  inputs["vcpus"] = nullptr;
  inputs["vmsa"] = nullptr;
  if (launch.vcpus) {
    inputs["vcpus"] = json_value(*launch.vcpus, givers.of(HostValue::kVcpus));
  }
  if (launch.cpus) {
    inputs["vmsa"] = json_value(json_vmsa(*launch.cpus), givers.of(HostValue::kCpu));
  }
}

Json json_computed(const MeasuredLaunch& launch, const std::optional<Sha256Digest>& measurement) {
  Json computed;
  computed["launchDigest"] = to_hex(launch.launch_digest);
  computed["kernelHashesTable"] =
      launch.kernel_hashes_table ? Json(to_hex(*launch.kernel_hashes_table)) : Json(nullptr);
  computed["measurement"] = measurement ? Json(to_hex(*measurement)) : Json(nullptr);
  computed["vmsa"] = launch.cpus ? json_pages(*launch.cpus) : Json(nullptr);
  return computed;
}

std::string_view kind_name(const MeasuredLaunch& launch) { return launch.es ? "sev-es" : "sev"; }

}  // namespace sevproof::internal
