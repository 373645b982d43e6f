// The chain of certificates under a report, and what revocation lists say of it.
#ifndef SEVPROOF_SNP_REPORT_CHAIN_H
#define SEVPROOF_SNP_REPORT_CHAIN_H

#include <optional>
#include <string>
#include <vector>

#include "sevproof/snp/report_verification.h"
#include "snp/anchors.h"

namespace sevproof::snp::internal {

// The intermediate key that was found to sign the report's.
struct Intermediate {
  ChainLink link;
  Bytes serial;  // big-endian, without leading zeros
};

struct ReportChain {
  std::vector<ChainLink> links;  // root first
  std::optional<Intermediate> intermediate;
  std::string fault;  // why it does not hold; empty where it does
};

// Whether AMD vouches for this VCEK (or VLEK) at that time. Intermediate certificates are built in,
// or taken from `given` where the root signed them; a root never is.
ReportChain build_chain(const Anchors& anchors, AmdGeneration line, bool is_vlek,
                        const GivenCertificate& vek, const SnpCertificates& given, UnixTime at);

struct Revocation {
  Check check;
  std::vector<std::string> unusable;  // lists that do not count, and why
};

Revocation check_revocation(const Anchors& anchors, AmdGeneration line,
                            const std::optional<Intermediate>& intermediate,
                            const SnpCertificates& given, UnixTime at);

ChainLink link_of(std::string_view role, const GivenCertificate& given);
ChainLink link_of(const Anchors& anchors, const Anchor& anchor);

}  // namespace sevproof::snp::internal

#endif
