#include <array>

#include "sevproof/sev/measurement.h"

namespace sevproof {

std::span<const PolicyFlag> policy_flags() {
  static constexpr std::array<PolicyFlag, 6> kFlags = {{
      {Policy::kNoDebug, "NODBG", "debugging of the guest is forbidden"},
      {Policy::kNoKeySharing, "NOKS", "sharing the key with other guests is forbidden"},
      {Policy::kEs, "ES", "SEV-ES is required"},
      {Policy::kNoSend, "NOSEND", "sending the guest to another platform is forbidden"},
      {Policy::kDomain, "DOMAIN", "the guest may only be sent to platforms of the same domain"},
      {Policy::kSev, "SEV", "the guest may only be sent to SEV-capable platforms"},
  }};
  return kFlags;
}

std::string policy_flag_names(Policy policy) {
  std::string names;
  for (const PolicyFlag& flag : policy_flags()) {
    if (!policy.has(flag.mask)) continue;
    if (!names.empty()) names += ' ';
    names += flag.name;
  }
  return names;
}

std::string policy_words(Policy policy) {
  const std::string flags = policy_flag_names(policy);
  return to_hex_number(policy.value) + (flags.empty() ? "" : " " + flags);
}

}  // namespace sevproof
