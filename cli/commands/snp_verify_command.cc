#include <algorithm>
#include <memory>
#include <string>

#include "commands/command.h"
#include "commands/explain_mismatch.h"
#include "commands/snp_report_text.h"
#include "commands/snp_text.h"
#include "commands/snp_verdict_text.h"
#include "load/load_candidates.h"
#include "load/load_report.h"
#include "sevproof/report.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

using enum snp::ReportVerdict;

// Nobody would hear of the reason under --quiet.
bool wants_reason(const Options& options, const snp::ReportVerification& result) {
  return result.measurement_differs() && options.diagnosis_time && options.prints();
}

std::optional<Explanation> find_reason(const Options& options,
                                       const std::vector<Candidate>& candidates,
                                       snp::ReportVerification& result, Console& console) {
  const snp::LaunchRequest& request = result.input.launch->request;
  std::optional<SaidGuest> said;
  if (request.domain) said = said_guest(*request.domain, HostSource::kDomainXml);
  const snp::DiagnosisInput input{.request = request,
                                  .measurement = result.input.evidence.report.measurement,
                                  .candidates = candidates,
                                  .from_host = request.from_xml,
                                  .said = said ? &*said : nullptr};
  auto explanation = explain_mismatch([&] { return std::make_shared<snp::DiagnosisSearch>(input); },
                                      *options.diagnosis_time, console);
  if (explanation) result.diagnosis = explanation->diagnosis;
  return explanation;
}

std::string time_words(const snp::ReportInput& input) {
  return "time of verification: " + time_text(input.at) +
         (input.at_is_given ? ", as you say" : ", by this machine's clock") + "\n";
}

// Of a match nobody may overlook that there is more to read.
std::string warning_words(const snp::ReportVerification& result) {
  const auto count = std::ranges::count_if(result.findings, [](const Finding& one) {
    return finding_info(one.code).severity != Severity::kNote;
  });
  if (count == 0) return "";
  return count == 1 ? "; read the warning" : "; read the " + std::to_string(count) + " warnings";
}

void say_verdict(const snp::ReportVerification& result, Console& console) {
  const std::string words = verdict_text(result);
  switch (result.verdict) {
    case kMatch:
      return console.ok(words + warning_words(result));
    case kGenuine:
      return console.result("GENUINE: " + words + "\n");
    case kMismatch:
    case kNotVerified:
      return console.line("ERROR: " + words);
  }
}

void say_next_step(const snp::ReportVerification& result, Console& console) {
  const NextStep step = next_step(result);
  if (!step.commands.empty()) {
    console.result("the chip's certificate (VCEK), at AMD; nobody asked there:\n" + step.commands);
  }
  if (!step.hint.empty()) console.hint(step.hint);
}

void say(const snp::ReportVerification& result, Console& console) {
  const snp::ReportInput& input = result.input;
  say_verdict(result, console);
  console.result(report_line(input.evidence.report, result.line) +
                 (result.is_genuine() ? "\n" : "; not verified\n") +
                 report_text(input.evidence, result.line));
  if (result.vek && result.vek->csp_id) {
    console.result("provider: " + quote(*result.vek->csp_id) + "\n");
  }
  if (input.launch) console.result("guest: " + guest_text(input.launch->request) + "\n");
  const std::string chain = chain_text(result.chain);
  console.result((chain.empty() ? "" : "chain:\n" + chain) + time_words(input) + "checks:\n" +
                 checks_text(result.checks));
  say_next_step(result, console);
}

int status_of(const Options& options, snp::ReportVerdict verdict) {
  const bool is_enough = verdict == kGenuine && options.report.genuine_is_enough;
  return verdict == kMatch || is_enough ? 0 : kAnswerIsNo;
}

}  // namespace

int run_snp_verify(Options& options, Console& console) {
  auto input = load_report_input(options, console);
  if (!input) return console.error(input.error());
  auto result = snp::verify_report(*std::move(input));
  if (!result) return console.error(result.error());
  if (!options.candidates.empty() && !result->input.launch) {
    return console.error({ErrorCode::kContradictingInputs,
                          "--also-try is nothing without a launch that is described",
                          "Give the firmware and what else the guest was started from."});
  }
  const bool wants = wants_reason(options, *result);
  // Before the verdict: what cannot be read is wrong use, and no answer.
  auto candidates = wants ? load_candidates(options.candidates, false) : std::vector<Candidate>();
  if (!candidates) return console.error(candidates.error());
  if (!options.json) say(*result, console);
  std::optional<Explanation> explanation;
  if (wants) explanation = find_reason(options, *candidates, *result, console);
  if (options.json) {
    console.document(to_json(*result));
  } else {
    if (wants) say_explanation(explanation, options.diagnosis_time, console);
    std::vector<Finding> findings = result->findings;
    if (const auto& launch = result->input.launch) {
      findings.insert(findings.end(), launch->findings.begin(), launch->findings.end());
    }
    console.findings(findings);
  }
  return status_of(options, result->verdict);
}

}  // namespace sevproof::cli
