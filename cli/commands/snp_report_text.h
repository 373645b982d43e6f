// A SEV-SNP report and its certificates, as text.
#ifndef SEVPROOF_CLI_COMMANDS_SNP_REPORT_TEXT_H
#define SEVPROOF_CLI_COMMANDS_SNP_REPORT_TEXT_H

#include <string>

#include "sevproof/report.h"
#include "sevproof/snp/report_verification.h"

namespace sevproof::cli {

// "SEV-SNP report, version 3, Milan, signed with the chip's key (VCEK)"
std::string report_line(const SnpReport& report, std::optional<AmdGeneration> line);

// Signed with a key of a cloud provider (VLEK).
bool is_of_provider(const SnpReport& report);

// "family 0x19, model 0x1, stepping 0x1"
std::string cpu_text(const SnpReport& report);

// Every field, a line each.
std::string report_text(const SnpEvidence& evidence, std::optional<AmdGeneration> line);

// A line for each, root first.
std::string chain_text(const std::vector<snp::ChainLink>& chain);

// What is in a file of certificates.
std::string certificates_text(const SnpCertificates& certificates);

// A command that fetches the chip's certificate, for each line that it may be of.
std::string addresses_text(const std::vector<snp::CertificateAddress>& addresses);

}  // namespace sevproof::cli

#endif
