#include "sev/diagnosis/said.h"

#include "sevproof/formats/cpu.h"

namespace sevproof::internal {

SaidLaunch said_otherwise(const DiagnosisInput& input, const std::optional<VmsaSpec>& given_spec) {
  if (input.said == nullptr) return {};
  SaidLaunch said = *input.said;
  const LaunchRequest& request = input.request;
  const auto drop = [](auto& value, const auto& own) {
    if (value == own) value.reset();
  };
  const auto drop_policy = [](std::optional<Policy>& policy, const std::optional<Policy>& own) {
    if (policy && own && policy->value == own->value) policy.reset();
  };
  drop_policy(said.reported_policy, said.policy);
  drop_policy(said.reported_policy, request.policy);
  drop_policy(said.policy, request.policy);
  drop(said.reported_api, request.api);
  drop(said.reported_measurement, request.reported);
  drop(said.vcpus, request.config.vcpus);
  if (said.vcpus && (*said.vcpus == 0 || *said.vcpus > kMaxVcpus)) said.vcpus.reset();
  if (given_spec) drop(said.cpu_signature, given_spec->cpu_signature);
  return said;
}

}  // namespace sevproof::internal
