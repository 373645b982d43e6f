#include "sevproof/formats/candidate.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "firmware_image.h"
#include "sevproof/formats/firmware.h"
#include "sevproof/formats/kernel_hashes.h"

namespace sevproof {
namespace {

Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

Candidate examine(const Bytes& content) {
  return make_candidate("file", {sha256(content), content.size()}, content);
}

// The lines of a file, as the words of the launch that is started with one: { text, part }.
using Line = std::pair<std::string, std::string>;

void expect_lines(const std::string& content, const std::vector<Line>& wanted) {
  const Candidate candidate = examine(bytes_of(content));
  ASSERT_EQ(candidate.cmdlines.size(), wanted.size()) << content;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    EXPECT_EQ(candidate.cmdlines[i].digest, hash_cmdline(wanted[i].first)) << content << i;
    EXPECT_EQ(candidate.cmdlines[i].part, wanted[i].second) << content;
  }
}

std::vector<std::string> meanings(const Bytes& content) {
  std::vector<std::string> all;
  const Candidate candidate = examine(content);
  for (const CandidateKey& key : candidate.keys) all.push_back(key.meaning);
  return all;
}

TEST(Candidate, AKernelIsAKernelOnly) {
  Bytes content(0x206, 0);
  std::copy_n("HdrS", 4, content.begin() + 0x202);
  const Candidate candidate = examine(content);
  EXPECT_TRUE(candidate.can_be_kernel);
  EXPECT_FALSE(candidate.can_be_initrd);
  content.pop_back();
  EXPECT_TRUE(examine(content).can_be_initrd) << "cut short it is anything";
}

TEST(Candidate, InitrdsByTheirMagic) {
  using namespace std::string_view_literals;
  for (const std::string_view magic : {"070701..."sv, "\x1f\x8b\x08"sv,
                                       "\xfd"
                                       "7zXZ\0"sv,
                                       "\x28\xb5\x2f\xfd"sv}) {
    const Candidate candidate = examine(bytes_of(magic));
    EXPECT_TRUE(candidate.can_be_initrd);
    EXPECT_FALSE(candidate.can_be_kernel);
  }
}

TEST(Candidate, FirmwareByItsTable) {
  const Candidate candidate = examine(test::full_image().build());
  ASSERT_TRUE(candidate.firmware);
  EXPECT_EQ(sha256(*candidate.firmware), candidate.file.sha256);
  EXPECT_FALSE(candidate.can_be_kernel);
  // It has the size of a page too.
  EXPECT_TRUE(candidate.vmsa.has_value());
}

TEST(Candidate, WhatIsUnknownMayBeKernelOrInitrd) {
  const Candidate candidate = examine(Bytes(5000, 0x90));
  EXPECT_TRUE(candidate.can_be_kernel);
  EXPECT_TRUE(candidate.can_be_initrd);
  EXPECT_FALSE(candidate.firmware || candidate.vmsa || !candidate.cmdlines.empty());
  EXPECT_TRUE(candidate.keys.empty());
}

TEST(Candidate, OfALargeFileOnlyTheBeginningIsKnown) {
  const Bytes head(kCandidateHead, 0);
  const Candidate candidate = make_candidate("big", {sha256(head), 100ULL << 20}, head);
  EXPECT_FALSE(candidate.vmsa) << "4096 bytes are not all of it";
  EXPECT_TRUE(candidate.can_be_kernel && candidate.can_be_initrd);
}

TEST(Candidate, AnEmptyFileIsAnEmptyCommandLine) {
  const Candidate candidate = examine({});
  expect_lines("", {{"", ""}});
  EXPECT_FALSE(candidate.can_be_kernel || candidate.can_be_initrd);
}

TEST(Candidate, CommandLinesAndWhatCameWithThem) {
  expect_lines("quiet ro", {{"quiet ro", ""}});
  expect_lines("quiet ro\n", {{"quiet ro", ""}, {"quiet ro\n", " with the newline at its end"}});
  expect_lines("quiet ro \r\n", {{"quiet ro ", ""},
                                 {"quiet ro \r", " with the carriage return at its end"},
                                 {"quiet ro \r\n", " with the newline at its end"},
                                 {"quiet ro", " without the spaces at its ends"}});
  expect_lines("\xef\xbb\xbf\"quiet\"",
               {{"\xef\xbb\xbf\"quiet\"", ""},
                {"\"quiet\"", " without the byte order mark at its beginning"},
                {"quiet", " without the quotes around it"}});
  expect_lines("quiet ro\n\n", {{"quiet ro\n", ""},
                                {"quiet ro\n\n", " with the newline at its end"},
                                {"quiet ro", " without the spaces at its ends"}});
  expect_lines("quiet\nro\n", {{"quiet\nro", ""},
                               {"quiet\nro\n", " with the newline at its end"},
                               {"quiet ro", " with its lines joined by single spaces"}});
  expect_lines("BOOT_IMAGE=/v quiet\n", {{"BOOT_IMAGE=/v quiet", ""},
                                         {"BOOT_IMAGE=/v quiet\n", " with the newline at its end"},
                                         {"quiet", " without BOOT_IMAGE="}});
  expect_lines(std::string("a\0b", 3), {});
  expect_lines(std::string(4097, 'a'), {});
  expect_lines(std::string(4096, 'a'), {{std::string(4096, 'a'), ""}});
}

TEST(Candidate, KeysAreNothingElse) {
  const Candidate candidate = examine(Bytes(16, 0x81));
  ASSERT_EQ(candidate.keys.size(), 1U);
  EXPECT_FALSE(candidate.can_be_kernel || candidate.can_be_initrd);
  const std::string hex(32, 'a');
  for (const Bytes& key : {Bytes(16, 1), Bytes(32, 1), bytes_of(hex), bytes_of(hex + "\n")}) {
    EXPECT_TRUE(examine(key).cmdlines.empty());
  }
}

TEST(Candidate, ACommandLineOfAKeysLengthIsOne) {
  EXPECT_EQ(examine(bytes_of("root=/dev/vda ro")).keys.size(), 1U);
  expect_lines("root=/dev/vda ro", {{"root=/dev/vda ro", ""}});
}

TEST(Candidate, WhatKeyFilesCanMean) {
  const std::string hex = "000102030405060708090a0b0c0d0e0f";
  EXPECT_EQ(meanings(Bytes(15, 1)), std::vector<std::string>());
  EXPECT_EQ(meanings(Bytes(16, 1)), std::vector<std::string>{""});
  EXPECT_EQ(meanings(Bytes(17, 1)), std::vector<std::string>());
  EXPECT_EQ(meanings(bytes_of("sixteen letters!\n")),
            std::vector<std::string>{"the part before the newline in"});
  EXPECT_EQ(meanings(Bytes(32, 1)),
            (std::vector<std::string>{"the second half of", "the first half of"}));
  // However unlikely, hex text may also be two keys.
  EXPECT_EQ(meanings(bytes_of(hex + "\n")),
            (std::vector<std::string>{"the second half of the part before the newline in",
                                      "the first half of the part before the newline in",
                                      "the hex text in"}));
  EXPECT_EQ(
      meanings(bytes_of(hex)),
      (std::vector<std::string>{"the second half of", "the first half of", "the hex text in"}));
  EXPECT_EQ(meanings(bytes_of("AAECAwQFBgcICQoLDA0ODw==\n")),
            std::vector<std::string>{"the base64 text in"});
  EXPECT_EQ(meanings(bytes_of(hex + hex)),
            (std::vector<std::string>{"the second half of the hex text in",
                                      "the first half of the hex text in"}));
}

TEST(Candidate, AKeysHalvesAreTheRightOnes) {
  Bytes both(32, 2);
  std::fill_n(both.begin(), 16, std::uint8_t{1});
  const Candidate candidate = examine(both);
  const auto& keys = candidate.keys;
  ASSERT_EQ(keys.size(), 2U);
  EXPECT_TRUE(same_bytes(keys[0].tik.bytes().view(), Bytes(16, 2)));
  EXPECT_TRUE(same_bytes(keys[1].tik.bytes().view(), Bytes(16, 1)));
}

}  // namespace
}  // namespace sevproof
