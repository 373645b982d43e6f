#include "sevproof/formats/sev_certificate.h"

#include "base/byte_reader.h"
#include "crypto/p384.h"
#include "formats/sev_number.h"
#include "sevproof/sha256.h"

namespace sevproof {
namespace {

using internal::ByteReader;

constexpr std::uint32_t kVersion = 1;
constexpr std::uint32_t kP384 = 2;
constexpr std::size_t kReserved = 0x006;
constexpr std::size_t kCurve = 0x010;
constexpr std::size_t kX = 0x014;
constexpr std::size_t kY = kX + internal::kSevNumberField;
constexpr std::size_t kPointEnd = kY + internal::kSevNumberField;
constexpr std::size_t kSignatures = 0x414;
constexpr std::size_t kSignatureSize = 8 + 512;
static_assert(kSignatures + 2 * kSignatureSize == kSevCertificateSize);
static_assert(kSignatures - kPointEnd == 880);

tl::unexpected<Error> misfit(std::string_view what, const std::string& fault) {
  return fail(ErrorCode::kMalformedCertificate, std::string(what) + ": " + fault);
}

bool is_platform_usage(std::uint32_t usage) {
  return usage >= static_cast<std::uint32_t>(SevKeyUsage::kOca) &&
         usage <= static_cast<std::uint32_t>(SevKeyUsage::kCek);
}

// All real keys are of P-384 with SHA-256; firmware takes no other curve.
std::string find_key_fault(const SevCertificate& certificate) {
  const ByteView bytes = certificate.bytes;
  const std::uint32_t expected =
      certificate.usage == SevKeyUsage::kPdh ? kSevEcdhSha256 : kSevEcdsaSha256;
  if (certificate.algorithm != expected) {
    return "its algorithm is " + to_hex_number(certificate.algorithm) + ", not " +
           to_hex_number(expected);
  }
  const auto curve = load_le<std::uint32_t>(bytes.subspan(kCurve));
  if (curve != kP384) return "its curve is " + std::to_string(curve) + ", not 2 (P-384)";
  constexpr std::size_t kTail = internal::kSevNumberField - 48;
  const bool has_padding = is_zero(bytes.subspan(kX + 48, kTail)) &&
                           is_zero(bytes.subspan(kY + 48, kTail)) &&
                           is_zero(bytes.subspan(kPointEnd, kSignatures - kPointEnd));
  if (!has_padding) return "the padding of its public key is not zero";
  if (!P384Point::make(certificate.x, certificate.y)) return "its point is not on the curve P-384";
  return {};
}

// AMD's server of 2019 wrote this usage into the empty place of a CEK (AMDSEV issue 18).
bool is_empty_by_old_server(const SevCertificate& certificate, const SevSignature& signature) {
  return certificate.usage == SevKeyUsage::kCek && signature.usage == kOldServerUsage &&
         signature.algorithm == kSevNoAlgorithm && is_zero(signature.bytes);
}

// Empty but for its usage is one that nobody made.
bool is_half_empty(const SevSignature& signature) {
  return signature.usage == static_cast<std::uint32_t>(SevKeyUsage::kUnused) ||
         signature.algorithm == kSevNoAlgorithm;
}

std::string find_fault(const SevCertificate& certificate) {
  if (!is_zero(ByteView(certificate.bytes).subspan(kReserved, 2))) {
    return "its reserved bytes are not zero";
  }
  for (const SevSignature& signature : certificate.signatures) {
    if (signature.is_empty() || is_empty_by_old_server(certificate, signature)) continue;
    if (is_half_empty(signature)) return "a place for a signature is neither empty nor filled";
  }
  return {};
}

SevSignature read_signature(ByteReader& in) {
  SevSignature signature;
  signature.usage = in.u32();
  signature.algorithm = in.u32();
  signature.bytes = in.array<512>();
  return signature;
}

}  // namespace

bool SevSignature::is_empty() const {
  return usage == static_cast<std::uint32_t>(SevKeyUsage::kUnused) &&
         algorithm == kSevNoAlgorithm && is_zero(bytes);
}

Result<SevCertificate> parse_sev_certificate(ByteView bytes, std::string_view what) {
  if (bytes.size() != kSevCertificateSize) {
    return misfit(what, "expected 2084 bytes, got " + std::to_string(bytes.size()));
  }
  ByteReader in(bytes);
  const std::uint32_t version = in.u32();
  if (version != kVersion) {
    return misfit(what, "expected version 1, got " + std::to_string(version));
  }
  SevCertificate certificate;
  put_bytes(certificate.bytes, bytes);
  certificate.api_major = in.u8();
  certificate.api_minor = in.u8();
  const std::uint32_t usage = in.skip(2).u32();
  if (!is_platform_usage(usage)) {
    return misfit(what,
                  "expected usage 0x1001 (OCA), 0x1002 (PEK), 0x1003 (PDH) or 0x1004 (CEK), "
                  "got " +
                      to_hex_number(usage));
  }
  certificate.usage = static_cast<SevKeyUsage>(usage);
  certificate.algorithm = in.u32();
  certificate.x = internal::read_sev_number(bytes.subspan(kX));
  certificate.y = internal::read_sev_number(bytes.subspan(kY));
  ByteReader signatures(bytes.subspan(kSignatures));
  for (SevSignature& signature : certificate.signatures) signature = read_signature(signatures);
  certificate.fault = find_fault(certificate);
  certificate.key_fault = find_key_fault(certificate);
  return certificate;
}

std::string_view sev_usage_name(SevKeyUsage usage) {
  switch (usage) {
    case SevKeyUsage::kArk:
      return "ARK";
    case SevKeyUsage::kAsk:
      return "ASK";
    case SevKeyUsage::kOca:
      return "OCA";
    case SevKeyUsage::kPek:
      return "PEK";
    case SevKeyUsage::kPdh:
      return "PDH";
    case SevKeyUsage::kCek:
      return "CEK";
    case SevKeyUsage::kUnused:
      break;
  }
  return "";
}

std::string api_text(const SevCertificate& certificate) {
  return std::to_string(certificate.api_major) + "." + std::to_string(certificate.api_minor);
}

std::string describe(const SevCertificate& certificate) {
  const std::string name(sev_usage_name(certificate.usage));
  return name + (certificate.usage == SevKeyUsage::kPdh ? " EP384 D256" : " EP384 E256");
}

std::string fingerprint(const SevCertificate& certificate) {
  return to_hex(sha256(certificate.signed_bytes()));
}

Result<SevEcdsa> parse_ecdsa(ByteView signature) {
  constexpr std::size_t kField = internal::kSevNumberField;
  constexpr std::string_view kWhat = "signature";
  if (signature.size() < 2 * kField) return misfit(kWhat, "expected two numbers of 72 bytes");
  const bool has_padding = is_zero(signature.subspan(48, kField - 48)) &&
                           is_zero(signature.subspan(kField + 48, kField - 48)) &&
                           is_zero(signature.subspan(2 * kField));
  if (!has_padding) return misfit(kWhat, "the padding of r or s is not zero");
  const SevEcdsa numbers{internal::read_sev_number(signature),
                         internal::read_sev_number(signature.subspan(kField))};
  if (!is_p384_scalar(numbers.r)) return misfit(kWhat, "r is 0, or not below the curve's order");
  if (!is_p384_scalar(numbers.s)) return misfit(kWhat, "s is 0, or not below the curve's order");
  return numbers;
}

}  // namespace sevproof
