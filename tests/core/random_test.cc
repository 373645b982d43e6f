#include "crypto/random.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

#include "test_errors.h"

namespace sevproof {
namespace {

TEST(Random, FillsTheWholeSpan) {
  // Each byte must change in some of many draws: a byte left alone stays zero in all of them.
  std::array<std::uint8_t, 256> seen{};
  for (int draw = 0; draw < 16; ++draw) {
    std::array<std::uint8_t, 256> bytes{};
    ASSERT_TRUE(test::succeeds(fill_random(bytes)));
    for (std::size_t i = 0; i < bytes.size(); ++i) seen[i] |= bytes[i];
  }
  for (const std::uint8_t byte : seen) EXPECT_NE(byte, 0);
}

TEST(Random, DoesNotRepeat) {
  std::set<std::array<std::uint8_t, 16>> drawn;
  for (int draw = 0; draw < 1000; ++draw) {
    std::array<std::uint8_t, 16> bytes{};
    ASSERT_TRUE(test::succeeds(fill_random(bytes)));
    EXPECT_TRUE(drawn.insert(bytes).second);
  }
}

TEST(Random, TakesNothing) { EXPECT_TRUE(test::succeeds(fill_random({}))); }

}  // namespace
}  // namespace sevproof
