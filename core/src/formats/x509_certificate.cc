// Certificate (RFC 5280, section 4.1).
#include <algorithm>
#include <array>

#include "formats/x509_parts.h"
#include "sevproof/formats/x509.h"

namespace sevproof {
namespace {

using internal::copy_of;
using internal::DerFault;
using internal::DerReader;

// Contents of AlgorithmIdentifiers of keys: rsaEncryption with NULL (RFC 3279, section 2.3.1), and
// id-ecPublicKey with secp384r1 (RFC 5480, section 2.1.1).
constexpr auto kRsaKey = std::to_array<std::uint8_t>(
    {0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00});
constexpr auto kP384Key =
    std::to_array<std::uint8_t>({0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x05,
                                 0x2b, 0x81, 0x04, 0x00, 0x22});
constexpr std::size_t kRsaModulusSize = 512;
constexpr std::uint8_t kUncompressed = 0x04;  // SEC 1, section 2.3.3

constexpr std::uint8_t kKeyUsage = 15;
constexpr std::uint8_t kBasicConstraints = 19;

void read_rsa_key(ByteView key, DerFault& fault, X509Certificate& out) {
  DerReader outer(key, fault);
  DerReader in = outer.inside(internal::kDerSequence, "RSA key");
  outer.end("RSA key");
  const ByteView modulus = in.number("RSA modulus");
  const ByteView exponent = in.number("RSA exponent");
  in.end("RSA key");
  if (modulus.size() != kRsaModulusSize || exponent.size() > sizeof(out.rsa_exponent)) return;
  out.rsa_modulus = copy_of(modulus);
  for (const std::uint8_t byte : exponent) out.rsa_exponent = out.rsa_exponent << 8 | byte;
}

void read_key(DerReader in, X509Certificate& out) {
  const ByteView algorithm = in.take(internal::kDerSequence, "key algorithm");
  const ByteView key = in.bits("key");
  in.end("key");
  if (same_bytes(algorithm, kRsaKey)) read_rsa_key(key, in.fault(), out);
  if (same_bytes(algorithm, kP384Key) && key.size() == 97 && key[0] == kUncompressed) {
    put_bytes(out.p384_key.emplace(), key.subspan(1));
  }
}

void read_tbs(DerReader in, const internal::SignedDer& outer, X509Certificate& out) {
  constexpr std::string_view kVersion = "version";
  DerReader version = in.inside(internal::kDerContext0, kVersion);
  internal::expect_number(version, 2, kVersion, "2, which is version 3,");
  version.end(kVersion);
  out.serial = copy_of(in.number("serial number"));
  out.signature = signature_of(outer, in.take(internal::kDerSequence, "signature algorithm"));
  out.issuer_cn = read_name(in, "issuer", out.issuer);
  DerReader validity = in.inside(internal::kDerSequence, "validity");
  out.not_before = validity.time("not before");
  out.not_after = validity.time("not after");
  validity.end("validity");
  out.subject_cn = read_name(in, "subject", out.subject);
  read_key(in.inside(internal::kDerSequence, "key"), out);
  if (!in.at_end()) {
    DerReader extensions = in.inside(internal::kDerContext3, "extensions");
    out.extensions = read_extensions(extensions);
    extensions.end("extensions");
  }
  in.end("signed part");
}

const X509Extension* find_standard(const X509Certificate& certificate, std::uint8_t last) {
  for (const X509Extension& one : certificate.extensions) {
    if (internal::is_standard_extension(one.oid, last)) return &one;
  }
  return nullptr;
}

}  // namespace

const X509Extension* X509Certificate::find(ByteView oid) const {
  for (const X509Extension& one : extensions) {
    if (same_bytes(one.oid, oid)) return &one;
  }
  return nullptr;
}

Result<X509Certificate> parse_x509(ByteView der, std::string_view what) {
  DerFault fault(der);
  const internal::SignedDer parts = internal::read_signed(der, fault);
  X509Certificate out;
  out.der = copy_of(der);
  out.signed_part = copy_of(parts.part);
  DerReader signed_part(parts.part, fault);
  read_tbs(signed_part.inside(internal::kDerSequence, "signed part"), parts, out);
  if (!fault.ok()) return fault.error(what);
  return out;
}

// A named bit list. AMD's ASKs and ASVKs do not end it with a one, as DER demands (X.690, section
// 11.2.2): 03 02 01 04.
bool has_key_usage(const X509Certificate& certificate, unsigned bit) {
  const X509Extension* const extension = find_standard(certificate, kKeyUsage);
  if (extension == nullptr) return false;
  DerFault fault(extension->value);
  DerReader in(extension->value, fault);
  const ByteView content = in.take(internal::kDerBitString, "keyUsage");
  in.end("keyUsage");
  if (!fault.ok() || content.size() < 2 || content[0] > 7) return false;
  if ((content.back() & ((1U << content[0]) - 1)) != 0) return false;
  const std::size_t at = 1 + bit / 8;
  return at < content.size() && (content[at] << bit % 8 & 0x80) != 0;
}

bool is_certificate_authority(const X509Certificate& certificate) {
  constexpr std::string_view kLabel = "basicConstraints";
  const X509Extension* const extension = find_standard(certificate, kBasicConstraints);
  if (extension == nullptr) return false;
  DerFault fault(extension->value);
  DerReader outer(extension->value, fault);
  DerReader in = outer.inside(internal::kDerSequence, kLabel);
  outer.end(kLabel);
  const bool is_ca = in.boolean(kLabel);
  if (!in.at_end()) in.number(kLabel);  // pathLenConstraint
  in.end(kLabel);
  return fault.ok() && is_ca;
}

bool has_unknown_critical(const X509Certificate& certificate) {
  const X509Extension* const usage = find_standard(certificate, kKeyUsage);
  const X509Extension* const constraints = find_standard(certificate, kBasicConstraints);
  return std::any_of(certificate.extensions.begin(), certificate.extensions.end(),
                     [&](const X509Extension& one) {
                       return one.critical && &one != usage && &one != constraints;
                     });
}

}  // namespace sevproof
