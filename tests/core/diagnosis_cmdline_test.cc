#include <gtest/gtest.h>

#include <set>

#include "boot/diagnosis/cmdline_variants.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

struct Example {
  const char* given;
  std::string started;
  Hypothesis hypothesis;
};

std::optional<Change> explain(std::string_view given, const Sha256Digest& started) {
  for (const HashOption& variant : other_cmdlines(given).all) {
    if (variant.digest == started) return variant.change;
  }
  return std::nullopt;
}

// What it says of the line that was started; nothing where it does not explain it.
std::string found(std::string_view given, std::string_view started) {
  const auto change = explain(given, hash_cmdline(started));
  return change ? change->found : "";
}

TEST(DiagnosisCmdline, KnownMistakes) {
  const std::vector<Example> examples = {
      {"quiet", "quiet ", kCmdlineBlanks},
      {"quiet", " quiet", kCmdlineBlanks},
      {"quiet", "  quiet", kCmdlineBlanks},
      {" quiet \t", "quiet", kCmdlineBlanks},
      {"quiet  ", "quiet", kCmdlineBlanks},
      {"quiet", "quiet\n", kCmdlineLineEnd},
      {"quiet\n", "quiet", kCmdlineLineEnd},
      {"quiet\n\n", "quiet\n", kCmdlineLineEnd},
      {"quiet\r\n", "quiet", kCmdlineLineEnd},
      {"quiet", "quiet\r\n", kCmdlineLineEnd},
      {"ro\nquiet", "ro quiet", kCmdlineLineEnd},
      {"quiet", std::string("quiet\0", 6), kCmdlineNul},
      {"quiet", "\"quiet\"", kCmdlineQuotes},
      {"'quiet'", "quiet", kCmdlineQuotes},
      {"a=\"b c\" d='e'", "a=b c d=e", kCmdlineQuotes},
      {"a=\"b c\"", "a=b c", kCmdlineQuotes},
      {"ro initrd=initrd quiet", "ro quiet", kCmdlineInitrd},
      {"initrd=x ro", "ro", kCmdlineInitrd},
      {"ro", "ro initrd=initrd.img", kCmdlineInitrd},
      {"ro", "initrd=initrd ro", kCmdlineInitrd},
      {"ro  quiet", "ro quiet", kCmdlineSpaces},
      {"ro quiet", "ro  quiet", kCmdlineSpaces},
      {"ro\tquiet", "ro quiet", kCmdlineSpaces},
      {"a   b  c", "a b c", kCmdlineSpaces},
      {"root=/dev/vda1", "root=/dev/vda1 init=/bin/sh", kCmdlineWords},
      {"root=/dev/vda1", "single root=/dev/vda1", kCmdlineWords},
      {"root=/dev/vda1 ro single", "root=/dev/vda1 ro", kCmdlineWords},
      {"root=/dev/vda1 ro single", "root=/dev/vda1 single", kCmdlineWords},
      {"root=/dev/vda1 ro single", "ro single", kCmdlineWords},
      {"", "quiet", kCmdlineWords},
      {"root=/dev/vda1 quiet splash", "root=/dev/vda1", kCmdlineWords},
      {"quiet", "", kCmdlineEmpty},
      // With white space at the ends that does not belong there either.
      {"\"ro quiet\"\n", "ro quiet", kCmdlineQuotes},
      {"ro quiet\n", "ro", kCmdlineWords},
      {" ro", "ro quiet", kCmdlineWords},
      {"ro  quiet\n", "ro quiet", kCmdlineSpaces},
      {"ro initrd=initrd\n", "ro", kCmdlineInitrd},
      {"ro\n", "ro initrd=initrd", kCmdlineInitrd},
      // /proc/cmdline of a running guest.
      {"BOOT_IMAGE=/vmlinuz ro\n", "ro", kCmdlineWords},
      {"BOOT_IMAGE=/vmlinuz ro initrd=initrd", "ro", kCmdlineInitrd},
      {"", " ", kCmdlineBlanks},
      {"", "\n", kCmdlineLineEnd},
  };
  for (const Example& example : examples) {
    const auto change = explain(example.given, hash_cmdline(example.started));
    ASSERT_TRUE(change.has_value()) << example.given << " -> " << example.started;
    EXPECT_EQ(change->hypothesis, example.hypothesis)
        << example.given << " -> " << example.started << ": " << change->found;
  }
}

TEST(DiagnosisCmdline, NoValueOfAParameterIsTold) {
  const auto change = explain("ro password=geheim quiet", hash_cmdline("ro quiet"));
  ASSERT_TRUE(change.has_value());
  EXPECT_EQ(change->found, "no 'password' in it");
}

