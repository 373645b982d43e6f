// Packs a secret with a crypto library of which one function fails: `crypto_failure FUNCTION`. The
// linker puts __wrap_F in the place of F (CMakeLists.txt). What it prints beside the message of
// must_work would be sent to a guest.
#include <cstddef>
#include <cstdio>
#include <string_view>

#include "sev/secret_packet.h"

namespace {

std::string_view failing;

constexpr int kFault = -0x6e;  // MBEDTLS_ERR_ERROR_CORRUPTION_DETECTED

}  // namespace

// The names are the linker's.
// NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming)
extern "C" {
struct mbedtls_aes_context;

int __real_mbedtls_aes_setkey_enc(mbedtls_aes_context*, const unsigned char*, unsigned int);
int __wrap_mbedtls_aes_setkey_enc(mbedtls_aes_context* context, const unsigned char* key,
                                  unsigned int bits) {
  if (failing == "mbedtls_aes_setkey_enc") return kFault;
  return __real_mbedtls_aes_setkey_enc(context, key, bits);
}

int __real_mbedtls_aes_crypt_ctr(mbedtls_aes_context*, std::size_t, std::size_t*, unsigned char*,
                                 unsigned char*, const unsigned char*, unsigned char*);
int __wrap_mbedtls_aes_crypt_ctr(mbedtls_aes_context* context, std::size_t size,
                                 std::size_t* offset, unsigned char* counter,
                                 unsigned char* stream_block, const unsigned char* in,
                                 unsigned char* out) {
  if (failing == "mbedtls_aes_crypt_ctr") return kFault;
  return __real_mbedtls_aes_crypt_ctr(context, size, offset, counter, stream_block, in, out);
}
}
// NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming)

int main(int argc, char** argv) {
  using namespace sevproof;
  if (argc > 1) failing = argv[1];
  const SecretArray<16> key(std::array<std::uint8_t, 16>{1});
  const SecretPacket packet =
      internal::seal_packet(SecretBytes(Bytes(32, 0x41)), Tik(key.view().first<16>()),
                            Tek(key.view().first<16>()), Sha256Digest{}, AesIv{});
  std::printf("sealed %s\n", to_hex(packet.payload).c_str());
  return 0;
}
