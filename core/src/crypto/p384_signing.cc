#include "crypto/p384_signing.h"

#include <mbedtls/pk.h>
#include <psa/crypto.h>

#include <array>
#include <string>
#include <utility>

#include "crypto/psa_key.h"

namespace sevproof {
namespace {

using internal::hold_psa;
using internal::psa_must_work;

constexpr psa_algorithm_t kEcdsa = PSA_ALG_ECDSA(PSA_ALG_SHA_384);

constexpr std::string_view kMakeKey =
    "`openssl ecparam -name secp384r1 -genkey -noout -out KEY` makes one. PEM and DER are read: no "
    "public "
    "key, no other curve, nothing behind a passphrase.";
constexpr std::string_view kTakeOff =
    "`openssl pkey -in KEY -out PLAIN` writes it without: delete PLAIN when the ID block is made.";

tl::unexpected<Error> no_random_numbers() {
  return fail(ErrorCode::kNoRandomNumbers, "the system gave no random numbers",
              "Nothing was signed: a signature that is not random gives its key away.");
}

tl::unexpected<Error> bad_key(std::string_view name, std::string_view got,
                              std::string_view hint = kMakeKey) {
  return fail(
      ErrorCode::kMalformedKey,
      std::string(name) + ": expected a private key on the curve P-384, got " + std::string(got),
      std::string(hint));
}

struct OtherFile {
  std::string_view mark;
  std::string_view what;
  std::string_view hint = kMakeKey;
};

// By the label of PEM text; the first that fits counts.
constexpr auto kOtherFiles = std::to_array<OtherFile>({
    {"ENCRYPTED", "a key behind a passphrase", kTakeOff},
    {"-----BEGIN OPENSSH PRIVATE KEY-----", "a key of OpenSSH"},
    {"PUBLIC KEY-----", "a public key"},
    {"-----BEGIN CERTIFICATE", "a certificate"},
    {"-----BEGIN EC PARAMETERS-----", "the parameters of a curve, without a key"},
});

// What the library does not read, and why.
tl::unexpected<Error> unread_key(std::string_view name, ByteView content, int fault) {
  const std::string_view text = as_text(content);
  for (const OtherFile& other : kOtherFiles) {
    const bool fits = text.find("-----BEGIN ") != text.npos && text.find(other.mark) != text.npos;
    if (fits) return bad_key(name, other.what, other.hint);
  }
  if (fault == MBEDTLS_ERR_PK_UNKNOWN_NAMED_CURVE) return bad_key(name, "a key on another curve");
  if (fault == MBEDTLS_ERR_PK_UNKNOWN_PK_ALG) return bad_key(name, "a key of another kind");
  // Of DER the library tries one form after the other, and tells what the last one lacks.
  constexpr std::uint8_t kSequence = 0x30;
  const bool is_der = !content.empty() && content.front() == kSequence;
  return bad_key(
      name, is_der ? "something else in DER, such as a key on another curve" : "something else");
}

#ifndef TF_PSA_CRYPTO_VERSION_NUMBER
// The line 3.6 asks for it; what a key's numbers are blinded with.
int random_bytes(void*, unsigned char* out, std::size_t size) {
  return psa_generate_random(out, size) == PSA_SUCCESS ? 0 : MBEDTLS_ERR_PK_BAD_INPUT_DATA;
}
#endif

class ParsedKey {
 public:
  ParsedKey() { mbedtls_pk_init(&key_); }
  ParsedKey(const ParsedKey&) = delete;
  ParsedKey& operator=(const ParsedKey&) = delete;
  ~ParsedKey() { mbedtls_pk_free(&key_); }

  // PEM has to end in NUL, which is counted. Gives the library's status: 0, or what is wrong.
  int parse(ByteView content) {
    Bytes copy;
    copy.reserve(content.size() + 1);  // so that none is left behind
    append(copy, content);
    copy.push_back(0);
    const SecretBytes text(std::move(copy));
    const std::string_view mark = "-----BEGIN ";
    const bool is_pem = as_text(content).find(mark) != std::string_view::npos;
    const std::size_t size = content.size() + (is_pem ? 1 : 0);
#ifndef TF_PSA_CRYPTO_VERSION_NUMBER
    return mbedtls_pk_parse_key(&key_, text.view().data(), size, nullptr, 0, random_bytes, nullptr);
#else
    return mbedtls_pk_parse_key(&key_, text.view().data(), size, nullptr, 0);
#endif
  }

  psa_status_t import(psa_key_id_t& id) {
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    if (mbedtls_pk_get_psa_attributes(&key_, PSA_KEY_USAGE_SIGN_HASH, &attributes) != 0) {
      return PSA_ERROR_INVALID_ARGUMENT;
    }
    const bool is_p384 =
        psa_get_key_type(&attributes) == PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1) &&
        psa_get_key_bits(&attributes) == 384;
    if (!is_p384) return PSA_ERROR_NOT_SUPPORTED;
    psa_set_key_algorithm(&attributes, kEcdsa);
    return mbedtls_pk_import_into_psa(&key_, &attributes, &id) == 0 ? PSA_SUCCESS
                                                                    : PSA_ERROR_INVALID_ARGUMENT;
  }

 private:
  mbedtls_pk_context key_;
};

}  // namespace

Result<P384SigningKey> P384SigningKey::from_file(ByteView content, std::string_view name) {
  const auto held = hold_psa();
  ParsedKey parsed;
  if (const int fault = parsed.parse(content); fault != 0) return unread_key(name, content, fault);
  psa_key_id_t id = 0;
  const psa_status_t status = parsed.import(id);
  if (status == PSA_ERROR_NOT_SUPPORTED) return bad_key(name, "a key of another kind");
  if (status != PSA_SUCCESS) return bad_key(name, "a key that is not private, or out of range");
  P384Point::Encoded encoded{};
  std::size_t written = 0;
  psa_must_work(psa_export_public_key(id, encoded.data(), encoded.size(), &written),
                "psa_export_public_key");
  return P384SigningKey(id, P384Point(encoded));
}

P384SigningKey::P384SigningKey(P384SigningKey&& other) noexcept
    : id_(std::exchange(other.id_, 0)), public_point_(other.public_point_) {}

P384SigningKey::~P384SigningKey() {
  if (id_ == 0) return;
  const auto held = hold_psa();
  psa_must_work(psa_destroy_key(id_), "psa_destroy_key");
}

Result<P384Signature> P384SigningKey::sign(const Sha384Digest& digest) const {
  const auto held = hold_psa();
  std::array<std::uint8_t, 96> raw{};
  std::size_t written = 0;
  const psa_status_t status =
      psa_sign_hash(id_, kEcdsa, digest.data(), digest.size(), raw.data(), raw.size(), &written);
  if (status == PSA_ERROR_INSUFFICIENT_ENTROPY) return no_random_numbers();
  psa_must_work(status, "psa_sign_hash");
  psa_must_work(written == raw.size() ? PSA_SUCCESS : PSA_ERROR_BUFFER_TOO_SMALL, "psa_sign_hash");
  P384Signature signature;
  put_bytes(signature.r, ByteView(raw).first<48>());
  put_bytes(signature.s, ByteView(raw).last<48>());
  return signature;
}

}  // namespace sevproof
