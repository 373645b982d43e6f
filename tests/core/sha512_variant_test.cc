// Every variant of SHA-512's compression that this machine can run, by itself.
#include "crypto/sha512_variant.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "nist_checks.h"
#include "sevproof/sha384.h"

namespace sevproof {
namespace {

using internal::Sha512Variant;
using Sha512State = std::array<std::uint64_t, 8>;

// Of SHA-384: FIPS 180-4, 5.3.4.
constexpr Sha512State kInitial = {0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17,
                                  0x152fecd8f70e5939, 0x67332667ffc00b31, 0x8eb44a8768581511,
                                  0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4};

// The digest by one call of the compression: padding written here anew, from FIPS 180-4, 5.1.2.
Sha384Digest digest_by(const Sha512Variant& variant, ByteView message) {
  Bytes padded(message.begin(), message.end());
  padded.push_back(0x80);
  while (padded.size() % 128 != 112) padded.push_back(0);
  padded.resize(padded.size() + 8);  // the upper half of the length
  for (int shift = 56; shift >= 0; shift -= 8) {
    padded.push_back(static_cast<std::uint8_t>(std::uint64_t{message.size()} * 8 >> shift));
  }
  Sha512State state = kInitial;
  variant.compress(state.data(), padded.data(), padded.size() / 128);
  Sha384Digest digest{};
  for (std::size_t i = 0; i < digest.size(); ++i) {
    digest[i] = static_cast<std::uint8_t>(state[i / 8] >> (56 - 8 * (i % 8)));
  }
  return digest;
}

class Sha512Variants : public testing::TestWithParam<Sha512Variant> {};

TEST_P(Sha512Variants, AgreesWithNist) {
  test::check_nist_messages("sha384",
                            [](ByteView message) { return digest_by(GetParam(), message); });
}

TEST_P(Sha512Variants, AgreesInMonteCarlo) {
  test::check_monte_carlo("vectors/sha384_nist.json",
                          [](ByteView message) { return digest_by(GetParam(), message); });
}

// In memory of just that size, where a sanitizer notices a read beyond either end.
TEST_P(Sha512Variants, AgreesWithThePortableOne) {
  std::mt19937_64 random(20261129);
  for (int round = 0; round < 2000; ++round) {
    const std::size_t alignment = random() % 65;
    const std::size_t blocks = random() % (round % 100 == 0 ? 300 : 20);
    Bytes memory(alignment + 128 * blocks);
    for (std::uint8_t& byte : memory) byte = static_cast<std::uint8_t>(random());
    Sha512State state;
    for (std::uint64_t& word : state) word = random();
    Sha512State expected = state;
    GetParam().compress(state.data(), memory.data() + alignment, blocks);
    internal::sha512_compress_portable(expected.data(), memory.data() + alignment, blocks);
    ASSERT_EQ(state, expected) << blocks << " blocks at " << alignment;
  }
}

TEST_P(Sha512Variants, BlocksAddUp) {
  const Bytes message = test::counting_bytes(128 * 20);
  Sha512State whole = kInitial;
  GetParam().compress(whole.data(), message.data(), 20);
  for (std::size_t cut = 0; cut <= 20; ++cut) {
    Sha512State state = kInitial;
    GetParam().compress(state.data(), message.data(), cut);
    GetParam().compress(state.data(), message.data() + 128 * cut, 20 - cut);
    EXPECT_EQ(state, whole) << cut;
  }
}

std::string name_of(const testing::TestParamInfo<Sha512Variant>& variant) {
  std::string name(variant.param.name);
  std::erase_if(name, [](char c) { return c == ' ' || c == '+'; });
  return name;
}

INSTANTIATE_TEST_SUITE_P(Here, Sha512Variants, testing::ValuesIn(internal::sha512_variants()),
                         name_of);

TEST(Sha512Variant, ThePortableOneIsAlwaysThere) {
  ASSERT_FALSE(internal::sha512_variants().empty());
  EXPECT_EQ(internal::sha512_variants().back().compress, &internal::sha512_compress_portable);
}

// What everything runs on, against the portable one: any length and alignment, cut in any way.
TEST(Sha512Variant, TheWholeAgreesWithThePortableOne) {
  const Sha512Variant portable{"portable", internal::sha512_compress_portable};
  std::mt19937 random(20261130);
  for (int round = 0; round < 2000; ++round) {
    const std::size_t alignment = random() % 65;
    Bytes memory(alignment + random() % (round % 100 == 0 ? 20'000 : 1000));
    for (std::uint8_t& byte : memory) byte = static_cast<std::uint8_t>(random());
    const ByteView message = ByteView(memory).subspan(alignment);
    Sha384 sha;
    for (std::size_t at = 0; at < message.size();) {
      const std::size_t piece = std::min<std::size_t>(message.size() - at, random() % 300);
      sha.update(message.subspan(at, piece));
      at += piece;
    }
    const Sha384Digest expected = digest_by(portable, message);
    ASSERT_EQ(sha.finish(), expected) << message.size();
    ASSERT_EQ(sha384(message), expected) << message.size();
  }
}

}  // namespace
}  // namespace sevproof
