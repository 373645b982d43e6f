#include <algorithm>
#include <string>

#include "sevproof/bytes.h"
#include "sevproof/sev/validation.h"

namespace sevproof {
namespace {

using enum CheckOutcome;

Check measurement_check(const Report& report) {
  return {CheckCode::kMeasurement, report.verdict == Verdict::kMatch ? kPass : kFail,
          to_hex(report.expected), to_hex(report.reported.measurement)};
}

// Those that refuse a domain unless a face accepts the risk.
bool refuses_domain(const Finding& finding) {
  const FindingInfo& info = finding_info(finding.code);
  return info.severity == Severity::kError && info.name.starts_with("domain-");
}

Check configuration_check(const Report& report) {
  Check check{CheckCode::kDomainConfiguration, kNotChecked};
  if (!report.domain) {
    check.why = "No domain was given.";
  } else if (!report.domain->configuration_checked) {
    check.why = "The domain's configuration was to be ignored.";
  } else {
    for (const Finding& finding : report.findings) {
      if (!refuses_domain(finding)) continue;
      check.got += (check.got.empty() ? "" : ", ") + std::string(finding_info(finding.code).name);
    }
    check.outcome = check.got.empty() ? kPass : kFail;
  }
  return check;
}

Check paused_check(const Report& report) {
  Check check{CheckCode::kGuestPaused, kNotChecked};
  if (!report.domain || report.domain->source != HostSource::kLive) {
    check.why = "No host was asked.";
    return check;
  }
  const auto running = std::find_if(
      report.findings.begin(), report.findings.end(),
      [](const Finding& finding) { return finding.code == FindingCode::kDomainNotPaused; });
  check.outcome = running == report.findings.end() ? kPass : kFail;
  check.expected = "paused";
  check.got = check.outcome == kPass ? "paused" : running->detail;
  return check;
}

}  // namespace

std::vector<Check> report_checks(const Report& report) {
  return {measurement_check(report), configuration_check(report), paused_check(report)};
}

}  // namespace sevproof
