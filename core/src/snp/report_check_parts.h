// What the checks of a report's expectations are made of.
#ifndef SEVPROOF_SNP_REPORT_CHECK_PARTS_H
#define SEVPROOF_SNP_REPORT_CHECK_PARTS_H

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sevproof/snp/report_verification.h"
#include "sevproof/text.h"

namespace sevproof::snp::internal {

inline Check outcome(CheckCode code, bool passes, std::string expected, std::string got) {
  return {code,
          passes ? CheckOutcome::kPass : CheckOutcome::kFail,
          std::move(expected),
          std::move(got),
          {}};
}

// In constant time each, whatever the others are.
template <typename Value>
bool is_one_of(const std::vector<Value>& values, const Value& value) {
  bool found = false;
  for (const Value& one : values) found |= constant_time_equal(one, value);
  return found;
}

inline std::string or_list(const std::vector<std::string>& texts) {
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

inline std::string hex(ByteView bytes) { return to_hex(bytes); }

// Several expectations in one check: only what is given counts.
class Several {
 public:
  explicit Several(CheckCode code) : check_(not_checked(code, kNothingExpected)) {}

  void add(bool passes, const std::string& expected, const std::string& got) {
    if (check_.outcome == CheckOutcome::kNotChecked) {
      check_ = {check_.code, CheckOutcome::kPass, {}, {}, {}};
    }
    if (!passes) check_.outcome = CheckOutcome::kFail;
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

// Of the platform's part of a report: tcb, firmware-version, chip, platform-info, mitigations.
Check check_tcb(const ExpectedReport& expected, const SnpReport& report,
                std::optional<AmdGeneration> line);
Check check_firmware(const ExpectedReport& expected, const SnpReport& report,
                     std::optional<AmdGeneration> line);
Check check_chip(const ExpectedReport& expected, const SnpReport& report,
                 const std::optional<VekExtensions>& vek);
Check check_platform(const ExpectedReport& expected, std::uint64_t info);
Check check_mitigations(const ExpectedReport& expected, const SnpReport& report);

}  // namespace sevproof::snp::internal

#endif
