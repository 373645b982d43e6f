// Every variant of SHA-256's compression that this machine can run, by itself.
#include "crypto/sha256_variant.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "nist_checks.h"

namespace sevproof {
namespace {

using internal::Sha256Variant;
using Sha256State = std::array<std::uint32_t, 8>;

constexpr Sha256State kInitial = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                  0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

// The digest by one call of the compression: padding written here anew, from FIPS 180-4, 5.1.1.
Sha256Digest digest_by(const Sha256Variant& variant, ByteView message) {
  Bytes padded(message.begin(), message.end());
  padded.push_back(0x80);
  while (padded.size() % 64 != 56) padded.push_back(0);
  for (int shift = 56; shift >= 0; shift -= 8) {
    padded.push_back(static_cast<std::uint8_t>(std::uint64_t{message.size()} * 8 >> shift));
  }
  Sha256State state = kInitial;
  variant.compress(state.data(), padded.data(), padded.size() / 64);
  Sha256Digest digest{};
  for (std::size_t i = 0; i < digest.size(); ++i) {
    digest[i] = static_cast<std::uint8_t>(state[i / 4] >> (24 - 8 * (i % 4)));
  }
  return digest;
}

class Sha256Variants : public testing::TestWithParam<Sha256Variant> {};

TEST_P(Sha256Variants, AgreesWithNist) {
  test::check_nist_messages("sha256",
                            [](ByteView message) { return digest_by(GetParam(), message); });
}

TEST_P(Sha256Variants, AgreesInMonteCarlo) {
  test::check_monte_carlo("vectors/sha256_nist.json",
                          [](ByteView message) { return digest_by(GetParam(), message); });
}

// In memory of just that size, where a sanitizer notices a read beyond either end.
TEST_P(Sha256Variants, AgreesWithThePortableOne) {
  std::mt19937 random(20261125);
  for (int round = 0; round < 3000; ++round) {
    const std::size_t alignment = random() % 65;
    const std::size_t blocks = random() % (round % 100 == 0 ? 300 : 20);
    Bytes memory(alignment + 64 * blocks);
    for (std::uint8_t& byte : memory) byte = static_cast<std::uint8_t>(random());
    Sha256State state;
    for (std::uint32_t& word : state) word = static_cast<std::uint32_t>(random());
    Sha256State expected = state;
    GetParam().compress(state.data(), memory.data() + alignment, blocks);
    internal::sha256_compress_portable(expected.data(), memory.data() + alignment, blocks);
    ASSERT_EQ(state, expected) << blocks << " blocks at " << alignment;
  }
}

TEST_P(Sha256Variants, BlocksAddUp) {
  const Bytes message = test::counting_bytes(64 * 50);
  Sha256State whole = kInitial;
  GetParam().compress(whole.data(), message.data(), 50);
  for (std::size_t cut = 0; cut <= 50; ++cut) {
    Sha256State state = kInitial;
    GetParam().compress(state.data(), message.data(), cut);
    GetParam().compress(state.data(), message.data() + 64 * cut, 50 - cut);
    EXPECT_EQ(state, whole) << cut;
  }
}

std::string name_of(const testing::TestParamInfo<Sha256Variant>& variant) {
  std::string name(variant.param.name);
  std::erase_if(name, [](char c) { return c == ' ' || c == '+'; });
  return name;
}

INSTANTIATE_TEST_SUITE_P(Here, Sha256Variants, testing::ValuesIn(internal::sha256_variants()),
                         name_of);

TEST(Sha256Variant, ThePortableOneIsAlwaysThere) {
  ASSERT_FALSE(internal::sha256_variants().empty());
  EXPECT_EQ(internal::sha256_variants().back().compress, &internal::sha256_compress_portable);
}

// What everything runs on, Mbed TLS's own on Arm, against the portable one: any length and
// alignment, cut in any way.
TEST(Sha256Variant, TheWholeAgreesWithThePortableOne) {
  const Sha256Variant portable{"portable", internal::sha256_compress_portable};
  std::mt19937 random(20261126);
  for (int round = 0; round < 2000; ++round) {
    const std::size_t alignment = random() % 65;
    Bytes memory(alignment + random() % (round % 100 == 0 ? 20'000 : 1000));
    for (std::uint8_t& byte : memory) byte = static_cast<std::uint8_t>(random());
    const ByteView message = ByteView(memory).subspan(alignment);
    Sha256 sha;
    for (std::size_t at = 0; at < message.size();) {
      const std::size_t piece = std::min<std::size_t>(message.size() - at, random() % 300);
      sha.update(message.subspan(at, piece));
      at += piece;
    }
    const Sha256Digest expected = digest_by(portable, message);
    ASSERT_EQ(sha.finish(), expected) << message.size();
    ASSERT_EQ(sha256(message), expected) << message.size();
  }
}

}  // namespace
}  // namespace sevproof
