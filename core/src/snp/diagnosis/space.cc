#include "snp/diagnosis/space.h"

#include <algorithm>
#include <set>

namespace sevproof::snp::internal {
namespace {

using enum Hypothesis;

// The words of so many bytes, each with its bytes in reverse order.
Sha384Digest with_reversed_words(Sha384Digest digest, std::ptrdiff_t size) {
  for (auto word = digest.begin(); word != digest.end(); word += size) {
    std::reverse(word, word + size);
  }
  return digest;
}

// What of it differs from the request; everything else is absent.
SaidGuest said_otherwise(const DiagnosisInput& input) {
  if (input.said == nullptr) return {};
  SaidGuest said = *input.said;
  const auto& counts = input.request.counts;
  if (said.vcpus && std::find(counts.begin(), counts.end(), *said.vcpus) != counts.end()) {
    said.vcpus.reset();
  }
  if (said.vcpus && (*said.vcpus == 0 || *said.vcpus > kMaxVcpus)) said.vcpus.reset();
  if (said.cpu_signature == input.request.config.vcpu.cpu_signature) said.cpu_signature.reset();
  return said;
}

}  // namespace

std::vector<Target> make_targets(const Sha384Digest& given) {
  std::vector<Target> targets = {{given, std::nullopt}};
  const auto add = [&](std::ptrdiff_t size, std::string_view found) {
    targets.push_back({with_reversed_words(given, size), found});
  };
  add(static_cast<std::ptrdiff_t>(given.size()), "its bytes in reverse order");
  add(2, "the bytes of each word of 16 bits swapped");
  add(4, "the bytes of each word of 32 bits in reverse order");
  add(8, "the bytes of each word of 64 bits in reverse order");
  return targets;
}

std::span<const Candidate> candidates_of(const DiagnosisInput& input) {
  return input.candidates.first(std::min(input.candidates.size(), kMaxCandidates));
}

Space make_space(const DiagnosisInput& input) {
  const LaunchRequest& request = input.request;
  const auto candidates = candidates_of(input);
  Space space;
  if (request.config.firmware_digest) space.basis = DiagnosisBasis::kPublishedFirmware;
  space.counts = request.counts;
  space.host_given = {{input.from_host.begin(), input.from_host.end()}, input.host_source, {}};
  space.said = said_otherwise(input);
  space.boot.said = space.said.boot;
  space.boot.said_source = space.said.source;
  for (const Candidate& candidate : candidates) space.also_tried.push_back(candidate.name);
  space.targets = make_targets(input.measurement);
  add_firmwares({request, input.measurement, candidates}, space);
  add_vmms(request.config, space);
  add_cpus(request.config, space);
  sevproof::internal::add_tables(request.boot, candidates, space.boot, space.tiers[kTableAxis]);
  const Tier& said = space.tier(TableTier::kOnlySaid);
  const bool has_said =
      space.said.vcpus || space.said.cpu_signature || (!said.empty() && said.front().size() > 0);
  if (!has_said) space.tier(TableTier::kSaid).clear();
  return space;
}

std::vector<Hypothesis> applicable_hypotheses(const Space& space) {
  std::set<Hypothesis> all = {kDigestOrder,   kDigestOfPart, kVmm,      kSectionOrder, kVmsaAddress,
                              kGuestFeatures, kVmsaRdx,      kCpuModel, kCpuSignature};
  sevproof::internal::add_changes(space.firmwares, all);
  sevproof::internal::add_table_hypotheses(space.boot, all);
  if (!is_sorted(space.firmwares.front())) all.insert(kSectionOrder);
  // Without an address for APs only one CPU was tried.
  if (space.firmwares.front().reset_address) {
    all.insert(kVcpus);
    if (space.counts.front() > 1 && space.vmms.vmms.front() == Vmm::kQemu) all.insert(kApFloats);
    if (space.said.vcpus) all.insert(kSaidVcpus);
  }
  if (space.said.cpu_signature) all.insert(kSaidCpu);
  return {all.begin(), all.end()};
}

}  // namespace sevproof::snp::internal
