#include "sevproof/snp/launch_report.h"

#include <algorithm>
#include <utility>

#include "boot/boot_findings.h"
#include "formats/igvm_header.h"
#include "sevproof/snp/domain.h"
#include "sevproof/snp/igvm.h"
#include "sevproof/text.h"
#include "snp/sections.h"

namespace sevproof::snp {
namespace {

using enum FindingCode;
using Findings = std::vector<Finding>;

// Beside SNPActive: DebugSwap and SecureTSC.
constexpr std::uint64_t kKvmFeatures = 0x1 | 0x20 | 0x200;

// QEMU loads it as with -bios (11.0, hw/i386/x86-common.c, x86_bios_rom_init).
constexpr std::uint64_t kRomGranule = 64UL * 1024;

void review_size(const LaunchConfig& config, Findings& findings) {
  const std::uint64_t size = config.firmware->image.size();
  if (config.vmm != Vmm::kQemu || size % kRomGranule == 0) return;
  findings.push_back({kSnpFirmwareSize, std::to_string(size) + " bytes"});
}

// QEMU puts the table at the area's offset in the section, and does not look where that is.
void review_hash_area(const LaunchConfig& config, Findings& findings) {
  const std::optional<MemoryArea>& area = config.hash_area();
  if (!area || internal::holds_hash_area(config.sections(), *area)) return;
  findings.push_back({kSnpHashAreaElsewhere, "it looks at " + to_hex_number(area->base)});
}

void review_cpus(const LaunchRequest& request, Findings& findings) {
  const LaunchConfig& config = request.config;
  if (config.vmm == Vmm::kEc2 && !request.cpu) findings.push_back({kSnpResetRdx, {}});
  if (config.vmm == Vmm::kGce && !request.vmsa_gpa) findings.push_back({kSnpVmsaAddress, {}});
  const std::uint64_t features = config.vcpu.sev_features;
  if ((features & ~kKvmFeatures) != 0 || (features & kSevFeatureSnpActive) == 0) {
    findings.push_back({kSnpFeaturesUnlikely, "guest features " + to_hex_number(features)});
  }
}

Findings launch_findings(const LaunchRequest& request) {
  Findings findings;
  if (request.config.firmware) {
    const Firmware& firmware = request.config.firmware->firmware;
    sevproof::internal::review_image(firmware, kSnpFirmwareCodeOnly, findings);
    review_size(request.config, findings);
    if (request.boot) sevproof::internal::review_hash_check(firmware, findings);
  }
  if (request.boot) review_hash_area(request.config, findings);
  if (request.boot && request.config.vmm != Vmm::kQemu) {
    findings.push_back({kSnpNoDirectBoot, {}});
  } else if (request.boot) {
    sevproof::internal::review_kernel(*request.boot, findings);
  } else if (request.config.vmm == Vmm::kQemu) {
    findings.push_back({kSnpHashesNotMeasured, {}});
  }
  if (request.config.vmm == Vmm::kEc2) findings.push_back({kSnpHostNotReproducible, {}});
  review_cpus(request, findings);
  return findings;
}

Result<LaunchReport> measure_firmware(LaunchRequest request, const Observer& observe) {
  auto& guest = request.config.firmware;
  // What checks the hashes is asked only where something depends on it: the look takes time.
  if (guest && request.boot) look_for_code(guest->firmware, guest->image);
  auto measured = measure(request.config, request.counts, observe);
  if (!measured) return fail(measured.error());
  LaunchReport report;
  report.findings = launch_findings(request);
  report.digests = measured->digests;
  if (request.domain) {
    for (Finding& finding : review_domain(*request.domain, {&request, report.digests})) {
      report.findings.push_back(std::move(finding));
    }
  }
  report.launch = *std::move(measured);
  report.request = std::move(request);
  return report;
}

// As many CPUs as it has pages for, unless numbers were given.
Result<std::vector<CountedDigest>> measure_as_qemu(const IgvmLaunch& launch, LaunchRequest& request,
                                                   const Observer& observe) {
  if (request.counts.empty()) {
    request.counts.push_back(std::max(igvm_cpus(launch), 1U));
  }
  return measure_igvm(launch, {request.counts, request.cpu}, observe);
}

Result<LaunchReport> measure_igvm_file(LaunchRequest request, const Observer& observe) {
  const auto igvm = parse_igvm(request.igvm->bytes());
  if (!igvm) return fail(igvm.error());
  const auto launch = igvm_launch(*igvm, IgvmPlatformType::kSevSnp, IgvmLoader::kInOrder);
  if (!launch) return fail(launch.error());
  LaunchReport report;
  const auto add = [&](std::optional<Finding> finding) {
    if (finding) report.findings.push_back(*std::move(finding));
  };
  MeasuredIgvm& measured = report.igvm.emplace();
  measured.contexts = igvm_context_pages(*launch);
  const auto in_order = measure_igvm_in_order(*launch);
  if (!in_order) return fail(in_order.error());
  measured.in_order = *in_order;
  measured.policy = launch->policy;
  measured.id_block = check_igvm_id_block(*launch);
  const auto by_qemu = igvm_launch(*igvm, IgvmPlatformType::kSevSnp, IgvmLoader::kQemu);
  auto digests = by_qemu ? measure_as_qemu(*by_qemu, request, observe) : fail(by_qemu.error());
  if (digests) {
    report.digests = *std::move(digests);
    add(review_igvm_orders(*launch, *by_qemu, *in_order, report.digests));
  } else if (digests.error().about == Subject::kIgvm) {
    measured.refused = digests.error().message;
    report.findings.push_back({kIgvmNotForQemu, measured.refused});
  } else {
    return fail(digests.error());
  }
  if (auto names = sevproof::internal::igvm_host_tables(*igvm); !names.empty()) {
    report.findings.push_back({kIgvmHostTables, std::move(names)});
  }
  add(review_igvm_id_block(*launch, *in_order, report.digests));
  for (Finding& finding : review_igvm_signing(*launch)) {
    report.findings.push_back(std::move(finding));
  }
  report.request = std::move(request);
  return report;
}

}  // namespace

Result<LaunchReport> measure_request(LaunchRequest request, const Observer& observe) {
  if (request.igvm) return measure_igvm_file(std::move(request), observe);
  return measure_firmware(std::move(request), observe);
}

}  // namespace sevproof::snp
