// The options of `snp verify`, read into types.
#ifndef SEVPROOF_CLI_OPTIONS_REPORT_OPTIONS_H
#define SEVPROOF_CLI_OPTIONS_REPORT_OPTIONS_H

#include <optional>
#include <string>
#include <vector>

#include "options/arguments.h"
#include "sevproof/formats/x509.h"
#include "sevproof/report.h"
#include "sevproof/result.h"

namespace sevproof::cli {

struct ReportOptions {
  std::vector<std::string> certificates;    // files
  std::optional<std::string> expectations;  // a file
  std::optional<UnixTime> at;
  bool genuine_is_enough = false;
  // What is expected by options, as text that was read without a fault; a list whole.
  std::vector<ExpectationText> expected;
};

// Fails with kInvalid for a value that is malformed or out of range.
Result<ReportOptions> read_report_options(const Arguments& arguments);

// "--min-tcb"
std::string report_option_name(snp::ReportField field);

}  // namespace sevproof::cli

#endif
