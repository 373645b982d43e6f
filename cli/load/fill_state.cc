#include "load/fill_state.h"

#include <string>
#include <utility>

namespace sevproof::cli {
namespace {

class StateFiller {
 public:
  explicit StateFiller(Launch& launch) : launch_(launch) {}

  // Puts what the host reports where nothing was given. What was given counts, whatever the host
  // says beside it.
  template <typename T>
  Result<void> fill(std::optional<T>& value, const Reported<T>& reported, const char* name,
                    HostValue kind) {
    if (!value) {
      if (!reported) return fail(reported.error());
      if (!*reported) return {};
      value = *reported;
      took(kind);
      return {};
    }
    if (!reported) {
      add_difference(std::string(name) + ": " + reported.error().message);
    } else if (*reported && **reported != *value) {
      add_difference(std::string(name) + ": host " + text(**reported) + ", given " + text(*value));
    }
    return {};
  }

  void add_difference(std::string text) {
    differences_ += (differences_.empty() ? "" : "; ") + std::move(text);
  }

  void finish() {
    if (differences_.empty()) return;
    launch_.findings.push_back({FindingCode::kHostDiffers, std::move(differences_)});
  }

 private:
  static std::string text(std::uint32_t number) { return std::to_string(number); }
  static std::string text(const MeasurementBlob& blob) { return blob.to_base64(); }

  // Several values may be of one kind.
  void took(HostValue kind) {
    std::vector<HostValue>& taken = launch_.draft.from_host;
    if (taken.empty() || taken.back() != kind) taken.push_back(kind);
  }

  Launch& launch_;
  std::string differences_;
};

Reported<MeasurementBlob> read_measurement(const Reported<std::string>& reported) {
  if (!reported) return fail(reported.error());
  if (!*reported) return std::nullopt;
  const auto blob = MeasurementBlob::parse(**reported);
  if (!blob) return fail(blame_host(blob.error().message));
  return std::optional<MeasurementBlob>(*blob);
}

}  // namespace

Error blame_host(const std::string& fault) {
  return {ErrorCode::kHostSaidNonsense, "a value that the host reports is wrong: " + fault, ""};
}

Result<void> fill_state(const ReportedLaunch& reported, Launch& launch) {
  LaunchDraft& draft = launch.draft;
  StateFiller filler(launch);
  std::optional<std::uint32_t> policy;
  if (draft.policy) policy = draft.policy->value;
  const auto measurement = read_measurement(reported.measurement);
  using enum HostValue;
  for (const auto& filled :
       {filler.fill(draft.measurement, measurement, "measurement", kMeasurement),
        filler.fill(draft.api_major, reported.api_major, "SEV API major version", kApi),
        filler.fill(draft.api_minor, reported.api_minor, "SEV API minor version", kApi),
        filler.fill(draft.build_id, reported.build, "SEV build ID", kApi),
        filler.fill(policy, reported.policy, "policy", kPolicy)}) {
    if (!filled) return filled;
  }
  if (policy) draft.policy = Policy{*policy};
  filler.finish();
  return {};
}

}  // namespace sevproof::cli
