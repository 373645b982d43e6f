// Launch data in the shapes in which people have it: each is read whole, or refused by name.
#include <gtest/gtest.h>

#include <functional>
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
using test::succeeds;
using namespace std::string_literals;

const std::string kState =
    R"("enabled": true, "api-minor": 24, "api-major": 0, "build-id": 13, "policy": 3, )"
    R"("state": "launch-secret", "handle": 1)";
const std::string kAnswer = "{\"return\": {" + kState + "}}\n";
const std::string kMeasure = "{\"return\": {\"data\": \"" + kBlob + "\"}}\n";
const std::string kCamel = "{\"measurement\": \"" + kBlob +
                           R"(", "apiMajor": 0, "apiMinor": 24, "buildID": 13, "policy": 3, )"
                           R"("loaderSHA": ")" +
                           test::hex(test::counting_bytes(32)) + "\"}";

std::string replaced(std::string text, const std::string& old, const std::string& by) {
  for (std::size_t at = text.find(old); at != text.npos; at = text.find(old, at + by.size())) {
    text.replace(at, old.size(), by);
  }
  return text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

// Each line, changed by `change`, which has its number as well.
std::string each_line(const std::string& text,
                      const std::function<std::string(int, const std::string&)>& change) {
  std::string out;
  int number = 0;
  for (const std::string& line : lines_of(text)) out += change(++number, line) + "\n";
  return out;
}

std::string set_in(const std::string& text, const std::string& before, const std::string& behind) {
  return each_line(text, [&](int, const std::string& line) { return before + line + behind; });
}

// Name and value of each line with something else around and between them.
std::string as_pairs(const std::string& before, const std::string& between,
                     const std::string& behind) {
  return each_line(kVirsh, [&](int, const std::string& line) {
    const std::size_t colon = line.find(':');
    return before + std::string(trim(line.substr(0, colon))) + between +
           std::string(trim(line.substr(colon + 1))) + behind;
  });
}

std::string python(const std::string& json) {
  return replaced(replaced(json, "\"", "'"), "true", "True");
}

std::string utf16(const std::string& text, bool big_endian, bool with_mark) {
  std::string out;
  const auto add = [&](char high, char low) {
    out += big_endian ? ""s + high + low : ""s + low + high;
  };
  if (with_mark) add('\xfe', '\xff');
  for (const char c : text) add('\0', c);
  return out;
}

void expect_state(const Result<LaunchInfo>& info, const std::string& shape) {
  ASSERT_TRUE(succeeds(info)) << shape;
  EXPECT_EQ(info->api_major, 0) << shape;
  EXPECT_EQ(info->api_minor, 24) << shape;
  EXPECT_EQ(info->build, 13) << shape;
}

void expect_whole(const std::string& text) {
  const Result<LaunchInfo> info = parse_launch_info(text);
  expect_state(info, text);
  if (!info) return;
  EXPECT_EQ(info->measurement, kBlob) << text;
  EXPECT_EQ(info->policy, 3U) << text;
}

TEST(LaunchShapes, AsTextIsCopied) {
  for (const std::string& text :
       {replaced(kVirsh, "\n", "\r\n"), replaced(kVirsh, "\n", "\r"), set_in(kVirsh, "> ", ""),
        "Hi,\n\nOn Tuesday Bob wrote:\n" + set_in(kVirsh, ">> ", "") + "\nRegards: Bob\n",
        set_in(kVirsh, "- ", ""), set_in(kVirsh, "* ", ""), set_in(kVirsh, "\xe2\x80\xa2 ", ""),
        as_pairs("* **", "**: `", "`"), "```\n" + kVirsh + "```\n", set_in(kVirsh, "`", "`"),
        replaced(kVirsh, " ", "\xc2\xa0"), replaced(kVirsh, ":", "\xef\xbc\x9a"),
        replaced(kVirsh, "sev-", "sev\xe2\x80\x91"), "\xef\xbb\xbf" + kVirsh,
        utf16(kVirsh, false, true), utf16(kVirsh, true, true), utf16(kVirsh, false, false),
        set_in(kVirsh, "\x1b[1;32m", "\x1b[0m\x1b[K"), "\x1b]0;title\a" + kVirsh}) {
    expect_whole(text);
  }
}

TEST(LaunchShapes, AsLinesAreListed) {
  const auto numbered = [](const std::string& behind) {
    return each_line(kVirsh, [&](int number, const std::string& line) {
      return "   " + std::to_string(number) + behind + line;
    });
  };
  for (const std::string& text :
       {numbered("\t"),
        numbered(":"),
        numbered(". "),
        numbered(") "),
        set_in(kVirsh, "2026-11-28T04:00:00Z host virsh[123]: ", ""),
        as_pairs("", "=", ""),
        as_pairs("", " = ", ""),
        as_pairs("export ", "=\"", "\""),
        as_pairs("", "   ", ""),
        as_pairs("", ",", ""),
        as_pairs("| ", " | ", " |"),
        as_pairs("\xe2\x94\x82 ", " \xe2\x94\x82 ", " \xe2\x94\x82"),
        as_pairs("  ", ": \"", "\""),
        as_pairs("", ":", ","),
        as_pairs("", " => ", ""),
        "root@host:~# virsh domlaunchsecinfo guest\n" + kVirsh + "\nroot@host:~# \n",
        replaced(as_pairs("", ":", ""), "\n", ", "),
        replaced(as_pairs("", "=", ""), "\n", " "),
        replaced(kVirsh, "sev-", "SEV_"),
        replaced(kVirsh, ": 3\n", ": 0x3   # NODBG NOKS\n"),
        "error: unknown command: 'domlaunchsecinf'\n" + kVirsh,
        kVirsh + kAnswer + kMeasure,
        "{SEVMeasurementSet:true SEVMeasurement:" + kBlob +
            " SEVAPIMajorSet:true SEVAPIMajor:0 SEVAPIMinor:24 SEVBuildID:13 SEVPolicy:3}"}) {
    expect_whole(text);
  }
}

TEST(LaunchShapes, MeasurementsOverSeveralLines) {
  const auto broken = [](std::size_t at, const std::string& by) {
    return replaced(kVirsh, kBlob, kBlob.substr(0, at) + by + kBlob.substr(at));
  };
  for (const std::string& text :
       {broken(50, "\n"), broken(40, "\r\n        "), broken(58, "=\n"),
        set_in(broken(50, "\n"), "> ", ""), broken(0, "\n  "),
        replaced(broken(9, "\n"), "\n", "\r\n"),
        kAnswer + replaced(kMeasure, kBlob, kBlob.substr(0, 40) + "\n" + kBlob.substr(40))}) {
    expect_whole(text);
  }
}

TEST(LaunchShapes, TranscriptsOfQmp) {
  const std::string greeting =
      R"({"QMP": {"version": {"qemu": {"micro": 0, "minor": 2, "major": 7}}, "capabilities": []}})"
      "\n";
  const std::string ask = "{ \"execute\": \"query-sev\" }\n";
  const std::string ask_more = "{ \"execute\": \"query-sev-launch-measure\" }\n";
  for (const std::string& text :
       {"Trying 127.0.0.1...\nConnected to 127.0.0.1.\nEscape character is '^]'.\n" + greeting +
            "{ \"execute\": \"qmp_capabilities\" }\n{\"return\": {}}\n" + ask + kAnswer + ask_more +
            kMeasure,
        "Welcome to the QMP low-level shell!\nConnected to QEMU 7.2.0\n\n(QEMU) query-sev\n" +
            kAnswer + "(QEMU) query-sev-launch-measure\n" + kMeasure + "(QEMU) \n",
        "(QEMU) query-sev\n" + python(kAnswer) + "(QEMU) query-sev-launch-measure\n" +
            python(kMeasure),
        replaced(python(kAnswer + kMeasure), " '", " u'"),
        "-> " + ask + "<- " + kAnswer + "-> " + ask_more + "<- " + kMeasure,
        set_in(replaced(kAnswer + kMeasure, ", ", ",\n  "), "> ", ""),
        "$ virsh qemu-monitor-command g --pretty '{\"execute\":\"query-sev\"}'\n" + kAnswer +
            kMeasure,
        kMeasure + R"({"timestamp": {"seconds": 1}, "event": "RESUME", "data": {"x": 1}})" +
            kAnswer,
        kMeasure + kAnswer + R"({"return": {"data": ")" + to_base64(Bytes(416, 1)) + "\"}}"}) {
    expect_whole(text);
  }
}

