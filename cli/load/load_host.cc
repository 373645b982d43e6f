#include "load/load_host.h"

#include <chrono>
#include <cstdlib>
#include <utility>

#include "load/fill_state.h"
#include "load/host_boot.h"
#include "load/load_domain.h"
#include "sevproof/formats/platform_files.h"
#include "sevproof/sev/platform.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

// Nothing is written or sent before everything is asked.
std::unique_ptr<AnswerLimit> make_limit(std::chrono::seconds wait, Console& console) {
  return std::make_unique<AnswerLimit>(wait, [&console](const std::string& why) {
    std::_Exit(console.finish(
        console.error({ErrorCode::kHostSilent, why,
                       "--wait SECONDS sets how long sevproof waits for each reply."})));
  });
}

// A URI without a server means this machine, unless a socket is named, which may lead elsewhere.
bool names_this_machine(const std::string& uri) {
  const std::size_t authority = uri.find("://");
  if (authority == std::string::npos) return false;
  return uri.substr(authority + 3).starts_with('/') && uri.find("socket=") == std::string::npos;
}

// Where a verdict would come from the machine that it is about.
Result<bool> check_place(const DomainOptions& options, const LibvirtHost& host, Console& console) {
  const auto hostname = host.hostname();
  if (!hostname) return fail(hostname.error());
  console.debug("libvirt runs on", printable(*hostname));
  const bool local = names_this_machine(options.uri) || host.runs_here(*hostname);
  if (local && !options.insecure) {
    return fail(ErrorCode::kHostIsLocal,
                "running on the host itself (" + quote(*hostname) + ") is not secure",
                "Run sevproof on a machine that you trust: whoever controls the host controls this "
                "verdict. --insecure accepts the risk, for tests.");
  }
  return local;
}

Result<void> check_state(const DomainOptions& options, const HostDomain& domain,
                         const DomainState& state) {
  const std::string whose = "the domain " + quote(domain.name()) + " is " + state.words;
  if (!state.active) {
    return fail(ErrorCode::kDomainNotPaused, whose + ", but must be started and still paused",
                "Start it with `virsh start --paused DOMAIN`.");
  }
  if (!state.paused && !options.insecure) {
    return fail(ErrorCode::kDomainNotPaused, whose + ", but must be paused at its start",
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
void add_risks(bool local, const DomainState& state, Launch& launch) {
  if (local) launch.findings.push_back({FindingCode::kHostIsHere, {}});
  if (!state.paused) launch.findings.push_back({FindingCode::kDomainNotPaused, state.words});
}

// Beside what was given, which counts. Of an API version every part is to be there.
SaidLaunch said_by_host(const DomainConfig& config, const DomainState& state,
                        const ReportedLaunch& reported, const LaunchDraft& given) {
  SaidLaunch said = said_by_domain(config, HostSource::kLive);
  if (!said.vcpus) said.vcpus = state.vcpus;
  if (const auto policy = value_of(reported.policy)) said.reported_policy = Policy{*policy};
  const auto part = [](const Reported<std::uint8_t>& host, std::optional<std::uint8_t> own) {
    const auto value = value_of(host);
    return value ? value : own;
  };
  const auto major = part(reported.api_major, given.api_major);
  const auto minor = part(reported.api_minor, given.api_minor);
  const auto build = part(reported.build, given.build_id);
  if (major && minor && build) said.reported_api = ApiVersion{*major, *minor, *build};
  if (const auto text = value_of(reported.measurement)) {
    if (const auto blob = MeasurementBlob::parse(*text)) said.reported_measurement = *blob;
  }
  return said;
}

// Not the CEK, which is the chip's: the other three are what changes. Empty where there is none.
std::string names_of(const PlatformChain& chain) {
  std::string names;
  for (const auto* const one : {&chain.pdh, &chain.pek, &chain.oca}) {
    if (!*one) continue;
    names += (names.empty() ? "" : ", ") + describe(**one) + " " + fingerprint(**one);
  }
  return names;
}

Result<PlatformChain> platform_of(const LibvirtHost& host) {
  const auto text = host.platform();
  if (!text) return fail(text.error());
  const auto pieces = parse_platform_file(as_bytes(*text), "the host's platform");
  if (!pieces) return fail(pieces.error());
  return collect_platform({&*pieces, 1});
}

// The host's own words, and nothing that its verdict rests on: a host that does not say it, or says
// nonsense, is no worse.
void add_platform(const LibvirtHost& host, Launch& launch, Console& console) {
  const auto chain = platform_of(host);
  if (!chain) {
    console.debug("platform", printable(chain.error().message));
    return;
  }
  const std::string names = names_of(*chain);
  if (!names.empty()) launch.findings.push_back({FindingCode::kPlatformOfHost, names});
}

// QEMU has no answer for it.
Error about_snp(Error error) {
  error.hint =
      "The domain is one of SEV-SNP, which has no launch measurement: `sevproof snp measure "
      "--domain-xml FILE` computes the launch digest that its attestation report must have.";
  return error;
}

// The order is that of virt-qemu-sev-validate, and so is the status where several things are wrong.
Result<void> take_from(const Options& options, bool local, Launch& launch, Console& console) {
  const LiveDomain& live = launch.live;
  const auto state = live.domain->state();
  if (!state) return fail(state.error());
  if (auto checked = check_state(options.domain, *live.domain, *state); !checked) return checked;
  const auto xml = live.domain->xml();
  if (!xml) return fail(xml.error());
  const auto config = parse_domain(*xml);
  if (!config) return fail(blame_host(config.error().message));
  // Whether its files are missing is asked below, after the number of CPUs.
  constexpr bool kReadsHostFiles = true;
  if (auto checked = check_configuration(options.domain, *config, kReadsHostFiles, launch);
      !checked) {
    return checked;
  }
  const auto reported = live.domain->reported_launch();
  if (!reported) return fail(config->snp ? about_snp(reported.error()) : reported.error());
  if (auto filled = fill_state(*reported, launch); !filled) return filled;
  launch.said = said_by_host(*config, *state, *reported, launch.draft);
  const HostBoot boot{*config, state->vcpus, *live.host, local};
  if (auto filled = fill_config(options, boot, launch, console); !filled) return filled;
  add_risks(local, *state, launch);
  add_platform(*live.host, launch, console);
  launch.add(host_value_findings(HostSource::kLive, launch.draft.from_host));
  return {};
}

}  // namespace

Result<void> load_host(const Options& options, Launch& launch, Console& console) {
  const std::string& uri = options.domain.uri;
  LiveDomain& live = launch.live;
  live.limit = make_limit(options.domain.wait, console);
  console.debug("connecting to", printable(uri));
  auto host = connect_host(uri, *live.limit);
  if (!host) return fail(host.error());
  live.host = std::move(*host);
  const auto local = check_place(options.domain, *live.host, console);
  if (!local) return fail(local.error());
  auto domain = live.host->find(options.domain.name.value());
  if (!domain) return fail(domain.error());
  live.domain = std::move(*domain);
  console.debug("domain", live.domain->name() + ", UUID " + live.domain->uuid());
  return take_from(options, *local, launch, console);
}

}  // namespace sevproof::cli
