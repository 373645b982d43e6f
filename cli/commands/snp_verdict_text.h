// The verdict on a SEV-SNP report, its checks, and what to do next, as text.
#ifndef SEVPROOF_CLI_COMMANDS_SNP_VERDICT_TEXT_H
#define SEVPROOF_CLI_COMMANDS_SNP_VERDICT_TEXT_H

#include <string>
#include <vector>

#include "sevproof/snp/report_verification.h"

namespace sevproof::cli {

// Without the word that it begins with: what was found, and the first reason.
std::string verdict_text(const snp::ReportVerification& result);

// A line for each, those that fail first; what was not expected stands in one line at the end.
std::string checks_text(const std::vector<Check>& checks);

// What would help a report that is not proven to be genuine.
struct NextStep {
  std::string commands;  // lines, such as one that fetches the certificate
  std::string hint;
};
NextStep next_step(const snp::ReportVerification& result);

}  // namespace sevproof::cli

#endif