TEST(LaunchShapes, ObjectsOfOtherPrograms) {
  const std::string libvirt = "{'sev-measurement': '" + kBlob +
                              "', 'sev-api-major': 0, 'sev-api-minor': 24, 'sev-build-id': 13, "
                              "'sev-policy': 3}";
  const std::string escaped = replaced(kCamel, "\"", "\\\"");
  for (const std::string& text :
       {kCamel, libvirt, ">>> dom.launchSecurityInfo()\n" + libvirt + "\n>>> ",
        replaced(libvirt, ", ", ",\n "), replaced(libvirt, "}", ",}"),
        "{\"status\": {\"sev\": " + kCamel + "}}", "{\"items\": [{}, " + kCamel + "]}",
        "{\"body\": \"" + escaped + "\"}",
        "{\"rc\": 0, \"stdout\": \"" + replaced(kVirsh, "\n", "\\n") + "\"}",
        R"({"launch_measurement": ")" + kBlob +
            R"(", "policy": 3, "api_major": 0, "api_minor": 24, "build_id": 13, "launch_id": "x"})",
        replaced(kCamel, "\"loaderSHA\"", "\"apiVersion\": \"kubevirt.io/v1\", \"loaderSHA\"")}) {
    expect_whole(text);
  }
}

// They hold no policy and no measurement.
TEST(LaunchShapes, StateAlone) {
  const std::string hmp =
      "SEV type: sev\nstate: launch-secret\nbuild: 13\napi version: 0.24\nhandle: 1\n"
      "debug: off\nkey-sharing: off\n";
  for (const std::string& text :
       {"(qemu) info sev\n" + hmp, replaced(hmp, "\n", "\r\n"),
        "{\"return\": \"" + replaced(hmp, "\n", "\\r\\n") + "\"}",
        "api_major:\t0\napi_minor:\t24\nplatform_state:\t2\nowner:\t\t1\nconfig:\t\t0\nbuild:"
        "\t\t13\n"
        "guest_count:\t1\n"s,
        "API_Major: 0, API_Minor: 24, BuildID: 13\n"s, "api version: 0.24.13\n"s,
        "[    4.1] ccp 0000:22:00.1: SEV API:0.24 build:13\n"
        "[    4.2] ccp 0000:22:00.1: SEV-SNP API:1.55 build:13\n"s}) {
    const Result<LaunchInfo> info = parse_launch_info(text);
    expect_state(info, text);
    if (!info) continue;
    EXPECT_FALSE(info->measurement || info->policy) << text;
  }
}

