#include <gtest/gtest.h>

#include <limits>

#include "sevproof/text.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using test::succeeds;

constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();

std::uint64_t number(std::string_view text) {
  const Result<std::uint64_t> value = parse_number("value", text, 0, kMax);
  EXPECT_TRUE(succeeds(value)) << text;
  return value.value_or(4242);
}

TEST(Number, ReadsDecimalAndHex) {
  EXPECT_EQ(number("0"), 0U);
  EXPECT_EQ(number("24"), 24U);
  EXPECT_EQ(number("0x18"), 0x18U);
  EXPECT_EQ(number("0xABcdEF"), 0xabcdefU);
  EXPECT_EQ(number("18446744073709551615"), kMax);
  EXPECT_EQ(number("0xffffffffffffffff"), kMax);
}

TEST(Number, LeadingZerosAreDecimal) {
  EXPECT_EQ(number("013"), 13U);
  EXPECT_EQ(number("008"), 8U);
  EXPECT_EQ(number("000000000000000000000000000000000000000000007"), 7U);
  EXPECT_EQ(number("0x00000000000000000000000000000000000000000000f"), 15U);
}

TEST(Number, RefusesWhatIsNoNumber) {
  for (const std::string_view text :
       {"",    " ",   "abc", "0x",       "0xg",          "1x",    "x1",  "00x1",
        "-1",  "+1",  "-0",  "0x-1",     "- 1",          " 1",    "1 ",  "1\n",
        "\t1", "1.0", "1e3", "1_000",    "1,000",        "1'000", "0b1", "0o7",
        "ff",  "1k",  "12a", "\xd9\xa1", "\xef\xbc\x91", "inf",   "nan"}) {
    EXPECT_TRUE(fails(parse_number("value", text, 0, kMax), ErrorKind::kInvalid)) << text;
  }
  EXPECT_TRUE(
      fails(parse_number("value", std::string_view("1\0", 2), 0, kMax), ErrorKind::kInvalid));
}

TEST(Number, RefusesWhatDoesNotFit) {
  for (const std::string_view text :
       {"18446744073709551616", "18446744073709551617", "36893488147419103232",
        "0x10000000000000000", "0xffffffffffffffffffffffff",
        "99999999999999999999999999999999999999999999"}) {
    EXPECT_TRUE(fails(parse_number("value", text, 0, kMax), ErrorKind::kInvalid)) << text;
  }
}

TEST(Number, KeepsToTheRange) {
  EXPECT_TRUE(fails(parse_number("n", "0", 1, 4096), ErrorKind::kInvalid));
  EXPECT_TRUE(succeeds(parse_number("n", "1", 1, 4096)));
  EXPECT_TRUE(succeeds(parse_number("n", "4096", 1, 4096)));
  EXPECT_TRUE(succeeds(parse_number("n", "0x1000", 1, 4096)));
  EXPECT_TRUE(fails(parse_number("n", "4097", 1, 4096), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(parse_number("n", "0x1001", 1, 4096), ErrorKind::kInvalid));
}

TEST(Number, SaysWhatWasExpectedAndWhatCame) {
  EXPECT_TRUE(fails(parse_number("build id", "300", 0, 255), ErrorKind::kInvalid,
                    {"build id", "300", "255"}));
  EXPECT_TRUE(fails(parse_number("policy", "3x", 0, 255), ErrorKind::kInvalid, {"policy", "3x"}));
}

}  // namespace
}  // namespace sevproof
