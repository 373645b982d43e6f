#include <algorithm>
#include <string>
#include <vector>

#include "commands/command.h"
#include "commands/explain_mismatch.h"
#include "commands/snp_text.h"
#include "load/load_candidates.h"
#include "load/load_files.h"
#include "load/load_snp.h"
#include "sevproof/report.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

Result<snp::ComparedLaunch> compare(Options& options, Console& console) {
  if (!options.snp.measurement) {
    return fail(ErrorCode::kMissingInput, "--measurement is needed",
                "It is MEASUREMENT of the guest's attestation report.");
  }
  auto request = load_snp(options, console);
  if (!request) return fail(request.error());
  auto report = snp::measure_request(*std::move(request));
  if (!report) return fail(report.error());
  return snp::ComparedLaunch{*std::move(report), *options.snp.measurement, std::nullopt};
}

// Which of the numbers of CPUs it is; nothing where there is one alone.
std::string which_text(const snp::ComparedLaunch& compared) {
  const auto& digests = compared.launch.digests;
  const auto same = std::ranges::find(digests, compared.measurement, &snp::CountedDigest::digest);
  if (same == digests.end()) return ", in the order of the file";
  return digests.size() == 1 ? "" : ", with " + cpus_text(same->vcpus);
}

void say_verdict(const snp::ComparedLaunch& compared, Console& console) {
  if (compared.matches()) {
    console.ok("The digest is that of the launch that you describe" + which_text(compared));
    console.hint(
        "That is worth as much as the report that it is from: verify that report, its signature "
        "and its certificates.");
    return;
  }
  console.error({ErrorCode::kMeasurementMismatch,
                 "The digest is not that of the launch that you describe", ""});
  for (const snp::CountedDigest& one : compared.launch.digests) {
    console.detail("expected " + to_hex(one.digest) + ", " + cpus_text(one.vcpus));
  }
  console.detail("reported " + to_hex(compared.measurement));
}

// Nobody would hear of the reason under --quiet.
bool wants_reason(const Options& options, const snp::ComparedLaunch& compared) {
  return !compared.matches() && options.diagnosis_time && options.prints();
}

Result<std::optional<Explanation>> find_reason(const Options& options,
                                               const std::vector<Candidate>& candidates,
                                               snp::ComparedLaunch& compared, Console& console) {
  if (!wants_reason(options, compared)) return std::nullopt;
  const snp::LaunchRequest& request = compared.launch.request;
  std::optional<SaidGuest> said;
  if (request.domain) said = said_guest(*request.domain, HostSource::kDomainXml);
  const snp::DiagnosisInput input{.request = request,
                                  .measurement = compared.measurement,
                                  .candidates = candidates,
                                  .from_host = request.from_xml,
                                  .said = said ? &*said : nullptr};
  auto explanation = explain_mismatch([&] { return std::make_shared<snp::DiagnosisSearch>(input); },
                                      *options.diagnosis_time, console);
  if (explanation) compared.diagnosis = explanation->diagnosis;
  return explanation;
}

void say_reason(const Options& options, const snp::ComparedLaunch& compared,
                const std::optional<Explanation>& explanation, Console& console) {
  const auto& boot = compared.launch.request.boot;
  if (const auto hint = cmdline_hint(boot ? boot->cmdline : std::nullopt)) console.hint(*hint);
  say_explanation(explanation, options.diagnosis_time, console);
}

}  // namespace

int run_snp_explain(Options& options, Console& console) {
  auto compared = compare(options, console);
  if (!compared) return console.error(compared.error());
  // Before the verdict: what cannot be read is wrong use, and no answer.
  auto candidates = wants_reason(options, *compared) ? load_candidates(options.candidates, false)
                                                     : std::vector<Candidate>();
  if (!candidates) return console.error(candidates.error());
  if (!options.json) {
    const snp::LaunchRequest& request = compared->launch.request;
    console.result("guest: " + guest_text(request) + "\n" + domain_text(compared->launch));
    say_verdict(*compared, console);
  }
  const auto explanation = find_reason(options, *candidates, *compared, console);
  if (!explanation) return console.error(explanation.error());
  if (options.json) {
    console.document(to_json(*compared));
  } else {
    if (!compared->matches()) say_reason(options, *compared, *explanation, console);
    console.findings(compared->launch.findings);
  }
  return compared->matches() ? 0 : kAnswerIsNo;
}

}  // namespace sevproof::cli