struct Refused {
  std::string text;
  std::string_view said;
};

void expect_refused(const std::vector<Refused>& all) {
  for (const Refused& refused : all) {
    EXPECT_TRUE(fails(parse_launch_info(refused.text), ErrorKind::kInvalid, {refused.said}))
        << refused.text;
  }
}

TEST(LaunchShapes, NothingIsHalfRead) {
  expect_refused({
      {replaced(kVirsh, "sev-measurement: ", ""), "line 1: a value as long as a measurement"},
      {kBlob, "a value as long as a measurement"},
      {replaced(kVirsh, "measurement:", "measurement-base64:"),
       "line 1: a field with an unknown name"},
      {replaced(kVirsh, "api-major ", "api-maj "), "line 2: a field with an unknown name"},
      {replaced(kVirsh, "policy ", "policy-bits "), "line 5: a field with an unknown name"},
      {replaced(kVirsh, "policy     :", "policy is"), "line 5: expected sev-policy"},
      {replaced(kVirsh, ": 24", ": 24 25"), "line 3: sev-api-minor: expected one value"},
      {replaced(kVirsh, ": 24", ": twenty-four"), "line 3: sev-api-minor"},
      {replaced(kCamel, "measurement", "sevMeasurementB64"), "'sevMeasurementB64'"},
      {replaced(kCamel, "measurement", "value"), "'value': a value as long"},
      {replaced(kCamel, "\"apiMinor\": 24", "\"apiMinor\": \"24\""), "apiMinor"},
      {kAnswer + "{\"x\": {\"y\": [\"" + kBlob + "\"]}}", "a value as long as a measurement"},
      {"build: 13\napi version: 0.300\n", "line 2: api version"},
      {"build: 13\napi version: 24\n", "line 2: api version"},
      {R"({"api-version": 0.2, "build-id": 13})", "api-version"},
      {kVirsh + "sev-policy: 7\n", "line 6: sev-policy is given twice"},
      {kVirsh + replaced(kAnswer, "13", "14"), "given twice"},
      {(kAnswer + kMeasure).substr(0, 200), "JSON ends before"},
  });
}

