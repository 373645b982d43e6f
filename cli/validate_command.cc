#include <algorithm>
#include <cstdlib>
#include <string>

#include "command.h"
#include "debug_output.h"
#include "deliver_secret.h"
#include "explain_mismatch.h"
#include "load_candidates.h"
#include "load_config.h"
#include "load_keys.h"
#include "load_launch.h"
#include "load_secrets.h"
#include "sevproof/report.h"
#include "sevproof/sev/secret.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

constexpr int kMismatchStatus = 1;

// Everything the command reads; complete before there is any verdict.
struct Inputs {
  LaunchRequest request;
  std::optional<Tek> tek;
  std::vector<LaunchSecret> secrets;
  std::vector<Candidate> candidates;
  std::optional<std::chrono::seconds> diagnosis_time;
  std::vector<HostValue> from_launch_info;
  std::optional<SaidLaunch> said;
  std::vector<Finding> findings;  // about the domain and its host
  LiveDomain live;
};

Result<void> check_usage(const Arguments& arguments) {
  if (auto checked = check_launch_usage(arguments); !checked) return checked;
  return check_secret_usage(arguments);
}

Result<Inputs> load_inputs(const Arguments& arguments, Console& console) {
  if (auto checked = check_usage(arguments); !checked) return fail(checked.error());
  auto keys = load_keys(arguments, console);
  if (!keys) return fail(keys.error());
  auto secrets = load_secrets(arguments);
  if (!secrets) return fail(secrets.error());
  const auto time = diagnosis_time(arguments);
  if (!time) return fail(time.error());
  auto candidates = load_candidates(arguments);
  if (!candidates) return fail(candidates.error());
  auto launch = load_launch(arguments, console);
  if (!launch) return fail(launch.error());
  LaunchRequest request{
      std::move(launch->config), launch->api,          launch->policy,
      launch->reported,          std::move(keys->tik), std::move(launch->from_host)};
  return Inputs{std::move(request),
                std::move(keys->tek),
                std::move(*secrets),
                std::move(*candidates),
                *time,
                std::move(launch->from_launch_info),
                std::move(launch->said),
                std::move(launch->findings),
                std::move(launch->live)};
}

void say_mismatch(const Report& report, Console& console) {
  console.error({ErrorKind::kInvalid, "Measurement does not match, VM is not trustworthy", ""});
  console.detail("expected " + to_hex(report.expected));
  console.detail("reported " + to_hex(report.reported.measurement));
}

// Nobody would hear of the reason under --quiet.
bool wants_reason(const Arguments& arguments, const Inputs& inputs) {
  return inputs.diagnosis_time && (arguments.has(Option::kJson) || !arguments.has(Option::kQuiet));
}

// The verdict stands: whatever is found, this is a mismatch.
std::optional<Explanation> find_reason(const Arguments& arguments, const Inputs& inputs,
                                       Report& report, Console& console) {
  if (!wants_reason(arguments, inputs)) return std::nullopt;
  const DiagnosisInput input{inputs.request,
                             inputs.tek ? &*inputs.tek : nullptr,
                             arguments.has(Option::kTk),
                             inputs.candidates,
                             inputs.request.from_host,
                             inputs.live.domain ? HostSource::kLive : HostSource::kDomainXml,
                             inputs.from_launch_info,
                             inputs.said ? &*inputs.said : nullptr};
  auto explanation = explain_mismatch(input, *inputs.diagnosis_time, console);
  if (explanation) report.diagnosis = explanation->diagnosis;
  return explanation;
}

void say_reason(const Arguments& arguments, const Inputs& inputs,
                const std::optional<Explanation>& explanation, Console& console) {
  if (const auto hint = cmdline_hint(arguments)) console.hint(*hint);
  if (explanation) {
    say_explanation(*explanation, *inputs.diagnosis_time, console);
    return;
  }
  if (inputs.diagnosis_time) {
    console.line("NOT EXPLAINED: there is not enough memory to search for the reason");
  }
  console.hint(
      "Often an input differs from what the host was given: firmware, kernel, initrd, command "
      "line, CPUs, API version, policy, or the keys of another session; for SEV-ES also "
      "--vmsa-layout and --sev-features. --debug shows all values.");
}

