// SHA-384 of pages: every way of hashing several at once that this machine can run, by itself, and
// what is in force.
#include "crypto/sha384_pages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <vector>

#include "crypto/sha512_variant.h"
#include "test_bytes.h"

namespace sevproof {
namespace {

using internal::kHashedPageSize;
using internal::Sha512Lanes;
using Pages = std::vector<const std::uint8_t*>;
using Digests = std::vector<Sha384Digest>;

// sha384sum of 4096 zeros, and of 4096 bytes 0xff as in erased flash.
constexpr const char* kZeros =
    "c0e59a3e3ffbd3b5c75428fb36432facabc745944296ff51"
    "5f737c4fef4efc64586809f7a16f56354a1eaecf2aa8d774";
constexpr const char* kErased =
    "9761a6cc8f381514125bd5461b11a17a721703fb2179ddf1"
    "5348b6276b47fe93bbca565060bdb425c99cae93fbd68d84";

// By the portable compression alone, with the padding of FIPS 180-4, 5.1.2, written anew.
Sha384Digest portable_digest(const std::uint8_t* page) {
  std::array<std::uint64_t, 8> state = internal::kSha384Start;
  internal::sha512_compress_portable(state.data(), page, 32);
  std::array<std::uint8_t, 128> padding{};
  padding[0] = 0x80;
  padding[126] = 0x80;  // 4096 * 8 in two bytes
  internal::sha512_compress_portable(state.data(), padding.data(), 1);
  Sha384Digest digest{};
  for (std::size_t i = 0; i < digest.size(); ++i) {
    digest[i] = static_cast<std::uint8_t>(state[i / 8] >> (56 - 8 * (i % 8)));
  }
  return digest;
}

Digests portable_digests(const Pages& pages) {
  Digests digests;
  for (const std::uint8_t* const page : pages) digests.push_back(portable_digest(page));
  return digests;
}

// Memory of just that size, where a sanitizer notices a read beyond either end.
struct Memory {
  Memory(std::mt19937_64& random, std::size_t count, std::size_t alignment)
      : bytes(alignment + count * kHashedPageSize) {
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
    for (std::size_t i = 0; i < count; ++i) {
      pages.push_back(bytes.data() + alignment + i * kHashedPageSize);
    }
  }

  // Some pages become like the one before, or like the first.
  void repeat(std::mt19937_64& random) {
    for (std::size_t i = 1; i < pages.size(); ++i) {
      const std::size_t which = random() % 4;
      if (which > 1) continue;
      const auto to = bytes.begin() + (pages[i] - bytes.data());
      std::copy_n(pages[which == 0 ? i - 1 : 0], kHashedPageSize, to);
    }
  }

  Bytes bytes;
  Pages pages;
};

class Sha512LanesHere : public testing::TestWithParam<Sha512Lanes> {};

TEST_P(Sha512LanesHere, AgreesWithThePortableOneInAnyNumber) {
  std::mt19937_64 random(20261130);
  for (std::size_t count = 0; count <= 17; ++count) {
    for (int round = 0; round < 6; ++round) {
      Memory memory(random, count, random() % 65);
      if (round > 0) memory.repeat(random);
      Digests digests(count);
      internal::sha384_pages_by(GetParam(), memory.pages, digests);
      ASSERT_EQ(digests, portable_digests(memory.pages)) << count << " pages, round " << round;
    }
  }
}

TEST_P(Sha512LanesHere, KnownPages) {
  const Bytes zeros(kHashedPageSize);
  const Bytes erased(kHashedPageSize, 0xff);
  for (const std::size_t count : {1U, 2U, 5U, 9U}) {
    Pages pages;
    for (std::size_t i = 0; i < count; ++i) pages.push_back(i % 2 == 0 ? &zeros[0] : &erased[0]);
    Digests digests(count);
    internal::sha384_pages_by(GetParam(), pages, digests);
    for (std::size_t i = 0; i < count; ++i) {
      EXPECT_EQ(test::hex(digests[i]), i % 2 == 0 ? kZeros : kErased) << i << " of " << count;
    }
  }
}

// The compression alone, from any state on and for any number of blocks.
TEST_P(Sha512LanesHere, CompressesAsThePortableOne) {
  const std::size_t lanes = GetParam().lanes;
  ASSERT_LE(lanes, internal::kMaxSha512Lanes);
  std::mt19937_64 random(20261201);
  for (std::size_t blocks = 0; blocks <= 33; ++blocks) {
    std::vector<Bytes> messages(lanes, Bytes(128 * blocks));
    std::vector<const std::uint8_t*> data;
    for (Bytes& message : messages) {
      for (std::uint8_t& byte : message) byte = static_cast<std::uint8_t>(random());
      data.push_back(message.data());
    }
    std::vector<std::uint64_t> states(8 * lanes);
    for (std::uint64_t& word : states) word = random();
    const std::vector<std::uint64_t> before = states;
    GetParam().compress(states.data(), data.data(), blocks);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      std::array<std::uint64_t, 8> expected{};
      for (std::size_t i = 0; i < 8; ++i) expected[i] = before[i * lanes + lane];
      internal::sha512_compress_portable(expected.data(), data[lane], blocks);
      for (std::size_t i = 0; i < 8; ++i) {
        ASSERT_EQ(states[i * lanes + lane], expected[i]) << blocks << " blocks, lane " << lane;
      }
    }
  }
}

std::string name_of(const testing::TestParamInfo<Sha512Lanes>& how) {
  return "of" + std::to_string(how.param.lanes);
}

INSTANTIATE_TEST_SUITE_P(Here, Sha512LanesHere, testing::ValuesIn(internal::sha512_lanes()),
                         name_of);
// Some machines have none.
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Sha512LanesHere);

TEST(Sha384Pages, TheFastestComesFirst) {
  const auto all = internal::sha512_lanes();
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(),
                             [](const auto& a, const auto& b) { return a.lanes > b.lanes; }));
}

TEST(Sha384Pages, WhatIsInForceAgreesWithThePortableOne) {
  std::mt19937_64 random(20261202);
  for (std::size_t count = 0; count <= 17; ++count) {
    Memory memory(random, count, 0);
    memory.repeat(random);
    Digests by_page(count);
    internal::sha384_pages(memory.pages, by_page);
    ASSERT_EQ(by_page, portable_digests(memory.pages)) << count;
    Digests of_image(count);
    internal::sha384_pages(ByteView(memory.bytes), of_image);
    ASSERT_EQ(of_image, by_page) << count;
    for (std::size_t i = 0; i < count; ++i) {
      ASSERT_EQ(sha384(ByteView(memory.pages[i], kHashedPageSize)), by_page[i]) << count;
    }
  }
}

}  // namespace
}  // namespace sevproof
