#include "sevproof/bytes.h"

#include <gtest/gtest.h>

#include "test_bytes.h"
#include "test_data.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using test::names_offset;
using test::succeeds;

TEST(Bytes, StoresLittleEndian) {
  std::array<std::uint8_t, 8> out{};
  store_le<std::uint64_t>(out, 0x1122334455667788U);
  EXPECT_EQ(test::hex(out), "8877665544332211");
  store_le<std::uint16_t>(out, 0xa1b2U);
  EXPECT_EQ(test::hex(out), "b2a1665544332211");
  store_le<std::uint8_t>(out, 0x5aU);
  EXPECT_EQ(test::hex(out), "5aa1665544332211");
}

TEST(Bytes, LoadsLittleEndian) {
  const Bytes in = test::unhex("f1e2d3c4b5a69788");
  EXPECT_EQ(load_le<std::uint8_t>(in), 0xf1U);
  EXPECT_EQ(load_le<std::uint16_t>(in), 0xe2f1U);
  EXPECT_EQ(load_le<std::uint32_t>(in), 0xc4d3e2f1U);
  EXPECT_EQ(load_le<std::uint64_t>(in), 0x8897a6b5c4d3e2f1U);
}

TEST(Bytes, AppendsLittleEndianAndViews) {
  Bytes out{0xee};
  append_le<std::uint32_t>(out, 0x01020304U);
  append_le<std::uint16_t>(out, 0x0506U);
  append(out, as_bytes("ab"));
  append(out, {});
  EXPECT_EQ(test::hex(out),
            "ee04030201060561"
            "62");
}

TEST(Bytes, TextHasNoTerminator) {
  EXPECT_TRUE(as_bytes("").empty());
  EXPECT_EQ(as_bytes("abc").size(), 3U);
  EXPECT_EQ(as_bytes(std::string_view("a\0b", 3)).size(), 3U);
}

TEST(Hex, WritesLowerCase) {
  EXPECT_EQ(to_hex({}), "");
  EXPECT_EQ(to_hex(test::unhex("00019ABCDEFf")), "00019abcdeff");
}

TEST(Hex, WritesNumbers) {
  EXPECT_EQ(to_hex_number(0), "0x0");
  EXPECT_EQ(to_hex_number(0x80b004), "0x80b004");
  EXPECT_EQ(to_hex_number(0xfffffffffffffffeU), "0xfffffffffffffffe");
}

TEST(Hex, ReadsBothCases) {
  const Result<Bytes> bytes = from_hex("00fFAb9c");
  ASSERT_TRUE(succeeds(bytes));
  EXPECT_EQ(test::hex(*bytes), "00ffab9c");
  const Result<Bytes> nothing = from_hex("");
  ASSERT_TRUE(succeeds(nothing));
  EXPECT_TRUE(nothing->empty());
}

TEST(Hex, ReadsBackEveryByte) {
  Bytes all(256);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(i);
  const Result<Bytes> back = from_hex(to_hex(all));
  ASSERT_TRUE(succeeds(back));
  EXPECT_EQ(*back, all);
}

