#include "sev/diagnosis/space.h"

#include <algorithm>

#include "sev/diagnosis/said.h"

namespace sevproof::internal {

VmsaPage Space::boot_page(const CpuOption& cpu) const {
  return cpu.page0 ? pages[*cpu.page0].page : build_boot_vmsa(cpu.spec);
}

std::optional<VmsaPage> Space::ap_page(const CpuOption& cpu, Index firmware) const {
  if (cpu.page1) return pages[*cpu.page1].page;
  const auto address = cpu.reset_address ? cpu.reset_address : firmwares[firmware].reset_address;
  if (!address) return std::nullopt;
  return build_ap_vmsa(cpu.spec, *address);
}

namespace {

DiagnosisBasis basis_of(const std::optional<KnownDigest>& known) {
  if (!known) return DiagnosisBasis::kFiles;
  return known->of == KnownDigest::Of::kLaunch ? DiagnosisBasis::kLaunchDigest
                                               : DiagnosisBasis::kFirmwareDigest;
}

}  // namespace

bool Space::has_images() const {
  return std::any_of(firmwares.begin(), firmwares.end(),
                     [](const FirmwareOption& option) { return !option.launch_digest; });
}

Space make_space(const DiagnosisInput& input) {
  DiagnosisInput bounded = input;
  bounded.candidates = input.candidates.first(std::min(input.candidates.size(), kMaxCandidates));
  const LaunchRequest& request = input.request;
  Space space(request);
  space.api = request.api;
  space.policy = request.policy;
  space.vcpus = request.config.vcpus;
  if (request.config.kernel) space.kernel_kind = request.config.kernel->kind;
  space.from_host.assign(input.from_host.begin(), input.from_host.end());
  space.host_source = input.host_source;
  space.said = said_otherwise(input);
  space.from_launch_info.assign(input.from_launch_info.begin(), input.from_launch_info.end());
  space.basis = basis_of(request.config.known);
  add_keys(bounded, space);
  add_messages(space);
  add_firmwares(bounded, space);
  for (const Candidate& candidate : bounded.candidates) {
    if (space.has_images() || !candidate.keys.empty()) space.also_tried.push_back(candidate.name);
  }
  if (!space.has_images()) {
    // Neither a kernel nor CPUs can be added to a digest.
    bounded.candidates = {};
    space.said.boot.reset();
    space.said.vcpus.reset();
    space.said.cpu_signature.reset();
  }
  add_tables(bounded, space);
  if (space.has_images()) add_cpus(bounded, space);
  return space;
}

}  // namespace sevproof::internal
