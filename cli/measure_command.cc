#include <string>

#include "command.h"
#include "debug_output.h"
#include "load_config.h"
#include "load_keys.h"
#include "load_state.h"
#include "require_cpus.h"
#include "sevproof/report.h"

namespace sevproof::cli {
namespace {

bool wants_blob(const Arguments& arguments) {
  return arguments.has(Option::kTk) || arguments.has(Option::kTik) || arguments.has(Option::kNonce);
}

// What turns a launch digest into a measurement.
struct Signer {
  Tik tik;
  Nonce nonce{};
};

Result<Signer> load_signer(const Arguments& arguments, const MeasureReport& report,
                           Console& console) {
  const auto nonce_text = arguments.value(Option::kNonce);
  std::string missing;
  if (!nonce_text) missing += " --nonce";
  if (!report.policy) missing += " --policy";
  if (!report.api) missing += " --api-major --api-minor --build-id";
  if (!missing.empty()) {
    return fail(ErrorKind::kIncomplete, "a measurement also needs" + missing,
                "Leave out key and nonce to get only the launch digest.");
  }
  const auto nonce = parse_nonce(*nonce_text);
  if (!nonce) return fail(nonce.error());
  auto keys = load_keys(arguments, console);
  if (!keys) return fail(keys.error());
  return Signer{std::move(keys->tik), *nonce};
}

MeasurementBlob honest_blob(const Signer& signer, const MeasureReport& report, Console& console) {
  const MeasuredMessage message = build_measured_message(*report.api, *report.policy,
                                                         report.launch.launch_digest, signer.nonce);
  console.debug("measured message", to_hex(message));
  return {compute_measurement(signer.tik, message), signer.nonce};
}

Result<void> load_policy_and_api(const Arguments& arguments, MeasureReport& report) {
  const auto state = load_state(arguments);
  if (!state) return fail(state.error());
  report.policy = state->policy;
  if (!state->api_major && !state->api_minor && !state->build) return {};
  const auto api = require_api(*state, false);
  if (!api) return fail(api.error());
  report.api = *api;
  return {};
}

// Everything else is read before kernel and initrd, which take time.
Result<MeasureReport> measure(const Arguments& arguments, Console& console) {
  if (!is_launch_given(arguments)) return firmware_needed();
  if (auto checked = check_config_usage(arguments); !checked) return fail(checked.error());
  MeasureReport report;
  if (auto loaded = load_policy_and_api(arguments, report); !loaded) return fail(loaded.error());
  std::optional<Signer> signer;
  if (wants_blob(arguments)) {
    auto loaded = load_signer(arguments, report, console);
    if (!loaded) return fail(loaded.error());
    signer = std::move(*loaded);
  }
  const auto config = load_config(arguments, console);
  if (!config) return fail(config.error());
  const bool looks_like_es =
      config->vcpus.has_value() || !std::holds_alternative<std::monostate>(config->vmsa);
  const bool es = report.policy ? report.policy->es() : looks_like_es;
  if (auto known = require_cpus(*config, es, nullptr); !known) return fail(known.error());
  auto launch = measure_launch(*config, es);
  if (!launch) return fail(launch.error());
  report.launch = std::move(*launch);
  debug_launch(report.launch, console);
  if (report.policy) report.findings = policy_findings(*report.policy, report.api);
  report.findings.insert(report.findings.end(), report.launch.findings.begin(),
                         report.launch.findings.end());
  if (signer) report.blob = honest_blob(*signer, report, console);
  return report;
}

std::string guest_text(const MeasuredLaunch& launch) {
  if (!launch.firmware_sha256) return launch.es ? "SEV-ES" : "SEV";
  if (!launch.cpus) return "SEV";
  const VmsaSummary cpu0 = summarize_vmsa(launch.cpus->cpu0);
  return "SEV-ES, " + std::to_string(launch.cpus->vcpus) +
         (launch.cpus->vcpus == 1 ? " CPU" : " CPUs") + ", VMSA layout " +
         (cpu0.layout ? std::string(layout_name(*cpu0.layout)) : "unknown");
}

}  // namespace

int run_measure(const Arguments& arguments, Console& console) {
  const auto report = measure(arguments, console);
  if (!report) return console.error(report.error());
  if (arguments.has(Option::kJson)) {
    console.document(to_json(*report));
    return 0;
  }
  console.result("guest: " + guest_text(report->launch) + "\n");
  console.result("launch digest: " + to_hex(report->launch.launch_digest) + "\n");
  if (report->blob) console.result("measurement: " + report->blob->to_base64() + "\n");
  if (const auto hint = cmdline_hint(arguments)) console.hint(*hint);
  console.findings(report->findings);
  return 0;
}

}  // namespace sevproof::cli
