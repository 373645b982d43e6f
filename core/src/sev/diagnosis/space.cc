#include "sev/diagnosis/space.h"

#include <algorithm>

#include "sev/diagnosis/said.h"

namespace sevproof::internal {
namespace {

DiagnosisBasis basis_of(const std::optional<KnownDigest>& known) {
  if (!known) return DiagnosisBasis::kFiles;
  return known->of == KnownDigest::Of::kLaunch ? DiagnosisBasis::kLaunchDigest
                                               : DiagnosisBasis::kFirmwareDigest;
}

std::optional<VmsaSpec> given_spec(const VmsaSource& source) {
  if (const auto* spec = std::get_if<VmsaSpec>(&source)) return *spec;
  const auto* files = std::get_if<VmsaFiles>(&source);
  if (files == nullptr) return std::nullopt;
  const VmsaSummary says = summarize_vmsa(files->cpu0);
  return VmsaSpec{static_cast<std::uint32_t>(says.rdx), says.layout.value_or(VmsaLayout::kLegacy),
                  says.sev_features};
}

Space empty_space(const DiagnosisInput& input) {
  const LaunchRequest& request = input.request;
  Space space;
  space.basis = basis_of(request.config.known);
  space.api = request.api;
  space.policy = request.policy;
  space.vcpus = request.config.vcpus;
  space.given_spec = given_spec(request.config.vmsa);
  space.host_given = {{input.from_host.begin(), input.from_host.end()},
                      input.host_source,
                      {input.from_launch_info.begin(), input.from_launch_info.end()}};
  space.said = said_otherwise(input, space.given_spec);
  space.boot.said = space.said.boot;
  space.boot.said_source = space.said.source;
  space.tiers[kFirmwareAxis].resize(static_cast<std::size_t>(FirmwareTier::kCount));
  space.tiers[kCpuAxis].resize(static_cast<std::size_t>(CpuTier::kCount));
  space.tiers[kTableAxis].resize(static_cast<std::size_t>(TableTier::kCount));
  space.tiers[kMessageAxis].resize(static_cast<std::size_t>(MessageTier::kCount));
  return space;
}

// Whether what was said is to be tried.
bool has_said(Space& space) {
  const auto is_there = [&](auto name) {
    return !space.tier(name).empty() && space.tier(name).front().size() > 0;
  };
  return is_there(MessageTier::kOnlySaid) || is_there(MessageTier::kSaidFlipped) ||
         is_there(TableTier::kOnlySaid) || space.said.vcpus || space.said.cpu_signature;
}

}  // namespace

bool Space::has_images() const {
  return std::any_of(firmwares.begin(), firmwares.end(),
                     [](const FirmwareOption& option) { return !option.launch_digest; });
}

CpuOption Space::cpu(const CpuList::Indexes& at) const {
  return {
      {cpus.signatures[at[kSignature]], cpus.layouts[at[kLayout]], cpus.features[at[kFeatures]]},
      cpus.choices[at[kPages]],
      cpus.resets[at[kReset]],
      cpus.counts[at[kCpuCount]]};
}

VmsaPage Space::boot_page(const CpuOption& cpu) const {
  return cpu.pages.page0 ? cpus.pages[*cpu.pages.page0].page : build_boot_vmsa(cpu.spec);
}

std::optional<VmsaPage> Space::ap_page(const CpuOption& cpu, Index firmware) const {
  if (cpu.pages.page1) return cpus.pages[*cpu.pages.page1].page;
  const auto address = cpu.reset_address ? cpu.reset_address : firmwares[firmware].reset_address;
  if (!address) return std::nullopt;
  return build_ap_vmsa(cpu.spec, *address);
}

Space make_space(const DiagnosisInput& input) {
  DiagnosisInput bounded = input;
  bounded.candidates = input.candidates.first(std::min(input.candidates.size(), kMaxCandidates));
  Space space = empty_space(input);
  add_keys_and_forms(bounded, space);
  add_messages(space);
  add_firmwares(bounded, space);
  for (const Candidate& candidate : bounded.candidates) {
    if (space.has_images() || !candidate.keys.empty()) space.also_tried.push_back(candidate.name);
  }
  if (!space.has_images()) {
    // Neither a kernel nor CPUs can be added to a digest.
    bounded.candidates = {};
    space.boot.said.reset();
    space.said.vcpus.reset();
    space.said.cpu_signature.reset();
  }
  add_tables(input.request.config.kernel, bounded.candidates, space.boot, space.tiers[kTableAxis]);
  add_cpus(bounded, space);
  if (!has_said(space)) {
    space.tier(MessageTier::kSaid).clear();
    space.tier(MessageTier::kOtherSaid).clear();
    space.tier(TableTier::kSaid).clear();
  }
  return space;
}

}  // namespace sevproof::internal