// What the owner may not have given themselves, so that they see what they accept.
std::string accepted_text(const Report& report) {
  std::string text = "policy " + to_hex_number(report.policy.value);
  const std::string flags = policy_flag_names(report.policy);
  if (!flags.empty()) text += " " + flags;
  text += ", SEV API " + api_text(report.api);
  if (report.launch.cpus) {
    const std::uint32_t vcpus = report.launch.cpus->vcpus;
    text += ", " + std::to_string(vcpus) + (vcpus == 1 ? " CPU" : " CPUs");
  }
  return text;
}

// A measurement that was given may be that of another start, or of another guest.
void say_match(const Report& report, const HostDomain* domain, Console& console) {
  const bool asked =
      std::ranges::find(report.from_host, HostValue::kMeasurement) != report.from_host.end();
  const std::string whose = asked && domain != nullptr ? " of " + quote(domain->name()) : "";
  console.ok("The launch measurement" + whose + " matches (" + accepted_text(report) + ")");
}

Result<void> add_findings(const Inputs& inputs, Report& report) {
  report.findings.insert(report.findings.end(), inputs.findings.begin(), inputs.findings.end());
  if (inputs.secrets.empty()) return {};
  if (auto& firmware = report.launch.firmware) {
    look_for_code(*firmware, inputs.request.config.firmware.bytes());
  }
  const auto findings = check_secrets(inputs.secrets, report.launch.firmware);
  if (!findings) return fail(findings.error());
  report.findings.insert(report.findings.end(), findings->begin(), findings->end());
  return {};
}

// Whoever asked for the report needs it now more than ever: it says how far the secrets came.
int say_undelivered(const Arguments& arguments, Report& report, const Error& error,
                    Console& console) {
  report.error = error;
  if (arguments.has(Option::kJson) && report.delivery) console.document(to_json(report));
  return console.error(error);
}

}  // namespace

int run_validate(const Arguments& arguments, Console& console) {
  const auto inputs = load_inputs(arguments, console);
  if (!inputs) return console.error(inputs.error());
  auto validation = validate(inputs->request);
  if (!validation) return console.error(validation.error());
  Report& report = validation->report;
  if (inputs->said) {
    report.domain = ReviewedDomain{inputs->said->source, !arguments.has(Option::kIgnoreConfig)};
  }
  if (auto added = add_findings(*inputs, report); !added) return console.error(added.error());
  debug_report(report, console);

  const HostDomain* domain = inputs->live.domain.get();
  const bool delivers = validation->launch && !inputs->secrets.empty();
  if (delivers) {
    const GiveUp give_up = [&](const Error& error) {
      std::_Exit(console.finish(say_undelivered(arguments, report, error, console)));
    };
    auto delivered = deliver_secrets(arguments, inputs->secrets, *inputs->tek, *validation->launch,
                                     inputs->live, report, give_up, console);
    if (!delivered) return say_undelivered(arguments, report, delivered.error(), console);
  }
  const bool is_mismatch = !validation->launch;
  const bool has_text = !arguments.has(Option::kJson);
  // At once: the search takes its time.
  if (is_mismatch && has_text) say_mismatch(report, console);
  std::optional<Explanation> reason;
  if (is_mismatch) reason = find_reason(arguments, *inputs, report, console);
  if (!has_text) {
    console.document(to_json(report));
  } else if (validation->launch) {
    say_match(report, domain, console);
    console.findings(report.findings);
    if (delivers) say_delivered(arguments, inputs->secrets.size(), domain, console);
  } else {
    say_reason(arguments, *inputs, reason, console);
    console.findings(report.findings);
  }
  return validation->launch ? 0 : kMismatchStatus;
}

}  // namespace sevproof::cli