TEST(DiagnosisCmdline, WhatALineHasBesidesIsToldToo) {
  auto change = explain("ro quiet\n", hash_cmdline("ro"));
  ASSERT_TRUE(change.has_value());
  EXPECT_EQ(change->found, "no 'quiet' in it, and no space or newline at its ends");
  change = explain("ro quiet splash", hash_cmdline("ro"));
  ASSERT_TRUE(change.has_value());
  EXPECT_EQ(change->found, "no 'quiet' and no 'splash' in it");
  change = explain("BOOT_IMAGE=/vmlinuz ro initrd=x\n", hash_cmdline("ro"));
  ASSERT_TRUE(change.has_value());
  EXPECT_EQ(change->found,
            "no initrd= part, and no BOOT_IMAGE= part, space or newline at its ends");
}

TEST(DiagnosisCmdline, WithoutTheNul) {
  const auto change = explain("quiet", sha256(as_bytes("quiet")));
  ASSERT_TRUE(change.has_value());
  EXPECT_EQ(change->hypothesis, kCmdlineNul);
}

TEST(DiagnosisCmdline, EveryVariantIsAnother) {
  for (const std::string_view given :
       {"", " ", "\n", "\"", "\"\"", "initrd=", "a", "root=/dev/vda1  ro 'x' initrd=y \t"}) {
    std::set<Sha256Digest> seen = {hash_cmdline(given)};
    for (const HashOption& variant : other_cmdlines(given).all) {
      EXPECT_TRUE(seen.insert(variant.digest).second) << given << ": " << variant.change->found;
      EXPECT_FALSE(variant.change->found.empty());
    }
  }
}

// What is tried together with every other change stays few; the others have a bound, and of longer
// lines there are none.
TEST(DiagnosisCmdline, LongLinesHaveFewVariants) {
  const std::string spaces(100000, ' ');
  EXPECT_LT(other_cmdlines(spaces).all.size(), 1000U);
  std::string words;
  for (int i = 0; i < 20000; ++i) words += "a ";
  EXPECT_LT(other_cmdlines(words).all.size(), 1000U);
  std::string most = "agent.config=1";
  for (std::size_t i = 1; i < kMaxEditedWords; ++i) most += " w" + std::to_string(i) + "=1,2,3";
  EXPECT_LT(other_cmdlines(most).likely, 300U);
  EXPECT_GT(other_cmdlines(most).all.size(), 10000U);
  EXPECT_LT(other_cmdlines(most).all.size(), 200000U);
  const OtherCmdlines longer = other_cmdlines(most + " one-more");
  EXPECT_EQ(longer.all.size(), longer.likely);
}

TEST(DiagnosisCmdline, NoValueOfAParameterIsToldOfAnEdit) {
  const std::vector<std::pair<const char*, const char*>> examples = {
      {"ro pin=4711 quiet", "ro pin=4713 quiet"},
      {"ro pin=4711 quiet", "ro pin=4711 pin=4711 quiet"},
      {"ro pin=4711 quiet", "pin=4711 ro quiet"},
      {"ro pin=4711 quiet", "ro pin=\"4711\" quiet"},
      {"ro pin=4711 quiet", "ro pin=4711\tquiet"},
      {"ro pin=4711 quiet", "ro pin quiet"}};
  for (const auto& [given, started] : examples) {
    const auto change = explain(given, hash_cmdline(started));
    ASSERT_TRUE(change.has_value()) << started;
    EXPECT_EQ(change->found.find("471"), std::string::npos) << change->found;
  }
}

TEST(DiagnosisCmdline, WordsOfEdits) {
  EXPECT_EQ(found("ro a=1", "ro selinux=0 a=1"), "'selinux=0' in front of 'a'");
  EXPECT_EQ(found("ro a=b quiet x=1", "quiet a=b ro x=1"), "'ro' and 'quiet' swapped");
  EXPECT_EQ(found("ro a=b quiet x=1", "a=b quiet ro x=1"), "'ro' after 'quiet'");
  EXPECT_EQ(found("ro a=b", "ro a=b a=b"), "'a' twice");
  EXPECT_EQ(found("ro level=70", "ro level=73"), "a number in the value of 'level' that is 3 more");
  EXPECT_EQ(found("ro nr_cpus=1", "ro nr_cpus=2"),
            "'nr_cpus=2' instead of the value that you gave");
  EXPECT_EQ(found("ro quiet", "rw quiet"), "'rw' instead of your 'ro'");
  EXPECT_EQ(found("ro quiet", "\t\tro quiet\n"), "2 tabs before its text and a newline after it");
  EXPECT_EQ(found("ro quiet x", "ro quiet\tx"), "a tab in front of 'x'");
  EXPECT_EQ(found("a=b c", "a=\"b c\""), "double quotes around the value of 'a'");
}

