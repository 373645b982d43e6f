// A SEV-SNP launch and its digests, as text.
#ifndef SEVPROOF_CLI_COMMANDS_SNP_TEXT_H
#define SEVPROOF_CLI_COMMANDS_SNP_TEXT_H

#include <cstdint>
#include <string>

#include "sevproof/snp/launch_report.h"

namespace sevproof::cli {

// "1 CPU", "2 CPUs"
std::string cpus_text(std::uint32_t count);

// "SEV-SNP on QEMU, CPU signature ..."
std::string guest_text(const snp::LaunchRequest& request);

// Lines, one or more for each digest.
std::string digests_text(const snp::LaunchReport& report);
std::string igvm_text(const snp::LaunchReport& report);

}  // namespace sevproof::cli

#endif
