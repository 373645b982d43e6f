// The verdict: is the measurement that a host reports the one that this launch must have?
//
//   #include "sevproof/report.h"
//   #include "sevproof/sev/draft.h"
//   #include "sevproof/sev/validation.h"
//
//   // The report of a SEV-ES guest with 4 CPUs, as JSON; an error where there is no verdict.
//   sevproof::Result<std::string> judge(sevproof::Bytes firmware, sevproof::ByteView tk,
//                                       std::string_view measurement) {
//     using namespace std::string_view_literals;
//     using sevproof::Field;
//     sevproof::LaunchDraft draft;
//     for (const auto& [field, text] :
//          {std::pair(Field::kMeasurement, measurement), std::pair(Field::kPolicy, "0x7"sv),
//           std::pair(Field::kApiMajor, "1"sv), std::pair(Field::kApiMinor, "55"sv),
//           std::pair(Field::kBuildId, "21"sv), std::pair(Field::kNumCpus, "4"sv),
//           std::pair(Field::kCpu, "EPYC-Milan"sv)}) {
//       if (auto read = sevproof::read_text(draft, field, text); !read) return fail(read.error());
//     }
//     draft.firmware = std::move(firmware);
//     auto keys = sevproof::parse_tk(tk);
//     if (!keys) return fail(keys.error());
//     draft.tik = std::move(keys->tik);
//     auto whole = complete(std::move(draft));
//     if (!whole) return fail(joined(whole.error()));      // something is missing
//     auto validation = validate(whole->request);
//     if (!validation) return fail(validation.error());    // could not be decided
//     return to_json(validation->report);                  // match and mismatch alike
//   }
//
// With validation->launch, which only a match has, pack_secret packs secrets for the guest.
#ifndef SEVPROOF_SEV_VALIDATION_H
#define SEVPROOF_SEV_VALIDATION_H

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "sevproof/check.h"
#include "sevproof/diagnosis.h"
#include "sevproof/finding.h"
#include "sevproof/formats/transport_keys.h"
#include "sevproof/host_values.h"
#include "sevproof/result.h"
#include "sevproof/sev/launch.h"
#include "sevproof/sev/measurement.h"

namespace sevproof {

struct LaunchRequest {
  LaunchConfig config;
  ApiVersion api;
  Policy policy;
  MeasurementBlob reported;
  Tik tik;
  // What the owner did not give.
  std::vector<HostValue> from_host = {};
};

enum class Verdict { kMatch, kMismatch };

std::string_view verdict_name(Verdict verdict);  // "match" or "mismatch"

// What became of secrets that a face sent to the guest's host.
enum class Done { kNo, kYes, kUnknown };

struct SecretDelivery {
  std::size_t secrets = 0;
  Done injected = Done::kNo;
  Done resumed = Done::kNo;  // whether the guest was let run
};

// The libvirt domain that a face held beside the launch.
struct ReviewedDomain {
  HostSource source = HostSource::kDomainXml;
  bool configuration_checked = true;
};

// Everything that a face shows. Holds no key and no secret.
struct Report {
  explicit Report(const MeasurementBlob& its_reported) : reported(its_reported) {}

  Verdict verdict = Verdict::kMismatch;
  ApiVersion api;
  Policy policy;
  MeasuredLaunch launch;
  MeasuredMessage message{};  // what the expected measurement is the HMAC of
  Sha256Digest expected{};
  MeasurementBlob reported;
  // The request's; a face adds what host_value_findings says of it.
  std::vector<HostValue> from_host;
  // Set by a face where there is one.
  std::optional<ReviewedDomain> domain;
  // Of a mismatch, where a face looked for its reason.
  std::optional<Diagnosis> diagnosis;
  // Set by a face that sends secrets itself; `error` is why that was not done to its end.
  std::optional<SecretDelivery> delivery;
  std::optional<Error> error;
  // About the policy, then those of `launch`; a face adds those of check_secrets.
  std::vector<Finding> findings;
};

// What the verdict rests on and what it does not, in the order of CheckCode. A report matches
// exactly if every required check passes.
std::vector<Check> report_checks(const Report& report);

struct Validation;

// A launch whose measurement matched. Only validate() makes one, and pack_secret takes nothing
// else.
class ValidatedLaunch {
 public:
  const Tik& tik() const { return tik_; }
  const Sha256Digest& measurement() const { return measurement_; }
  const std::vector<HostValue>& from_host() const { return from_host_; }

 private:
  friend Result<Validation> validate(const LaunchRequest& request);

  // The one place where the verdict is decided: a launch exactly if the measurements are equal.
  static std::optional<ValidatedLaunch> decide(const Sha256Digest& expected,
                                               const LaunchRequest& request);

  explicit ValidatedLaunch(const LaunchRequest& request)
      : tik_{request.tik.clone()},
        measurement_(request.reported.measurement),
        from_host_(request.from_host) {}

  Tik tik_;
  Sha256Digest measurement_;
  std::vector<HostValue> from_host_;
};

struct Validation {
  Report report;
  std::optional<ValidatedLaunch> launch;  // there exactly when the verdict is kMatch
};

// What is to be said about a policy; `api` is the host's version, where it is known.
std::vector<Finding> policy_findings(Policy policy, const std::optional<ApiVersion>& api);

// Fails as measure_launch does; a measurement that does not match is no failure but a verdict.
Result<Validation> validate(const LaunchRequest& request);

}  // namespace sevproof

#endif
