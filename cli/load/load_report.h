// The files of a SEV-SNP report: evidence, certificates, expectations, and the launch, where one is
// described.
#ifndef SEVPROOF_CLI_LOAD_LOAD_REPORT_H
#define SEVPROOF_CLI_LOAD_LOAD_REPORT_H

#include <string>

#include "options/options.h"
#include "os/console.h"
#include "sevproof/report.h"
#include "sevproof/result.h"
#include "sevproof/snp/report_verification.h"

namespace sevproof::cli {

// Fails as the readers of the files and snp::measure_request do; with kContradictingInputs for an
// expectation that an option gives otherwise than the file of expectations; with kMissingInput
// without a report.
Result<snp::ReportInput> load_report_input(Options& options, Console& console);

// A report or certificates, whichever it is. Fails as the readers do.
Result<SnpFile> load_snp_file(const std::string& path);

}  // namespace sevproof::cli

#endif
