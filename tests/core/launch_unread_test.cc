// Launch data that names a value in a form that is not read: it is refused, never passed over.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sevproof/formats/launch_info.h"
#include "test_bytes.h"
#include "test_errors.h"
#include "virsh_text.h"

namespace sevproof {
namespace {

using test::fails;
using test::kBlob;
using test::kVirsh;
using test::kVirshWithoutPolicy;
using test::succeeds;
using namespace std::string_literals;

// Of another launch.
const std::string kOther = to_base64(Bytes(48, 1));

// An object with a measurement and more.
std::string beside(const std::string& fields) {
  return "{\"measurement\": \"" + kBlob + "\", " + fields + "}";
}

void expect_refused(const std::string& text, const std::string& said = "") {
  EXPECT_TRUE(fails(parse_launch_info(text), ErrorKind::kInvalid, {said})) << text;
}

void expect_policy(const std::string& text, std::uint32_t policy) {
  const Result<LaunchInfo> info = parse_launch_info(text);
  ASSERT_TRUE(succeeds(info)) << text;
  EXPECT_EQ(info->policy, policy) << text;
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '"' ? "\\\""s : c == '\n' ? "\\n"s : ""s + c;
  return out;
}

TEST(LaunchUnread, LinesThatNameAValueAndHaveANumber) {
  for (const std::string line : {"sev-policy;7",
                                 "sev-policy\n7",
                                 "sev-policy:\n7",
                                 "policy:\n  7",
                                 "sev-policy/7",
                                 "sev-policies: 7",
                                 "policy 7",
                                 "policy -> 7",
                                 "policy is: 7",
                                 "policy is 7",
                                 "policy is set to 7",
                                 "policy value: 7",
                                 "launch policy: 7",
                                 "policy (0x7)",
                                 "host1: policy: 7",
                                 "info.policy = 7",
                                 "<policy>0x0007</policy>",
                                 "sev-policy is 7",
                                 "sev policy (hex): 7",
                                 "the sev-policy is 7",
                                 "vm_policy: 7",
                                 "SEV build, 13",
                                 "sev-api-major/0",
                                 "host1: build: 13",
                                 "fwMajor: 9",
                                 "policy 7, sev-api-minor: 24",
                                 "sev-api-minor: 24, policy is 7",
                                 "sev-policy,sev-build-id\n7,13",
                                 "sev-policy7",
                                 "sev-policy-7",
                                 "sevpolcy: 7",
                                 "sev version: 1.55"}) {
    expect_refused(kVirshWithoutPolicy + line + "\n", "line 5");
  }
}

TEST(LaunchUnread, AnotherMeasurementInProse) {
  expect_policy(kVirsh + "The measurement " + kBlob + " is right\n", 3);
  expect_policy(kVirsh + "A nonce " + kOther + "\n", 3);
  expect_refused(kVirsh + "The measurement is " + kOther + "\n", "line 6");
  expect_refused("MEASUREMENT " + kOther + "!\n" + kVirsh, "line 1");
}

TEST(LaunchUnread, ProseIsPassedOver) {
  for (const std::string line :
       {"The policy was checked by 3 people", "# sev-policy comes next", "sev-policy",
        "policy:", "see the policy", "Our policy for 7 guests", "Last build: 2026-11-28",
        "kernel build 5", "sev-host:~# virsh domlaunchsecinfo 7", "sev-host: restarted twice",
        "policy\n\nBob", "Nov 28 04:00:00 sev-host virsh[123]: done", " 1   sev-guest   running",
        "sev-secret-set-address: 8454144", "api", "sev-policy\nsee below, 7 lines"}) {
    expect_policy(kVirsh + line + "\n", 3);
  }
}

TEST(LaunchUnread, UnknownNamesOfVirsh) {
  const Result<LaunchInfo> misspelt = parse_launch_info(kVirshWithoutPolicy + "sev-polcy: 3\n");
  ASSERT_TRUE(fails(misspelt, ErrorKind::kInvalid, {"line 5", "'sev-polcy'"}));
  EXPECT_NE(misspelt.error().hint.find("Did you mean sev-policy?"), std::string::npos);
  const Result<LaunchInfo> unknown = parse_launch_info(kVirsh + "sev-foo: 1\n");
  ASSERT_TRUE(fails(unknown, ErrorKind::kInvalid, {"line 6", "'sev-foo'"}));
  EXPECT_EQ(unknown.error().hint.find("Did you mean"), std::string::npos);
  for (const std::string line :
       {"sev_foo = x", "SEV-Foo: 1", "sev-foo 1", "sev-polcy 3", "sev-polcy;3",
        "sev-polcy:", "- sev-foo: -1", "\"sev-foo\": yes"}) {
    expect_refused(kVirsh + line + "\n", "line 6");
  }
  expect_refused(beside(R"("sev-foo": 1)"), "'sev-foo'");
  expect_refused(beside(R"("sev-polcy": "3")"), "'sev-polcy'");
  expect_refused(beside(R"("x": {"sev-polcy": 3})"), "'sev-polcy'");
}

TEST(LaunchUnread, ObjectsInAnAnswerAreRead) {
  const std::string state = R"("api-major": 0, "api-minor": 24, "build-id": 15, "policy": 7)";
  for (const std::string& text :
       {beside(R"("sev": {"sev-api-major": 0, "sev-policy": 7})"),
        beside("\"sev\": {" + state + "}"), beside(R"("sev": {"policy": 7})"),
        beside(R"("x": [{"y": {)" + state + "}}]"),
        "{\"return\": {\"data\": \"" + kBlob + "\", \"info\": {" + state + "}}}",
        "{\"return\": {\"data\": \"" + kBlob + "\"}, \"query-sev\": {" + state + "}}",
        "{\"return\": {\"data\": \"" + kBlob + "\"}, \"policy\": 7}",
        R"({"policy": 7, "measurement": {"data": ")" + kBlob + "\"}}"}) {
    expect_policy(text, 7);
    const Result<LaunchInfo> info = parse_launch_info(text);
    EXPECT_EQ(info.value_or(LaunchInfo{}).measurement, kBlob) << text;
  }
  expect_refused(kVirsh + beside(R"("sev": {"sev-policy": 7})"), "given twice");
  expect_refused(beside(R"("policy": 3, "sev": {"policy": 7})"), "given twice");
  expect_refused(beside(R"("sev": {"policy": {"encryptedState": true}})"), "policy");
}

TEST(LaunchUnread, ObjectsAboutSomethingElseAreNot) {
  for (const std::string& other :
       {R"("apiVersion": "kubevirt.io/v1", "metadata": {"version": 5, "policy": 9})"s,
        R"("spec": {"policy": 9, "build": 7, "major": 1, "apiVersion": "v1"})"s,
        R"("restartPolicy": "Always", "retry": {"policy": 9})"s,
        R"("qemu": {"micro": 0, "minor": 2, "major": 8}, "snp": false, "sevSNP": null)"s,
        R"("items": ["7", "done", "policy"], "enabled": true, "sev-es": true)"s,
        R"("note": "the policy of Bob", "args": ["-policy", "x"])"s}) {
    expect_policy(beside(R"("policy": 3, )" + other), 3);
  }
}

TEST(LaunchUnread, TextsInArrays) {
  const std::string state =
      R"({"return": {"policy": 7, "api-major": 0, "api-minor": 24, "build-id": 15}})";
  const std::string measure = "{\"return\": {\"data\": \"" + kBlob + "\"}}";
  const std::string both = "[\"" + escaped(state) + "\", \"" + escaped(measure) + "\"]";
  for (const std::string& text :
       {"[\"" + escaped(state) + "\", \"sev-measurement: " + kBlob + "\"]", both,
        "out = ['" + state + "', '" + measure + "']", "{\"stdout_lines\": " + both + "}",
        "[[\"" + escaped(state) + "\"], [\"" + escaped(measure) + "\"]]",
        "ok: [host] => {\n  \"out.stdout_lines\": [\"{\", \"  \\\"return\\\": {\", "
        "\"\\\"policy\\\": 7, \\\"api-major\\\": 0\", \"}\", \"}\", \"" +
            escaped(measure) + "\"]}",
        "[\"sev-measurement: " + kBlob + "\", \"sev-policy: 7\"]"}) {
    expect_policy(text, 7);
    const Result<LaunchInfo> info = parse_launch_info(text);
    EXPECT_EQ(info.value_or(LaunchInfo{}).measurement, kBlob) << text;
  }
  expect_refused("[\"" + escaped(state) + "\", \"sev-api-major: 1\"]", "given twice");
  expect_refused(R"(["sev-policy", "7"])", "sev-policy");
  // Brackets of other texts.
  expect_policy("[\"x\" [\"y [ 'z\n" + kVirsh, 3);
}

TEST(LaunchUnread, TextsWithinTexts) {
  const Result<LaunchInfo> quoted = parse_launch_info("\"" + escaped(kVirsh) + "\"\n");
  ASSERT_TRUE(succeeds(quoted));
  EXPECT_EQ(quoted->measurement, kBlob);
  std::string text = "{\"policy\": 7}";
  for (int depth = 0; depth < 2; ++depth) {
    text = "{\"x\": \"" + escaped(text) + "\"}";
    if (depth == 1) text = "{\"x\": \"{\\\"x\\\": \\\"{\\\\\\\"policy\\\\\\\": 7}\\\"}\"}";
    expect_policy(text, 7);
  }
}

TEST(LaunchUnread, FieldsUnderOtherNames) {
  for (const std::string field :
       {R"("launchPolicy": 7)", R"("vm_policy": 7)", R"("vm_policy": "0x7")", R"("fwMajor": 9)",
        R"("fw_minor": -1)", R"("api": {"major": 9, "minor": 24})", R"("api": [9, 24])",
        R"("api": "9.300")", R"("api": {"Major": 9})", R"("name": "sev-policy", "value": 7)",
        R"("list": ["sev-policy", 7])", R"("list": [["sev-policy", "7", null]])",
        R"("info": {"major": 9, "minor": 24})", R"("version": {"major": 9, "minor": 1})",
        R"("policies": [7])"}) {
    expect_refused(beside(R"("apiMinor": 24, "buildID": 15, )"s + field), "launch data: ");
  }
  expect_refused(beside(R"("sevSNP": {"policy": 196608})"), "SEV-SNP guest");
  expect_refused(beside(R"("buildID": {"x": 1})"), "buildID");
  expect_refused(R"({"policy": 3, "measurement": 5})", "measurement");
  expect_refused(beside(R"("x": "policy: 7")"), "'x'");
}

TEST(LaunchUnread, NotEnabled) {
  for (const std::string& text :
       {R"({"return": {"enabled": false}})"s, R"({"enabled": false})"s, "enabled: false"s,
        kVirsh + "enabled: false", kVirsh + "enabled = false", kVirsh + "enabled: No",
        kVirsh + R"({"return": {"enabled": false}})",
        kVirsh + R"({"sev": {"enabled": false, "x": 1}})", kVirsh + "{'enabled': False}"}) {
    expect_refused(text, "SEV is not enabled for this guest");
  }
  expect_policy(kVirsh + "enabled: true\ndebug: off\n", 3);
  expect_policy(kVirsh + R"({"return": {"enabled": false, "auth": "none"}})", 3);
}

TEST(LaunchUnread, ControlCharactersAreNotShown) {
  for (const std::string& text :
       {"sev-poli\016cy : x"s, "sev-poli\0cy : 7"s, "sev-\xff\xfepolicy: 7"s, "sev\016policy 7"s,
        "sev-policy\016: x"s, "{\"sev-poli\\u000ecy\": 7}"s, "sev-policy\x9b : x"s,
        "{\"sev\\u0007policy\": 7}"s, "{\"measure\\u0007ment\": \"" + kBlob + "\"}",
        "sev-policy : 3 \016x"s}) {
    const Result<LaunchInfo> info = parse_launch_info(text);
    ASSERT_TRUE(fails(info, ErrorKind::kInvalid)) << text;
    for (const char c : info.error().message + info.error().hint) {
      EXPECT_GE(static_cast<unsigned char>(c), 0x20) << text;
      EXPECT_LT(static_cast<unsigned char>(c), 0x7f) << text;
    }
  }
}

TEST(LaunchUnread, Utf32IsNamed) {
  std::string little;
  std::string big;
  for (const char c : kVirsh) {
    little += std::string(1, c) + std::string(3, '\0');
    big += std::string(3, '\0') + std::string(1, c);
  }
  for (const std::string& text : {little, big, "\xff\xfe\0\0"s + little, "\0\0\xfe\xff"s + big}) {
    expect_refused(text, "got UTF-32");
  }
}

TEST(LaunchUnread, WhyAGuestHasNoMeasurement) {
  const std::string words =
      "internal error: unable to execute QEMU command 'query-sev-launch-measure': SEV launch "
      "measurement is not available";
  for (const std::string& text :
       {"error: " + words + "\n",
        R"({"error": {"class": "GenericError", "desc": ")" + words + "\"}}"}) {
    const Result<LaunchInfo> info = parse_launch_info(text);
    ASSERT_TRUE(fails(info, ErrorKind::kInvalid, {words}));
    EXPECT_NE(info.error().hint.find("SEV-SNP guest"), std::string::npos);
  }
  expect_refused("<domain type='kvm'><launchSecurity type='sev-snp'/></domain>", "SEV-SNP guest");
  expect_refused("<launchSecurity type=\"sev-snp\">\n<policy>0x30000</policy>", "SEV-SNP guest");
  expect_refused("<domain type='kvm'><launchSecurity type='sev'/></domain>", "domain's XML");
}

TEST(LaunchUnread, BytesOfPython) {
  for (const std::string& line :
       {"sev-measurement: b'" + kBlob + "'", "sev-measurement b'" + kBlob + "'",
        "sev-measurement = u\"" + kBlob + "\""}) {
    const Result<LaunchInfo> info = parse_launch_info(line + "\nsev-policy: 3\n");
    ASSERT_TRUE(succeeds(info)) << line;
    EXPECT_EQ(info->measurement, kBlob);
  }
}

}  // namespace
}  // namespace sevproof
