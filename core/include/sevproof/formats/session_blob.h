// The session that LAUNCH_START takes: SEV API specification (55766), section 6.2, table 45.
#ifndef SEVPROOF_FORMATS_SESSION_BLOB_H
#define SEVPROOF_FORMATS_SESSION_BLOB_H

#include <array>
#include <cstdint>
#include <string_view>

#include "sevproof/bytes.h"
#include "sevproof/result.h"
#include "sevproof/sha256.h"

namespace sevproof {

// nonce 16, wrapped keys 32, IV 16, MAC of the wrapped keys 32, MAC of the policy 32
inline constexpr std::size_t kSessionSize = 128;

struct SessionBlob {
  std::array<std::uint8_t, 16> nonce;
  std::array<std::uint8_t, 32> wrapped_keys;  // TEK, then TIK
  std::array<std::uint8_t, 16> iv;
  Sha256Digest wrap_mac;
  Sha256Digest policy_mac;
};

// Exactly 128 bytes, not all of them zero. Fails with kMalformedSession; the hint says so where the
// bytes are the owner's certificate instead.
Result<SessionBlob> parse_session(ByteView bytes, std::string_view what = "session");

std::array<std::uint8_t, kSessionSize> session_bytes(const SessionBlob& session);

}  // namespace sevproof

#endif
