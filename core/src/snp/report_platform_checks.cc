// What is expected of the platform that a report is of.
#include <algorithm>

#include "snp/report_binding.h"
#include "snp/report_bits.h"
#include "snp/report_check_parts.h"
#include "snp/report_checks.h"

namespace sevproof::snp::internal {

using enum CheckCode;
using enum CheckOutcome;

namespace {

std::string line_words(std::optional<AmdGeneration> line) {
  return line ? std::string(generation_name(*line)) + ", which has none" : "an unknown one";
}

}  // namespace

Check check_tcb(const ExpectedReport& expected, const SnpReport& report,
                std::optional<AmdGeneration> line) {
  Several several(kReportTcb);
  if (expected.minimum_tcb.empty()) return several.take();
  if (!line) return not_checked(kReportTcb, "The line of processors is not known.");
  const MinimumTcb* const least = expected.minimum_tcb.find(*line);
  if (least == nullptr) {
    return outcome(kReportTcb, false, "a line of processors with a minimum", line_words(line));
  }
  const TcbKinds kinds = expected.tcb_kinds.value_or(TcbKinds());
  const auto add = [&](bool is_asked, std::string_view name, const TcbBytes& bytes) {
    if (!is_asked) return;
    const Tcb tcb = read_tcb(*line, bytes);
    const std::string words = std::string(name) + " ";
    several.add(reaches(tcb, *least), words + "at least " + tcb_text(*least),
                words + tcb_text(tcb));
  };
  add(kinds.reported, "reported", report.reported_tcb);
  add(kinds.committed, "committed", report.committed_tcb);
  add(kinds.launch, "launch", report.launch_tcb);
  add(kinds.current, "current", report.current_tcb);
  return several.take();
}

Check check_firmware(const ExpectedReport& expected, const SnpReport& report,
                     std::optional<AmdGeneration> line) {
  Several several(kReportFirmware);
  const FirmwareVersion* const least = expected.minimum_firmware.find(line);
  if (least != nullptr) {
    const FirmwareVersion& current = report.current_firmware;
    const FirmwareVersion& committed = report.committed_firmware;
    several.add(
        committed.reaches(*least) && current.reaches(*least), "at least " + firmware_text(*least),
        current == committed
            ? firmware_text(current)
            : "current " + firmware_text(current) + ", committed " + firmware_text(committed));
  } else if (!expected.minimum_firmware.empty()) {
    several.add(false, "a line of processors with a minimum", line_words(line));
  }
  if (expected.refuse_provisional) {
    const bool is_open = is_provisional(report);
    several.add(!is_open, "committed", is_open ? "provisional" : "committed");
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
  const std::string words = is_vlek                  ? "no chip: the key is the provider's (VLEK)"
                            : is_chip_masked(report) ? "a masked chip is accepted"
                                                     : "";
  return {kReportChip, kPass, words, words, {}};
}

Check check_platform(const ExpectedReport& expected, std::uint64_t info) {
  const BitExpectation& bits = expected.platform;
  if (bits == BitExpectation()) return not_checked(kReportPlatform, kNothingExpected);
  const auto text = [](std::uint64_t value) {
    return bits_text(value, platform_info_names(value));
  };
  std::string wanted;
  if (bits.required != 0) wanted = "set: " + text(bits.required);
  if (bits.forbidden != 0) {
    wanted += (wanted.empty() ? "" : "; ") + std::string("not set: ") + text(bits.forbidden);
  }
  return outcome(kReportPlatform, bits.holds(info), std::move(wanted), text(info));
}

Check check_mitigations(const ExpectedReport& expected, const SnpReport& report) {
  Several several(kReportMitigations);
  const bool has_vectors = report.version >= 5;
  const auto add = [&](std::string_view name, std::uint64_t needed, std::uint64_t got) {
    if (needed == 0) return;
    const std::string words = std::string(name) + " ";
    several.add((got & needed) == needed, words + to_hex_number(needed),
                words + (has_vectors ? to_hex_number(got) : "none, before version 5"));
  };
  add("launch", expected.launch_mitigations, report.launch_mitigations);
  add("current", expected.current_mitigations, report.current_mitigations);
  return several.take();
}

}  // namespace sevproof::snp::internal
