// The transport keys of a launch session: TIK (integrity) authenticates measurement and secret
// packets, TEK (encryption) hides the secrets. Strong types, because swapping the two is the
// commonest mistake.
#ifndef SEVPROOF_FORMATS_TRANSPORT_KEYS_H
#define SEVPROOF_FORMATS_TRANSPORT_KEYS_H

#include <span>
#include <string>
#include <string_view>

#include "sevproof/bytes.h"
#include "sevproof/result.h"
#include "sevproof/secret_bytes.h"

namespace sevproof {

inline constexpr std::size_t kTransportKeySize = 16;
// A key file holds 16 or 32 bytes; this much is read so that hex or base64 text can be recognised.
inline constexpr std::size_t kMaxKeyFileSize = 4096;

// All of its bytes are given when it is made; `Which` keeps the two apart.
template <typename Which>
class TransportKey {
 public:
  explicit TransportKey(std::span<const std::uint8_t, kTransportKeySize> bytes) : bytes_(bytes) {}

  TransportKey clone() const { return TransportKey(bytes_.view().first<kTransportKeySize>()); }
  const SecretArray<kTransportKeySize>& bytes() const { return bytes_; }

 private:
  SecretArray<kTransportKeySize> bytes_;
};

using Tik = TransportKey<struct TransportIntegrity>;
using Tek = TransportKey<struct TransportEncryption>;

struct TransportKeys {
  Tik tik;
  Tek tek;
};

// From a file's content: exactly 16 bytes, not all of them zero. Fails with kInvalid; the hint says
// so when the content is hex or base64 text of a key of the right length. `what` names the content
// in the message. LAUNCH_START without session data leaves the TIK zero, so that anybody can
// compute what is measured then.
Result<Tik> parse_tik(ByteView content, std::string_view what = "TIK");
Result<Tek> parse_tek(ByteView content, std::string_view what = "TEK");

// From a combined file as sevctl writes it: exactly 32 bytes, TEK first, neither zero; 32 hex
// digits are text of one key, and fail.
Result<TransportKeys> parse_tk(ByteView content, std::string_view what = "TK");

// Eight hex digits of SHA-256("sevproof key fingerprint:" + key): tells keys apart in a log and on
// paper without showing them.
std::string key_fingerprint(const SecretArray<kTransportKeySize>& key);

}  // namespace sevproof

#endif
