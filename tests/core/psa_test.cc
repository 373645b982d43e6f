// What the core relies on where its AES is PSA's. The linker puts __wrap_F in the place of F.
#include <gtest/gtest.h>
#include <malloc.h>
#include <psa/crypto.h>
#include <unistd.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "crypto/aes_ctr.h"
#include "sevproof/sev/secret.h"
#include "test_bytes.h"

namespace {

using sevproof::Bytes;

std::vector<std::size_t> drawn;
bool generator_fails = false;

constexpr std::array<std::uint8_t, 16> kKey = {0x2b, 0x7e, 0x15, 0x16, 0x28, 0xae, 0xd2, 0xa6,
                                               0xab, 0xf7, 0x15, 0x88, 0x09, 0xcf, 0x4f, 0x3c};
constexpr std::uint8_t kSecretByte = 0x5e;

bool watching = false;
std::size_t blocks = 0;
std::size_t leaks = 0;

void look_into(void* block) {
  const std::span<const std::uint8_t> content(static_cast<const std::uint8_t*>(block),
                                              malloc_usable_size(block));
  ++blocks;
  const bool has_key =
      std::search(content.begin(), content.end(), kKey.begin(), kKey.end()) != content.end();
  const bool has_secret =
      std::search_n(content.begin(), content.end(), 16, kSecretByte) != content.end();
  if (has_key || has_secret) ++leaks;
}

}  // namespace

// The names are the linker's.
// NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming)
extern "C" {
void __real_free(void* block);
void __wrap_free(void* block) {
  if (watching && block != nullptr) look_into(block);
  __real_free(block);
}

int __real_getentropy(void* out, std::size_t size);
int __wrap_getentropy(void* out, std::size_t size) {
  drawn.push_back(size);
  return generator_fails ? -1 : __real_getentropy(out, size);
}
}
// NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming)

namespace sevproof {
namespace {

#if defined(MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG)
TEST(Psa, RandomNumbersAreTheSystems) {
  ASSERT_EQ(psa_crypto_init(), PSA_SUCCESS);
  drawn.clear();
  Bytes bytes(600);
  EXPECT_EQ(psa_generate_random(bytes.data(), bytes.size()), PSA_SUCCESS);
  EXPECT_EQ(drawn, (std::vector<std::size_t>{256, 256, 88}));
  EXPECT_NE(Bytes(bytes.end() - 16, bytes.end()), Bytes(16, 0));
}

TEST(Psa, NoneAreNoneOfAnotherKind) {
  ASSERT_EQ(psa_crypto_init(), PSA_SUCCESS);
  generator_fails = true;
  Bytes bytes(16);
  EXPECT_EQ(psa_generate_random(bytes.data(), bytes.size()), PSA_ERROR_INSUFFICIENT_ENTROPY);
  generator_fails = false;
}
#endif

TEST(Psa, GivesBackNoKeyAndNoSecret) {
  const SecretArray<16> key(kKey);
  Bytes data(300, kSecretByte);
  watching = true;
  aes128_ctr(key, AesIv{}, data);
  aes128_ctr(key, AesIv{}, data);
  watching = false;
  EXPECT_EQ(data, Bytes(300, kSecretByte));
  EXPECT_GT(blocks, 0U);
  EXPECT_EQ(leaks, 0U);
}

TEST(Psa, TheWatchSeesLeaks) {
  leaks = 0;
  Bytes leaking(kKey.begin(), kKey.end());
  look_into(leaking.data());
  EXPECT_EQ(leaks, 1U);
}

TEST(Psa, PiecesAreOneStream) {
  const SecretArray<16> key(kKey);
  Bytes whole(1000, 0);
  aes128_ctr(key, AesIv{}, whole);
  Bytes from_second_piece(744, 0);
  AesIv iv{};
  iv[15] = 16;
  aes128_ctr(key, iv, from_second_piece);
  EXPECT_EQ(Bytes(whole.begin() + 256, whole.end()), from_second_piece);
}

#ifndef __wasm__
TEST(Psa, ThreadsDoNotDisturbEachOther) {
  const SecretArray<16> key(kKey);
  Bytes expected(5000, 1);
  aes128_ctr(key, AesIv{}, expected);
  std::vector<int> wrong(4, 0);
  std::vector<std::thread> threads;
  for (int& count : wrong) {
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) {
        Bytes data(5000, 1);
        aes128_ctr(key, AesIv{}, data);
        if (data != expected) ++count;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}
#endif

// Whichever AES it is: without a fresh IV nothing is packed.
TEST(Random, NothingIsPackedWithoutIt) {
  LaunchConfig config;
  config.firmware = Bytes(512, 0x42);
  LaunchRequest request{std::move(config), {1, 55, 21}, {0}, {{}, {}}, Tik(kKey)};
  const auto first = validate(request);
  ASSERT_TRUE(first.has_value());
  request.reported.measurement = first->report.expected;
  const auto validation = validate(request);
  ASSERT_TRUE(validation.has_value() && validation->launch.has_value());
  std::vector<LaunchSecret> secrets;
  secrets.push_back({*parse_secret_name("luks-key"), SecretBytes(Bytes(16, kSecretByte))});
  generator_fails = true;
  const auto packet = pack_secret(*validation->launch, Tek(kKey), secrets);
  generator_fails = false;
  ASSERT_FALSE(packet.has_value());
  EXPECT_EQ(packet.error().code, ErrorCode::kNoRandomNumbers);
  EXPECT_TRUE(pack_secret(*validation->launch, Tek(kKey), secrets).has_value());
}

}  // namespace
}  // namespace sevproof
