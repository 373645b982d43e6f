#include <array>
#include <string>

#include "command.h"
#include "debug_output.h"
#include "load_config.h"
#include "load_domain.h"
#include "load_keys.h"
#include "load_secrets.h"
#include "load_state.h"
#include "output_files.h"
#include "sevproof/quote.h"
#include "sevproof/report.h"
#include "sevproof/secret_packing.h"
#include "sevproof/validation.h"

namespace sevproof::cli {
namespace {

constexpr int kMismatchStatus = 1;

// Everything the command reads; complete before there is any verdict.
struct Inputs {
  LaunchRequest request;
  std::optional<Tek> tek;
  std::vector<LaunchSecret> secrets;
  std::vector<Finding> domain_findings;  // about --domain-xml
};

Result<void> check_libvirt_usage(const Arguments& arguments) {
  const bool has_xml = arguments.has(Option::kDomainXml);
  const bool asks_host = arguments.has(Option::kDomain) || arguments.has(Option::kConnect);
  if (has_xml && asks_host) {
    return fail(ErrorKind::kInvalid, "--domain-xml excludes --domain and --connect",
                "The file stands for the domain, and no host is asked.");
  }
  // These two say how the domain is checked, wherever it comes from.
  if (has_xml) return {};
  for (const Option option :
       {Option::kDomain, Option::kConnect, Option::kInsecure, Option::kIgnoreConfig}) {
    if (!arguments.has(option)) continue;
    return fail(ErrorKind::kInvalid,
                "--connect and --domain, and without --domain-xml also --insecure and "
                "--ignore-config, are not supported: this version of sevproof works offline and "
                "does not talk to libvirt",
                "Run `virsh domlaunchsecinfo DOMAIN` on the host and give its output with "
                "--launch-info, that of `virsh dumpxml DOMAIN` with --domain-xml.");
  }
  return {};
}

Result<void> check_secret_usage(const Arguments& arguments) {
  const bool header = arguments.has(Option::kSecretHeader);
  const bool payload = arguments.has(Option::kSecretPayload);
  if (header != payload) {
    return fail(ErrorKind::kInvalid, "--secret-header and --secret-payload are needed together",
                "A packet is both: the host injects them at once.");
  }
  if (!arguments.has(Option::kInjectSecret)) return {};
  if (!header) {
    return fail(ErrorKind::kIncomplete,
                "--inject-secret needs --secret-header and --secret-payload",
                "They name the two files into which the packet is written.");
  }
  if (!arguments.has(Option::kTk) && !arguments.has(Option::kTek)) {
    return fail(ErrorKind::kIncomplete, "--inject-secret needs a TEK: give --tk or --tek",
                "Secrets are encrypted under the TEK of the launch session.");
  }
  return {};
}

Result<void> check_usage(const Arguments& arguments) {
  if (auto checked = check_libvirt_usage(arguments); !checked) return checked;
  if (!arguments.has(Option::kFirmware)) {
    return fail(ErrorKind::kIncomplete, "--firmware is needed",
                "It is the image that the guest was started with; `sevproof --help` lists all.");
  }
  if (auto checked = check_config_usage(arguments); !checked) return checked;
  return check_secret_usage(arguments);
}

std::vector<OutputPath> packet_outputs(const Arguments& arguments) {
  if (!arguments.has(Option::kInjectSecret)) return {};
  return {{"secret header", *arguments.value(Option::kSecretHeader)},
          {"secret payload", *arguments.value(Option::kSecretPayload)}};
}

Result<void> check_packet_outputs(const Arguments& arguments) {
  std::vector<std::string> inputs = secret_paths(arguments);
  for (const Option option :
       {Option::kFirmware, Option::kKernel, Option::kInitrd, Option::kVmsaCpu0, Option::kVmsaCpu1,
        Option::kTik, Option::kTek, Option::kTk, Option::kLaunchInfo, Option::kDomainXml}) {
    if (const auto path = arguments.value(option)) inputs.push_back(*path);
  }
  const auto outputs = packet_outputs(arguments);
  const bool prints = arguments.has(Option::kJson) || !arguments.has(Option::kQuiet);
  if (auto checked = check_beside_text(outputs, prints); !checked) return checked;
  return check_outputs(outputs, inputs);
}

Result<MeasurementBlob> require_measurement(const Arguments& arguments, const LaunchState& state) {
  if (state.reported) return *state.reported;
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

// Everything else is read before kernel and initrd, which take time.
Result<void> load_launch(const Arguments& arguments, Inputs& inputs, Console& console) {
  const auto domain = load_domain(arguments);
  if (!domain) return fail(domain.error());
  const auto state = load_state(arguments);
  if (!state) return fail(state.error());
  const auto reported = require_measurement(arguments, *state);
  if (!reported) return fail(reported.error());
  const auto api = require_api(*state);
  if (!api) return fail(api.error());
  auto policy = state->policy;
  const bool domain_gives_it = *domain && (*domain)->policy && arguments.has(Option::kInsecure);
  if (!policy && !domain_gives_it) return policy_needed();
  auto config = load_config(arguments, console);
  if (!config) return fail(config.error());
  if (*domain) {
    auto findings = apply_domain(arguments, **domain, *config, policy);
    if (!findings) return fail(findings.error());
    inputs.domain_findings = std::move(*findings);
  }
  if (!policy) return policy_needed();
  inputs.request.config = std::move(*config);
  inputs.request.api = *api;
  inputs.request.policy = *policy;
  inputs.request.reported = *reported;
  return {};
}

Result<Inputs> load_inputs(const Arguments& arguments, Console& console) {
  if (auto checked = check_usage(arguments); !checked) return fail(checked.error());
  if (auto checked = check_packet_outputs(arguments); !checked) return fail(checked.error());
  auto keys = load_keys(arguments, console);
  if (!keys) return fail(keys.error());
  auto secrets = load_secrets(arguments);
  if (!secrets) return fail(secrets.error());
  Inputs inputs;
  inputs.request.tik = std::move(keys->tik);
  inputs.tek = std::move(keys->tek);
  inputs.secrets = std::move(*secrets);
  if (auto loaded = load_launch(arguments, inputs, console); !loaded) return fail(loaded.error());
  return inputs;
}

Result<void> write_packet(const Arguments& arguments, const SecretPacket& packet) {
  const std::string header = to_base64(packet.header);
  const std::string payload = to_base64(packet.payload);
  const auto outputs = packet_outputs(arguments);
  const std::array<OutputFile, 2> files = {
      {{outputs[0], as_bytes(header)}, {outputs[1], as_bytes(payload)}}};
  return write_outputs(files);
}

Result<void> pack_and_write(const Arguments& arguments, const Inputs& inputs,
                            const ValidatedLaunch& launch, Console& console) {
  const auto packet = pack_secret(launch, *inputs.tek, inputs.secrets);
  if (!packet) return fail(packet.error());
  console.debug("secret header", to_hex(packet->header));
  console.debug("secret payload sha256 (encrypted)", to_hex(sha256(packet->payload)));
  auto written = write_packet(arguments, *packet);
  if (!written) {
    return fail(written.error().kind,
                "the measurement matches, but no secret was written: " + written.error().message,
                written.error().hint);
  }
  return {};
}

void say_mismatch(const Report& report, Console& console) {
  console.error({ErrorKind::kInvalid, "Measurement does not match, VM is not trustworthy", ""});
  console.detail("expected " + to_hex(report.expected));
  console.detail("reported " + to_hex(report.reported.measurement));
  console.hint(
      "Often an input differs from what the host was given: firmware, kernel, initrd, command "
      "line, CPUs, API version, policy, or the keys of another session; for SEV-ES also "
      "--vmsa-layout and --sev-features. --debug shows all values.");
}

// What the owner may not have given themselves, so that they see what they accept.
std::string accepted_text(const Report& report) {
  std::string text = "policy " + to_hex_number(report.policy.value);
  for (const PolicyFlag& flag : policy_flags()) {
    if (report.policy.has(flag.mask)) text += " " + std::string(flag.name);
  }
  text += ", SEV API " + std::to_string(report.api.major) + "." + std::to_string(report.api.minor) +
          " build " + std::to_string(report.api.build);
  if (report.launch.cpus) {
    const std::uint32_t vcpus = report.launch.cpus->vcpus;
    text += ", " + std::to_string(vcpus) + (vcpus == 1 ? " CPU" : " CPUs");
  }
  return text;
}

void say_packed(const Arguments& arguments, const Inputs& inputs, Console& console) {
  if (inputs.secrets.empty()) return;
  const std::string header = *arguments.value(Option::kSecretHeader);
  const std::string payload = *arguments.value(Option::kSecretPayload);
  console.ok("Packed " + std::to_string(inputs.secrets.size()) +
             (inputs.secrets.size() == 1 ? " secret" : " secrets") + " into " + quote(header) +
             " and " + quote(payload));
}

}  // namespace

int run_validate(const Arguments& arguments, Console& console) {
  const auto inputs = load_inputs(arguments, console);
  if (!inputs) return console.error(inputs.error());
  auto validation = validate(inputs->request);
  if (!validation) return console.error(validation.error());
  Report& report = validation->report;
  report.findings.insert(report.findings.end(), inputs->domain_findings.begin(),
                         inputs->domain_findings.end());
  if (!inputs->secrets.empty()) {
    const auto findings = check_secrets(inputs->secrets, report.launch.firmware);
    if (!findings) return console.error(findings.error());
    report.findings.insert(report.findings.end(), findings->begin(), findings->end());
  }
  debug_report(report, console);

  if (validation->launch && !inputs->secrets.empty()) {
    auto packed = pack_and_write(arguments, *inputs, *validation->launch, console);
    if (!packed) return console.error(packed.error());
  }
  const int status = validation->launch ? 0 : kMismatchStatus;
  if (arguments.has(Option::kJson)) {
    console.document(to_json(report));
    return status;
  }
  if (validation->launch) {
    console.ok("The launch measurement matches (" + accepted_text(report) + ")");
    console.findings(report.findings);
    say_packed(arguments, *inputs, console);
  } else {
    say_mismatch(report, console);
    console.findings(report.findings);
  }
  return status;
}

}  // namespace sevproof::cli
