// What revocation lists say of an intermediate key.
#ifndef SEVPROOF_SNP_REVOCATION_H
#define SEVPROOF_SNP_REVOCATION_H

#include <optional>
#include <string>
#include <vector>

#include "snp/issuers.h"

namespace sevproof::snp::internal {

// What makes a list none of AMD's, whenever that is; empty where it is one.
std::string crl_fault(const Anchors& anchors, const Anchor& root, const X509Crl& crl);

struct Revocation {
  Check check;
  std::vector<std::string> unusable;  // lists that do not count, and why
};

Revocation check_revocation(const Anchors& anchors, AmdGeneration line,
                            const std::optional<Intermediate>& intermediate,
                            const SnpCertificates& given, UnixTime at);

}  // namespace sevproof::snp::internal

#endif
