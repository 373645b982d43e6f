// Keys and secrets are wiped before their memory is given back.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <new>

#include "crypto/hmac.h"
#include "crypto/sha256_variant.h"
#include "dead_stack.h"
#include "freed_memory.h"
#include "sevproof/diagnosis_search.h"
#include "sevproof/formats/candidate.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/sev/secret.h"
#include "test_bytes.h"

// AddressSanitizer asks for it. Newer ones put frames elsewhere, and the stack would not show what
// was left there.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() { return "detect_stack_use_after_return=0"; }

namespace sevproof {
namespace {

using test::FreedMemoryWatch;

constexpr std::array<std::uint8_t, 16> kPattern = {0xb7, 0x7e, 0x15, 0x16, 0x28, 0xae, 0xd2, 0xa6,
                                                   0xab, 0xf7, 0x15, 0x88, 0x09, 0xcf, 0x4f, 0x3c};

Bytes pattern_bytes() { return {kPattern.begin(), kPattern.end()}; }

Guid other_guid(std::uint8_t first) {
  Bytes bytes(16, 0x11);
  bytes[0] = first;
  return Guid::from_bytes(bytes);
}

std::vector<LaunchSecret> some_secrets() {
  std::vector<LaunchSecret> secrets;
  for (std::uint8_t i = 0; i < 5; ++i)
    secrets.push_back({other_guid(i), SecretBytes(pattern_bytes())});
  return secrets;
}

// Without this, all others could pass because nothing is watched.
TEST(Wiping, TheWatchSeesLeaks) {
  const FreedMemoryWatch watch(kPattern);
  {
    const Bytes leaking = pattern_bytes();
    test::be_read(leaking.data());
  }
  EXPECT_EQ(watch.leaks(), 1U);
}

#ifndef __wasm__
__attribute__((noinline)) void leave_on_stack() {
  std::array<std::uint8_t, 300> dead{};
  std::copy(kPattern.begin(), kPattern.end(), dead.begin() + 100);
  test::be_read(dead.data());
}

TEST(Wiping, TheStackIsSearched) {
  leave_on_stack();
  EXPECT_TRUE(test::is_below(kPattern.data(), kPattern.size()));
}

TEST(Wiping, TheStackIsWiped) {
  leave_on_stack();
  wipe_stack();
  EXPECT_FALSE(test::is_below(kPattern.data(), 8));
}

// The states over the padded key are as good as the key.
TEST(Wiping, HmacLeavesNothingOnTheStack) {
  static std::array<std::array<std::uint32_t, 8>, 2> states;
  static std::array<std::array<std::uint8_t, 64>, 2> pads;
  for (std::size_t which = 0; which < 2; ++which) {
    pads[which].fill(which == 0 ? 0x36 : 0x5c);
    for (std::size_t i = 0; i < kPattern.size(); ++i) pads[which][i] ^= kPattern[i];
    states[which] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                     0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    internal::sha256_compress_portable(states[which].data(), pads[which].data(), 1);
  }
  wipe_stack();
  alignas(HmacSha256) static std::array<std::uint8_t, sizeof(HmacSha256)> place;
  new (place.data()) HmacSha256(kPattern);
  for (std::size_t which = 0; which < 2; ++which) {
    EXPECT_FALSE(test::is_below(reinterpret_cast<const std::uint8_t*>(states[which].data()), 32));
    // Words of the message in the machine's order and in that of the message.
    EXPECT_FALSE(test::is_below(pads[which].data(), 8));
  }
  EXPECT_FALSE(test::is_below(kPattern.data(), 8));
}

// Deep enough that looking at what it leaves does not overwrite it.
__attribute__((noinline)) void finish_below(const Sha256& sha, Sha256Digest& digest) {
  std::array<std::uint8_t, 200> above{};
  test::be_read(above.data());
  digest = sha.finish();
}

// The last two blocks as they are compressed: the end of the message, a one bit, zeros.
TEST(Wiping, AFinishedHashLeavesNoBlocksOnTheStack) {
  static std::array<std::uint8_t, 112> blocks;
  std::copy_n(test::counting_bytes(60).begin(), 60, blocks.begin());
  blocks[60] = 0x80;
  static Sha256 sha;
  sha.update(std::span(blocks).first(60));
  static Sha256Digest digest;
  wipe_stack();
  finish_below(sha, digest);
  EXPECT_FALSE(test::is_below(blocks.data(), blocks.size()));
}

// A key that is longer than a block is hashed first, and the hash is the key from then on.
TEST(Wiping, HmacLeavesNoHashOfALongKeyOnTheStack) {
  const Bytes key(65, 0xb7);
  static Sha256Digest hashed;
  hashed = sha256(key);
  wipe_stack();
  alignas(HmacSha256) static std::array<std::uint8_t, sizeof(HmacSha256)> place;
  new (place.data()) HmacSha256(key);
  EXPECT_FALSE(test::is_below(hashed.data(), 8));
}
#endif

TEST(Wiping, SecretBytes) {
  const FreedMemoryWatch watch(kPattern);
  { const SecretBytes secret(pattern_bytes()); }
  {
    SecretBytes first(pattern_bytes());
    SecretBytes second(pattern_bytes());
    second = std::move(first);
    const SecretBytes third(std::move(second));
  }
  EXPECT_EQ(watch.leaks(), 0U);
  EXPECT_GE(watch.blocks(), 3U);
}

TEST(Wiping, SecretArray) {
  const FreedMemoryWatch watch(kPattern);
  auto secret = std::make_unique<SecretArray<16>>(kPattern);
  auto moved = std::make_unique<SecretArray<16>>(std::move(*secret));
  auto cloned = std::make_unique<SecretArray<16>>(moved->clone());
  secret.reset();
  moved.reset();
  cloned.reset();
  EXPECT_EQ(watch.leaks(), 0U);
  EXPECT_EQ(watch.blocks(), 3U);
}

// The state over a key is as good as the key.
TEST(Wiping, HashStates) {
  const FreedMemoryWatch watch(kPattern);
  auto sha = std::make_unique<Sha256>();
  sha->update(kPattern);
  auto copy = std::make_unique<Sha256>(*sha);
  EXPECT_NE(copy->finish(), Sha256().finish());
  sha.reset();
  copy.reset();
  EXPECT_EQ(watch.leaks(), 0U);
}

TEST(Wiping, HmacStates) {
  // A key is mixed with a constant before it is hashed: RFC 2104's ipad and opad.
  for (const std::uint8_t pad : std::array<std::uint8_t, 3>{0x00, 0x36, 0x5c}) {
    std::array<std::uint8_t, 16> mixed = kPattern;
    for (std::uint8_t& byte : mixed) byte = static_cast<std::uint8_t>(byte ^ pad);
    const FreedMemoryWatch watch(mixed);
    auto hmac = std::make_unique<HmacSha256>(kPattern);
    hmac->tag({as_bytes("message")});
    hmac.reset();
    EXPECT_EQ(watch.leaks(), 0U);
  }
}

TEST(Wiping, SecretTables) {
  const FreedMemoryWatch watch(kPattern);
  {
    const std::vector<LaunchSecret> secrets = some_secrets();
    const Result<SecretBytes> table = build_secret_table(secrets);
    ASSERT_TRUE(table.has_value());
    const Result<OpenedSecrets> back = parse_secret_table(table->view());
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(back->secrets.size(), secrets.size());
  }
  EXPECT_EQ(watch.leaks(), 0U);
  EXPECT_GT(watch.blocks(), 10U);
}

// A table that turns out to be broken behind a good secret.
TEST(Wiping, SecretTablesThatFail) {
  const Result<SecretBytes> table = build_secret_table(some_secrets());
  ASSERT_TRUE(table.has_value());
  Bytes broken(table->view().begin(), table->view().end());
  broken[20 + 36 + 16] = 0xff;
  const FreedMemoryWatch watch(kPattern);
  EXPECT_FALSE(parse_secret_table(broken).has_value());
  EXPECT_EQ(watch.leaks(), 0U);
}

// A launch whose keys are the pattern, validated against itself.
LaunchRequest request_with_pattern_as_tik() {
  LaunchConfig config;
  config.firmware = Bytes(512, 0x42);
  LaunchRequest request{std::move(config), {1, 55, 21}, {7}, {{}, {}}, Tik(kPattern)};
  request.config.vcpus = 1;
  request.config.vmsa = VmsaSpec{0xa00f11, VmsaLayout::kLegacy, 0};
  const Result<Validation> first = validate(request);
  EXPECT_TRUE(first.has_value());
  if (first) request.reported.measurement = first->report.expected;
  return request;
}

TEST(Wiping, ValidatingAndPacking) {
  const FreedMemoryWatch watch(kPattern);
  {
    const auto request = std::make_unique<LaunchRequest>(request_with_pattern_as_tik());
    const auto validation = std::make_unique<Result<Validation>>(validate(*request));
    ASSERT_TRUE((*validation)->launch.has_value());
    const auto keys = std::make_unique<TransportKeys>(TransportKeys{Tik(kPattern), Tek(kPattern)});
    const Result<SecretPacket> packet =
        pack_secret(*(*validation)->launch, keys->tek, some_secrets());
    ASSERT_TRUE(packet.has_value());
    const Result<OpenedSecrets> back =
        unpack_secret(*packet, *keys, (*validation)->report.expected);
    ASSERT_TRUE(back.has_value());
    EXPECT_TRUE(constant_time_equal(back->secrets.front().data.view(), kPattern));
  }
  EXPECT_EQ(watch.leaks(), 0U);
  EXPECT_GT(watch.blocks(), 10U);
}

TEST(Wiping, ParsingKeys) {
  const FreedMemoryWatch watch(kPattern);
  const auto both =
      std::make_unique<SecretArray<32>>(test::to_array<32>(test::concat({kPattern, Bytes(16, 1)})));
  const std::size_t own = watch.leaks();
  EXPECT_TRUE(parse_tk(both->view()).has_value());
  EXPECT_TRUE(parse_tik(kPattern).has_value());
  EXPECT_FALSE(parse_tik(both->view()).has_value());
  EXPECT_FALSE(key_fingerprint(SecretArray<16>(kPattern)).empty());
  EXPECT_EQ(watch.leaks(), own);
}

// Hints look into the text of a key file; the decoded key must not stay behind.
TEST(Wiping, KeyHints) {
  const std::string hex = test::hex(kPattern) + "\n";
  const std::string base64 = to_base64(kPattern) + "\n";
  const FreedMemoryWatch watch(kPattern);
  EXPECT_FALSE(parse_tik(as_bytes(hex)).has_value());
  EXPECT_FALSE(parse_tek(as_bytes(base64)).has_value());
  EXPECT_EQ(watch.leaks(), 0U);
}

// Of a search with many keys, whose list grows: neither a key nor the state over one.
TEST(Wiping, ADiagnosisLeavesNoKey) {
  const Tek tek(kPattern);
  std::vector<Candidate> candidates;
  LaunchRequest request{{}, {}, {}, {{}, {}}, Tik(kPattern)};
  request.config.firmware = Bytes(4096, 1);
  const FreedMemoryWatch watch(kPattern);
  for (int i = 0; i < 5; ++i) {
    const SecretBytes content(pattern_bytes());
    candidates.push_back(make_candidate("key", {sha256(content.view()), 16}, content.view()));
  }
  for (const std::string_view text :
       {"b77e151628aed2a6abf7158809cf4f3c", "t34VFiiu0qar9xWICc9PPA=="}) {
    candidates.push_back(
        make_candidate("text", {sha256(as_bytes(text)), text.size()}, as_bytes(text)));
    ASSERT_FALSE(candidates.back().keys.empty());
  }
  {
    DiagnosisSearch search({request, &tek, true, candidates});
    search.run([left = 3](const DiagnosisProgress&) mutable { return left-- > 0; });
  }
  candidates.clear();
  EXPECT_EQ(watch.leaks(), 0U);
  EXPECT_GT(watch.blocks(), 20U);
}

}  // namespace
}  // namespace sevproof
