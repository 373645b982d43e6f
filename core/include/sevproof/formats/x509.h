// X.509 certificates and revocation lists (RFC 5280) as AMD makes them for SEV-SNP: DER, version 3
// (a list: 2), RSA keys of 4096 bits or points of P-384, signed with RSASSA-PSS. Strict: lengths
// are minimal, nothing lies behind the end, each extension stands once. Nothing is verified here.
#ifndef SEVPROOF_FORMATS_X509_H
#define SEVPROOF_FORMATS_X509_H

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/bytes.h"
#include "sevproof/result.h"

namespace sevproof {

// The largest certificate or list that is read; AMD's have 866 to 1,700 bytes.
inline constexpr std::size_t kMaxX509Size = 16UL * 1024;

// Seconds since 1970-01-01T00:00:00Z.
using UnixTime = std::int64_t;

// "2026-11-30", which is its first second, or "2026-11-30T23:59:59Z". Fails with kInvalidInput.
Result<UnixTime> parse_time(std::string_view what, std::string_view text);
std::string time_text(UnixTime time);  // "2026-11-30T23:59:59Z"

struct X509Extension {
  Bytes oid;  // its content in DER, without tag and length
  bool critical = false;
  Bytes value;  // what the OCTET STRING holds
};

struct X509Signature {
  // RSASSA-PSS with exactly AMD's parameters: SHA-384, MGF1 with SHA-384, a salt of 48 bytes, and
  // the trailer field 1, written out or not; the same inside and outside of what is signed.
  bool is_pss_sha384 = false;
  Bytes value;
};

struct X509Certificate {
  Bytes der;          // the whole, as it came
  Bytes signed_part;  // TBSCertificate, with its header
  Bytes serial;       // big-endian, without leading zeros; empty: 0
  Bytes issuer;       // Name in DER, with its header
  Bytes subject;
  std::string issuer_cn;  // CN of that name; empty unless it has exactly one, in printable ASCII
  std::string subject_cn;
  UnixTime not_before = 0;
  UnixTime not_after = 0;
  // One of these, or of a key of another kind none.
  Bytes rsa_modulus;  // big-endian, 512 bytes
  std::uint32_t rsa_exponent = 0;
  std::optional<std::array<std::uint8_t, 96>> p384_key;  // x, y, big-endian; perhaps off the curve
  std::vector<X509Extension> extensions;
  X509Signature signature;

  const X509Extension* find(ByteView oid) const;
};

struct X509Crl {
  Bytes der;
  Bytes signed_part;
  Bytes issuer;
  std::string issuer_cn;
  UnixTime this_update = 0;
  std::optional<UnixTime> next_update;
  std::vector<Bytes> revoked;  // serial numbers, as above
  // Nobody here knows what a critical extension of another kind would change.
  bool has_unknown_critical = false;
  X509Signature signature;
};

// Fail with kMalformedCertificate, saying what was expected and where.
Result<X509Certificate> parse_x509(ByteView der, std::string_view what);
Result<X509Crl> parse_x509_crl(ByteView der, std::string_view what);

// keyUsage (2.5.29.15) has this bit: 5 keyCertSign, 6 cRLSign. basicConstraints (2.5.29.19) says
// CA:TRUE. False where the extension is absent or malformed.
bool has_key_usage(const X509Certificate& certificate, unsigned bit);
bool is_certificate_authority(const X509Certificate& certificate);
// Whether an extension is critical besides those two: nobody here knows what it would forbid.
bool has_unknown_critical(const X509Certificate& certificate);

}  // namespace sevproof

#endif
