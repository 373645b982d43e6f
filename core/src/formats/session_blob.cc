#include "sevproof/formats/session_blob.h"

#include <string>

#include "base/byte_reader.h"
#include "sevproof/formats/sev_certificate.h"

namespace sevproof {

Result<SessionBlob> parse_session(ByteView bytes, std::string_view what) {
  const auto misfit = [&](const std::string& fault, std::string hint = {}) {
    return fail(ErrorCode::kMalformedSession, std::string(what) + ": " + fault, std::move(hint));
  };
  if (bytes.size() == kSevCertificateSize) {
    return misfit("expected 128 bytes, got 2084",
                  "That is the size of the owner's certificate (godh): were the two exchanged?");
  }
  if (bytes.size() != kSessionSize) {
    return misfit("expected 128 bytes, got " + std::to_string(bytes.size()));
  }
  if (is_zero(bytes)) return misfit("expected a session, got 128 zero bytes");
  internal::ByteReader in(bytes);
  SessionBlob session{};
  session.nonce = in.array<16>();
  session.wrapped_keys = in.array<32>();
  session.iv = in.array<16>();
  session.wrap_mac = in.array<32>();
  session.policy_mac = in.array<32>();
  return session;
}

std::array<std::uint8_t, kSessionSize> session_bytes(const SessionBlob& session) {
  std::array<std::uint8_t, kSessionSize> bytes{};
  std::span<std::uint8_t> out(bytes);
  for (const ByteView part :
       {ByteView(session.nonce), ByteView(session.wrapped_keys), ByteView(session.iv),
        ByteView(session.wrap_mac), ByteView(session.policy_mac)}) {
    put_bytes(out, part);
    out = out.subspan(part.size());
  }
  return bytes;
}

}  // namespace sevproof
