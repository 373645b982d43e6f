#include "diagnosis_space.h"

namespace sevproof::internal {

Space make_space(const DiagnosisInput& input) {
  DiagnosisInput bounded = input;
  bounded.candidates = input.candidates.first(std::min(input.candidates.size(), kMaxCandidates));
  const LaunchRequest& request = input.request;
  Space space;
  space.api = request.api;
  space.policy = request.policy;
  space.reported = request.reported;
  space.vcpus = request.config.vcpus;
  space.said_pages = std::holds_alternative<VmsaFiles>(request.config.vmsa);
  add_keys(bounded, space);
  add_messages(space);
  add_firmwares(bounded, space);
  add_tables(bounded, space);
  add_cpus(bounded, space);
  return space;
}

}  // namespace sevproof::internal