TEST(Hex, RefusesAnythingElse) {
  for (const std::string_view text :
       {"0", "abc", "0x12", "12 34", " 12", "12\n", "1g", "g1", "-1", "+1", "12:34", "\xc3\xa4"}) {
    EXPECT_TRUE(fails(from_hex(text), ErrorKind::kInvalid)) << text;
  }
  EXPECT_TRUE(fails(from_hex(std::string_view("00\0", 3)), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(from_hex(std::string_view("0\0", 2)), ErrorKind::kInvalid));
}

TEST(Hex, NamesTheOffset) {
  for (const auto& [text, offset] :
       {std::pair<std::string_view, std::size_t>{"zz", 0}, {"00z0", 2}, {"0011223z", 7}}) {
    const Result<Bytes> bytes = from_hex(text);
    ASSERT_TRUE(fails(bytes, ErrorKind::kInvalid));
    EXPECT_TRUE(names_offset(bytes.error(), offset, offset)) << text;
  }
}

TEST(Base64, AgreesWithRfc4648) {
  for (const test::Json& item : test::load_list("vectors/base64_rfc4648.json", "cases")) {
    const std::string text = item["text"].get<std::string>();
    const std::string encoded = item["base64"].get<std::string>();
    EXPECT_EQ(to_base64(as_bytes(text)), encoded);
    const Result<Bytes> back = from_base64(encoded);
    ASSERT_TRUE(succeeds(back)) << encoded;
    EXPECT_EQ(*back, test::to_bytes(text));
  }
}

TEST(Base64, UsesTheStandardAlphabet) {
  const Bytes all = test::unhex(
      "00108310518720928b30d38f41149351559761969b71d79f8218a39259a7a29aabb2dbafc31cb3d35db7e39ebbf3"
      "df"
      "bf");
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  EXPECT_EQ(to_base64(all), alphabet);
  const Result<Bytes> back = from_base64(alphabet);
  ASSERT_TRUE(succeeds(back));
  EXPECT_EQ(*back, all);
}

TEST(Base64, ReadsBackEveryLength) {
  for (std::size_t length = 0; length <= 100; ++length) {
    const Bytes bytes = test::counting_bytes(length);
    const std::string text = to_base64(bytes);
    EXPECT_EQ(text.size(), (length + 2) / 3 * 4);
    const Result<Bytes> back = from_base64(text);
    ASSERT_TRUE(succeeds(back)) << text;
    EXPECT_EQ(*back, bytes);
  }
}

TEST(Base64, RefusesBadPadding) {
  for (const std::string_view text :
       {"A",    "AA",   "AAA",      "AA=",      "A=",       "A==",      "A===",
        "=",    "==",   "====",     "AAAA=",    "AAAA==",   "AAAA====", "AA=A",
        "=AAA", "A=AA", "AA==AAAA", "AAA=AAAA", "AA==AA==", "AAAAA",    "AAA=="}) {
    EXPECT_TRUE(fails(from_base64(text), ErrorKind::kInvalid)) << text;
  }
}

TEST(Base64, RefusesTrailingBits) {
  for (const std::string_view text : {"AB==", "AP==", "A/==", "AAB=", "AAD=", "AA/=", "AAAAAAB="}) {
    EXPECT_TRUE(fails(from_base64(text), ErrorKind::kInvalid)) << text;
  }
  EXPECT_TRUE(succeeds(from_base64("AQ==")));
  EXPECT_TRUE(succeeds(from_base64("AAE=")));
}

TEST(Base64, RefusesForeignCharactersAndWhiteSpace) {
  for (const std::string_view text :
       {"AA-A", "AA_A", "AA A", " AAAA", "AAAA ", "AAAA\n", "AA\nAA", "AAAA\r\nAAAA", "AA\tA",
        "AA%A", "AA,A", "\xc3\xa4\xc3\xa4"}) {
    EXPECT_TRUE(fails(from_base64(text), ErrorKind::kInvalid)) << text;
  }
  EXPECT_TRUE(fails(from_base64(std::string_view("AAA\0", 4)), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(from_base64(std::string_view("AAAA\0\0\0\0", 8)), ErrorKind::kInvalid));
}

TEST(Base64, NamesTheOffset) {
  for (const auto& [text, offset] : {std::pair<std::string_view, std::size_t>{"*AAA", 0},
                                     {"AAAAAA*A", 6},
                                     {"AAAAAAAA\nAAA", 8},
                                     {"AA=AAAAA", 2}}) {
    const Result<Bytes> bytes = from_base64(text);
    ASSERT_TRUE(fails(bytes, ErrorKind::kInvalid));
    EXPECT_TRUE(names_offset(bytes.error(), offset, offset + 1)) << text;
  }
}

TEST(Trim, TakesWhiteSpaceOffBothEnds) {
  EXPECT_EQ(trim(""), "");
  EXPECT_EQ(trim(" \t\r\n "), "");
  EXPECT_EQ(trim("abc"), "abc");
  EXPECT_EQ(trim(" \t a b\tc\r\n\n"), "a b\tc");
  EXPECT_EQ(trim(std::string_view("\0 a", 3)), std::string_view("\0 a", 3));
  EXPECT_EQ(trim("\va\f"), "\va\f");
}

}  // namespace
}  // namespace sevproof
