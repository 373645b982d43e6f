#include "fill_state.h"

#include <string>
#include <utility>

namespace sevproof::cli {
namespace {

class StateFiller {
 public:
  explicit StateFiller(PartialLaunch& launch) : launch_(launch) {}

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
    if (launch_.from_host.empty() || launch_.from_host.back() != kind) {
      launch_.from_host.push_back(kind);
    }
  }

  PartialLaunch& launch_;
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
  return {ErrorKind::kHost, "a value that the host reports is wrong: " + fault, ""};
}

Result<void> fill_state(const ReportedLaunch& reported, PartialLaunch& launch) {
  LaunchState& state = launch.state;
  StateFiller filler(launch);
  std::optional<std::uint32_t> policy;
  if (state.policy) policy = state.policy->value;
  const auto measurement = read_measurement(reported.measurement);
  using enum HostValue;
  for (const auto& filled :
       {filler.fill(state.reported, measurement, "measurement", kMeasurement),
        filler.fill(state.api_major, reported.api_major, "SEV API major version", kApi),
        filler.fill(state.api_minor, reported.api_minor, "SEV API minor version", kApi),
        filler.fill(state.build, reported.build, "SEV build ID", kApi),
        filler.fill(policy, reported.policy, "policy", kPolicy)}) {
    if (!filled) return filled;
  }
  if (policy) state.policy = Policy{*policy};
  filler.finish();
  return {};
}

}  // namespace sevproof::cli