// In a time that grows with their length.
TEST(LaunchShapes, LongRowsOfSigns) {
  for (const std::string& sign : {":"s,    "="s,          "|"s,
                                  "{"s,    "{'"s,         "}"s,
                                  "["s,    " :"s,         "\n:"s,
                                  "'"s,    "> "s,         "1. "s,
                                  "\\"s,   "sev-policy"s, "sev-measurement: A\n"s,
                                  "\x1b"s, "\x1b["s,      "\xe2\x80\x8b"s,
                                  "a:"s,   " : a"s,       ":aaaaaaaa"s,
                                  ": a "s}) {
    std::string text;
    while (text.size() + sign.size() < kMaxLaunchInfoSize) text += sign;
    const Result<LaunchInfo> info = parse_launch_info(text);
    if (!info) {
      EXPECT_TRUE(fails(info, ErrorKind::kInvalid)) << sign;
    }
  }
}

TEST(LaunchShapes, NotTheTextOfAHost) {
  expect_refused({
      {"\x1f\x8b\x08" + std::string(50, '\0'), "a gzip archive"},
      {"<html><body>sev-policy : 3</body></html>", "an HTML page"},
      {"<domain type='kvm'><name>sev-policy: 3</name></domain>", "a libvirt domain's XML"},
      {"-----BEGIN CERTIFICATE-----\nsev-policy: 3\n", "a certificate as PEM text"},
      {"error: internal error: SEV launch measurement is not available\n", "is not available"},
  });
}

TEST(LaunchShapes, SevSnpGuests) {
  const std::string state = R"("enabled": true, "api-minor": 55, "api-major": 1, "build-id": 21, )";
  const std::string_view said = "a SEV-SNP guest has no launch measurement";
  expect_refused({
      {"sev-api-major  : 1\nsev-api-minor  : 55\nsev-build-id   : 21\nsev-snp-policy : 196608\n",
       said},
      {"{\"return\": {" + state + R"("snp-policy": 196608, "sev-type": "sev-snp"}})", said},
      {"{\"return\": {" + state + R"("snp-policy": 196608}})", said},
      {"{\"return\": {" + state + R"("sev-type": "sev-snp"}})", said},
      {"SEV type: sev-snp\nstate: running\nbuild: 21\napi version: 1.55\nSMT allowed: on\n", said},
      {"{'sev-api-major': 1, 'sev-api-minor': 55, 'sev-snp-policy': 196608}", said},
      {R"({"apiMajor": 1, "apiMinor": 55, "buildID": 21, "snpPolicy": 196608})", said},
      {kVirsh + "sev-snp-policy : 196608\n", said},
  });
}

TEST(LaunchShapes, NoLaunch) {
  const std::string off =
      R"({"return": {"enabled": false, "api-minor": 0, "handle": 0, "state": "uninit", )"
      R"("api-major": 0, "sev-type": "sev", "build-id": 0, "policy": 0}})";
  expect_refused({
      {off, "there was no launch"},
      {replaced(off, "uninit", "launch-secret"), "not enabled"},
      {replaced(off, "false", "true"), "uninit"},
      {python(replaced(off, "false", "False")), "not enabled"},
      {"SEV type: sev\nstate: uninit\nbuild: 15\napi version: 0.24\n", "uninit"},
      {"(qemu) info sev\nSEV is not enabled\n", "not enabled"},
  });
  // What else is not enabled.
  expect_whole(R"({"return": {"enabled": false, "auth": "none"}})" + kAnswer + kMeasure);
}

}  // namespace
}  // namespace sevproof
