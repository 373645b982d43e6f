// The certificates of a SEV platform, and the one in which an owner's key travels: SEV API
// specification (55766), appendices C.1 to C.4. Numbers are little-endian there, also those of the
// curve. Whether one is genuine is not decided here.
#ifndef SEVPROOF_FORMATS_SEV_CERTIFICATE_H
#define SEVPROOF_FORMATS_SEV_CERTIFICATE_H

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "sevproof/bytes.h"
#include "sevproof/result.h"

namespace sevproof {

inline constexpr std::size_t kSevCertificateSize = 2084;

// PUBKEY_USAGE of table C.1, and the two of AMD's own keys that sign.
enum class SevKeyUsage : std::uint32_t {
  kArk = 0x0000,
  kAsk = 0x0013,
  kUnused = 0x1000,
  kOca = 0x1001,
  kPek = 0x1002,
  kPdh = 0x1003,
  kCek = 0x1004,
};

// Algorithms of the same table.
inline constexpr std::uint32_t kSevNoAlgorithm = 0;
inline constexpr std::uint32_t kSevRsaSha256 = 0x001;
inline constexpr std::uint32_t kSevEcdsaSha256 = 0x002;
inline constexpr std::uint32_t kSevEcdhSha256 = 0x003;
inline constexpr std::uint32_t kSevRsaSha384 = 0x101;

// AMD's key server of 2019 wrote this usage, bytes exchanged, into the unused place of a CEK.
inline constexpr std::uint32_t kOldServerUsage = 0x0010;

// 48 bytes, big-endian.
using SevNumber = std::array<std::uint8_t, 48>;

// One of the two places for a signature. Usage and algorithm are those of the signer's key. No
// signature covers any of this.
struct SevSignature {
  std::uint32_t usage = 0;
  std::uint32_t algorithm = 0;
  std::array<std::uint8_t, 512> bytes{};

  // Usage 0x1000, no algorithm, and nothing but zeros.
  bool is_empty() const;
};

struct SevCertificate {
  std::array<std::uint8_t, kSevCertificateSize> bytes{};
  SevKeyUsage usage = SevKeyUsage::kUnused;
  std::uint8_t api_major = 0;  // of the firmware or tool that made it; nothing depends on them
  std::uint8_t api_minor = 0;
  std::uint32_t algorithm = 0;
  SevNumber x{};  // the public key
  SevNumber y{};
  std::array<SevSignature, 2> signatures;
  // What must not be so, as a clause such as "its point is not on the curve P-384"; empty where all
  // is well. `key_fault` is about the public key alone: nobody can use it.
  std::string fault;
  std::string key_fault;

  // Both signatures cover these 1044 bytes and nothing else.
  ByteView signed_bytes() const { return ByteView(bytes).first(0x414); }
  // Nobody signed it: both places for a signature are empty.
  bool is_unsigned() const { return signatures[0].is_empty() && signatures[1].is_empty(); }
  // Curve and point with all their padding: what tells keys apart.
  ByteView public_key() const { return ByteView(bytes).subspan(0x10, 0x404); }
};

// Exactly one certificate of an OCA, PEK, PDH or CEK. Fails with kMalformedCertificate where its
// size, version or usage is none of those; `what` names it in the message.
Result<SevCertificate> parse_sev_certificate(ByteView bytes,
                                             std::string_view what = "SEV certificate");

// "OCA", "PEK", "PDH", "CEK", "ASK", "ARK".
std::string_view sev_usage_name(SevKeyUsage usage);

// Of the firmware or tool that made it: "1.55".
std::string api_text(const SevCertificate& certificate);

// "PDH EP384 D256", as sevctl prints it before the fingerprint.
std::string describe(const SevCertificate& certificate);

// The hash of the signed bytes with the certificate's own algorithm, in hex, as sevctl prints it.
std::string fingerprint(const SevCertificate& certificate);

// r and s of an ECDSA signature.
struct SevEcdsa {
  SevNumber r;
  SevNumber s;
};

// Fails with kMalformedCertificate where a byte behind either number or behind both is not zero,
// or a number is 0 or not below the curve's order n.
Result<SevEcdsa> parse_ecdsa(ByteView signature);

}  // namespace sevproof

#endif
