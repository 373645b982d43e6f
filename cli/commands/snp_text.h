// A SEV-SNP launch and its digests, as text.
#ifndef SEVPROOF_CLI_COMMANDS_SNP_TEXT_H
#define SEVPROOF_CLI_COMMANDS_SNP_TEXT_H

#include <optional>
#include <string>

#include "sevproof/formats/domain_config.h"
#include "sevproof/snp/launch_report.h"

namespace sevproof::cli {

// "SEV-SNP on QEMU, CPU signature ..."
std::string guest_text(const snp::LaunchRequest& request);

// Lines of what the guest's report must have besides, and that its ID block is in order. Nothing
// without a domain.
std::string domain_text(const snp::LaunchReport& report);

// Lines, one or more for each digest.
std::string digests_text(const snp::LaunchReport& report);
std::string igvm_text(const snp::LaunchReport& report);

}  // namespace sevproof::cli

#endif
