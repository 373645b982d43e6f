#include "sevproof/sev/validation.h"

#include <string>
#include <tuple>

namespace sevproof {

std::optional<ValidatedLaunch> ValidatedLaunch::decide(const Sha256Digest& expected,
                                                       const LaunchRequest& request) {
  if (!constant_time_equal(expected, request.reported.measurement)) return std::nullopt;
  return ValidatedLaunch(request);
}

std::string_view verdict_name(Verdict verdict) {
  return verdict == Verdict::kMatch ? "match" : "mismatch";
}

std::vector<Finding> policy_findings(Policy policy, const std::optional<ApiVersion>& api) {
  using enum FindingCode;
  std::vector<Finding> findings;
  const std::string value = "policy " + to_hex_number(policy.value);
  if (!policy.has(Policy::kNoDebug)) findings.push_back({kPolicyDebugAllowed, value});
  if (!policy.has(Policy::kNoKeySharing)) findings.push_back({kPolicyKeySharingAllowed, value});
  if (!policy.es()) findings.push_back({kPolicyNoEs, value});
  // SEND_START: with SEV the receiver must prove that it is a SEV platform; without it, any key
  // will do.
  if (!policy.has(Policy::kNoSend)) {
    findings.push_back(
        {policy.has(Policy::kSev) ? kPolicyMigrationToSev : kPolicyMigrationAllowed, value});
  }
  if (policy.reserved_bits() != 0) {
    findings.push_back(
        {kPolicyReservedBits, value + ", reserved bits " + to_hex_number(policy.reserved_bits())});
  }
  const std::string asked =
      std::to_string(policy.min_api_major()) + "." + std::to_string(policy.min_api_minor());
  if (policy.min_api_major() > 1) {
    findings.push_back({kPolicyApiUnlikely, value + " asks for " + asked});
  }
  const auto minimum = std::tuple(policy.min_api_major(), policy.min_api_minor());
  if (api && minimum > std::tuple(api->major, api->minor)) {
    findings.push_back({kPolicyApiTooOld, "needs " + asked + ", host has " +
                                              std::to_string(api->major) + "." +
                                              std::to_string(api->minor)});
  }
  return findings;
}

Result<Validation> validate(const LaunchRequest& request) {
  // A zero key is what a launch without session data has, however it came here.
  if (const auto tik = parse_tik(request.tik.bytes().view()); !tik) return fail(tik.error());
  auto launch = measure_launch(request.config, request.policy.es());
  if (!launch) return fail(launch.error());

  Report report(request.reported);
  report.api = request.api;
  report.policy = request.policy;
  report.launch = std::move(*launch);
  report.message = build_measured_message(request.api, request.policy, report.launch.launch_digest,
                                          request.reported.nonce);
  report.expected = compute_measurement(request.tik, report.message);
  report.findings = policy_findings(request.policy, request.api);
  report.findings.insert(report.findings.end(), report.launch.findings.begin(),
                         report.launch.findings.end());

  report.from_host = request.from_host;

  auto validated = ValidatedLaunch::decide(report.expected, request);
  report.verdict = validated ? Verdict::kMatch : Verdict::kMismatch;
  return Validation{std::move(report), std::move(validated)};
}

}  // namespace sevproof
