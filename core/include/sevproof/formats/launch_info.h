// What a host reports about a launch, as text: the output of `virsh domlaunchsecinfo DOMAIN`, or
// the QMP answers to query-sev and query-sev-launch-measure. It comes from an untrusted host.
#ifndef SEVPROOF_FORMATS_LAUNCH_INFO_H
#define SEVPROOF_FORMATS_LAUNCH_INFO_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sevproof/result.h"

namespace sevproof {

inline constexpr std::size_t kMaxLaunchInfoSize = 64 * 1024;

struct LaunchInfo {
  std::optional<std::string> measurement;  // base64 of the 48-byte blob, not yet checked
  std::optional<std::uint8_t> api_major;
  std::optional<std::uint8_t> api_minor;
  std::optional<std::uint8_t> build;
  std::optional<std::uint32_t> policy;
};

// Recognises the form by its content: lines such as virsh's `sev-policy : 3`, in any order and
// among other lines, and JSON values, Python dictionaries and texts within their strings, with or
// without QMP's {"return": ...}. Everything is read, however deep it stands; a common word such as
// "policy" counts in an object only where that object or its name is about a launch. Fails with
// kInvalid for values out of range, given twice with different values, a field that seems to be one
// of a launch and is not understood (an unknown sev- name, a policy or version in another form),
// JSON that is malformed or nested deeper than 16, an error answer of the host, a guest without SEV
// or with SEV-SNP, or a text in which nothing was found.
Result<LaunchInfo> parse_launch_info(std::string_view text);

}  // namespace sevproof

#endif
