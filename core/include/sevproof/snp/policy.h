// The policy of a SEV-SNP guest, 64 bits (SEV Secure Nested Paging firmware ABI 56860, guest
// policy). Unlike SEV's, a set bit allows something: only kSingleSocket and those behind
// kCxlAllowed demand.
#ifndef SEVPROOF_SNP_POLICY_H
#define SEVPROOF_SNP_POLICY_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/finding.h"
#include "sevproof/result.h"

namespace sevproof::snp {

struct Policy {
  static constexpr std::uint64_t kSmtAllowed = 1ULL << 16;
  static constexpr std::uint64_t kAlwaysOne = 1ULL << 17;
  static constexpr std::uint64_t kMigrationAllowed = 1ULL << 18;
  static constexpr std::uint64_t kDebugAllowed = 1ULL << 19;

  std::uint64_t value = 0;

  bool has(std::uint64_t mask) const { return (value & mask) != 0; }
  // The oldest firmware ABI that may start the guest.
  std::uint8_t abi_major() const { return static_cast<std::uint8_t>(value >> 8); }
  std::uint8_t abi_minor() const { return static_cast<std::uint8_t>(value); }
};

// The names of the set flags: "SMT", "DEBUG"; those that have none as "bit 26". The bit that is
// always 1 is not among them.
std::vector<std::string> policy_flag_names(Policy policy);

// "0x3001f (SMT, ABI 0.31)"
std::string policy_text(Policy policy);

// Fails with kInvalidInput for one that no firmware starts a guest with.
Result<void> expect_startable(Policy policy);

// What was probably meant by digits that were read in another base than they were written in:
// "30000" in base 10, 196608 in base 16. Nothing unless firmware starts guests with that.
std::optional<std::uint64_t> policy_in_base_16(Policy read_in_base_10);
std::optional<std::uint64_t> policy_in_base_10(Policy read_in_base_16);

// What a careful reviewer says of it.
std::vector<Finding> policy_findings(Policy policy);

}  // namespace sevproof::snp

#endif
