// The keys of AMD's between its roots and the keys of chips and providers.
#ifndef SEVPROOF_SNP_ISSUERS_H
#define SEVPROOF_SNP_ISSUERS_H

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/snp/report_verification.h"
#include "snp/anchors.h"

namespace sevproof::snp::internal {

inline constexpr std::string_view kUnknownCritical =
    "it has a critical extension that is not known here";

// RSASSA-PSS with SHA-384, by a key whose exponent is 65537.
bool is_signed(ByteView modulus, ByteView signed_part, const X509Signature& signature);

// Why the certificate does not count at that time; empty where it does.
std::string validity_fault(const ChainLink& link, UnixTime at);

// What makes a certificate that came with the report no intermediate one of AMD's, whenever that
// is; empty where it is one.
std::string intermediate_fault(const Anchors& anchors, const Anchor& root,
                               const X509Certificate& certificate);

ChainLink link_of(std::string_view role, const GivenCertificate& given);
ChainLink link_of(const Anchors& anchors, const Anchor& anchor);

struct Intermediate {
  ChainLink link;
  Bytes serial;  // big-endian, without leading zeros
};

// The intermediate keys of AMD's that may sign a report's: those that are built in, and those that
// are given and that the root signed. Each is judged once, however many certificates ask.
class Issuers {
 public:
  // What is given must outlive it.
  Issuers(const Anchors& anchors, bool is_vlek, const SnpCertificates& given, UnixTime at);

  struct Judged {
    Intermediate intermediate;
    ByteView modulus;
    std::string fault;  // why it does not count; empty where it does
  };
  // Those that count first, and of them those that are valid at that time.
  const std::vector<Judged>& of(AmdGeneration line);

  // Whether one that counts signed it.
  bool vouch_for(AmdGeneration line, const X509Certificate& certificate);

  const Anchors& anchors() const { return anchors_; }
  UnixTime at() const { return at_; }
  std::string_view role() const { return is_vlek_ ? "asvk" : "ask"; }
  std::string_view vek_role() const { return is_vlek_ ? "vlek" : "vcek"; }
  // "SEV-Milan", "SEV-VLEK-Milan"
  std::string cn(AmdGeneration line) const;

 private:
  std::vector<Judged> judge(AmdGeneration line) const;

  const Anchors& anchors_;
  bool is_vlek_;
  const SnpCertificates& given_;
  UnixTime at_;
  std::map<AmdGeneration, std::vector<Judged>> judged_;
};

}  // namespace sevproof::snp::internal

#endif
