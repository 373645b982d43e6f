#include "load_launch.h"

#include <utility>

#include "load_config.h"
#include "load_domain.h"
#include "require_cpus.h"

namespace sevproof::cli {
namespace {

Result<void> check_domain_usage(const Arguments& arguments) {
  const bool has_xml = arguments.has(Option::kDomainXml);
  const bool has_domain = arguments.has(Option::kDomain);
  const bool is_for_host = arguments.has(Option::kConnect) || arguments.has(Option::kWait);
  if (has_xml && (has_domain || is_for_host)) {
    return fail(ErrorKind::kInvalid, "--domain-xml excludes --domain, --connect and --wait",
                "The file stands for the domain, and no host is asked.");
  }
  if (has_domain) return {};
  constexpr const char* kHint = "Without a domain it would have no effect.";
  for (const auto& [option, name] :
       {std::pair(Option::kConnect, "--connect"), std::pair(Option::kWait, "--wait")}) {
    if (!arguments.has(option)) continue;
    return fail(ErrorKind::kInvalid, std::string(name) + " needs --domain", kHint);
  }
  if (has_xml) return {};
  for (const auto& [option, name] : {std::pair(Option::kInsecure, "--insecure"),
                                     std::pair(Option::kIgnoreConfig, "--ignore-config")}) {
    if (!arguments.has(option)) continue;
    return fail(ErrorKind::kInvalid, std::string(name) + " needs --domain or --domain-xml", kHint);
  }
  return {};
}

Result<MeasurementBlob> require_measurement(const Arguments& arguments, const LaunchState& state) {
  if (state.reported) return *state.reported;
  if (arguments.has(Option::kDomain)) {
    return fail(ErrorKind::kIncomplete, "the host reports no measurement",
                "A domain without SEV has none; otherwise give --measurement.");
  }
  return fail(ErrorKind::kIncomplete,
              arguments.has(Option::kLaunchInfo)
                  ? "the launch info holds no measurement"
                  : "a measurement is needed: give --measurement or --launch-info",
              "`virsh domlaunchsecinfo DOMAIN` on the host shows it, or QMP's "
              "query-sev-launch-measure.");
}

tl::unexpected<Error> policy_needed() {
  return fail(ErrorKind::kIncomplete, "the guest policy is needed: give --policy",
              "It is the number in the guest's launchSecurity element and session.");
}

// Before kernel and initrd are read, which takes time.
Result<void> check_state(const Arguments& arguments, const LaunchState& state,
                         const std::optional<DomainConfig>& domain) {
  if (auto reported = require_measurement(arguments, state); !reported) {
    return fail(reported.error());
  }
  if (auto api = require_api(state, false); !api) return fail(api.error());
  const bool domain_gives_policy = domain && domain->policy && arguments.has(Option::kInsecure);
  if (!state.policy && !domain_gives_policy) return policy_needed();
  return {};
}

Result<LoadedLaunch> complete(const Arguments& arguments, const std::optional<DomainConfig>& domain,
                              PartialLaunch partial, LiveDomain live) {
  const auto reported = require_measurement(arguments, partial.state);
  if (!reported) return fail(reported.error());
  const auto api = require_api(partial.state, arguments.has(Option::kDomain));
  if (!api) return fail(api.error());
  if (!partial.state.policy) return policy_needed();
  if (auto known =
          require_cpus(partial.config, partial.state.policy->es(), domain ? &*domain : nullptr);
      !known) {
    return fail(known.error());
  }
  return LoadedLaunch{std::move(partial.config),
                      *api,
                      *partial.state.policy,
                      *reported,
                      std::move(partial.from_host),
                      std::move(partial.state.from_launch_info),
                      std::move(partial.said),
                      std::move(partial.findings),
                      std::move(live)};
}

}  // namespace

Result<void> check_launch_usage(const Arguments& arguments) {
  if (auto checked = check_domain_usage(arguments); !checked) return checked;
  if (!is_launch_given(arguments) && !arguments.has(Option::kDomain)) return firmware_needed();
  return check_config_usage(arguments);
}

Result<LoadedLaunch> load_launch(const Arguments& arguments, Console& console) {
  const auto domain = load_domain(arguments);
  if (!domain) return fail(domain.error());
  PartialLaunch partial;
  auto state = load_state(arguments);
  if (!state) return fail(state.error());
  partial.state = *state;
  const bool has_host = arguments.has(Option::kDomain);
  if (!has_host) {
    if (auto checked = check_state(arguments, *state, *domain); !checked) {
      return fail(checked.error());
    }
  }
  auto config = load_config(arguments, console);
  if (!config) return fail(config.error());
  partial.config = std::move(*config);
  if (*domain) {
    partial.said = said_by_domain(**domain, HostSource::kDomainXml);
    if (auto applied = apply_domain(arguments, **domain, partial); !applied) {
      return fail(applied.error());
    }
  }
  LiveDomain live;
  if (has_host) {
    auto loaded = load_host(arguments, partial, console);
    if (!loaded) return fail(loaded.error());
    live = std::move(*loaded);
  }
  return complete(arguments, *domain, std::move(partial), std::move(live));
}

}  // namespace sevproof::cli
