#include "snp/report_checks.h"

#include <algorithm>
#include <string>

#include "sevproof/snp/policy.h"
#include "sevproof/text.h"
#include "snp/report_binding.h"
#include "snp/report_bits.h"

namespace sevproof::snp::internal {
namespace {

using enum CheckCode;
using enum CheckOutcome;

Check outcome(CheckCode code, bool passes, std::string expected, std::string got) {
  return {code, passes ? kPass : kFail, std::move(expected), std::move(got), {}};
}

// In constant time each, whatever the others are.
template <typename Value>
bool is_one_of(const std::vector<Value>& values, const Value& value) {
  bool found = false;
  for (const Value& one : values) found |= constant_time_equal(one, value);
  return found;
}

std::string or_list(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& one : texts) list += (list.empty() ? "" : " or ") + one;
  return list;
}

template <typename Value, typename Text>
std::vector<std::string> texts_of(const std::vector<Value>& values, Text text) {
  std::vector<std::string> texts;
  texts.reserve(values.size());
  for (const Value& one : values) texts.push_back(text(one));
  return texts;
}

std::string hex(ByteView bytes) { return to_hex(bytes); }

// Several expectations in one check: only what is given counts.
class Several {
 public:
  explicit Several(CheckCode code) : check_(not_checked(code, kNothingExpected)) {}

  void add(bool passes, const std::string& expected, const std::string& got) {
    if (check_.outcome == kNotChecked) check_ = {check_.code, kPass, {}, {}, {}};
    if (!passes) check_.outcome = kFail;
    check_.expected += (check_.expected.empty() ? "" : "; ") + expected;
    check_.got += (check_.got.empty() ? "" : "; ") + got;
  }
  template <std::size_t N>
  void add_bytes(std::string_view name, const std::optional<std::array<std::uint8_t, N>>& expected,
                 const std::array<std::uint8_t, N>& got) {
    if (!expected) return;
    const std::string words = name.empty() ? "" : std::string(name) + " ";
    add(constant_time_equal(*expected, got), words + hex(*expected), words + hex(got));
  }

  Check take() { return std::move(check_); }

