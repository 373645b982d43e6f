// The launch measurement (AMD SEV API specification, section 6.5 LAUNCH_MEASURE, API 0.17 and
// later): an HMAC over the launch digest under the TIK, which the host cannot compute.
#ifndef SEVPROOF_MEASUREMENT_H
#define SEVPROOF_MEASUREMENT_H

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "sevproof/bytes.h"
#include "sevproof/hmac.h"
#include "sevproof/policy.h"
#include "sevproof/result.h"
#include "sevproof/sha256.h"

namespace sevproof {

using Nonce = std::array<std::uint8_t, 16>;

// The SEV firmware of the host, as it reports itself.
struct ApiVersion {
  std::uint8_t major = 0;
  std::uint8_t minor = 0;
  std::uint8_t build = 0;

  friend bool operator==(const ApiVersion&, const ApiVersion&) = default;
};

// "1.55 build 21"
std::string api_text(const ApiVersion& api);

// What the host reports: measurement and nonce, 48 bytes.
struct MeasurementBlob {
  static constexpr std::size_t kSize = 48;

  Sha256Digest measurement{};
  Nonce nonce{};

  // From base64 of exactly 48 bytes, in any shape that is exactly equivalent: broken lines, quotes
  // around it, the alphabet for URLs. Fails with kInvalid for anything else, hex of 48 bytes
  // included: that can be the digest of a SEV-SNP guest.
  static Result<MeasurementBlob> parse(std::string_view text);

  std::string to_base64() const;

  friend bool operator==(const MeasurementBlob&, const MeasurementBlob&) = default;
};

// From hex or base64 of 16 bytes, in any shape that is exactly equivalent: 0x, colons, either case,
// without padding. Fails with kInvalid.
Result<Nonce> parse_nonce(std::string_view text);

inline constexpr std::size_t kMeasuredMessageSize = 56;
using MeasuredMessage = std::array<std::uint8_t, kMeasuredMessageSize>;

// 04 | api major | api minor | build | policy u32 | launch digest 32 | nonce 16.
MeasuredMessage build_measured_message(const ApiVersion& api, Policy policy,
                                       const Sha256Digest& launch_digest, const Nonce& nonce);

// The measurement of an honest host: `tik` is the HMAC state of the TIK.
Sha256Digest compute_measurement(const HmacSha256& tik, const MeasuredMessage& message);

// The message of SEV firmware whose API is older than 0.17: API version and build are no part of
// it.
enum class OldMessage : std::uint8_t {
  // policy | launch digest | nonce: what AMD's sev-tool hashes for such a version (src/commands.cpp
  // of github.com/AMDESE/sev-tool, Command::calculate_measurement).
  kBare,
  // 04 before it. No tool is known that expects it.
  kWithContext,
};

// The measurement of such a host.
Sha256Digest compute_old_measurement(const HmacSha256& tik, const MeasuredMessage& message,
                                     OldMessage form);

}  // namespace sevproof

#endif
