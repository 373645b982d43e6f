#include "load_host.h"

#include <utility>

#include "host_boot.h"
#include "load_domain.h"
#include "sevproof/quote.h"
#include "this_machine.h"

namespace sevproof::cli {
namespace {

constexpr const char* kDefaultUri = "qemu:///system";

Result<std::unique_ptr<LibvirtHost>> connect(const Arguments& arguments, Console& console) {
  const std::string uri = arguments.value(Option::kConnect).value_or(kDefaultUri);
  console.debug("connecting to", printable(uri));
  return connect_host(uri);
}

// Where a verdict would come from the machine that it is about.
Result<bool> check_place(const Arguments& arguments, const LibvirtHost& host, Console& console) {
  const auto hostname = host.hostname();
  if (!hostname) return fail(hostname.error());
  console.debug("libvirt runs on", printable(*hostname));
  const bool local = is_this_machine(*hostname);
  if (local && !arguments.has(Option::kInsecure)) {
    return fail(ErrorKind::kInsecure,
                "running on the host itself (" + quote(*hostname) + ") is not secure",
                "Whoever controls the host controls this verdict: run sevproof on a machine that "
                "you trust. --insecure accepts it, for tests.");
  }
  return local;
}

Result<void> check_state(const Arguments& arguments, const HostDomain& domain,
                         const DomainState& state) {
  const std::string whose = "the domain " + quote(domain.name()) + " is " + state.words;
  if (!state.active) {
    return fail(ErrorKind::kDomainState, whose + ", but must be running, paused at its start",
                "Start it with `virsh start --paused DOMAIN`.");
  }
  if (!state.paused && !arguments.has(Option::kInsecure)) {
    return fail(ErrorKind::kDomainState, whose + ", but must be paused at its start",
                "A guest that runs can no longer be given secrets: start it anew with `virsh start "
                "--paused DOMAIN`.");
  }
  return {};
}

// The core blames whoever gave the text; here that is the host.
Error blame_host(const Error& error) {
  return {ErrorKind::kHost, "what the host says is wrong: " + error.message, ""};
}

class StateFiller {
 public:
  explicit StateFiller(PartialLaunch& launch) : launch_(launch) {}

  // What the host reports for a value that may be given.
  template <typename T>
  bool fill(std::optional<T>& value, const std::optional<T>& reported, const char* name) {
    if (!value) {
      value = reported;
      return reported.has_value();
    }
    if (reported && *reported != *value) {
      add_difference(std::string(name) + ": host " + std::to_string(*reported) + ", given " +
                     std::to_string(*value));
    }
    return false;
  }

  void add_difference(std::string text) {
    differences_ += (differences_.empty() ? "" : "; ") + std::move(text);
  }

  void took(HostValue value) { launch_.from_host.push_back(value); }

  void finish() {
    if (differences_.empty()) return;
    launch_.findings.push_back({FindingCode::kHostDiffers, std::move(differences_)});
  }

 private:
  PartialLaunch& launch_;
  std::string differences_;
};

Result<void> fill_measurement(const LaunchInfo& info, LaunchState& state, StateFiller& filler) {
  if (!info.measurement) return {};
  const auto blob = MeasurementBlob::parse(*info.measurement);
  if (!blob) return fail(blame_host(blob.error()));
  if (!state.reported) {
    state.reported = *blob;
    filler.took(HostValue::kMeasurement);
  } else if (state.reported->to_base64() != blob->to_base64()) {
    filler.add_difference("measurement: host " + blob->to_base64());
  }
  return {};
}

Result<void> fill_state(const LaunchInfo& info, PartialLaunch& launch) {
  LaunchState& state = launch.state;
  StateFiller filler(launch);
  if (auto filled = fill_measurement(info, state, filler); !filled) return filled;
  const bool major = filler.fill(state.api_major, info.api_major, "SEV API major version");
  const bool minor = filler.fill(state.api_minor, info.api_minor, "SEV API minor version");
  const bool build = filler.fill(state.build, info.build, "SEV build ID");
  if (major || minor || build) filler.took(HostValue::kApi);
  std::optional<std::uint32_t> policy;
  if (state.policy) policy = state.policy->value;
  if (filler.fill(policy, info.policy, "policy")) {
    state.policy = Policy{*policy};
    filler.took(HostValue::kPolicy);
  }
  filler.finish();
  return {};
}

}  // namespace

Result<LiveDomain> load_host(const Arguments& arguments, PartialLaunch& launch, Console& console) {
  LiveDomain live;
  auto host = connect(arguments, console);
  if (!host) return fail(host.error());
  live.host = std::move(*host);
  const auto local = check_place(arguments, *live.host, console);
  if (!local) return fail(local.error());
  auto domain = live.host->find(*arguments.value(Option::kDomain));
  if (!domain) return fail(domain.error());
  live.domain = std::move(*domain);
  console.debug("domain", live.domain->name() + ", UUID " + live.domain->uuid());

  const auto state = live.domain->state();
  if (!state) return fail(state.error());
  if (auto checked = check_state(arguments, *live.domain, *state); !checked) {
    return fail(checked.error());
  }
  const auto xml = live.domain->xml();
  if (!xml) return fail(xml.error());
  const auto config = parse_domain(*xml);
  if (!config) return fail(blame_host(config.error()));
  const bool takes_more = *local && arguments.has(Option::kInsecure);
  if (auto checked = check_configuration(arguments, *config, takes_more, launch); !checked) {
    return fail(checked.error());
  }
  const auto info = live.domain->launch_info();
  if (!info) return fail(info.error());
  if (auto filled = fill_state(*info, launch); !filled) return fail(filled.error());
  const HostBoot boot{*config, state->vcpus, *live.host, *local};
  if (auto filled = fill_config(arguments, boot, launch, console); !filled) {
    return fail(filled.error());
  }
  launch.add(host_value_findings(HostSource::kLive, launch.from_host));
  return live;
}

}  // namespace sevproof::cli
