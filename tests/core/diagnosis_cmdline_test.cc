#include <gtest/gtest.h>

#include <set>

#include "diagnosis_space.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

struct Example {
  const char* given;
  std::string started;
  Hypothesis hypothesis;
};

std::optional<Change> explain(std::string_view given, const Sha256Digest& started) {
  for (const HashOption& variant : cmdline_variants(given)) {
    if (variant.digest == started) return variant.change;
  }
  return std::nullopt;
}

TEST(DiagnosisCmdline, KnownMistakes) {
  const std::vector<Example> examples = {
      {"quiet", "quiet ", kCmdlineBlanks},
      {"quiet", " quiet", kCmdlineBlanks},
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
  EXPECT_EQ(change->found, "no 'quiet' in it, and no blank or newline at its ends");
  change = explain("ro quiet splash", hash_cmdline("ro"));
  ASSERT_TRUE(change.has_value());
  EXPECT_EQ(change->found, "no 'quiet' and no 'splash' in it");
  change = explain("BOOT_IMAGE=/vmlinuz ro initrd=x\n", hash_cmdline("ro"));
  ASSERT_TRUE(change.has_value());
  EXPECT_EQ(change->found,
            "no initrd= part, and no BOOT_IMAGE= part, blank or newline at its ends");
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
    for (const HashOption& variant : cmdline_variants(given)) {
      EXPECT_TRUE(seen.insert(variant.digest).second) << given << ": " << variant.change->found;
      EXPECT_FALSE(variant.change->found.empty());
    }
  }
}

TEST(DiagnosisCmdline, LongLinesHaveFewVariants) {
  const std::string blanks(100000, ' ');
  EXPECT_LT(cmdline_variants(blanks).size(), 1000U);
  std::string words;
  for (int i = 0; i < 20000; ++i) words += "a ";
  EXPECT_LT(cmdline_variants(words).size(), 1000U);
}

}  // namespace
}  // namespace sevproof::internal
