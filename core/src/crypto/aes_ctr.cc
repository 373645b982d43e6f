#include "crypto/aes_ctr.h"

#include <psa/crypto.h>

#include <algorithm>

#include "crypto/psa.h"
#include "crypto/psa_key.h"

namespace sevproof {
namespace {

using internal::psa_must_work;

constexpr internal::PsaKeyUse kUse = {PSA_KEY_TYPE_AES, PSA_ALG_CTR, PSA_KEY_USAGE_ENCRYPT};

class KeyStream {
 public:
  static constexpr std::size_t kMost = 256;

  KeyStream(psa_key_id_t key, const AesIv& iv) {
    psa_must_work(psa_cipher_encrypt_setup(&operation_, key, PSA_ALG_CTR),
                  "psa_cipher_encrypt_setup");
    psa_must_work(psa_cipher_set_iv(&operation_, iv.data(), iv.size()), "psa_cipher_set_iv");
  }
  KeyStream(const KeyStream&) = delete;
  KeyStream& operator=(const KeyStream&) = delete;
  ~KeyStream() {
    std::array<std::uint8_t, 16> rest{};
    std::size_t written = 0;
    psa_must_work(psa_cipher_finish(&operation_, rest.data(), rest.size(), &written),
                  "psa_cipher_finish");
  }

  // The next bytes, at most kMost. Zeros are encrypted, not the data: the library then holds no
  // secret, and works in place only by whole blocks.
  void next(std::span<std::uint8_t> out) {
    static constexpr std::array<std::uint8_t, kMost> kZeros{};
    std::size_t written = 0;
    psa_must_work(
        psa_cipher_update(&operation_, kZeros.data(), out.size(), out.data(), out.size(), &written),
        "psa_cipher_update");
    psa_must_work(written == out.size() ? PSA_SUCCESS : PSA_ERROR_BUFFER_TOO_SMALL,
                  "psa_cipher_update");
  }

 private:
  psa_cipher_operation_t operation_ = PSA_CIPHER_OPERATION_INIT;
};

}  // namespace

void aes128_ctr(const SecretArray<16>& key, const AesIv& iv, std::span<std::uint8_t> data) {
  const auto held = internal::hold_psa();
  const internal::PsaKey aes(kUse, key.view());
  psa_must_work(aes.status(), "psa_import_key");
  KeyStream stream(aes.id(), iv);
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
