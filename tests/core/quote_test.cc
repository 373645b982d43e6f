#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sevproof/text.h"

namespace sevproof {
namespace {

using ::testing::HasSubstr;

TEST(Quote, PlainText) {
  EXPECT_EQ(quote(""), "''");
  EXPECT_EQ(quote("EPYC-Milan"), "'EPYC-Milan'");
  EXPECT_EQ(quote("gr\xc3\xb6\xc3\x9f"
                  "e \xe2\x82\xac \xf0\x9f\x94\x91"),
            "'gr\xc3\xb6\xc3\x9f"
            "e \xe2\x82\xac \xf0\x9f\x94\x91'");
}

TEST(Quote, ControlCharactersAreShown) {
  for (int c = 0; c < 0x20; ++c) {
    for (const char shown : quote(std::string(1, static_cast<char>(c)))) EXPECT_GE(shown, 0x20);
  }
  EXPECT_THAT(quote("a\x1b[2Jb"), HasSubstr("\\x1b[2Jb"));
  EXPECT_THAT(quote("\x7f"), HasSubstr("\\x7f"));
}

TEST(Quote, InvalidUtf8IsShown) {
  for (const std::string_view text : {"\xff", "\xc3", "\xc3(", "\x80", "\xc0\x80", "\xe2\x82",
                                      "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80"}) {
    for (const char c : quote(text)) EXPECT_LT(static_cast<unsigned char>(c), 0x80);
  }
  // C1 control characters steer terminals too.
  EXPECT_THAT(quote("\xc2\x9b"
                    "2J"),
              HasSubstr("\\x"));
}

TEST(Quote, CharactersThatHideOrReorderAreShown) {
  for (const std::string_view text :
       {"\xc2\xad", "\xcd\x8f", "\xd8\x9c", "\xe1\x85\x9f", "\xe1\xa0\x8e", "\xe2\x80\x8b",
        "\xe2\x80\xae", "\xe2\x81\xa0", "\xe3\x85\xa4", "\xef\xb8\x8f", "\xef\xbb\xbf",
        "\xf3\xa0\x81\x81"}) {
    EXPECT_THAT(quote(text), HasSubstr("\\x")) << text;
  }
  // Their neighbours are letters and signs.
  for (const std::string_view text :
       {"\xc2\xac", "\xc2\xae", "\xe1\x85\x9e", "\xe2\x80\x8a", "\xe2\x80\x90", "\xe2\x80\xaf",
        "\xe3\x85\xa3", "\xf0\x9f\x94\x91"}) {
    EXPECT_EQ(quote(text), "'" + std::string(text) + "'");
  }
}

TEST(Quote, LongTextIsCut) {
  EXPECT_EQ(quote(std::string(80, 'a')), "'" + std::string(80, 'a') + "'");
  const std::string cut = quote(std::string(5000, 'a'));
  EXPECT_LT(cut.size(), 150U);
  EXPECT_THAT(cut, HasSubstr("5000"));
  EXPECT_LT(quote(std::string(5000, '\0')).size(), 500U);
  EXPECT_LT(quote(std::string(5000, '\xc3')).size(), 500U);
}

TEST(QuoteName, ALongNameIsCutInTheMiddle) {
  EXPECT_EQ(quote_name("vmlinuz"), "'vmlinuz'");
  EXPECT_EQ(quote_name(std::string(80, 'a')), "'" + std::string(80, 'a') + "'");
  EXPECT_EQ(quote_name(std::string(40, 'a') + "b" + std::string(39, 'c') + "1"),
            "'" + std::string(38, 'a') + "..." + std::string(37, 'c') + "1'");
  // By characters, and hidden ones as what they are.
  EXPECT_EQ(quote_name("\xc3\xa4\xc3\xb6\xc3\xbc\n\xc3\x9f!?x", 7), "'\xc3\xa4\xc3\xb6...?x'");
  EXPECT_EQ(quote_name("a\nb"), "'a\\x0ab'");
}

// Nothing of the name is left then, and nothing beyond it is read.
TEST(QuoteName, ThereMayBeRoomForLessThanTheGap) {
  for (const std::size_t max_shown : {0U, 1U, 2U, 3U, 4U}) {
    EXPECT_EQ(quote_name("vmlinuz", max_shown), "'...'") << max_shown;
  }
  EXPECT_EQ(quote_name("vmlinuz", 5), "'v...z'");
  EXPECT_EQ(quote_name("", 0), "''");
}

TEST(Printable, IsTheSameWithoutQuotes) {
  EXPECT_EQ(printable("Domain not found"), "Domain not found");
  EXPECT_EQ(printable(""), "");
  EXPECT_EQ(printable("a\nb\x1b[2J\xff"), "a\\x0ab\\x1b[2J\\xff");
  EXPECT_EQ(printable(std::string(400, 'a')), std::string(400, 'a'));
  EXPECT_EQ(printable(std::string(401, 'a')), std::string(400, 'a') + "... (401 bytes)");
  EXPECT_EQ(printable("gäste", 2), "gä... (6 bytes)");
}

}  // namespace
}  // namespace sevproof
