// The values that a host prints of its platform, as text.
#ifndef SEVPROOF_FORMATS_PLATFORM_TEXT_H
#define SEVPROOF_FORMATS_PLATFORM_TEXT_H

#include <string>
#include <string_view>
#include <vector>

#include "sevproof/result.h"

namespace sevproof::internal {

struct PlatformText {
  std::string name;  // "pdh", "cert-chain" or "cpu0-id"
  std::string value;
};

// Lines such as virsh's `pdh : ...`, among others and broken where a terminal ended, and JSON
// objects however deep their values stand, as QMP and KubeVirt answer. Empty where nothing of that
// was found. Fails with kMalformedHostData for JSON that is none.
Result<std::vector<PlatformText>> find_platform_text(std::string_view text);

}  // namespace sevproof::internal

#endif
