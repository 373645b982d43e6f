// Whether a certificate is that of the key which a report names: chip or provider, and firmware.
#ifndef SEVPROOF_SNP_REPORT_BINDING_H
#define SEVPROOF_SNP_REPORT_BINDING_H

#include <optional>
#include <string>
#include <vector>

#include "sevproof/formats/snp_certificates.h"
#include "sevproof/snp/report_verification.h"

namespace sevproof::snp::internal {

// SIGNING_KEY of a report.
inline constexpr std::uint32_t kSignedByVcek = 0;
inline constexpr std::uint32_t kSignedByVlek = 1;

// A certificate that may be that of the report's key.
struct VekCandidate {
  const GivenCertificate* given;
  std::optional<VekExtensions> extensions;
  std::optional<AmdGeneration> line;  // by the report, or else by the product
  std::string fault;                  // why it is not that of this report's key; empty: it is
};

// The line of a report: by its CPUID; before version 3 by nothing.
std::optional<AmdGeneration> line_of_report(const SnpReport& report);

// A chip's id that its host masks.
bool is_chip_masked(const SnpReport& report);

// All given certificates that AMD's names make one of this kind, each once; those that fit the
// report first, and of these those that are valid at that time.
std::vector<VekCandidate> find_veks(const SnpReport& report, const SnpCertificates& given,
                                    UnixTime at);

// Whether the report, as it came, is signed by the certificate's key.
bool is_signed_by(const SnpReport& report, const X509Certificate& vek);

// Where AMD has certificates for it: of an unknown line, for each that it may be of.
std::vector<CertificateAddress> certificate_addresses(const SnpReport& report,
                                                      std::optional<AmdGeneration> line);

}  // namespace sevproof::snp::internal

#endif
