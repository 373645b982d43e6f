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

// The policy that `session` authenticates under `key`: the one given, or of those that can be.
std::optional<Policy> find_policy(const SessionBlob& session, const SessionKey& key,
                                  const std::optional<GivenPolicy>& given);

// session-godh.
Check check_certificates(const SessionReport& report, std::vector<Finding>& findings);

// session-fresh. Of a session under whose policy MAC the TIK fits, `fits` is true.
Check check_fresh(const SessionReport& report, const std::vector<bool>& fits,
                  std::vector<Finding>& findings);

// Nothing where the bytes are not a session's.
std::optional<SessionBlob> as_session(const SessionInput& input);

}  // namespace sevproof::internal

#endif
