// What of a session was used in another one.
#include "sev/session_parts.h"

namespace sevproof::internal {
namespace {

using enum CheckOutcome;

// Both are sessions. Random numbers are never the same by chance.
std::string common_part(const SessionBlob& one, const SessionBlob& other) {
  if (session_bytes(one) == session_bytes(other)) return "are the same session";
  if (one.nonce == other.nonce) return "have the same nonce";
  if (one.iv == other.iv) return "have the same IV";
  if (one.wrapped_keys == other.wrapped_keys) return "have the same wrapped keys";
  if (one.policy_mac == other.policy_mac) return "have the same TIK";
  return {};
}

std::string both(const SessionInput& one, const SessionInput& other, const std::string& what) {
  return one.name + " and " + other.name + " " + what;
}

struct Read {
  const SessionInput* input;
  SessionBlob blob;
  bool fits;  // under the TIK
};

// Those that are sessions.
std::vector<Read> read_sessions(const SessionReport& report, const std::vector<bool>& fits) {
  std::vector<Read> read;
  for (std::size_t i = 0; i < report.sessions.size(); ++i) {
    const auto session = as_session(report.sessions[i]);
    if (session) read.push_back({&report.sessions[i], *session, fits[i]});
  }
  return read;
}

struct OwnersKey {
  const SessionInput* input;
  Bytes bytes;
};

// Of those that are certificates.
std::vector<OwnersKey> read_keys(const SessionReport& report) {
  std::vector<OwnersKey> read;
  for (const SessionInput& input : report.certificates) {
    const auto certificate = parse_sev_certificate(input.bytes);
    if (!certificate) continue;
    const ByteView key = certificate->public_key();
    read.push_back({&input, Bytes(key.begin(), key.end())});
  }
  return read;
}

std::vector<std::string> reused_in_sessions(const std::vector<Read>& sessions) {
  std::vector<std::string> found;
  for (auto one = sessions.begin(); one != sessions.end(); ++one) {
    for (auto other = one + 1; other != sessions.end(); ++other) {
      std::string what = common_part(one->blob, other->blob);
      if (what.empty() && one->fits && other->fits) what = "have the same TIK";
      if (!what.empty()) found.push_back(both(*one->input, *other->input, what));
    }
  }
  return found;
}

std::vector<std::string> reused_in_certificates(const std::vector<OwnersKey>& keys) {
  std::vector<std::string> found;
  for (auto one = keys.begin(); one != keys.end(); ++one) {
    for (auto other = one + 1; other != keys.end(); ++other) {
      if (one->bytes != other->bytes) continue;
      found.push_back(both(*one->input, *other->input, "have the same key of the owner"));
    }
  }
  return found;
}

}  // namespace

Check check_fresh(const SessionReport& report, const std::vector<bool>& fits,
                  std::vector<Finding>& findings) {
  constexpr auto kCode = CheckCode::kSessionFresh;
  if (report.sessions.size() < 2 && report.certificates.size() < 2) {
    return not_checked(kCode, "There was no other session to compare it with.");
  }
  auto found = reused_in_sessions(read_sessions(report, fits));
  for (auto& more : reused_in_certificates(read_keys(report))) found.push_back(std::move(more));
  for (const std::string& what : found) findings.push_back({FindingCode::kSessionReused, what});
  if (found.empty()) return {kCode, kPass};
  return {kCode, kFail, {}, found.front()};
}

}  // namespace sevproof::internal
