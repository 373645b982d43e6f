// Parts of the judgement on a session, each in a file of its own.
#ifndef SEVPROOF_SEV_SESSION_PARTS_H
#define SEVPROOF_SEV_SESSION_PARTS_H

#include <optional>
#include <string>
#include <vector>

#include "sevproof/formats/session_blob.h"
#include "sevproof/sev/session_check.h"

namespace sevproof::internal {

using SessionKey = SecretArray<kTransportKeySize>;

// The policy that a session authenticates, and the one that its maker had in mind: another one
// where the bytes are in the wrong order, which firmware refuses.
struct FoundPolicy {
  Policy written;
  Policy meant;

  bool is_misordered() const { return written.value != meant.value; }
};

// What `session` authenticates under `key`: the policy given, or one of those that can be, the
// bytes in the right order or in another. Of flags that are reserved, those without an API.
std::optional<FoundPolicy> find_policy(const SessionBlob& session, const SessionKey& key,
                                       const std::optional<GivenPolicy>& given);

// The version of the firmware that made a platform's certificate.
inline ApiVersion api_of(const SevCertificate& certificate) {
  return {certificate.api_major, certificate.api_minor};
}

// session-godh.
Check check_certificates(const SessionReport& report, std::vector<Finding>& findings);

// session-fresh. Of a session under whose policy MAC the TIK fits, `fits` is true.
Check check_fresh(const SessionReport& report, const std::vector<bool>& fits,
                  std::vector<Finding>& findings);

// Nothing where the bytes are not a session's.
std::optional<SessionBlob> as_session(const SessionInput& input);

}  // namespace sevproof::internal

#endif
