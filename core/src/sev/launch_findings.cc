#include "sev/launch_findings.h"

#include <string>

#include "boot/boot_findings.h"

namespace sevproof::internal {
namespace {

using enum FindingCode;

using Findings = std::vector<Finding>;

void review_firmware(const MeasuredLaunch& launch, const Firmware& firmware, Findings& findings) {
  review_image(firmware, kFirmwareCodeOnly, findings);
  if (!firmware.has_table && !firmware.reset_address) findings.push_back({kFirmwareNoSevTable, {}});
  if (launch.es && !has_reset_address(firmware)) {
    findings.push_back({kFirmwareNoEsResetBlock, firmware.reset_address ? "its address is 0" : ""});
  }
  if (launch.kernel) review_hash_check(firmware, findings);
}

std::string layout_text(const std::optional<VmsaLayout>& layout) {
  return layout ? std::string(layout_name(*layout)) : "neither legacy nor init2";
}

// The first way in which the pages' layouts disagree with each other or with what was said; empty
// if none.
std::string layout_contradiction(const VmsaFiles& files, const VmsaSummary& cpu0,
                                 const std::optional<VmsaSummary>& cpu1) {
  if (!cpu0.layout) return "boot CPU: " + layout_text(cpu0.layout);
  if (cpu1 && cpu1->layout != cpu0.layout) {
    return "boot CPU: " + layout_text(cpu0.layout) + ", APs: " + layout_text(cpu1->layout);
  }
  if (files.said_layout && files.said_layout != cpu0.layout) {
    return "given: " + layout_text(files.said_layout) +
           ", in the page: " + layout_text(cpu0.layout);
  }
  return {};
}

std::string features_contradiction(const VmsaFiles& files, const VmsaSummary& cpu0,
                                   const std::optional<VmsaSummary>& cpu1) {
  if (cpu1 && cpu1->sev_features != cpu0.sev_features) {
    return "boot CPU: " + to_hex_number(cpu0.sev_features) +
           ", APs: " + to_hex_number(cpu1->sev_features);
  }
  if (files.said_sev_features && *files.said_sev_features != cpu0.sev_features) {
    return "given: " + to_hex_number(*files.said_sev_features) +
           ", in the page: " + to_hex_number(cpu0.sev_features);
  }
  return {};
}

void review_starts(const VmsaSummary& cpu0, const std::optional<VmsaSummary>& cpu1,
                   const Firmware& firmware, Findings& findings) {
  if (cpu0.start_address != kBootAddress) {
    findings.push_back({kVmsaCpu0Start, "it starts at " + to_hex_number(cpu0.start_address)});
  }
  if (!cpu1) return;
  if (firmware.reset_address && cpu1->start_address != *firmware.reset_address) {
    findings.push_back({kVmsaCpu1Start, "it starts at " + to_hex_number(cpu1->start_address) +
                                            ", the firmware says " +
                                            to_hex_number(*firmware.reset_address)});
  }
}

void review_vmsa_files(const VmsaFiles& files, const MeasuredLaunch& launch, Findings& findings) {
  const VmsaSummary cpu0 = summarize_vmsa(files.cpu0);
  std::optional<VmsaSummary> cpu1;
  if (files.cpu1) cpu1 = summarize_vmsa(*files.cpu1);
  review_starts(cpu0, cpu1, *launch.firmware, findings);
  if (cpu1 && launch.vcpus == 1U) findings.push_back({kVmsaCpu1Unused, {}});
  if (cpu1 && cpu1->rdx != cpu0.rdx) {
    findings.push_back({kVmsaSignature, "boot CPU: " + to_hex_number(cpu0.rdx) +
                                            ", APs: " + to_hex_number(cpu1->rdx)});
  }
  if (auto text = layout_contradiction(files, cpu0, cpu1); !text.empty()) {
    findings.push_back({kVmsaLayout, std::move(text)});
  }
  if (auto text = features_contradiction(files, cpu0, cpu1); !text.empty()) {
    findings.push_back({kVmsaSevFeatures, std::move(text)});
  }
}

// Of pages from files and of built ones alike.
void review_sev_features(const MeasuredCpus& cpus, Findings& findings) {
  std::uint64_t features = summarize_vmsa(cpus.cpu0).sev_features;
  if (cpus.cpu1) features |= summarize_vmsa(*cpus.cpu1).sev_features;
  if ((features & kSevFeatureSnpActive) != 0) {
    findings.push_back({kVmsaSnpActive, "sev_features " + to_hex_number(features)});
  }
}

}  // namespace

std::vector<Finding> launch_findings(const LaunchConfig& config, const MeasuredLaunch& launch) {
  Findings findings;
  if (launch.firmware) {
    review_firmware(launch, *launch.firmware, findings);
  } else {
    findings.push_back({launch.firmware_sha256 ? kFirmwareNotChecked : kLaunchNotChecked, {}});
  }
  if (config.kernel) review_kernel(*config.kernel, findings);
  const auto* files = std::get_if<VmsaFiles>(&config.vmsa);
  if (launch.es && files != nullptr) review_vmsa_files(*files, launch, findings);
  if (launch.cpus) review_sev_features(*launch.cpus, findings);
  const bool has_vmsa = !std::holds_alternative<std::monostate>(config.vmsa);
  if (!launch.es && has_vmsa) findings.push_back({kCpuStateNotMeasured, {}});
  return findings;
}

}  // namespace sevproof::internal
