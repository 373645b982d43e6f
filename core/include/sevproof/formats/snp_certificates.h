// The certificates that come with a SEV-SNP report, in the shapes in which people have them, and
// what AMD writes into those of chips (VCEK and VLEK specification 57230).
#ifndef SEVPROOF_FORMATS_SNP_CERTIFICATES_H
#define SEVPROOF_FORMATS_SNP_CERTIFICATES_H

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/bytes.h"
#include "sevproof/formats/x509.h"
#include "sevproof/guid.h"
#include "sevproof/result.h"

namespace sevproof {

// The largest file of certificates that is read.
inline constexpr std::size_t kMaxSnpCertificateFile = 1024UL * 1024;

struct GivenCertificate {
  X509Certificate certificate;
  std::string source;  // "vcek.der", "chain.pem, certificate 2", "certificate table, VCEK"
};
struct GivenCrl {
  X509Crl crl;
  std::string source;
};
// An entry of a certificate table that is no certificate: its owner's, or one that nobody here
// knows. "GCE firmware endorsement" and so on; empty: unknown.
struct OtherTableEntry {
  Guid guid;
  std::string_view name;
  std::size_t size = 0;
};

struct SnpCertificates {
  std::vector<GivenCertificate> certificates;  // in the order in which they came
  std::vector<GivenCrl> crls;
  std::vector<OtherTableEntry> others;
  // What was given beside those and is none that can be read, "SOURCE: why": does not spoil what
  // is right.
  std::vector<std::string> unread;

  void add(SnpCertificates more);
};

// One file: a certificate or a CRL in DER, PEM with one or many of both in any order (with text
// between them), the certificate table of an extended request (GHCB specification 56421) of which
// each entry is DER or PEM, or base64 or hex of one of these. An empty table has none, nor has an
// empty file, which `unread` says. `what` names it, and is printable in what becomes of it. Fails
// with kMalformedCertificate where it is none of these, for a table that is malformed (an entry
// outside of it or over its header, a GUID twice, no end), and where nothing of it can be read;
// with kFileTooLarge.
Result<SnpCertificates> parse_snp_certificates(ByteView content, std::string_view what);
// Whether it begins as such a table does.
bool is_certificate_table(ByteView content);

// What AMD writes into a VCEK or VLEK. OIDs below 1.3.6.1.4.1.3704.1.
struct VekExtensions {
  std::uint64_t struct_version = 0;  // .1
  std::string product_name;          // .2, "Milan-B0"
  std::optional<std::uint8_t> bl;    // .3.1, and so on
  std::optional<std::uint8_t> tee;
  std::optional<std::uint8_t> snp;
  std::optional<std::uint8_t> spl4;
  std::optional<std::uint8_t> spl5;
  std::optional<std::uint8_t> spl6;
  std::optional<std::uint8_t> spl7;
  std::optional<std::uint8_t> ucode;  // .3.8
  std::optional<std::uint8_t> fmc;    // .3.9, of Turin alone
  std::optional<Bytes> hwid;          // .4, without a tag: 64 bytes or 8
  std::optional<std::string> csp_id;  // .5, printable ASCII
};

// Fails with kMalformedCertificate for one of AMD's extensions that is malformed or twice. hwID's
// tag is decided by its length: 64 or 8 bytes are bare, 66 and 10 an OCTET STRING.
Result<VekExtensions> parse_vek_extensions(const X509Certificate& certificate,
                                           std::string_view what);

}  // namespace sevproof

#endif
