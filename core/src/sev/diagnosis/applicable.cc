// What an exhausted search rules out.
#include <set>

#include "sev/diagnosis/said.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

using Hypotheses = std::set<Hypothesis>;

void add_cpu_hypotheses(const Space& space, Hypotheses& all) {
  const Cpus& cpus = space.cpus;
  all.insert({kCpuModel, kCpuSignature, kVmsaLayout, kSevFeatures});
  // Without a page for APs only one CPU was tried.
  if (space.has_ap_page(space.cpu(cpus.list[0]), 0)) {
    all.insert(kVcpus);
    if (space.said.vcpus) all.insert(kSaidVcpus);
  }
  if (space.said.cpu_signature && !space.given_pages.page0) all.insert(kSaidCpu);
  if (space.given_pages.page0) all.insert(kVmsaBuilt);
  if (space.given_pages.page1) all.insert(kVmsaSwapped);
  for (const PageOption& page : cpus.pages) {
    if (!page.candidate.empty()) all.insert(kVmsaCandidate);
  }
  const bool has_aps = space.vcpus.value_or(1) > 1 || space.said.vcpus.value_or(1) > 1;
  if (has_aps && cpus.resets.size() > 1) all.insert(kResetAddress);
}

}  // namespace

std::vector<Hypothesis> applicable_hypotheses(const Space& space) {
  Hypotheses all = {kApiVersion,  kApiSwapped,  kNumberBase,
                    kPolicyFlags, kMessageForm, kBlobSwapped};
  const SaidLaunch& said = space.said;
  // To a digest no CPUs and no kernel hashes can be added.
  const bool has_image = !space.firmwares.front().launch_digest;
  const auto is_tried = [&](const std::optional<Policy>& policy) {
    return policy && (has_image || space.digest_only() || policy->es() == space.es());
  };
  if (is_tried(said.policy) || is_tried(said.reported_policy)) all.insert(kSaidPolicy);
  if (said.reported_api) all.insert(kSaidApi);
  if (said.reported_measurement) all.insert(kSaidMeasurement);
  add_changes(space.messages.keys, all);
  add_changes(space.firmwares, all);
  if (!has_image) return {all.begin(), all.end()};
  all.insert(kPolicyEs);
  add_table_hypotheses(space.boot, all);
  if (space.given_spec && space.es()) add_cpu_hypotheses(space, all);
  return {all.begin(), all.end()};
}

}  // namespace sevproof::internal
