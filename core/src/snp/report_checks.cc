#include "snp/report_checks.h"

#include <algorithm>
#include <string>

#include "sevproof/snp/policy.h"
#include "sevproof/text.h"
#include "snp/report_binding.h"
#include "snp/report_bits.h"
#include "snp/report_check_parts.h"

namespace sevproof::snp::internal {
namespace {

using enum CheckCode;
using enum CheckOutcome;

Check check_measurement(const ReportInput& input) {
  const auto& expected = input.expected.measurements;
  if (expected.empty()) {
    return {
        kMeasurement, kNotChecked, {}, hex(input.evidence.report.measurement), kNothingExpected};
  }
  const Sha384Digest& got = input.evidence.report.measurement;
  return outcome(kMeasurement, is_one_of(expected, got),
                 or_list(texts_of(expected, [](const Sha384Digest& one) { return hex(one); })),
                 hex(got));
}

Check check_version(const SnpReport& report) {
  if (is_described(report.version)) return {kReportVersion, kPass, {}, {}, {}};
  return {kReportVersion, kNotChecked, "2, 3 or 5", std::to_string(report.version),
          "Nobody has described reports of this version."};
}

Check check_reserved(const SnpReport& report, std::optional<AmdGeneration> line) {
  const std::string at = reserved_text(report, line);
  if (at.empty()) return {kReportReserved, kPass, {}, {}, {}};
  return {
      kReportReserved, kNotChecked, {}, at, "Nobody here knows what the bytes that are set mean."};
}

Check check_report_data(const ReportInput& input) {
  Several several(kReportData);
  several.add_bytes("", input.expected.report_data, input.evidence.report.report_data);
  Check check = several.take();
  // There it is the hash of claims that were there before anybody asked: no nonce, and no match.
  if (check.outcome == kPass && input.evidence.claims) {
    check.outcome = kNotChecked;
    check.why = "Azure's paravisor puts no nonce there: one would be in the vTPM's quote.";
  }
  return check;
}

Check check_policy(const ExpectedReport& expected, Policy policy) {
  std::string wrong;
  const auto add = [&](bool is_wrong, std::string_view words) {
    if (is_wrong) wrong += (wrong.empty() ? "" : "; ") + std::string(words);
  };
  add(policy.has(Policy::kDebugAllowed) && !expected.allow_debug, "no DEBUG");
  add(policy.has(Policy::kMigrationAllowed) && !expected.allow_migration, "no MIGRATE_MA");
  add(!policy.has(Policy::kAlwaysOne), "bit 17");
  add(policy.has(kReservedPolicy), "no bits above 25");
  if (expected.policy && *expected.policy != policy.value)
    add(true, policy_text({*expected.policy}));
  const BitExpectation& bits = expected.policy_bits;
  const auto names = [](std::uint64_t value) {
    return bits_text(value, policy_flag_names({value}));
  };
  if ((policy.value & bits.required) != bits.required)
    add(true, "the bits " + names(bits.required));
  if ((policy.value & bits.forbidden) != 0) add(true, "none of the bits " + names(bits.forbidden));
  const bool is_right = wrong.empty();
  if (wrong.empty() && policy.has(Policy::kDebugAllowed)) wrong = "DEBUG is accepted";
  if (wrong.empty() && policy.has(Policy::kMigrationAllowed)) wrong = "MIGRATE_MA is accepted";
  return outcome(kReportPolicy, is_right, wrong, policy_text(policy));
}

Check check_vmpl(const ExpectedReport& expected, std::uint32_t vmpl) {
  const std::vector<std::uint32_t> accepted =
      expected.vmpls.empty() ? std::vector<std::uint32_t>{0} : expected.vmpls;
  return outcome(kReportVmpl, std::find(accepted.begin(), accepted.end(), vmpl) != accepted.end(),
                 or_list(texts_of(accepted, vmpl_text)), vmpl_text(vmpl));
}

Check check_id_block(const ExpectedReport& expected, const SnpReport& report) {
  Several several(kReportIdBlock);
  several.add_bytes("family", expected.family_id, report.family_id);
  several.add_bytes("image", expected.image_id, report.image_id);
  if (const auto& least = expected.minimum_guest_svn) {
    several.add(report.guest_svn >= *least, "SVN at least " + std::to_string(*least),
                "SVN " + std::to_string(report.guest_svn));
  }
  if (const auto& exactly = expected.guest_svn) {
    several.add(report.guest_svn == *exactly, "SVN " + std::to_string(*exactly),
                "SVN " + std::to_string(report.guest_svn));
  }
  several.add_bytes("ID key", expected.id_key_digest, report.id_key_digest);
  if (expected.author_key_digest && !report.has_author_key()) {
    several.add(false, "author key " + hex(*expected.author_key_digest), "no author key");
  } else {
    several.add_bytes("author key", expected.author_key_digest, report.author_key_digest);
  }
  return several.take();
}

// REPORT_DATA of a confidential VM of Azure is the hash of what stands behind the report, then
// zeros.
Check check_claims(const SnpEvidence& evidence) {
  ReportDataBytes expected{};
  put_bytes(expected, evidence.claims->sha256);
  const ReportDataBytes& got = evidence.report.report_data;
  return outcome(kReportClaims, constant_time_equal(expected, got), hex(expected), hex(got));
}

}  // namespace

std::string reserved_text(const SnpReport& report, std::optional<AmdGeneration> line) {
  std::string text = reserved_bytes_set(report);
  const auto add = [&](std::string_view name, const TcbBytes& tcb) {
    if (!line || has_zero_reserve(*line, tcb)) return;
    text += (text.empty() ? "" : ", ") + std::string(name) + " " + to_hex(tcb);
  };
  add("CURRENT_TCB", report.current_tcb);
  add("REPORTED_TCB", report.reported_tcb);
  add("COMMITTED_TCB", report.committed_tcb);
  add("LAUNCH_TCB", report.launch_tcb);
  return text;
}

bool is_described(std::uint32_t version) { return version == 2 || version == 3 || version == 5; }

std::vector<Check> check_expectations(const ReportInput& input, std::optional<AmdGeneration> line,
                                      const std::optional<VekExtensions>& vek) {
  const SnpReport& report = input.evidence.report;
  const ExpectedReport& expected = input.expected;
  Several host_data(kReportHostData);
  host_data.add_bytes("", expected.host_data, report.host_data);
  Several report_id(kReportId);
  report_id.add_bytes("", expected.report_id, report.report_id);
  std::vector<Check> checks = {check_measurement(input),
                               check_version(report),
                               check_reserved(report, line),
                               check_report_data(input),
                               check_policy(expected, {report.policy}),
                               check_vmpl(expected, report.vmpl),
                               check_tcb(expected, report, line),
                               check_firmware(expected, report, line),
                               check_id_block(expected, report),
                               host_data.take(),
                               check_chip(expected, report, vek),
                               report_id.take(),
                               check_platform(expected, report.platform_info),
                               check_mitigations(expected, report)};
  if (input.evidence.claims) checks.push_back(check_claims(input.evidence));
  return checks;
}

}  // namespace sevproof::snp::internal