 private:
  Check check_;
};

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

Check check_reserved(const SnpReport& report) {
  const std::string at = reserved_bytes_set(report);
  if (at.empty()) return {kReportReserved, kPass, {}, {}, {}};
  return {
      kReportReserved, kNotChecked, {}, at, "Nobody here knows what the bytes that are set mean."};
}

Check check_report_data(const ReportInput& input) {
  Several several(kReportData);
  several.add_bytes("", input.expected.report_data, input.evidence.report.report_data);
  return several.take();
}

// Policy bits 26 and up, which mean nothing.
constexpr std::uint64_t kReservedPolicy = ~std::uint64_t{0} << 26;

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

Check check_tcb(const ExpectedReport& expected, const SnpReport& report,
                std::optional<AmdGeneration> line) {
  Several several(kReportTcb);
  if (!expected.minimum_tcb) return several.take();
  if (!line) return not_checked(kReportTcb, "The line of processors is not known.");
  const TcbKinds& kinds = expected.tcb_kinds;
  const auto add = [&](bool is_asked, std::string_view name, const TcbBytes& bytes) {
    if (!is_asked) return;
    const Tcb tcb = read_tcb(*line, bytes);
    const std::string words = std::string(name) + " ";
    several.add(reaches(tcb, *expected.minimum_tcb),
                words + "at least " + tcb_text(*expected.minimum_tcb), words + tcb_text(tcb));
  };
  add(kinds.reported, "reported", report.reported_tcb);
  add(kinds.committed, "committed", report.committed_tcb);
  add(kinds.launch, "launch", report.launch_tcb);
  add(kinds.current, "current", report.current_tcb);
  return several.take();
}

Check check_firmware(const ExpectedReport& expected, const SnpReport& report) {
  Several several(kReportFirmware);
  if (const auto& least = expected.minimum_firmware) {
    several.add(
        report.committed_firmware.reaches(*least) && report.current_firmware.reaches(*least),
        "at least " + firmware_text(*least), firmware_text(report.committed_firmware));
  }
  if (expected.refuse_provisional) {
    const bool is_open = is_provisional(report);
    several.add(!is_open, "committed", is_open ? "provisional" : "committed");
  }
  return several.take();
}

Check check_id_block(const ExpectedReport& expected, const SnpReport& report) {
  Several several(kReportIdBlock);
  several.add_bytes("family", expected.family_id, report.family_id);
  several.add_bytes("image", expected.image_id, report.image_id);
  if (const auto& least = expected.minimum_guest_svn) {
    several.add(report.guest_svn >= *least, "SVN at least " + std::to_string(*least),
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

Check check_chip(const ExpectedReport& expected, const SnpReport& report,
                 const std::optional<VekExtensions>& vek) {
  Several several(kReportChip);
  const bool is_vlek = report.signing_key() == kSignedByVlek;
  if (!expected.providers.empty()) {
    const std::string got = vek && vek->csp_id ? *vek->csp_id : "";
    several.add(is_vlek && std::find(expected.providers.begin(), expected.providers.end(), got) !=
                               expected.providers.end(),
                or_list(expected.providers), got.empty() ? "no provider" : got);
  }
  if (!expected.chip_ids.empty()) {
    several.add(is_one_of(expected.chip_ids, report.chip_id),
                or_list(texts_of(expected.chip_ids, [](const auto& one) { return hex(one); })),
                hex(report.chip_id));
  }
  Check check = several.take();
  if (check.outcome != kNotChecked) return check;
  if (is_chip_masked(report) && !expected.allow_masked_chip) {
    check.why = "CHIP_ID is masked, and that was not accepted.";
    return check;
  }
  const bool is_masked = is_chip_masked(report);
  return {kReportChip,
          kPass,
          is_masked ? "a masked chip is accepted" : "",
          is_masked ? "masked" : "",
          {}};
}

Check check_platform(const ExpectedReport& expected, std::uint64_t info) {
  const BitExpectation& bits = expected.platform;
  Several several(kReportPlatform);
  const auto text = [](std::uint64_t value) {
    return bits_text(value, platform_info_names(value));
  };
  if (bits.required != 0) {
    several.add((info & bits.required) == bits.required, "set: " + text(bits.required), text(info));
  }
  if (bits.forbidden != 0) {
    several.add((info & bits.forbidden) == 0, "not set: " + text(bits.forbidden), text(info));
  }
  return several.take();
}

Check check_mitigations(const ExpectedReport& expected, const SnpReport& report) {
  Several several(kReportMitigations);
  const auto add = [&](std::string_view name, std::uint64_t needed, std::uint64_t got) {
    if (needed == 0) return;
    const std::string words = std::string(name) + " ";
    several.add((got & needed) == needed, words + to_hex_number(needed),
                words + to_hex_number(got));
  };
  add("launch", expected.launch_mitigations, report.launch_mitigations);
  add("current", expected.current_mitigations, report.current_mitigations);
  return several.take();
}

// REPORT_DATA of a confidential VM of Azure is the hash of what stands behind the report, then
// zeros.
Check check_claims(const SnpEvidence& evidence) {
  if (!evidence.claims) return {kReportClaims, kPass, {}, {}, {}};
  ReportDataBytes expected{};
  put_bytes(expected, evidence.claims->sha256);
  const ReportDataBytes& got = evidence.report.report_data;
  return outcome(kReportClaims, constant_time_equal(expected, got), hex(expected), hex(got));
}

}  // namespace

bool is_described(std::uint32_t version) { return version == 2 || version == 3 || version == 5; }

std::vector<Check> check_expectations(const ReportInput& input, std::optional<AmdGeneration> line,
                                      const std::optional<VekExtensions>& vek) {
  const SnpReport& report = input.evidence.report;
  const ExpectedReport& expected = input.expected;
  Several host_data(kReportHostData);
  host_data.add_bytes("", expected.host_data, report.host_data);
  Several report_id(kReportId);
  report_id.add_bytes("", expected.report_id, report.report_id);
  return {check_measurement(input),
          check_version(report),
          check_reserved(report),
          check_report_data(input),
          check_policy(expected, {report.policy}),
          check_vmpl(expected, report.vmpl),
          check_tcb(expected, report, line),
          check_firmware(expected, report),
          check_id_block(expected, report),
          host_data.take(),
          check_chip(expected, report, vek),
          report_id.take(),
          check_platform(expected, report.platform_info),
          check_mitigations(expected, report),
          check_claims(input.evidence)};
}

}  // namespace sevproof::snp::internal
