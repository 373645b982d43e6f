// Do a launch session, its keys and its policy belong together? What an owner asks when a guest
// does not start, or before it does; a session cannot be looked into without a private key that
// nobody keeps, so that much cannot be checked, and the report says what.
//
//   SessionCheckRequest request{.sessions = {*read_session_file(content, "session")}, ...};
//   auto report = check_session(request);
//   if (!report) return fail(report.error());
//   show(*report);
#ifndef SEVPROOF_SEV_SESSION_CHECK_H
#define SEVPROOF_SEV_SESSION_CHECK_H

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/bytes.h"
#include "sevproof/check.h"
#include "sevproof/finding.h"
#include "sevproof/formats/sev_certificate.h"
#include "sevproof/formats/transport_keys.h"
#include "sevproof/result.h"
#include "sevproof/sev/measurement.h"
#include "sevproof/sev/platform.h"
#include "sevproof/sev/policy_text.h"
#include "sevproof/sev/validation.h"

namespace sevproof {

// A file of a session or of an owner's certificate is base64 text of 2780 characters at most.
inline constexpr std::size_t kMaxSessionFileSize = 16UL * 1024;
inline constexpr std::size_t kMaxSessions = 64;

// A session or an owner's certificate, whichever it turns out to be.
struct SessionInput {
  std::string name;  // for messages
  Bytes bytes;       // 128 or 2084
};

// What a file holds: raw bytes, base64 or hex. Fails with kMalformedSession where that is neither
// of the size of a session nor of that of a certificate; the hint says what it is instead.
Result<SessionInput> read_session_file(ByteView content, std::string_view name);

struct SessionCheckRequest {
  // The first is the one that is judged; the others are compared with it. At most kMaxSessions.
  std::vector<SessionInput> sessions;
  std::vector<SessionInput> certificates;  // of owners (godh)
  Tik tik;
  std::optional<Tek> tek = std::nullopt;
  bool keys_in_one_file = false;  // a TK file
  // Without it, it is searched for: all flags, firmware API up to 1.255 as the oldest, and the same
  // with the bytes in the wrong order.
  std::optional<GivenPolicy> policy = std::nullopt;
  std::optional<PlatformChain> platform = std::nullopt;
};

struct SessionReport {
  Verdict verdict = Verdict::kMismatch;
  std::vector<SessionInput> sessions;
  std::vector<SessionInput> certificates;
  std::optional<GivenPolicy> policy;
  std::optional<PlatformChain> platform;
  // The one that the first session was made for, as far as a key fits.
  std::optional<Policy> made_for;
  // session-shape, session-policy, session-godh, session-fresh, session-tek, session-agreement.
  std::vector<Check> checks;
  std::vector<Finding> findings;
};

// Fails with kMissingInput where there is no session, with kInvalidInput for too many, with
// kContradictingInputs where TIK and TEK are one key.
Result<SessionReport> check_session(const SessionCheckRequest& request);

}  // namespace sevproof

#endif
