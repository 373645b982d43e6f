// What the core relies on in PSA. The linker puts __wrap_F in the place of F.
#include "crypto/psa.h"

#include <gtest/gtest.h>
#include <malloc.h>
#include <psa/crypto.h>

#include "crypto/rsa_pss.h"
#ifndef __wasm__
#include <sys/wait.h>
#endif
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <limits>
#include <thread>
#include <vector>

#include "crypto/aes_ctr.h"
#include "crypto/p384.h"
#include "sev/session_making.h"
#include "sevproof/sev/secret.h"
#include "test_bytes.h"

namespace {

using sevproof::Bytes;

std::vector<std::size_t> drawn;
bool generator_fails = false;
// After so many answers it fails.
std::size_t generator_gives = std::numeric_limits<std::size_t>::max();
bool generator_gives_zeros = false;

constexpr std::array<std::uint8_t, 16> kKey = {0x2b, 0x7e, 0x15, 0x16, 0x28, 0xae, 0xd2, 0xa6,
                                               0xab, 0xf7, 0x15, 0x88, 0x09, 0xcf, 0x4f, 0x3c};
constexpr std::uint8_t kSecretByte = 0x5e;

bool watching = false;
std::size_t blocks = 0;
std::size_t leaks = 0;

// How many of the library's allocations still work before one fails; -1: all.
long allocations = -1;

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

void* __real_calloc(std::size_t count, std::size_t size);
void* __wrap_calloc(std::size_t count, std::size_t size) {
  if (allocations >= 0 && allocations-- == 0) return nullptr;
  return __real_calloc(count, size);
}

int __real_getentropy(void* out, std::size_t size);
int __wrap_getentropy(void* out, std::size_t size) {
  drawn.push_back(size);
  if (generator_gives_zeros) {
    std::fill_n(static_cast<std::uint8_t*>(out), size, std::uint8_t{0});
    return 0;
  }
  const bool fails = generator_fails || drawn.size() > generator_gives;
  return fails ? -1 : __real_getentropy(out, size);
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

// Whichever number cannot be drawn, there is no session.
TEST(Psa, NoSessionWithoutRandomNumbers) {
  const auto key = P384PrivateKey::from_bytes(std::array<std::uint8_t, 48>{7});
  const SevCertificate pdh = internal::owner_certificate(key->public_point());
  drawn.clear();
  ASSERT_TRUE(create_unverified_session(pdh, {1}).has_value());
  const std::size_t needed = drawn.size();
  EXPECT_GE(needed, 5U);  // private key, TEK, TIK, nonce, IV
  for (std::size_t given = 0; given < needed; ++given) {
    drawn.clear();
    generator_gives = given;
    const auto session = create_unverified_session(pdh, {1});
    generator_gives = std::numeric_limits<std::size_t>::max();
    ASSERT_FALSE(session.has_value()) << given;
    EXPECT_EQ(session.error().code, ErrorCode::kNoRandomNumbers);
  }
}

// What a broken generator gives.
TEST(Psa, NoKeysOfZeros) {
  generator_gives_zeros = true;
  const auto keys = internal::draw_transport_keys();
  generator_gives_zeros = false;
  ASSERT_FALSE(keys.has_value());
  EXPECT_EQ(keys.error().code, ErrorCode::kNoRandomNumbers);
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

// All bytes of the key are the same: the order in which the library has them does not matter.
TEST(Psa, GivesBackNoPrivateKey) {
  std::array<std::uint8_t, 48> d;
  d.fill(kSecretByte);
  blocks = 0;
  leaks = 0;
  watching = true;
  {
    const auto key = P384PrivateKey::from_bytes(d);
    ASSERT_TRUE(key.has_value());
    EXPECT_TRUE(key->shared_secret(key->public_point()).has_value());
  }
  watching = false;
  EXPECT_GT(blocks, 0U);
  EXPECT_EQ(leaks, 0U);
}

TEST(Psa, TheWatchSeesLeaks) {
  leaks = 0;
  Bytes leaking(kKey.begin(), kKey.end());
  look_into(leaking.data());
  EXPECT_EQ(leaks, 1U);
}

#if defined(MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG)
TEST(Psa, PrivateKeysAreRandomOrNone) {
  drawn.clear();
  const auto key = P384PrivateKey::generate();
  ASSERT_TRUE(key.has_value());
  ASSERT_FALSE(drawn.empty());
  EXPECT_EQ(drawn.front(), 48U);
  const std::array<std::uint8_t, 48> d{1};
  generator_fails = true;
  const auto generated = P384PrivateKey::generate();
  const auto given = P384PrivateKey::from_bytes(d);
  const auto z = key->shared_secret(key->public_point());
  generator_fails = false;
  ASSERT_FALSE(generated.has_value() || given.has_value() || z.has_value());
  EXPECT_EQ(generated.error().code, ErrorCode::kNoRandomNumbers);
  EXPECT_EQ(given.error().code, ErrorCode::kNoRandomNumbers);
  EXPECT_EQ(z.error().code, ErrorCode::kNoRandomNumbers);
  EXPECT_TRUE(key->shared_secret(key->public_point()).has_value());
}
#endif

// As everywhere where there is none. The page's build has no exceptions, and sanitizers end the
// program themselves.
#if !defined(__wasm__) && !defined(__SANITIZE_ADDRESS__)
TEST(Psa, WithoutMemoryItEndsLikeNew) {
  EXPECT_THROW(internal::psa_must_work(PSA_ERROR_INSUFFICIENT_MEMORY, "a call"), std::bad_alloc);
  EXPECT_THROW(internal::psa_verifies(PSA_ERROR_INSUFFICIENT_MEMORY), std::bad_alloc);
}

constexpr int kFalse = 0;
constexpr int kTrue = 1;
constexpr int kNoMemory = 2;
constexpr int kStopped = 3;
constexpr int kEnough = 4;  // beside the others: no allocation failed

// What a deed comes to in a process of its own, where `working` of the library's allocations work
// and the next one does not.
int outcome_of(bool (*deed)(), long working) {
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGABRT, [](int) { _exit(kStopped); });
    close(STDERR_FILENO);
    allocations = working;
    try {
      const int outcome = deed() ? kTrue : kFalse;
      _exit(allocations >= 0 ? outcome | kEnough : outcome);
    } catch (const std::bad_alloc&) {
      _exit(kNoMemory);
    }
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void expect_no_lie(bool (*deed)(), bool truth) {
  std::size_t without = 0;
  for (long working = 0;; working += 1 + working / 16) {
    const int outcome = outcome_of(deed, working);
    if ((outcome & kEnough) != 0) {
      EXPECT_EQ(outcome, kEnough | (truth ? kTrue : kFalse));
      break;
    }
    ASSERT_TRUE(outcome == kFalse || outcome == kNoMemory || outcome == kStopped) << working;
    if (outcome == kNoMemory) ++without;
  }
  EXPECT_GT(without, 0U);
}

// r and s of RFC 6979 section A.2.6, "sample", and nearly so.
bool signature_verifies(std::uint8_t change) {
  const auto number = [](std::string_view hex) { return test::unhex_array<48>(hex); };
  const auto key = P384Point::make(
      number(
          "ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64def8f0ea9055866064a25451"
          "5480bc13"),
      number(
          "8015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1288b231c3ae0d4fe7344fd25"
          "33264720"));
  P384Number r = number(
      "21b13d1e013c7fa1392d03c5f99af8b30c570c6f98d4ea8e354b63a21d3daa33bde1e888e63355d92fa2b3c36d8f"
      "b2"
      "cd");
  const P384Number s = number(
      "f3aa443fb107745bf4bd77cb3891674632068a10ca67e3d45db2266fa7d1feebefdc63eccd1ac42ec0cb8668a4fa"
      "0a"
      "b0");
  r[7] ^= change;
  return key.has_value() && key->verifies(sha256(as_bytes("sample")), r, s);
}

// Whichever allocation fails, what is no signature does not verify. And one that is may do so only
// where all allocations work.
TEST(Psa, WithoutMemoryNothingVerifies) {
  expect_no_lie([] { return signature_verifies(0); }, true);
  expect_no_lie([] { return signature_verifies(1); }, false);
  expect_no_lie(
      [] {
        const auto key = RsaPublicKey::make(Bytes(256, 0xff), 65537);
        return key.has_value() && key->verifies(PssHash::kSha384, {}, Bytes(256, 1));
      },
      false);
}
#endif

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
