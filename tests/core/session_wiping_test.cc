// Of a session that is made, no key is left behind: neither the owner's two nor those that they
// were wrapped with, nor the secret that both ends compute.
#include <gtest/gtest.h>

#include <memory>

#include "crypto/kdf.h"
#include "dead_stack.h"
#include "freed_memory.h"
#include "sev/session_making.h"
#include "test_bytes.h"

namespace sevproof {
namespace {

using test::FreedMemoryWatch;
using Key = std::array<std::uint8_t, 16>;

constexpr Key kTikBytes = {0xb7, 0x7e, 0x15, 0x16, 0x28, 0xae, 0xd2, 0xa6,
                           0xab, 0xf7, 0x15, 0x88, 0x09, 0xcf, 0x4f, 0x3c};
constexpr Key kTekBytes = {0x3c, 0x4f, 0xcf, 0x09, 0x88, 0x15, 0xf7, 0xab,
                           0xa6, 0xd2, 0xae, 0x28, 0x16, 0x15, 0x7e, 0xb7};

std::array<std::uint8_t, 48> owner_bytes() {
  std::array<std::uint8_t, 48> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(0x91 + 5 * i);
  return bytes;
}

P384PrivateKey key_of(const std::array<std::uint8_t, 48>& bytes) {
  return std::move(P384PrivateKey::from_bytes(bytes).value());
}

P384PrivateKey platform_key() {
  std::array<std::uint8_t, 48> bytes{};
  bytes.fill(0x5a);
  return key_of(bytes);
}

internal::SessionSeed seed() {
  return {key_of(owner_bytes()), {1, 2, 3}, {4, 5, 6}, {Tik(kTikBytes), Tek(kTekBytes)}};
}

// With everything that is done with a session.
void make_and_forget(const SevCertificate& pdh) {
  auto session =
      std::make_unique<Result<LaunchSession>>(internal::build_session(pdh, {0xf}, seed()));
  ASSERT_TRUE(session->has_value());
  const auto files = session_files(**session);
  ASSERT_TRUE(files.has_value());
  EXPECT_TRUE(same_bytes(files->front().content.view(), kTikBytes));
  auto moved = std::make_unique<LaunchSession>(std::move(**session));
  session.reset();
}

// All that is secret, by its first 16 bytes.
std::vector<Key> secrets() {
  const auto z = key_of(owner_bytes()).shared_secret(platform_key().public_point()).value();
  const Nonce nonce = {1, 2, 3};
  const auto master = kdf_hmac_sha256(z.view(), "sev-master-secret", nonce);
  const auto owner = owner_bytes();
  std::vector<Key> all = {kTikBytes, kTekBytes};
  for (const ByteView secret :
       {z.view().first(16), z.view().last(16), master.view(), ByteView(owner).first(16)}) {
    all.push_back(test::to_array<16>(secret));
  }
  for (const auto label : {"sev-kek", "sev-kik"}) {
    all.push_back(test::to_array<16>(kdf_hmac_sha256(master.view(), label, {}).view()));
  }
  return all;
}

TEST(WipingOfSessions, HeapBlocks) {
  const auto pdh = internal::owner_certificate(platform_key().public_point());
  for (const Key& secret : secrets()) {
    const FreedMemoryWatch watch(secret);
    make_and_forget(pdh);
    EXPECT_EQ(watch.leaks(), 0U) << test::hex(secret);
    EXPECT_GT(watch.blocks(), 5U);
  }
}

// A policy that is refused, and a PDH that cannot be used.
TEST(WipingOfSessions, Failures) {
  const auto pdh = internal::owner_certificate(platform_key().public_point());
  SevCertificate broken = pdh;
  broken.y[0] ^= 1;
  const FreedMemoryWatch watch(kTikBytes);
  EXPECT_FALSE(internal::build_session(pdh, {0x40}, seed()).has_value());
  EXPECT_FALSE(internal::build_session(broken, {1}, seed()).has_value());
  EXPECT_EQ(watch.leaks(), 0U);
}

#ifndef __wasm__
TEST(WipingOfSessions, TheStack) {
  static std::vector<Key> all;
  all = secrets();
  static SevCertificate pdh;
  pdh = internal::owner_certificate(platform_key().public_point());
  static std::optional<Result<LaunchSession>> made;
  static std::optional<internal::SessionSeed> given;
  for (const Key& secret : all) {
    given.emplace(seed());
    wipe_stack();
    made.emplace(internal::build_session(pdh, {0xf}, std::move(*given)));
    EXPECT_FALSE(test::is_below(secret.data(), 8)) << test::hex(secret);
  }
}
#endif

}  // namespace
}  // namespace sevproof
