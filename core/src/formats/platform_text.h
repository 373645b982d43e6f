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

struct PlatformTexts {
  std::vector<PlatformText> values;
  // What the text is where it has none of them, as a message names it: an error of the host, JSON
  // of another kind. Empty where that cannot be told.
  std::string other;
  std::string_view hint;  // of that; may be empty
};

// Lines such as virsh's `pdh : ...`, among others and broken where a terminal ended, and JSON
// objects however deep their values stand, as QMP and KubeVirt answer. Fails with
// kMalformedHostData for JSON that is none, and for a value that is no text.
Result<PlatformTexts> find_platform_text(std::string_view text);

}  // namespace sevproof::internal

#endif