// A name alone says which word is meant only where it is there once.
TEST(DiagnosisCmdline, WordsOfOneNameAreToldWithTheirPlaces) {
  const char* const given = "console=tty0 console=ttyS0 ro";
  EXPECT_EQ(found(given, "console=tty0 ro"), "no 'console' (word 2) in it");
  EXPECT_EQ(found(given, "console=ttyS0 console=tty0 ro"),
            "'console' (word 1) and 'console' (word 2) swapped");
  EXPECT_EQ(found(given, "console=tty0 console=ttyS1 ro"),
            "'console=ttyS1' instead of your 'console' (word 2)");
  EXPECT_EQ(found(given, "console=tty0 console=ttyS0\tro"), "a tab in front of 'ro'");
  EXPECT_EQ(found(given, "console=tty0\tconsole=ttyS0 ro"), "a tab in front of 'console' (word 2)");
  EXPECT_EQ(found(given, "console=tty0 ro selinux=0 console=ttyS0"), "");
  EXPECT_EQ(found(given, "console=tty0 selinux=0 console=ttyS0 ro"),
            "'selinux=0' in front of 'console' (word 2)");
  EXPECT_EQ(found(given, "console=tty0 console=\"ttyS0\" ro"),
            "double quotes around the value of 'console' (word 2)");
  EXPECT_EQ(found("a=5 b a=70 c d", "b a=70 a=5 c d"), "'a' (word 1) after 'a' (word 3)");
  EXPECT_EQ(found("a=5 b a=70 c d", "a=5 d b a=70 c"), "'d' after 'a' (word 1)");
  EXPECT_EQ(found("a=5 b a=70", "a=5 b a=73"),
            "a number in the value of 'a' (word 3) that is 3 more");
  EXPECT_EQ(found("BOOT_IMAGE=/k a=5 b a=70\n", "a=5 b"),
            "no 'a' (word 4) in it, and no BOOT_IMAGE= part, space or newline at its ends");
  EXPECT_EQ(found("a", "a init=/bin/sh"), "'init=/bin/sh' at its end");
  EXPECT_EQ(found("a", "ro a"), "'ro' at its beginning");
  EXPECT_EQ(found("a", "a initrd=initrd"), "'initrd=initrd' at its end");
}

TEST(DiagnosisCmdline, NumbersInEveryForm) {
  const auto is_value = [](std::string_view given, std::string_view started) {
    const auto change = explain(given, hash_cmdline(started));
    return change && change->hypothesis == kCmdlineValue;
  };
  EXPECT_TRUE(is_value("a=007", "a=008"));
  EXPECT_TRUE(is_value("a=007", "a=8"));
  EXPECT_TRUE(is_value("a=099", "a=100"));
  EXPECT_TRUE(is_value("a=0xa", "a=0xb"));
  EXPECT_TRUE(is_value("a=0xf", "a=0x10"));
  EXPECT_TRUE(is_value("a=0x0F", "a=0x0E"));
  EXPECT_TRUE(is_value("a=0x123456789abc", "a=0x123456789abd"));
  EXPECT_FALSE(is_value("a=0x123456789abcd", "a=0x123456789abce"));
  EXPECT_TRUE(is_value("a=0x", "a=1x"));
  EXPECT_TRUE(is_value("a=123456789012345", "a=123456789012346"));
  EXPECT_FALSE(is_value("a=1234567890123456", "a=1234567890123457"));
  EXPECT_TRUE(is_value("ro 3", "ro 5"));
  EXPECT_TRUE(is_value("ro a=-13", "ro a=13"));
}

TEST(DiagnosisCmdline, QuotesBehindEveryEqualsSign) {
  for (const char* const started :
       {"root=UUID=\"x-1\" ro", "root=\"UUID=x-1\" ro", "root=UUID='x-1 ro'"}) {
    const auto change = explain("root=UUID=x-1 ro", hash_cmdline(started));
    ASSERT_TRUE(change.has_value()) << started;
    EXPECT_EQ(change->hypothesis, kCmdlineQuoted);
  }
}

// Up to the longest line of which every word is changed.
TEST(DiagnosisCmdline, EveryWordAndSpaceOfALongLine) {
  std::string given;
  for (int i = 0; i < 600; ++i) given += "w" + std::to_string(i) + " ";
  given += "x y";
  ASSERT_LT(given.size(), kMaxEditedLine);
  const std::string front = given.substr(0, given.size() - 4);
  const std::vector<Example> examples = {{given.c_str(), front + " x", kCmdlineWords},
                                         {given.c_str(), front, kCmdlineWords},
                                         {given.c_str(), front + " x  y", kCmdlineSpaces}};
  for (const Example& example : examples) {
    const auto change = explain(example.given, hash_cmdline(example.started));
    ASSERT_TRUE(change.has_value()) << example.started.substr(front.size());
    EXPECT_EQ(change->hypothesis, example.hypothesis);
  }
  EXPECT_LT(other_cmdlines(given).likely, 1500U);
  given.append(kMaxEditedLine + 1 - given.size(), 'z');
  const OtherCmdlines longer = other_cmdlines(given);
  EXPECT_EQ(longer.all.size(), longer.likely);
}

}  // namespace
}  // namespace sevproof::internal
