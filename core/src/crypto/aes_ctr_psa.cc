// aes128_ctr by PSA, which is all that Mbed TLS 4 has. aes_ctr.cc is the other one.
#include <psa/crypto.h>

#include <algorithm>

#include "crypto/aes_ctr.h"
#include "crypto/must_work.h"
#include "crypto/psa.h"

namespace sevproof {
namespace {

using internal::must_work;

class AesKey {
 public:
  explicit AesKey(ByteView key) {
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    psa_set_key_type(&attributes, PSA_KEY_TYPE_AES);
    psa_set_key_algorithm(&attributes, PSA_ALG_CTR);
    psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_ENCRYPT);
    must_work(psa_import_key(&attributes, key.data(), key.size(), &id_), "psa_import_key");
  }
  AesKey(const AesKey&) = delete;
  AesKey& operator=(const AesKey&) = delete;
  ~AesKey() { must_work(psa_destroy_key(id_), "psa_destroy_key"); }

  psa_key_id_t id() const { return id_; }

 private:
  psa_key_id_t id_ = 0;
};

class KeyStream {
 public:
  static constexpr std::size_t kMost = 256;

  KeyStream(const AesKey& key, const AesIv& iv) {
    must_work(psa_cipher_encrypt_setup(&operation_, key.id(), PSA_ALG_CTR),
              "psa_cipher_encrypt_setup");
    must_work(psa_cipher_set_iv(&operation_, iv.data(), iv.size()), "psa_cipher_set_iv");
  }
  KeyStream(const KeyStream&) = delete;
  KeyStream& operator=(const KeyStream&) = delete;
  ~KeyStream() {
    std::array<std::uint8_t, 16> rest{};
    std::size_t written = 0;
    must_work(psa_cipher_finish(&operation_, rest.data(), rest.size(), &written),
              "psa_cipher_finish");
  }

  // The next bytes, at most kMost. Zeros are encrypted, not the data: the library then holds no
  // secret, and works in place only by whole blocks.
  void next(std::span<std::uint8_t> out) {
    static constexpr std::array<std::uint8_t, kMost> kZeros{};
    std::size_t written = 0;
    must_work(
        psa_cipher_update(&operation_, kZeros.data(), out.size(), out.data(), out.size(), &written),
        "psa_cipher_update");
    must_work(written == out.size() ? PSA_SUCCESS : PSA_ERROR_BUFFER_TOO_SMALL,
              "psa_cipher_update");
  }

 private:
  psa_cipher_operation_t operation_ = PSA_CIPHER_OPERATION_INIT;
};

}  // namespace

void aes128_ctr(const SecretArray<16>& key, const AesIv& iv, std::span<std::uint8_t> data) {
  const auto held = internal::hold_psa();
  const AesKey aes(key.view());
  KeyStream stream(aes, iv);
  SecretArray<KeyStream::kMost> bytes;
  while (!data.empty()) {
    const auto piece = data.first(std::min(data.size(), KeyStream::kMost));
    const auto mask = std::span(bytes.writable()).first(piece.size());
    stream.next(mask);
    for (std::size_t i = 0; i < piece.size(); ++i) piece[i] ^= mask[i];
    data = data.subspan(piece.size());
  }
}

}  // namespace sevproof
