// A launch as `virsh domlaunchsecinfo` prints it.
#ifndef SEVPROOF_TESTS_CORE_VIRSH_TEXT_H
#define SEVPROOF_TESTS_CORE_VIRSH_TEXT_H

#include <string>

#include "test_bytes.h"

namespace sevproof::test {

// Measurement and nonce.
inline const std::string kBlob = to_base64(counting_bytes(48));

inline const std::string kVirshWithoutPolicy =
    "sev-measurement: " + kBlob +
    "\nsev-api-major  : 0\nsev-api-minor  : 24\nsev-build-id   : 13\n";
inline const std::string kVirsh = kVirshWithoutPolicy + "sev-policy     : 3\n";

}  // namespace sevproof::test

#endif
