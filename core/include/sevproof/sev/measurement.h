// The launch measurement (AMD SEV API specification, section 6.5 LAUNCH_MEASURE, API 0.17 and
// later): an HMAC over the launch digest under the TIK, which the host cannot compute.
#ifndef SEVPROOF_SEV_MEASUREMENT_H
#define SEVPROOF_SEV_MEASUREMENT_H

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sevproof/bytes.h"
#include "sevproof/formats/transport_keys.h"
#include "sevproof/result.h"
#include "sevproof/sha256.h"

namespace sevproof {

// The guest policy, 32 bits: AMD SEV API specification (55766), chapter 2, table 2 "Guest policy
// structure".
struct PolicyFlag {
  std::uint32_t mask;
  std::string_view name;     // the specification's name, such as NODBG
  std::string_view meaning;  // what a set bit says, in words
};

// The named single-bit flags, lowest bit first.
std::span<const PolicyFlag> policy_flags();

struct Policy {
  static constexpr std::uint32_t kNoDebug = 1U << 0;
  static constexpr std::uint32_t kNoKeySharing = 1U << 1;
  static constexpr std::uint32_t kEs = 1U << 2;
  static constexpr std::uint32_t kNoSend = 1U << 3;
  static constexpr std::uint32_t kDomain = 1U << 4;
  static constexpr std::uint32_t kSev = 1U << 5;
  static constexpr std::uint32_t kReserved = 0xffc0U;

  std::uint32_t value = 0;

  constexpr bool has(std::uint32_t mask) const { return (value & mask) == mask; }
  constexpr bool es() const { return has(kEs); }
  constexpr std::uint32_t reserved_bits() const { return value & kReserved; }
  // The oldest firmware API version on which the guest may run.
  constexpr std::uint8_t min_api_major() const { return static_cast<std::uint8_t>(value >> 16); }
  constexpr std::uint8_t min_api_minor() const { return static_cast<std::uint8_t>(value >> 24); }
};

// Names of the flags that are set, with spaces between: "NODBG NOKS"; empty where none is.
std::string policy_flag_names(Policy policy);

// Its number and these names: "0xf NODBG NOKS ES NOSEND"; the number alone where no flag is set.
std::string policy_words(Policy policy);

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

// What the host reports: measurement and nonce, 48 bytes. Neither is ever there without the other.
struct MeasurementBlob {
  static constexpr std::size_t kSize = 48;

  MeasurementBlob(const Sha256Digest& its_measurement, const Nonce& its_nonce)
      : measurement(its_measurement), nonce(its_nonce) {}
  // The measurement first, as in LAUNCH_MEASURE (6.5).
  explicit MeasurementBlob(std::span<const std::uint8_t, kSize> bytes);

  Sha256Digest measurement;
  Nonce nonce;

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

// What an honest host reports: HMAC-SHA-256 of the message with the TIK (LAUNCH_MEASURE, 6.5).
Sha256Digest compute_measurement(const Tik& tik, const MeasuredMessage& message);

}  // namespace sevproof

#endif
