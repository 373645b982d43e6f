#include "sev/diagnosis/session_cause.h"

#include "sev/session_parts.h"

namespace sevproof::internal {

std::string session_cause(const DiagnosisInput& input) {
  if (input.said == nullptr || !input.said->session) return {};
  const GivenPolicy given{input.request.policy};
  if (find_policy(*input.said->session, input.request.tik.bytes(), given)) return {};
  const std::string domain =
      input.said->source == HostSource::kLive ? "the live domain" : "the domain's XML";
  return "The session in " + domain +
         " was not made with this TIK, as far as a search of all policies tells: the guest has the "
         "keys of another session, or the TIK is that of another start.";
}

}  // namespace sevproof::internal
