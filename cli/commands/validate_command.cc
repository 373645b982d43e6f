#include <algorithm>
#include <cstdlib>
#include <string>

#include "commands/command.h"
#include "commands/debug_output.h"
#include "commands/deliver_secret.h"
#include "commands/explain_mismatch.h"
#include "load/load_candidates.h"
#include "load/load_files.h"
#include "load/load_launch.h"
#include "load/load_secrets.h"
#include "sevproof/diagnosis_search.h"
#include "sevproof/report.h"
#include "sevproof/sev/secret.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

// Everything the command reads; complete before there is any verdict.
struct Inputs {
  CompleteDraft draft;
  std::vector<LaunchSecret> secrets;
  std::vector<Candidate> candidates;
  Launch launch;  // what stands beside the draft
};

Result<Inputs> load_inputs(Options& options, Console& console) {
  auto secrets = load_secrets(options.secrets);
  if (!secrets) return fail(secrets.error());
  auto candidates = load_candidates(options.candidates, options.given.has(Field::kLaunchDigest));
  if (!candidates) return fail(candidates.error());
  auto launch = load_launch(options, console);
  if (!launch) return fail(launch.error());
  auto draft = complete_launch(*launch);
  if (!draft) return fail(draft.error());
  return Inputs{std::move(*draft), std::move(*secrets), std::move(*candidates), std::move(*launch)};
}

void say_mismatch(const Report& report, Console& console) {
  console.error(
      {ErrorCode::kMeasurementMismatch, "Measurement does not match, VM is not trustworthy", ""});
  console.detail("expected " + to_hex(report.expected));
  console.detail("reported " + to_hex(report.reported.measurement));
}

// Nobody would hear of the reason under --quiet.
bool wants_reason(const Options& options) { return options.diagnosis_time && options.prints(); }

// The verdict stands: whatever is found, this is a mismatch.
std::optional<Explanation> find_reason(const Options& options, const Inputs& inputs, Report& report,
                                       Console& console) {
  if (!wants_reason(options)) return std::nullopt;
  const auto& [request, tek, keys_in_one_file, from_launch_info] = inputs.draft;
  const Launch& launch = inputs.launch;
  const DiagnosisInput input{
      request,           tek ? &*tek : nullptr,
      keys_in_one_file,  inputs.candidates,
      request.from_host, launch.live.domain ? HostSource::kLive : HostSource::kDomainXml,
      from_launch_info,  launch.said ? &*launch.said : nullptr};
  auto explanation = explain_mismatch([&] { return std::make_shared<DiagnosisSearch>(input); },
                                      *options.diagnosis_time, console);
  if (explanation) report.diagnosis = explanation->diagnosis;
  return explanation;
}

void say_reason(const Options& options, const Report& report,
                const std::optional<Explanation>& explanation, Console& console) {
  const auto& kernel = report.launch.kernel;
  const bool is_given = kernel && options.given.has(Field::kCmdline);
  if (const auto hint = cmdline_hint(is_given ? kernel->cmdline : std::nullopt)) {
    console.hint(*hint);
  }
  say_explanation(explanation, options.diagnosis_time, console);
  if (explanation) return;
  console.hint(
      "Often an input differs from what the host was given: firmware, kernel, initrd, command "
      "line, CPUs, API version, policy, or the keys of another session; for SEV-ES also "
      "--vmsa-layout and --sev-features. --debug shows all values.");
}

// What the owner may not have given themselves, so that they see what they accept.
std::string accepted_text(const Report& report) {
  std::string text = "policy " + policy_words(report.policy) + ", SEV API " + api_text(report.api);
  if (report.launch.cpus) text += ", " + cpus_text(report.launch.cpus->vcpus);
  return text;
}

// A measurement that was given may be that of another start, or of another guest.
void say_match(const Report& report, const HostDomain* domain, Console& console) {
  const bool asked =
      std::ranges::find(report.from_host, HostValue::kMeasurement) != report.from_host.end();
  const std::string whose = asked && domain != nullptr ? " of " + quote(domain->name()) : "";
  console.ok("The launch measurement" + whose + " matches (" + accepted_text(report) + ")");
}

Result<void> add_findings(const Options& options, const Inputs& inputs, Report& report) {
  if (const auto& said = inputs.launch.said) {
    report.domain = ReviewedDomain{said->source, !options.domain.ignore_config};
  }
  report.findings.insert(report.findings.end(), inputs.launch.findings.begin(),
                         inputs.launch.findings.end());
  if (inputs.secrets.empty()) return {};
  if (auto& firmware = report.launch.firmware) {
    look_for_code(*firmware, inputs.draft.request.config.firmware.bytes());
  }
  const auto findings = check_secrets(inputs.secrets, report.launch.firmware);
  if (!findings) return fail(findings.error());
  report.findings.insert(report.findings.end(), findings->begin(), findings->end());
  return {};
}

// Whoever asked for the report needs it now more than ever: it says how far the secrets came.
int say_undelivered(const Options& options, Report& report, const Error& error, Console& console) {
  report.error = error;
  if (options.json && report.delivery) console.document(to_json(report));
  return console.error(error);
}

}  // namespace

int run_validate(Options& options, Console& console) {
  const auto inputs = load_inputs(options, console);
  if (!inputs) return console.error(inputs.error());
  auto validation = validate(inputs->draft.request);
  if (!validation) return console.error(validation.error());
  Report& report = validation->report;
  if (auto added = add_findings(options, *inputs, report); !added)
    return console.error(added.error());
  debug_report(report, console);

  const HostDomain* domain = inputs->launch.live.domain.get();
  const bool delivers = validation->launch && !inputs->secrets.empty();
  if (delivers) {
    const GiveUp give_up = [&](const Error& error) {
      std::_Exit(console.finish(say_undelivered(options, report, error, console)));
    };
    auto delivered =
        deliver_secrets(options, inputs->secrets, *inputs->draft.tek, *validation->launch,
                        inputs->launch.live, report, give_up, console);
    if (!delivered) return say_undelivered(options, report, delivered.error(), console);
  }
  const bool is_mismatch = !validation->launch;
  const bool has_text = !options.json;
  // At once: the search takes its time.
  if (is_mismatch && has_text) say_mismatch(report, console);
  std::optional<Explanation> reason;
  if (is_mismatch) reason = find_reason(options, *inputs, report, console);
  if (!has_text) {
    console.document(to_json(report));
  } else if (validation->launch) {
    say_match(report, domain, console);
    console.findings(report.findings);
    if (delivers) say_delivered(options, domain, console);
  } else {
    say_reason(options, report, reason, console);
    console.findings(report.findings);
  }
  return validation->launch ? 0 : kAnswerIsNo;
}

}  // namespace sevproof::cli
