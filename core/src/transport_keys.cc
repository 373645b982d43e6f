#include "sevproof/transport_keys.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "sevproof/sha256.h"

namespace sevproof {
namespace {

// Says so when the content is text of a key of the right length: the commonest wrong key file.
std::string recognise_text(ByteView content, std::size_t expected) {
  const std::string_view text =
      trim({reinterpret_cast<const char*>(content.data()), content.size()});
  Result<Bytes> hex = from_hex(text);
  const bool is_hex = hex && hex->size() == expected;
  if (hex) wipe(*hex);
  if (is_hex) return "The file is hex text of a key: convert it with `xxd -r -p`.";
  Result<Bytes> base64 = from_base64(text);
  const bool is_base64 = base64 && base64->size() == expected;
  if (base64) wipe(*base64);
  if (is_base64) return "The file is base64 text of a key: convert it with `base64 -d`.";
  if (content.size() == expected + 1 && content.back() == '\n') {
    return "The file has a newline after the key: remove that last byte.";
  }
  return {};
}

std::string length_hint(ByteView content, std::size_t expected) {
  std::string hint = recognise_text(content, expected);
  if (!hint.empty()) return hint;
  if (expected == kTransportKeySize && content.size() == 2 * kTransportKeySize) {
    return "A file of 32 bytes usually holds both keys, TEK first: that is a TK file.";
  }
  if (expected == 2 * kTransportKeySize && content.size() == kTransportKeySize) {
    return "A file of 16 bytes holds one key: that is a TIK or a TEK file.";
  }
  return "Key files are raw binary, as `sevctl session` writes them.";
}

Result<SecretArray<kTransportKeySize>> parse_key(std::string_view what, ByteView content) {
  if (content.size() != kTransportKeySize) {
    return fail(ErrorKind::kInvalid,
                std::string(what) + ": expected 16 bytes, got " + std::to_string(content.size()),
                length_hint(content, kTransportKeySize));
  }
  return SecretArray<kTransportKeySize>(content);
}

constexpr std::string_view kZeroTikHint =
    "Firmware uses that key, which everybody knows, where a guest is started without session data: "
    "a measurement under it proves nothing.";
constexpr std::string_view kZeroTekHint =
    "Everybody could read what is encrypted under it: give the TEK of the launch session.";

// Not in constant time: a key that is zero is no secret.
bool is_zero(ByteView key) {
  return std::all_of(key.begin(), key.end(), [](std::uint8_t byte) { return byte == 0; });
}

tl::unexpected<Error> zero_key(std::string_view what, const std::string& part,
                               std::string_view hint) {
  return fail(ErrorKind::kInvalid,
              std::string(what) + ": expected a secret key, got 16 zero bytes" + part,
              std::string(hint));
}

}  // namespace

Result<Tik> parse_tik(ByteView content, std::string_view what) {
  auto key = parse_key(what, content);
  if (!key) return fail(key.error());
  if (is_zero(content)) return zero_key(what, "", kZeroTikHint);
  return Tik{std::move(*key)};
}

Result<Tek> parse_tek(ByteView content, std::string_view what) {
  auto key = parse_key(what, content);
  if (!key) return fail(key.error());
  if (is_zero(content)) return zero_key(what, "", kZeroTekHint);
  return Tek{std::move(*key)};
}

Result<TransportKeys> parse_tk(ByteView content, std::string_view what) {
  if (content.size() != 2 * kTransportKeySize) {
    return fail(ErrorKind::kInvalid,
                std::string(what) + ": expected 32 bytes (TEK, then TIK), got " +
                    std::to_string(content.size()),
                length_hint(content, 2 * kTransportKeySize));
  }
  const ByteView tek = content.first(kTransportKeySize);
  const ByteView tik = content.subspan(kTransportKeySize);
  if (is_zero(tik)) return zero_key(what, " as the TIK, its second half", kZeroTikHint);
  if (is_zero(tek)) return zero_key(what, " as the TEK, its first half", kZeroTekHint);
  using Key = SecretArray<kTransportKeySize>;
  return TransportKeys{Tik{Key(tik)}, Tek{Key(tek)}};
}

std::string key_fingerprint(const SecretArray<kTransportKeySize>& key) {
  Sha256Digest digest;
  {
    Sha256 sha;
    sha.update(as_bytes("sevproof key fingerprint:"));
    sha.update(key.view());
    digest = sha.finish();
  }
  wipe_stack();
  return to_hex(ByteView(digest).first(4));
}

}  // namespace sevproof
