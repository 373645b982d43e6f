// aes128_ctr by mbedtls/aes.h, which the 3.6 line has. aes_ctr_psa.cc is the other one.
#include "crypto/aes_ctr.h"

#include <mbedtls/aes.h>

#include "crypto/must_work.h"

namespace sevproof {
namespace {

class AesKey {
 public:
  explicit AesKey(ByteView key) {
    mbedtls_aes_init(&context_);
    internal::must_work(mbedtls_aes_setkey_enc(&context_, key.data(), 128),
                        "mbedtls_aes_setkey_enc");
  }
  AesKey(const AesKey&) = delete;
  AesKey& operator=(const AesKey&) = delete;
  ~AesKey() { mbedtls_aes_free(&context_); }

  mbedtls_aes_context* get() { return &context_; }

 private:
  mbedtls_aes_context context_;
};

}  // namespace

void aes128_ctr(const SecretArray<16>& key, const AesIv& iv, std::span<std::uint8_t> data) {
  AesKey aes(key.view());
  AesIv counter = iv;
  SecretArray<16> stream_block;
  std::size_t offset = 0;
  internal::must_work(
      mbedtls_aes_crypt_ctr(aes.get(), data.size(), &offset, counter.data(),
                            stream_block.writable().data(), data.data(), data.data()),
      "mbedtls_aes_crypt_ctr");
}

}  // namespace sevproof
