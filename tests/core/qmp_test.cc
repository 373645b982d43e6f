// QMP answers to query-sev and query-sev-launch-measure, friendly and hostile.
#include <gtest/gtest.h>

#include "sevproof/formats/launch_info.h"
#include "test_bytes.h"
#include "test_errors.h"
#include "virsh_text.h"

namespace sevproof {
namespace {

using test::fails;
using test::kBlob;
using test::succeeds;
using namespace std::string_literals;

const std::string kState =
    R"("enabled": true, "api-minor": 24, "api-major": 0, "build-id": 13, "policy": 3, )"
    R"("state": "launch-secret", "handle": 1)";
const std::string kAnswer = "{\"return\": {" + kState + "}}";
const std::string kMeasure = "{\"return\": {\"data\": \"" + kBlob + "\"}}";

void expect_whole(const Result<LaunchInfo>& info) {
  ASSERT_TRUE(succeeds(info));
  EXPECT_EQ(info->measurement, kBlob);
  EXPECT_EQ(info->api_major, 0);
  EXPECT_EQ(info->api_minor, 24);
  EXPECT_EQ(info->build, 13);
  EXPECT_EQ(info->policy, 3U);
}

TEST(Qmp, TwoAnswers) {
  expect_whole(parse_launch_info(kAnswer + "\n" + kMeasure + "\n"));
  expect_whole(parse_launch_info(kMeasure + kAnswer));
  expect_whole(parse_launch_info("\r\n  " + kMeasure + "\r\n\r\n" + kAnswer + "  \r\n"));
}

TEST(Qmp, WithoutReturn) {
  expect_whole(parse_launch_info("{" + kState + "}{\"data\": \"" + kBlob + "\"}"));
  expect_whole(parse_launch_info("{" + kState + ", \"data\": \"" + kBlob + "\"}"));
}

TEST(Qmp, PrettyPrinted) {
  expect_whole(
      parse_launch_info("{\n  \"return\": {\n    \"enabled\": true,\n    \"api-minor\": 24,\n"
                        "    \"api-major\": 0,\n    \"build-id\": 13,\n    \"policy\": 3\n  }\n}\n"
                        "{\n  \"return\": {\n    \"data\": \"" +
                        kBlob +
                        "\"\n  },\n"
                        "  \"id\": \"libvirt-4\"\n}\n"));
}

TEST(Qmp, AWholeSessionWithGreetingAndEvents) {
  expect_whole(parse_launch_info(
      R"({"QMP": {"version": {"qemu": {"micro": 0, "minor": 2, "major": 8}}, "capabilities": ["oob"]}})"
      "\n{\"return\": {}}\n"
      R"({"timestamp": {"seconds": 1700000000, "microseconds": 12}, "event": "STOP"})"
      "\n" +
      kAnswer + "\n" + kMeasure + "\n"));
}

TEST(Qmp, SevSnpFieldsAndOthersAreIgnored) {
  expect_whole(
      parse_launch_info("{\"return\": {\"sev-type\": \"sev\", \"x\": [1, {\"policy\": 9}], " +
                        kState + "}}" + kMeasure));
}

TEST(Qmp, OneAnswerOnly) {
  const Result<LaunchInfo> state = parse_launch_info(kAnswer);
  ASSERT_TRUE(succeeds(state));
  EXPECT_FALSE(state->measurement);
  const Result<LaunchInfo> measure = parse_launch_info(kMeasure);
  ASSERT_TRUE(succeeds(measure));
  EXPECT_FALSE(measure->api_major || measure->api_minor || measure->build || measure->policy);
}

TEST(Qmp, EscapedStringsAreUnderstood) {
  const Result<LaunchInfo> info = parse_launch_info(R"({"return": {"dat\u0061": "QUJD\/w=="}})");
  ASSERT_TRUE(succeeds(info));
  EXPECT_EQ(info->measurement, "QUJD/w==");
}

// The host says why it cannot answer: that is what the owner must read.
TEST(Qmp, ErrorAnswers) {
  const Result<LaunchInfo> info = parse_launch_info(
      R"({"error": {"class": "GenericError", "desc": "SEV is not enabled in KVM"}})");
  EXPECT_TRUE(fails(info, ErrorKind::kInvalid, {"SEV is not enabled in KVM"}));
  EXPECT_TRUE(fails(parse_launch_info(kAnswer + R"({"error": {"class": "X", "desc": "Y"}})"),
                    ErrorKind::kInvalid));
  for (const std::string_view odd :
       {R"({"error": 7})", R"({"error": {}})", R"({"error": {"desc": 5}})", R"({"error": null})",
        R"({"error": []})"}) {
    EXPECT_TRUE(fails(parse_launch_info(odd), ErrorKind::kInvalid)) << odd;
  }
}

// A hostile host's description must not reach the terminal raw.
TEST(Qmp, ErrorAnswersAreNotShownRaw) {
  const Result<LaunchInfo> info =
      parse_launch_info(R"({"error": {"class": "X", "desc": "OK\u001b[2J\nOK: matches\r"}})");
  ASSERT_TRUE(fails(info, ErrorKind::kInvalid));
  for (const char c : info.error().message) EXPECT_GE(static_cast<unsigned char>(c), 0x20);
  const Result<LaunchInfo> endless =
      parse_launch_info(R"({"error": {"desc": ")" + std::string(60000, 'a') + R"("}})");
  ASSERT_TRUE(fails(endless, ErrorKind::kInvalid));
  EXPECT_LT(endless.error().message.size(), 1000U);
}

TEST(Qmp, TwiceTheSameIsFineTwiceDifferentIsNot) {
  expect_whole(parse_launch_info(kAnswer + kAnswer + kMeasure + kMeasure));
  EXPECT_TRUE(
      fails(parse_launch_info(kAnswer + R"({"return": {"policy": 7}})"), ErrorKind::kInvalid));
  EXPECT_TRUE(
      fails(parse_launch_info(kMeasure + R"({"return": {"data": "AAAA"}})"), ErrorKind::kInvalid));
}

// Parsers differ in which one they take, so it is refused even where both agree.
TEST(Qmp, OneKeyTwiceInOneObject) {
  for (const std::string_view text :
       {R"({"return": {"policy": 3, "policy": 7}})", R"({"return": {"policy": 3, "policy": 3}})",
        R"({"return": {"policy": 3, "x": {"y": 1, "y": 2}}})",
        R"({"return": {"policy": 3}, "return": {"policy": 3}})"}) {
    EXPECT_TRUE(fails(parse_launch_info(text), ErrorKind::kInvalid)) << text;
  }
  // The same key in different objects is no repetition.
  EXPECT_TRUE(succeeds(parse_launch_info(
      R"({"return": {"policy": 3, "a": {"x": 1}, "b": {"x": 1}, "x": [{"x": 1}, {"x": 2}]}})")));
}

TEST(Qmp, NumbersOutOfRange) {
  for (const std::string& value :
       {"256"s, "-1"s, "3.0"s, "3.5"s, "1e1"s, "1e400"s, "-0.0"s, "99999999999999999999"s,
        "18446744073709551616"s, "\"3\""s, "null"s, "true"s, "[3]"s, "{}"s}) {
    EXPECT_TRUE(fails(parse_launch_info("{\"return\": {\"api-major\": " + value + "}}"),
                      ErrorKind::kInvalid))
        << value;
    EXPECT_TRUE(fails(parse_launch_info("{\"return\": {\"build-id\": " + value + "}}"),
                      ErrorKind::kInvalid))
        << value;
  }
  EXPECT_TRUE(
      fails(parse_launch_info(R"({"return": {"policy": 4294967296}})"), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(parse_launch_info(R"({"return": {"policy": 1e9}})"), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(parse_launch_info(R"({"return": {"data": 3}})"), ErrorKind::kInvalid));
  const Result<LaunchInfo> largest = parse_launch_info(R"({"return": {"policy": 4294967295}})");
  ASSERT_TRUE(succeeds(largest));
  EXPECT_EQ(largest->policy, 0xffffffffU);
}

TEST(Qmp, NestingIsBounded) {
  const auto nested = [](std::size_t depth) {
    return "{\"policy\": 3, \"x\": " + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_TRUE(succeeds(parse_launch_info(nested(10))));
  EXPECT_TRUE(succeeds(parse_launch_info(nested(15))));  // 16 with the object around it
  EXPECT_TRUE(fails(parse_launch_info(nested(16)), ErrorKind::kInvalid, {"16"}));
  EXPECT_TRUE(fails(parse_launch_info(nested(30000)), ErrorKind::kInvalid));
  std::string objects;
  for (int i = 0; i < 9000; ++i) objects += "{\"a\":";
  EXPECT_TRUE(fails(parse_launch_info(objects), ErrorKind::kInvalid));
  EXPECT_TRUE(fails(parse_launch_info("{\"a\":" + std::string(60000, '[')), ErrorKind::kInvalid));
}

TEST(Qmp, MalformedJson) {
  for (const std::string_view text :
       {"{", "{}{", "{\"return\": {\"policy\": 3}", "{\"return\": {\"policy\": 03}}",
        "{\"policy\" 3}", "{\"policy\": 0x3}", "{\"policy\": +3}", "{\"policy\": NaN}",
        "{\"data\": \"\\x\"}", "{\"data\": \"\xff\xfe\"}", "{\"data\": \"\\ud800\"}",
        "{'policy': 3", "{'policy': '3'}", "{'policy': 3, 'policy': 3}", "{'policy: 3}",
        "{'policy': (3)}", "{\"policy\": 3,,}"}) {
    EXPECT_TRUE(fails(parse_launch_info(text), ErrorKind::kInvalid)) << text;
  }
}

TEST(Qmp, SevSnpGuestsHaveNoLaunchMeasurement) {
  EXPECT_TRUE(fails(parse_launch_info(R"({"return": {"sev-type": "sev-snp", "policy": 3}})"),
                    ErrorKind::kInvalid, {"SNP"}));
}

TEST(Qmp, Lists) {
  expect_whole(parse_launch_info("[" + kAnswer + ", " + kMeasure + "]"));
  expect_whole(parse_launch_info("[\n" + kAnswer + ",\n" + kMeasure + "\n]\n"));
  expect_whole(parse_launch_info(kAnswer + "[]" + kMeasure));
}

TEST(Qmp, NothingFound) {
  for (const std::string_view text :
       {"{}", "{\"return\": {}}", "{\"return\": []}", "[]", "{\"return\": 3}", "{\"return\": null}",
        "{\"x\": {\"policy\": 3}}"}) {
    EXPECT_TRUE(fails(parse_launch_info(text), ErrorKind::kInvalid)) << text;
  }
}

TEST(Qmp, TruncatedAnywhere) {
  const std::string whole = kAnswer;
  for (std::size_t size = 1; size < whole.size(); ++size) {
    EXPECT_TRUE(fails(parse_launch_info(whole.substr(0, size)), ErrorKind::kInvalid)) << size;
  }
}

// The host decides the numbers, so one flipped byte gives another number or an error, never a
// crash.
TEST(Qmp, FlippedBytesAlwaysGiveAResult) {
  const std::string whole = kAnswer + kMeasure;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const char c : {'\0', '"', '{', '}', '[', '\\', '9', '\xff', ' '}) {
      std::string text = whole;
      text[at] = c;
      const Result<LaunchInfo> info = parse_launch_info(text);
      if (!info) {
        EXPECT_TRUE(fails(info, ErrorKind::kInvalid)) << text;
      }
    }
  }
}

}  // namespace
}  // namespace sevproof
