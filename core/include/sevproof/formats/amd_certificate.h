// AMD's certificates above a platform's own: its root (ARK) and its SEV signing key (ASK), as the
// SEV API specification (55766) has them in appendix B.1. Whether one is genuine is not decided
// here.
#ifndef SEVPROOF_FORMATS_AMD_CERTIFICATE_H
#define SEVPROOF_FORMATS_AMD_CERTIFICATE_H

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "sevproof/bytes.h"
#include "sevproof/result.h"

namespace sevproof {

enum class AmdGeneration : std::uint8_t { kNaples, kRome, kMilan, kGenoa, kTurin };

std::string_view generation_name(AmdGeneration generation);  // "Naples" and so on

// KEY_USAGE of appendix B.1.
enum class AmdKeyUsage : std::uint32_t { kArk = 0x00, kAsk = 0x13 };

using AmdKeyId = std::array<std::uint8_t, 16>;

struct AmdCertificate {
  Bytes bytes;  // all of it
  AmdKeyUsage usage = AmdKeyUsage::kArk;
  AmdKeyId key_id{};
  AmdKeyId certifying_id{};  // the signer's; of an ARK its own
  std::size_t key_size = 0;  // of modulus and signature: 256 or 512 bytes
  // What must not be so, as a clause such as "the exponent is not 65537"; empty where all is well.
  std::string fault;

  // 64 + 2 * key_size bytes, over which the signature is made.
  ByteView signed_bytes() const { return ByteView(bytes).first(kHeader + 2 * key_size); }
  // Little-endian, like everything here.
  ByteView modulus() const { return ByteView(bytes).subspan(kHeader + key_size, key_size); }
  // Empty for the ARK of Naples as AMD publishes it, which has none.
  ByteView signature() const { return ByteView(bytes).subspan(kHeader + 2 * key_size); }

  static constexpr std::size_t kHeader = 64;
};

// How many bytes the certificate has with which `bytes` begin: 832 or 1600, or 576 for an ARK of
// 2048 bits without a signature, which is told by `bytes` ending there. Fails with
// kMalformedCertificate for another version, usage or key size, with kTruncatedData for fewer bytes
// than a header has.
Result<std::size_t> amd_certificate_size(ByteView bytes);

// Exactly one certificate. Fails with kMalformedCertificate where its version, its usage or its
// size is none that AMD uses; `what` names it in the message.
Result<AmdCertificate> parse_amd_certificate(ByteView bytes,
                                             std::string_view what = "AMD certificate");

// "ARK R4096 R384 <hex>" without the last part, as sevctl prints it: the key's algorithm and the
// signature's.
std::string describe(const AmdCertificate& certificate);

// The hash of the signed bytes with the certificate's own algorithm, in hex, as sevctl prints it.
std::string fingerprint(const AmdCertificate& certificate);

}  // namespace sevproof

#endif
