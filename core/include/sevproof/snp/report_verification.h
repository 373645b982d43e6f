// Is this SEV-SNP report genuine, and is it of the launch that its owner described?
//
//   auto evidence = parse_snp_evidence(file, "report.bin");         // formats/snp_report.h
//   auto certificates = parse_snp_certificates(file, "vcek.der");   // formats/snp_certificates.h
//   snp::ReportInput input{*evidence, *certificates, now};
//   input.expected.report_data = nonce;
//   input.expected.measurements = {digest};
//   auto verification = snp::verify_report(input);
//   show(verification);
//   if (verification.verified) release_secret(*verification.verified);
//
// Genuine: the report has its shape, a root of AMD's that is built in vouches for the key that
// signed it, the certificate is of this chip and these firmware versions, and the signature holds
// over the bytes as they came. A match: all that is expected holds besides, measurement and
// REPORT_DATA among it. Roots are never taken from files. SEV Secure Nested Paging firmware ABI
// 56860; VCEK and VLEK specification 57230.
#ifndef SEVPROOF_SNP_REPORT_VERIFICATION_H
#define SEVPROOF_SNP_REPORT_VERIFICATION_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sevproof/check.h"
#include "sevproof/finding.h"
#include "sevproof/formats/snp_certificates.h"
#include "sevproof/formats/snp_report.h"
#include "sevproof/snp/diagnosis.h"
#include "sevproof/snp/report_expectations.h"

namespace sevproof::snp {

struct ReportInput {
  SnpEvidence evidence;
  SnpCertificates certificates;
  UnixTime at = 0;           // when certificates and lists must be valid
  bool at_is_given = false;  // by the owner; otherwise it is the clock's
  ExpectedReport expected{};
  // A launch that was described: its digests are measurements that are expected.
  std::optional<LaunchReport> launch{};
};

enum class ReportVerdict : std::uint8_t {
  kMatch,
  kGenuine,      // nothing that was expected fails, but not all that a match needs was checked
  kMismatch,     // genuine, and not what was expected
  kNotVerified,  // not proven to be genuine
};

std::string_view verdict_name(ReportVerdict verdict);  // "match", "genuine", "mismatch", ...

// A link of the chain, for whoever wants to see it.
struct ChainLink {
  std::string_view role;  // "ark", "ask", "asvk", "vcek", "vlek"
  std::string subject;    // CN
  std::string issuer;
  std::string serial;  // hex
  UnixTime not_before = 0;
  UnixTime not_after = 0;
  Sha256Digest sha256{};
  std::string source;  // "built in", or the file's name
};

// A certificate as a link; its role by its name, otherwise "other".
ChainLink link_of(const GivenCertificate& given);

// Why AMD's keys that are built in do not vouch for it, whenever that is; empty where they do. Of
// an intermediate certificate also that AMD has revoked it.
std::string standing_fault(const GivenCertificate& given);
std::string standing_fault(const GivenCrl& given);

// Where AMD has a certificate; nobody asked there.
struct CertificateAddress {
  AmdGeneration line = AmdGeneration::kMilan;
  std::string vek;  // of a VCEK; a VLEK is the provider's to hand out: empty
  std::string chain;
  std::string crl;
};

class VerifiedReport;
struct ReportVerification;

// Why a check was not made for which nothing was expected.
inline constexpr std::string_view kNothingExpected = "Nothing was expected.";

// Fails with kContradictingInputs where a launch is described and measurements are given, none of
// which is a digest of it.
Result<ReportVerification> verify_report(ReportInput input);

// A report that is genuine and as expected: only verify_report() makes one, and only with a match.
class VerifiedReport {
 public:
  const SnpReport& report() const { return report_; }

 private:
  friend Result<ReportVerification> verify_report(ReportInput input);
  explicit VerifiedReport(const SnpReport& report) : report_(report) {}

  SnpReport report_;
};

struct ReportVerification {
  ReportInput input;
  ReportVerdict verdict = ReportVerdict::kNotVerified;
  // By the report (version 3 and later) or its certificate; nothing where neither says.
  std::optional<AmdGeneration> line;
  std::vector<ChainLink> chain;  // root first, as far as it was built
  std::optional<VekExtensions> vek;
  // One for each line that the report may be of.
  std::vector<CertificateAddress> addresses;
  bool vek_missing = false;
  // The chain would hold at another time: of evidence that was kept that at which it was taken.
  bool out_of_time = false;
  std::vector<Check> checks;
  std::vector<Finding> findings;
  std::optional<Diagnosis> diagnosis;  // of a measurement that differs, where it was searched for
  std::optional<VerifiedReport> verified;

  // Shape, chain, binding and signature hold, and nothing is revoked.
  bool is_genuine() const { return verdict != ReportVerdict::kNotVerified; }
  // The measurement alone is why it is no match to a launch that was described.
  bool measurement_differs() const;
};

// Of a report: "0", and of 0xffffffff "none: its host asked".
std::string vmpl_text(std::uint32_t vmpl);

// What `sevproof snp show` finds out: no verdict.
struct ShownReport {
  SnpEvidence evidence;
  std::optional<AmdGeneration> line;
  std::vector<CertificateAddress> addresses;
  std::vector<Finding> findings;
};
ShownReport show_report(SnpEvidence evidence);

}  // namespace sevproof::snp

#endif
