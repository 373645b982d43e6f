#include "sevproof/sev/session.h"

#include <utility>

#include "sev/session_making.h"
#include "sev/session_parts.h"
#include "sevproof/sev/validation.h"

namespace sevproof {
namespace {

void append_findings(std::vector<Finding>& findings, std::vector<Finding> more) {
  findings.insert(findings.end(), std::make_move_iterator(more.begin()),
                  std::make_move_iterator(more.end()));
}

}  // namespace

Result<LaunchSession> create_session(const VerifiedPlatform& platform, Policy policy) {
  return create_unverified_session(platform.pdh(), policy);
}

Result<LaunchSession> create_unverified_session(const SevCertificate& pdh, Policy policy) {
  auto seed = internal::draw_session_seed();
  if (!seed) return fail(seed.error());
  return internal::build_session(pdh, policy, std::move(*seed));
}

Result<SessionCreation> make_session(const SessionRequest& request) {
  if (!request.platform.pdh) {
    return tl::unexpected(
        about(Subject::kPdh, Error(ErrorCode::kMissingInput, "the platform's PDH is needed",
                                   "Session keys are agreed on with it: `sevctl export` on the "
                                   "host writes it, and `virsh nodesevinfo` prints it.")));
  }
  const SevCertificate& pdh = *request.platform.pdh;
  const Policy policy = request.policy.policy;
  PlatformVerification verification = verify_platform(request.platform, request.root);
  SessionCreation creation{std::move(verification.report), policy, {}, std::nullopt};
  append_findings(creation.findings, creation.platform.findings);
  if (auto finding = notation_finding(request.policy)) creation.findings.push_back(*finding);
  append_findings(creation.findings, policy_findings(policy, internal::api_of(pdh)));
  if (policy.es() && creation.platform.generation == AmdGeneration::kNaples) {
    creation.findings.push_back(
        {FindingCode::kPolicyEsOnNaples, "policy " + to_hex_number(policy.value)});
  }
  if (!verification.platform && !request.insecure) return creation;
  auto session = verification.platform ? create_session(*verification.platform, policy)
                                       : create_unverified_session(pdh, policy);
  if (!session) return fail(session.error());
  if (!verification.platform) {
    creation.findings.push_back(
        {FindingCode::kSessionUnverified, describe(pdh) + " " + fingerprint(pdh)});
  }
  creation.session = std::move(*session);
  return creation;
}

}  // namespace sevproof
