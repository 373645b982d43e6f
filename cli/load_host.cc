#include "load_host.h"

#include <chrono>
#include <cstdlib>
#include <utility>

#include "fill_state.h"
#include "host_boot.h"
#include "load_domain.h"
#include "sevproof/text.h"
#include "this_machine.h"

namespace sevproof::cli {
namespace {

constexpr const char* kDefaultUri = "qemu:///system";
constexpr std::uint32_t kDefaultWait = 60;
constexpr std::uint32_t kMaxWait = 24 * 60 * 60;

std::string uri_of(const Arguments& arguments) {
  return arguments.value(Option::kConnect).value_or(kDefaultUri);
}

Result<std::chrono::seconds> load_wait(const Arguments& arguments) {
  const auto text = arguments.value(Option::kWait);
  if (!text) return std::chrono::seconds(kDefaultWait);
  const auto number = parse_number("--wait", *text, 1, kMaxWait);
  if (!number) return fail(number.error());
  return std::chrono::seconds(*number);
}

// Nothing is written or sent before everything is asked.
std::unique_ptr<AnswerLimit> make_limit(std::chrono::seconds wait, Console& console) {
  return std::make_unique<AnswerLimit>(wait, [&console](const std::string& why) {
    std::_Exit(console.finish(console.error(
        {ErrorKind::kHost, why, "--wait SECONDS sets how long sevproof waits for each reply."})));
  });
}

// A URI without a server means this machine, unless a socket is named, which may lead elsewhere.
bool names_this_machine(const std::string& uri) {
  const std::size_t authority = uri.find("://");
  if (authority == std::string::npos) return false;
  return uri.substr(authority + 3).starts_with('/') && uri.find("socket=") == std::string::npos;
}

// Where a verdict would come from the machine that it is about.
Result<bool> check_place(const Arguments& arguments, const LibvirtHost& host, Console& console) {
  const auto hostname = host.hostname();
  if (!hostname) return fail(hostname.error());
  console.debug("libvirt runs on", printable(*hostname));
  const bool local = names_this_machine(uri_of(arguments)) || is_this_machine(*hostname);
  if (local && !arguments.has(Option::kInsecure)) {
    return fail(ErrorKind::kInsecure,
                "running on the host itself (" + quote(*hostname) + ") is not secure",
                "Run sevproof on a machine that you trust: whoever controls the host controls this "
                "verdict. --insecure accepts the risk, for tests.");
  }
  return local;
}

Result<void> check_state(const Arguments& arguments, const HostDomain& domain,
                         const DomainState& state) {
  const std::string whose = "the domain " + quote(domain.name()) + " is " + state.words;
  if (!state.active) {
    return fail(ErrorKind::kDomainState, whose + ", but must be started and still paused",
                "Start it with `virsh start --paused DOMAIN`.");
  }
  if (!state.paused && !arguments.has(Option::kInsecure)) {
    return fail(ErrorKind::kDomainState, whose + ", but must be paused at its start",
                "A running guest can no longer be given secrets: start it again with `virsh start "
                "--paused DOMAIN`.");
  }
  return {};
}

template <typename T>
std::optional<T> value_of(const Reported<T>& reported) {
  return reported ? *reported : std::nullopt;
}

// What --insecure lets pass.
void add_risks(bool local, const DomainState& state, PartialLaunch& launch) {
  if (local) launch.findings.push_back({FindingCode::kHostIsHere, {}});
  if (!state.paused) launch.findings.push_back({FindingCode::kDomainNotPaused, state.words});
}

// Beside what was given, which counts. Of an API version every part is to be there.
SaidLaunch said_by_host(const DomainConfig& config, const DomainState& state,
                        const ReportedLaunch& reported, const LaunchState& given) {
  SaidLaunch said = said_by_domain(config, HostSource::kLive);
  if (!said.vcpus) said.vcpus = state.vcpus;
  if (const auto policy = value_of(reported.policy)) said.reported_policy = Policy{*policy};
  const auto part = [](const Reported<std::uint8_t>& host, std::optional<std::uint8_t> own) {
    const auto value = value_of(host);
    return value ? value : own;
  };
  const auto major = part(reported.api_major, given.api_major);
  const auto minor = part(reported.api_minor, given.api_minor);
  const auto build = part(reported.build, given.build);
  if (major && minor && build) said.reported_api = ApiVersion{*major, *minor, *build};
  if (const auto text = value_of(reported.measurement)) {
    if (const auto blob = MeasurementBlob::parse(*text)) said.reported_measurement = *blob;
  }
  return said;
}

// The order is that of virt-qemu-sev-validate, and so is the status where several things are wrong.
Result<void> take_from(const Arguments& arguments, const LiveDomain& live, bool local,
                       PartialLaunch& launch, Console& console) {
  const auto state = live.domain->state();
  if (!state) return fail(state.error());
  if (auto checked = check_state(arguments, *live.domain, *state); !checked) return checked;
  const auto xml = live.domain->xml();
  if (!xml) return fail(xml.error());
  const auto config = parse_domain(*xml);
  if (!config) return fail(blame_host(config.error().message));
  // Whether its files are missing is asked below, after the number of CPUs.
  constexpr bool kReadsHostFiles = true;
  if (auto checked = check_configuration(arguments, *config, kReadsHostFiles, launch); !checked) {
    return checked;
  }
  const auto reported = live.domain->reported_launch();
  if (!reported) return fail(reported.error());
  if (auto filled = fill_state(*reported, launch); !filled) return filled;
  launch.said = said_by_host(*config, *state, *reported, launch.state);
  const HostBoot boot{*config, state->vcpus, *live.host, local};
  if (auto filled = fill_config(arguments, boot, launch, console); !filled) return filled;
  add_risks(local, *state, launch);
  launch.add(host_value_findings(HostSource::kLive, launch.from_host));
  return {};
}

}  // namespace

Result<LiveDomain> load_host(const Arguments& arguments, PartialLaunch& launch, Console& console) {
  const auto wait = load_wait(arguments);
  if (!wait) return fail(wait.error());
  LiveDomain live;
  live.limit = make_limit(*wait, console);
  console.debug("connecting to", printable(uri_of(arguments)));
  auto host = connect_host(uri_of(arguments), *live.limit);
  if (!host) return fail(host.error());
  live.host = std::move(*host);
  const auto local = check_place(arguments, *live.host, console);
  if (!local) return fail(local.error());
  auto domain = live.host->find(*arguments.value(Option::kDomain));
  if (!domain) return fail(domain.error());
  live.domain = std::move(*domain);
  console.debug("domain", live.domain->name() + ", UUID " + live.domain->uuid());
  if (auto taken = take_from(arguments, live, *local, launch, console); !taken) {
    return fail(taken.error());
  }
  return live;
}

}  // namespace sevproof::cli
