#include "sevproof/formats/transport_keys.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "formats/encoded_text.h"
#include "sevproof/formats/session_blob.h"
#include "sevproof/formats/sev_certificate.h"
#include "sevproof/recognise.h"
#include "sevproof/sha256.h"

namespace sevproof {
namespace {

std::string_view key_name(std::size_t size) {
  return size == kTransportKeySize ? "a key" : "both keys, as a TK file has them";
}

// Text of keys or of what `sevctl session` writes beside them (vm_session.b64, vm_godh.b64), told
// by how many bytes it stands for.
std::string recognise_text(ByteView content) {
  const auto text =
      internal::decode_text({reinterpret_cast<const char*>(content.data()), content.size()});
  if (!text) return {};
  const std::size_t size = text->bytes.size();
  const std::string form = text->is_hex ? "hex" : "base64";
  const std::string tool = text->is_hex ? "`xxd -r -p`" : "`base64 -d`";
  if (size == kTransportKeySize || size == 2 * kTransportKeySize) {
    return "The file is " + form + " text of " + std::string(key_name(size)) +
           ": convert it with " + tool + ".";
  }
  constexpr std::string_view kKeys = ", and the keys are in other files, such as vm_tik.bin.";
  if (size == kSessionSize) return "The file is a session, for the host" + std::string(kKeys);
  if (size == kSevCertificateSize) {
    return "The file is a certificate of SEV, such as the owner's godh" + std::string(kKeys);
  }
  const bool is_again = internal::is_encoded_again(text->bytes.view(), kTransportKeySize) ||
                        internal::is_encoded_again(text->bytes.view(), 2 * kTransportKeySize);
  return is_again ? "The file is text of a key that is encoded twice: decode it twice." : "";
}

// What the file is instead; empty where it is not known.
std::string recognise_content(ByteView content) {
  if (content.size() == kSessionSize) return "A file of 128 bytes is a session, for the host.";
  if (content.size() == kSevCertificateSize) {
    return "A file of 2084 bytes is a certificate of SEV, not a key.";
  }
  const Content other = recognise(content, content.size());
  const bool is_unclear =
      other.kind == ContentKind::kUnknown || other.kind == ContentKind::kText || content.empty();
  if (is_unclear) return {};
  return "The file is " + std::string(other.name) + ".";
}

std::string length_hint(ByteView content, std::size_t expected) {
  std::string hint = recognise_text(content);
  if (hint.empty()) hint = recognise_content(content);
  if (!hint.empty()) return hint;
  if (content.size() == expected + 1 && content.back() == '\n') {
    return "Remove the last byte of the file: it is a newline after the key.";
  }
  if (expected == kTransportKeySize && content.size() == 2 * kTransportKeySize) {
    return "A file of 32 bytes usually holds both keys, TEK first: that is a TK file.";
  }
  if (expected == 2 * kTransportKeySize && content.size() == kTransportKeySize) {
    return "A file of 16 bytes holds one key: that is a TIK or a TEK file.";
  }
  return "Key files are raw binary, as `sevctl session` writes them.";
}

// Raw keys are random: all of them hex digits is hex text of half as many bytes.
bool is_hex_text(ByteView content) {
  return std::all_of(content.begin(), content.end(), [](std::uint8_t byte) {
    return internal::hex_digit(static_cast<char>(byte)) >= 0;
  });
}

Result<SecretArray<kTransportKeySize>> parse_key(std::string_view what, ByteView content) {
  if (content.size() != kTransportKeySize) {
    return fail(ErrorCode::kWrongKeySize,
                std::string(what) + ": expected 16 bytes, got " + std::to_string(content.size()),
                length_hint(content, kTransportKeySize));
  }
  return SecretArray<kTransportKeySize>(content.first<kTransportKeySize>());
}

constexpr std::string_view kZeroTikHint =
    "Firmware uses that key, which everybody knows, when a guest is started without session data: "
    "a measurement under it proves nothing.";
constexpr std::string_view kZeroTekHint =
    "Give the TEK of the launch session: everybody could read what is encrypted under a key of "
    "zeros.";

tl::unexpected<Error> zero_key(std::string_view what, const std::string& part,
                               std::string_view hint) {
  return fail(ErrorCode::kMalformedKey,
              std::string(what) + ": expected a secret key, got 16 zero bytes" + part,
              std::string(hint));
}

}  // namespace

Result<Tik> parse_tik(ByteView content, std::string_view what) {
  auto key = parse_key(what, content);
  if (!key) return fail(key.error());
  if (is_zero(content)) return zero_key(what, "", kZeroTikHint);
  return Tik(key->view().first<kTransportKeySize>());
}

Result<Tek> parse_tek(ByteView content, std::string_view what) {
  auto key = parse_key(what, content);
  if (!key) return fail(key.error());
  if (is_zero(content)) return zero_key(what, "", kZeroTekHint);
  return Tek(key->view().first<kTransportKeySize>());
}

Result<TransportKeys> parse_tk(ByteView content, std::string_view what) {
  if (content.size() != 2 * kTransportKeySize) {
    return fail(ErrorCode::kWrongKeySize,
                std::string(what) + ": expected 32 bytes (TEK, then TIK), got " +
                    std::to_string(content.size()),
                length_hint(content, 2 * kTransportKeySize));
  }
  if (is_hex_text(content)) {
    return fail(ErrorCode::kMalformedKey,
                std::string(what) + ": expected 32 raw bytes (TEK, then TIK), got 32 hex digits",
                "The file is hex text of one key: convert it with `xxd -r -p`.");
  }
  const ByteView tek = content.first(kTransportKeySize);
  const ByteView tik = content.subspan(kTransportKeySize);
  if (is_zero(tik)) return zero_key(what, " as the TIK, its second half", kZeroTikHint);
  if (is_zero(tek)) return zero_key(what, " as the TEK, its first half", kZeroTekHint);
  return TransportKeys{Tik(tik.first<kTransportKeySize>()), Tek(tek.first<kTransportKeySize>())};
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
