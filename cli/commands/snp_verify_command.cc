#include <memory>
#include <string>

#include "commands/columns.h"
#include "commands/command.h"
#include "commands/explain_mismatch.h"
#include "commands/snp_report_text.h"
#include "commands/snp_text.h"
#include "load/load_candidates.h"
#include "load/load_report.h"
#include "sevproof/report.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

using enum snp::ReportVerdict;

std::string_view outcome_words(CheckOutcome outcome) {
  if (outcome == CheckOutcome::kNotChecked) return "not checked";
  return outcome == CheckOutcome::kPass ? "holds" : "FAILS";
}

// What was expected and what came, where there is something to say of it.
std::string values_text(const Check& check) {
  constexpr std::size_t kShort = 60;
  const bool fails = check.outcome == CheckOutcome::kFail;
  if (check.expected.empty()) return fails ? ": " + check.got : "";
  if (check.outcome == CheckOutcome::kNotChecked) return "";
  const bool is_long = check.expected.size() + check.got.size() > kShort;
  std::string text = (is_long ? "\n    expected " : ": expected ") + check.expected;
  if (fails) text += (is_long ? "\n    got      " : ", got ") + check.got;
  return text;
}

// What was not expected stands in one line at the end.
std::string checks_text(const std::vector<Check>& checks) {
  std::string text;
  std::string unexpected;
  for (const Check& check : checks) {
    const std::string name(check_info(check.code).name);
    const bool is_required = check_info(check.code).required;
    if (check.why == snp::kNothingExpected && !is_required) {
      unexpected += (unexpected.empty() ? "" : ", ") + name;
      continue;
    }
    text += "  " + padded(name, 18) + std::string(outcome_words(check.outcome));
    if (!check.why.empty()) text += ": " + std::string(check.why);
    text += values_text(check) + "\n";
  }
  return unexpected.empty() ? text : text + "  not expected, so not checked: " + unexpected + "\n";
}

// The names of what has this outcome; of what was not checked those without which there is no
// match.
std::string names_of(const std::vector<Check>& checks, CheckOutcome outcome) {
  std::string names;
  for (const Check& check : checks) {
    const CheckInfo& info = check_info(check.code);
    const bool is_missing = outcome == CheckOutcome::kNotChecked && !info.required;
    if (check.outcome != outcome || is_missing) continue;
    names += (names.empty() ? "" : ", ") + std::string(info.name);
  }
  return names;
}

// Of what makes a report genuine.
std::string broken_names(std::vector<Check> checks) {
  std::erase_if(checks, [](const Check& check) {
    return check.code < CheckCode::kReportShape || check.code > CheckCode::kReportSignature;
  });
  return names_of(checks, CheckOutcome::kFail);
}

void say_verdict(const snp::ReportVerification& result, Console& console) {
  const std::string failed = names_of(result.checks, CheckOutcome::kFail);
  switch (result.verdict) {
    case kMatch:
      console.ok("The report is genuine, and of the guest that you expect");
      return;
    case kGenuine:
      console.result(
          "GENUINE: The report is genuine, and nothing that you expect fails. For a match this "
          "is missing: " +
          names_of(result.checks, CheckOutcome::kNotChecked) + "\n");
      return;
    case kMismatch:
      console.line("ERROR: The report is genuine, but not what you expect: " + failed);
      return;
    case kNotVerified:
      console.line(
          "ERROR: The report is not proven to be genuine: " +
          (result.vek_missing ? "its certificate is missing" : broken_names(result.checks)));
      return;
  }
}

void say_missing(const snp::ReportVerification& result, Console& console) {
  if (!result.vek_missing) return;
  const std::string addresses = addresses_text(result.addresses);
  if (addresses.empty()) {
    console.hint(
        "The provider hands out its certificate (VLEK), in the certificate table that comes with "
        "an extended report: give that with --certs.");
    return;
  }
  console.result("the chip's certificate (VCEK), at AMD; nobody asked there:\n" + addresses);
  console.hint(
      "Fetch it on a machine with a network, save it as vcek.der, and give it with --certs "
      "vcek.der. AMD's certificates above it are built in.");
}

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
  return "certificates valid at: " + time_text(input.at) +
         (input.at_is_given ? ", as you say" : ", by this machine's clock") + "\n";
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
  console.result("chain:\n" + chain_text(result.chain) + time_words(input) + "checks:\n" +
                 checks_text(result.checks));
  say_missing(result, console);
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
