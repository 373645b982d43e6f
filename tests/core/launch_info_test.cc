// The output of `virsh domlaunchsecinfo`; QMP is in qmp_test.cc.
#include "sevproof/formats/launch_info.h"

#include <gtest/gtest.h>

#include "test_bytes.h"
#include "test_errors.h"
#include "virsh_text.h"

namespace sevproof {
namespace {

using test::fails;
using test::kBlob;
using test::succeeds;
using namespace std::string_literals;

void expect_whole(const Result<LaunchInfo>& info) {
  ASSERT_TRUE(succeeds(info));
  EXPECT_EQ(info->measurement, kBlob);
  EXPECT_EQ(info->api_major, 0);
  EXPECT_EQ(info->api_minor, 24);
  EXPECT_EQ(info->build, 13);
  EXPECT_EQ(info->policy, 3U);
}

TEST(VirshInfo, AsVirshPrintsIt) { expect_whole(parse_launch_info(test::kVirsh)); }

TEST(VirshInfo, BlanksAroundTheColonVary) {
  expect_whole(parse_launch_info("sev-measurement:" + kBlob +
                                 "\nsev-api-major:0\nsev-api-minor :24\nsev-build-id\t:\t13\n"
                                 "  sev-policy   :   3   "));
}

TEST(VirshInfo, OtherLineEndsAndOtherLines) {
  expect_whole(parse_launch_info(
      "\r\n# a note\r\nsev-measurement: " + kBlob +
      "\r\n\r\nsev-api-major: 0\r\nsev-api-minor: 24\r\nsev-build-id: 13\r\n"
      "sev-policy: 3\r\nsev-secret-set-address: 8454144\r\nno colon here\r\n: \r\n"));
}

TEST(VirshInfo, InAnyOrderAndInPart) {
  expect_whole(
      parse_launch_info("sev-policy: 3\nsev-build-id: 13\nsev-api-minor: 24\nsev-api-major: 0\n"
                        "sev-measurement: " +
                        kBlob));
  const Result<LaunchInfo> part = parse_launch_info("sev-policy: 7\n");
  ASSERT_TRUE(succeeds(part));
  EXPECT_EQ(part->policy, 7U);
  EXPECT_FALSE(part->measurement || part->api_major || part->api_minor || part->build);
}

TEST(VirshInfo, NumbersAtTheEdges) {
  const Result<LaunchInfo> info = parse_launch_info(
      "sev-api-major: 255\nsev-api-minor: 0\nsev-build-id: 0xff\nsev-policy: 4294967295\n");
  ASSERT_TRUE(succeeds(info));
  EXPECT_EQ(info->api_major, 255);
  EXPECT_EQ(info->api_minor, 0);
  EXPECT_EQ(info->build, 255);
  EXPECT_EQ(info->policy, 0xffffffffU);
}

TEST(VirshInfo, NumbersOutOfRange) {
  for (const std::string& line :
       {"sev-api-major: 256"s, "sev-api-minor: 256"s, "sev-build-id: 300"s,
        "sev-policy: 4294967296"s, "sev-policy: -1"s, "sev-policy: 3x"s, "sev-policy: 0x"s,
        "sev-policy:"s, "sev-api-major: 1.0"s, "sev-build-id: 18446744073709551629"s,
        "sev-policy: 3 3"s, "sev-api-minor: +1"s}) {
    EXPECT_TRUE(fails(parse_launch_info(line + "\n"), ErrorKind::kInvalid)) << line;
  }
}

TEST(VirshInfo, TwiceTheSameIsFineTwiceDifferentIsNot) {
  const Result<LaunchInfo> same = parse_launch_info("sev-policy: 3\nsev-policy: 3\n");
  ASSERT_TRUE(succeeds(same));
  EXPECT_EQ(same->policy, 3U);
  EXPECT_TRUE(fails(parse_launch_info("sev-policy: 3\nsev-policy: 7\n"), ErrorKind::kInvalid));
  EXPECT_TRUE(
      fails(parse_launch_info("sev-build-id: 3\nx: y\nsev-build-id: 4\n"), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(parse_launch_info("sev-measurement: " + kBlob +
                                      "\nsev-measurement: " + to_base64(Bytes(48, 1))),
                    ErrorKind::kInvalid));
}

TEST(VirshInfo, NothingFound) {
  for (const std::string& text :
       {""s, " "s, "\n\n\n"s, "hello"s, "sev-measurement"s, "Sev-Policy-x: 3"s, "xsev-policy: 3"s,
        "error: failed to get domain 'x'\n"s, "<html></html>"s, ":::"s}) {
    EXPECT_TRUE(fails(parse_launch_info(text), ErrorKind::kInvalid)) << text;
  }
}

TEST(VirshInfo, BinaryRubbish) {
  Bytes rubbish = test::counting_bytes(5000);
  EXPECT_TRUE(
      fails(parse_launch_info({reinterpret_cast<const char*>(rubbish.data()), rubbish.size()}),
            ErrorKind::kInvalid));
  EXPECT_TRUE(fails(parse_launch_info(std::string(1000, '\0')), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(parse_launch_info(std::string(1000, '\xff')), ErrorKind::kInvalid));
}

TEST(VirshInfo, LargeTexts) {
  const std::string line = "sev-policy: 3\n";
  EXPECT_TRUE(
      succeeds(parse_launch_info(line + std::string(kMaxLaunchInfoSize - line.size(), '\n'))));
}

}  // namespace
}  // namespace sevproof
