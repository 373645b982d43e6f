#include "sevproof/snp/policy.h"

#include <array>
#include <charconv>

#include "sevproof/bytes.h"
#include "snp/policy_review.h"

namespace sevproof::snp {
namespace {

constexpr unsigned kFirstFlag = 16;

constexpr std::array<std::string_view, 10> kFlags = {
    "SMT",
    "",  // bit 17 is always 1
    "MIGRATE_MA",
    "DEBUG",
    "SINGLE_SOCKET",
    "CXL_ALLOW",
    "MEM_AES_256_XTS",
    "RAPL_DIS",
    "CIPHERTEXT_HIDING",
    "PAGE_SWAP_DISABLE",
};

constexpr std::uint64_t kReserved = ~std::uint64_t{0} << (kFirstFlag + kFlags.size());

}  // namespace

std::vector<std::string> policy_flag_names(Policy policy) {
  std::vector<std::string> names;
  for (unsigned bit = kFirstFlag; bit < 64; ++bit) {
    if ((policy.value >> bit & 1) == 0) continue;
    if (bit >= kFirstFlag + kFlags.size()) {
      names.push_back("bit " + std::to_string(bit));
    } else if (!kFlags[bit - kFirstFlag].empty()) {
      names.emplace_back(kFlags[bit - kFirstFlag]);
    }
  }
  return names;
}

std::string policy_text(Policy policy) {
  std::string names;
  for (const std::string& name : policy_flag_names(policy)) {
    names += (names.empty() ? "" : ", ") + name;
  }
  if (policy.abi_major() != 0 || policy.abi_minor() != 0) {
    names += (names.empty() ? "ABI " : ", ABI ") + std::to_string(policy.abi_major()) + "." +
             std::to_string(policy.abi_minor());
  }
  return to_hex_number(policy.value) + (names.empty() ? "" : " (" + names + ")");
}

namespace {

std::optional<std::uint64_t> startable(std::string_view digits, int base) {
  std::uint64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [read, problem] = std::from_chars(digits.data(), end, value, base);
  const Policy policy{value};
  // Nobody asks for an ABI that firmware is far from: digits that give one were meant as they are.
  constexpr std::uint8_t kFarAbi = 2;
  const bool is_meant = problem == std::errc() && read == end && !policy.has(kReserved) &&
                        policy.has(Policy::kAlwaysOne) && policy.abi_major() < kFarAbi;
  return is_meant ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> policy_in_base_16(Policy read_in_base_10) {
  return startable(std::to_string(read_in_base_10.value), 16);
}

std::optional<std::uint64_t> policy_in_base_10(Policy read_in_base_16) {
  return startable(std::string_view(to_hex_number(read_in_base_16.value)).substr(2), 10);
}

Result<void> expect_startable(Policy policy) {
  if (policy.has(Policy::kAlwaysOne)) return {};
  const auto meant = policy_in_base_16(policy);
  return tl::unexpected(
      about(Subject::kPolicy,
            Error(ErrorCode::kInvalidInput,
                  "policy " + to_hex_number(policy.value) +
                      ": bit 17 is 0, and firmware starts no guest with such a policy",
                  meant ? "Did you mean " + to_hex_number(*meant) + "?"
                        : "The usual policy is 0x30000: it allows SMT, and no debugging.")));
}

std::vector<Finding> policy_findings(Policy policy) {
  using enum FindingCode;
  std::vector<Finding> findings;
  if (policy.has(Policy::kDebugAllowed)) findings.push_back({kSnpPolicyDebugAllowed, {}});
  if (policy.has(Policy::kMigrationAllowed)) findings.push_back({kSnpPolicyMigrationAllowed, {}});
  if (!policy.has(Policy::kAlwaysOne)) findings.push_back({kSnpPolicyBitMissing, {}});
  if (policy.has(kReserved)) {
    findings.push_back({kSnpPolicyReservedBits, "policy " + to_hex_number(policy.value)});
  }
  return findings;
}

std::vector<Finding> internal::numbered_policy_findings(Policy policy) {
  std::vector<Finding> findings = policy_findings(policy);
  for (Finding& finding : findings) {
    if (finding.detail.empty()) finding.detail = "policy " + to_hex_number(policy.value);
  }
  return findings;
}

}  // namespace sevproof::snp
