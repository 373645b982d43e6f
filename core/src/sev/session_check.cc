// The judgement on a session.
#include "sevproof/sev/session_check.h"

#include <algorithm>
#include <utility>

#include "sev/session_parts.h"

namespace sevproof {
namespace {

using enum CheckOutcome;
using enum FindingCode;

class Judge {
 public:
  explicit Judge(const SessionCheckRequest& request) : request_(request) {
    report_.sessions = request.sessions;
    report_.certificates = request.certificates;
    report_.policy = request.policy;
    report_.platform = request.platform;
  }

  SessionReport judge() &&;

 private:
  void find_exchanged_files();
  Check check_shape() const;
  // After it, made_for and fits_ are known.
  Check check_policy();
  // No policy fits the first session under the TIK.
  Check judge_other_key(const SessionBlob& session);
  // Under the TIK, the first session was made for that policy.
  Check judge_policy(const internal::FoundPolicy& found);
  std::string session_of_tik() const;
  std::optional<ApiVersion> api_of_platform() const;
  void add(FindingCode code, std::string detail = {}) {
    report_.findings.push_back({code, std::move(detail)});
  }

  const SessionCheckRequest& request_;
  SessionReport report_;
  bool exchanged_ = false;
  std::vector<bool> fits_;  // of each session, whether it was made with the TIK
};

// Each is where the other one belongs. What else there is to say, is said of them in their places.
void Judge::find_exchanged_files() {
  SessionInput& session = report_.sessions.front();
  if (session.bytes.size() != kSevCertificateSize) return;
  exchanged_ = true;
  add(kSessionFilesExchanged, session.name + ": 2084 bytes, as long as a certificate");
  const auto other =
      std::find_if(report_.certificates.begin(), report_.certificates.end(),
                   [](const SessionInput& one) { return one.bytes.size() == kSessionSize; });
  if (other != report_.certificates.end()) std::swap(*other, session);
}

Check Judge::check_shape() const {
  constexpr auto kCode = CheckCode::kSessionShape;
  if (exchanged_) return {kCode, kFail, "128 bytes", "an owner's certificate in its place"};
  for (const SessionInput& input : report_.sessions) {
    const auto session = parse_session(input.bytes, input.name);
    if (!session) return {kCode, kFail, {}, session.error().message};
  }
  return {kCode, kPass};
}

Check Judge::judge_policy(const internal::FoundPolicy& found) {
  constexpr auto kCode = CheckCode::kSessionPolicy;
  const std::string value = to_hex_number(found.written.value);
  if (found.is_misordered()) {
    const std::string meant = to_hex_number(found.meant.value);
    // Whoever gave such a policy exchanged the bytes, and whoever made the session did not.
    if (request_.policy && found.meant.min_api_major() > 1) {
      add(kSessionOtherPolicy, "made for " + value + ", given " + meant +
                                   ": the bytes of the minimum API version are exchanged");
      return {kCode, kFail, meant, value};
    }
    add(kSessionPolicyBytes, "made for " + value + " instead of " + meant);
    return {kCode, kFail, meant, value};
  }
  if (found.written.reserved_bits() != 0) {
    return {kCode, kFail, "bits 6 to 15 to be zero, which firmware demands", value};
  }
  const bool is_given = request_.policy.has_value();
  const std::string given = is_given ? to_hex_number(request_.policy->policy.value) : "";
  if (!is_given || given == value) return {kCode, kPass, given, value};
  add(kSessionOtherPolicy, "made for " + value + ", given " + given);
  return {kCode, kFail, given, value};
}

std::string Judge::session_of_tik() const {
  const auto found = std::find(fits_.begin(), fits_.end(), true);
  if (found == fits_.end()) return {};
  return report_.sessions[static_cast<std::size_t>(found - fits_.begin())].name;
}

// The firmware that made the PDH.
std::optional<ApiVersion> Judge::api_of_platform() const {
  if (!request_.platform || !request_.platform->pdh) return std::nullopt;
  return internal::api_of(*request_.platform->pdh);
}

Check Judge::judge_other_key(const SessionBlob& session) {
  constexpr auto kCode = CheckCode::kSessionPolicy;
  if (request_.tek) {
    const auto found = internal::find_policy(session, request_.tek->bytes(), request_.policy);
    if (found) report_.made_for = found->written;
  }
  if (report_.made_for) {
    add(request_.keys_in_one_file ? kSessionHalvesExchanged : kSessionKeysExchanged,
        "the session was made with the TEK as its TIK, for policy " +
            to_hex_number(report_.made_for->value));
    return {kCode, kFail, {}, "it fits under the TEK"};
  }
  const std::string other = session_of_tik();
  add(kSessionOtherKey, report_.sessions.front().name +
                            (other.empty() ? ": no policy that was searched fits under the TIK"
                                           : ": the TIK is that of " + other));
  return {kCode,
          kFail,
          {},
          other.empty() ? "no policy that was searched fits under the TIK" : "another session"};
}

Check Judge::check_policy() {
  std::optional<internal::FoundPolicy> first;
  for (const SessionInput& input : report_.sessions) {
    const auto session = internal::as_session(input);
    const auto found = session
                           ? internal::find_policy(*session, request_.tik.bytes(), request_.policy)
                           : std::nullopt;
    if (fits_.empty()) first = found;
    fits_.push_back(found.has_value());
  }
  const auto session = internal::as_session(report_.sessions.front());
  if (!session) {
    return not_checked(CheckCode::kSessionPolicy, "There is no session to check.");
  }
  if (!first) return judge_other_key(*session);
  report_.made_for = first->written;
  return judge_policy(*first);
}

Check unknowable_tek(bool is_given) {
  return not_checked(
      CheckCode::kSessionTek,
      is_given
          ? "The session has it only encrypted, under a key that nobody kept: its file must be "
            "the one that was written together with the TIK."
          : "No TEK was given.");
}

Check unknowable_agreement() {
  return not_checked(CheckCode::kSessionAgreement,
                     "Whether session, certificate and platform belong together shows only with "
                     "the owner's private key of this session, which no tool keeps, or the "
                     "platform's.");
}

bool holds(const Check& check) {
  return check.outcome == kPass ||
         (check.outcome == kNotChecked && !check_info(check.code).required);
}

SessionReport Judge::judge() && {
  find_exchanged_files();
  std::vector<Check>& checks = report_.checks;
  checks.push_back(check_shape());
  checks.push_back(check_policy());
  checks.push_back(internal::check_certificates(report_, report_.findings));
  checks.push_back(internal::check_fresh(report_, fits_, report_.findings));
  checks.push_back(unknowable_tek(request_.tek.has_value()));
  checks.push_back(unknowable_agreement());
  if (std::all_of(checks.begin(), checks.end(), holds)) report_.verdict = Verdict::kMatch;
  if (request_.policy) {
    if (auto finding = notation_finding(*request_.policy)) report_.findings.push_back(*finding);
  }
  if (report_.made_for) {
    for (Finding& finding : policy_findings(*report_.made_for, api_of_platform())) {
      report_.findings.push_back(std::move(finding));
    }
  }
  return std::move(report_);
}

}  // namespace

Result<SessionReport> check_session(const SessionCheckRequest& request) {
  if (request.sessions.empty()) {
    return tl::unexpected(
        about(Subject::kSession, Error(ErrorCode::kMissingInput, "a session is needed to check")));
  }
  if (request.tek && constant_time_equal(request.tik.bytes().view(), request.tek->bytes().view())) {
    return fail(ErrorCode::kContradictingInputs, "TIK and TEK are the same key",
                "They are two: give the file of each, such as vm_tik.bin and vm_tek.bin.");
  }
  const std::size_t count = std::max(request.sessions.size(), request.certificates.size());
  if (count > kMaxSessions) {
    return fail(ErrorCode::kInvalidInput, "expected at most " + std::to_string(kMaxSessions) +
                                              " sessions, got " + std::to_string(count));
  }
  return Judge(request).judge();
}

}  // namespace sevproof
