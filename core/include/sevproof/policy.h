// The guest policy, 32 bits: AMD SEV API specification (55766), chapter 2, table 2 "Guest policy
// structure".
#ifndef SEVPROOF_POLICY_H
#define SEVPROOF_POLICY_H

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace sevproof {

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

// Names of the flags that are set, with blanks between: "NODBG NOKS"; empty where none is.
std::string policy_flag_names(Policy policy);

}  // namespace sevproof

#endif
