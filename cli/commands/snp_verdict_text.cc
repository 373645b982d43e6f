#include "commands/snp_verdict_text.h"

#include <algorithm>
#include <utility>

#include "commands/columns.h"
#include "commands/snp_report_text.h"

namespace sevproof::cli {
namespace {

using enum CheckOutcome;

std::string_view outcome_words(CheckOutcome outcome) {
  if (outcome == kNotChecked) return "not checked";
  return outcome == kPass ? "holds" : "FAILS";
}

// What was expected and what came, where there is something to say of it.
std::string values_text(const Check& check) {
  constexpr std::size_t kShort = 60;
  if (check.outcome == kNotChecked) return "";
  if (check.outcome == kPass) return check.expected.empty() ? "" : ": " + check.expected;
  if (check.expected.empty()) return ": " + check.got;
  const bool is_long = check.expected.size() + check.got.size() > kShort;
  return (is_long ? "\n    expected " : ": expected ") + check.expected +
         (is_long ? "\n    got      " : ", got ") + check.got;
}

std::string check_text(const Check& check) {
  std::string text = "  " + padded(std::string(check_info(check.code).name), 18) +
                     std::string(outcome_words(check.outcome));
  if (!check.why.empty()) text += ": " + std::string(check.why);
  return text + values_text(check) + "\n";
}

bool is_unexpected(const Check& check) {
  return check.why == snp::kNothingExpected && !check_info(check.code).required;
}

// The names of what has this outcome; of what was not checked those without which there is no
// match.
std::string names_of(const std::vector<Check>& checks, CheckOutcome outcome) {
  std::string names;
  for (const Check& check : checks) {
    const CheckInfo& info = check_info(check.code);
    const bool is_missing = outcome == kNotChecked && !info.required;
    if (check.outcome != outcome || is_missing) continue;
    names += (names.empty() ? "" : ", ") + std::string(info.name);
  }
  return names;
}

std::string_view key_words(const snp::ReportVerification& result) {
  return is_of_provider(result.input.evidence.report) ? "the provider's certificate (VLEK)"
                                                      : "the chip's certificate (VCEK)";
}

// The first of what makes a report genuine that fails.
std::string first_reason(const snp::ReportVerification& result) {
  if (result.vek_missing) return std::string(key_words(result)) + " is missing";
  for (const Check& check : result.checks) {
    if (check.outcome != kFail) continue;
    return std::string(check_info(check.code).name) + ": " + check.got;
  }
  return "";
}

bool fails(const snp::ReportVerification& result, CheckCode code) {
  return std::ranges::any_of(result.checks, [&](const Check& check) {
    return check.code == code && check.outcome == kFail;
  });
}

// When all of them are valid.
std::pair<UnixTime, UnixTime> window_of(const std::vector<snp::ChainLink>& chain) {
  std::pair<UnixTime, UnixTime> window{chain.front().not_before, chain.front().not_after};
  for (const snp::ChainLink& link : chain) {
    window.first = std::max(window.first, link.not_before);
    window.second = std::min(window.second, link.not_after);
  }
  return window;
}

NextStep fetch_step(const snp::ReportVerification& result) {
  NextStep step{
      addresses_text(result.addresses),
      "Fetch the VCEK on a machine with a network, and give it with --certs vcek.der. AMD's "
      "certificates above it are built in."};
  if (result.addresses.size() > 1) {
    step.hint =
        "A report of version 2 does not say which line of processors it is of: AMD has its VCEK in "
        "one of these places. " +
        step.hint;
  }
  return step;
}

NextStep step_without_address(const snp::ReportVerification& result) {
  const SnpReport& report = result.input.evidence.report;
  if (is_of_provider(report)) {
    return {"",
            "The provider hands it out, in the certificate table that comes with an extended "
            "report (auxblob of configfs-tsm): give that with --certs."};
  }
  if (result.addresses.empty()) {
    return {"", "This line of processors (" + cpu_text(report) +
                    ") is not known here: look for a newer sevproof."};
  }
  return {"",
          "The report names no chip, since its host masks it, so where AMD has the certificate "
          "cannot be told. The host can: it is in the certificate table that comes with an "
          "extended report (auxblob of configfs-tsm)."};
}

}  // namespace

std::string verdict_text(const snp::ReportVerification& result) {
  using enum snp::ReportVerdict;
  switch (result.verdict) {
    case kMatch:
      return "The report is genuine, and of the guest that you expect";
    case kGenuine:
      if (result.input.evidence.claims) {
        return "The report is genuine, and nothing that you expect fails. A blob of Azure's never "
               "matches: its nonce would be in the vTPM's quote, which is not checked here";
      }
      return "The report is genuine, and nothing that you expect fails. For a match this is "
             "missing: " +
             names_of(result.checks, kNotChecked);
    case kMismatch:
      return "The report is genuine, but not what you expect: " + names_of(result.checks, kFail);
    case kNotVerified:
      break;
  }
  return "The report is not proven to be genuine: " + first_reason(result);
}

std::string checks_text(const std::vector<Check>& checks) {
  std::string failing;
  std::string others;
  std::string unexpected;
  for (const Check& check : checks) {
    if (is_unexpected(check)) {
      unexpected += (unexpected.empty() ? "" : ", ") + std::string(check_info(check.code).name);
    } else {
      (check.outcome == kFail ? failing : others) += check_text(check);
    }
  }
  const std::string text = failing + others;
  return unexpected.empty() ? text : text + "  not expected, so not checked: " + unexpected + "\n";
}

NextStep next_step(const snp::ReportVerification& result) {
  if (result.is_genuine()) return {};
  if (result.out_of_time) {
    const auto [begin, end] = window_of(result.chain);
    return {"",
            "Verify evidence that was kept as of when it was taken, with --at: its certificates "
            "were all valid from " +
                time_text(begin) + " to " + time_text(end) + "."};
  }
  // Of another chip, or of other firmware.
  const bool is_other = fails(result, CheckCode::kReportBinding);
  if (!result.vek_missing && !is_other) return {};
  if (!addresses_text(result.addresses).empty()) return fetch_step(result);
  return result.vek_missing ? step_without_address(result) : NextStep{};
}

}  // namespace sevproof::cli
