#include "diagnosis_space.h"

#include "diagnosis_said.h"

namespace sevproof::internal {

VmsaPage Space::boot_page(const CpuOption& cpu) const {
  return cpu.page0 ? pages[*cpu.page0].page : build_boot_vmsa(cpu.spec);
}

std::optional<VmsaPage> Space::further_page(const CpuOption& cpu, Index firmware) const {
  if (cpu.page1) return pages[*cpu.page1].page;
  const auto address = cpu.reset_address ? cpu.reset_address : firmwares[firmware].reset_address;
  if (!address) return std::nullopt;
  return build_ap_vmsa(cpu.spec, *address);
}

Space make_space(const DiagnosisInput& input) {
  DiagnosisInput bounded = input;
  bounded.candidates = input.candidates.first(std::min(input.candidates.size(), kMaxCandidates));
  const LaunchRequest& request = input.request;
  Space space;
  space.api = request.api;
  space.policy = request.policy;
  space.reported = request.reported;
  space.vcpus = request.config.vcpus;
  space.from_host.assign(input.from_host.begin(), input.from_host.end());
  space.host_source = input.host_source;
  space.said = said_otherwise(input);
  for (const Candidate& candidate : bounded.candidates) space.also_tried.push_back(candidate.name);
  add_keys(bounded, space);
  add_messages(space);
  add_firmwares(bounded, space);
  add_tables(bounded, space);
  add_cpus(bounded, space);
  return space;
}

}  // namespace sevproof::internal
