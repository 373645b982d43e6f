// Requests in JSON: what the golden pairs do not show.
#include "sevproof/request.h"

#include <gtest/gtest.h>

#include "firmware_image.h"
#include "sevproof/recognise.h"
#include "test_errors.h"

namespace sevproof {
namespace {

RequestFiles files() {
  RequestFiles all;
  all.whole = [](const std::string& name) -> Result<Bytes> {
    if (name == "fw") return test::full_image().build();
    if (name == "short") return Bytes(kVmsaSize - 1);
    if (name == "page") return Bytes(kVmsaSize);
    return fail(ErrorCode::kFileUnreadable, "no file " + name);
  };
  all.streamed = [](const std::string&) -> Result<RequestFiles::Streamed> {
    return RequestFiles::Streamed{{sha256({}), 70000}, Bytes(kRecogniseHead)};
  };
  all.secret = [](const std::string& name) -> Result<SecretBytes> {
    return SecretBytes(Bytes(name == "tk" ? 32 : 16, std::uint8_t{7}));
  };
  return all;
}

auto read(std::string_view json) { return read_request(json, files()); }

// The key that is blamed, and what is said of it.
struct Refused {
  const char* json;
  const char* key;
  const char* says;
};

TEST(Request, IsReadWhole) {
  const auto document = read(R"({
    "id": "guest 1", "apiMajor": 1, "apiMinor": "0x37", "buildId": " 21 ", "policy": 7,
    "firmware": "fw", "kernel": "vmlinuz", "cmdline": " quiet ", "numCpus": 4, "cpu": "25/1/1",
    "sevFeatures": 18446744073709551615, "tik": "tik", "tek": "tek",
    "initrd": {"sha256": "0000000000000000000000000000000000000000000000000000000000000000",
               "size": 0},
    "from": {"cpu": "xml", "policy": "xml", "numCpus": "xml", "apiMinor": "launch-info",
             "apiMajor": "launch-info"},
    "secrets": [{"name": "luks-key", "file": "s"}]})");
  ASSERT_TRUE(document.has_value()) << document.error().error.message;
  const LaunchDraft& draft = document->draft;
  EXPECT_EQ(document->id, "guest 1");
  EXPECT_EQ(draft.api(), (ApiVersion{1, 55, 21}));
  EXPECT_EQ(draft.kernel->file.size, 70000U);
  EXPECT_EQ(draft.initrd->file.size, 0U);
  EXPECT_EQ(draft.cmdline, " quiet ");
  EXPECT_EQ(draft.sev_features, ~std::uint64_t{0});
  EXPECT_TRUE(draft.firmware && draft.tik && draft.tek && !draft.keys_in_one_file);
  EXPECT_EQ(draft.from_host, (std::vector{HostValue::kPolicy, HostValue::kVcpus, HostValue::kCpu}));
  EXPECT_EQ(draft.from_launch_info, std::vector{HostValue::kApi});
  ASSERT_EQ(document->secrets.size(), 1U);
  EXPECT_EQ(document->secrets[0].data.size(), 16U);
}

TEST(Request, WithoutSevEsNothingHangsOnTheCpus) {
  const auto document = read(R"({"policy": 3, "numCpus": 4, "from": {"numCpus": "xml"}})");
  ASSERT_TRUE(document.has_value());
  EXPECT_TRUE(document->draft.from_host.empty());
}

TEST(Request, NothingInItIsGuessed) {
  for (const auto& [json, key, says] : {
           Refused{"", "", "not JSON, at line 1, column 1"},
           Refused{"[]", "", "JSON object"},
           Refused{"{\"policy\": 7} x", "", "not JSON, at line 1, column 15"},
           Refused{R"({"polcy": 7})", "polcy", "unknown key"},
           Refused{R"({"secret": "s"})", "secret", "unknown key"},
           Refused{R"({"policy": 7, "policy": 3})", "policy", "twice"},
           Refused{R"({"policy": 7.0})", "policy", "whole number"},
           Refused{R"({"policy": null})", "policy", "whole number"},
           Refused{R"({"policy": true})", "policy", "whole number"},
           Refused{R"({"policy": -1})", "policy", "0 to 4294967295"},
           Refused{R"({"apiMajor": 256})", "apiMajor", "0 to 255"},
           Refused{R"({"cpu": 25})", "cpu", "text"},
           Refused{R"({"firmware": 1})", "firmware", "name of a file"},
           Refused{R"({"firmware": "none"})", "firmware", "no file none"},
           Refused{R"({"vmsaCpu0": "short"})", "vmsaCpu0", "4096 bytes"},
           Refused{R"({"tk": "tik"})", "tk", "32 bytes"},
           Refused{R"({"kernel": {"sha256": "00", "size": 1}})", "kernel", "64 hex digits"},
           Refused{R"({"kernel": {"size": 1}})", "kernel", "sha256 and size"},
           Refused{R"({"initrd": "i"})", "kernel", "needs"},
           Refused{R"({"tk": "tk", "tik": "tik"})", "tk", "excludes"},
           Refused{R"({"from": {"firmware": "xml"}})", "from", "firmware"},
           Refused{R"({"from": {"policy": "host"}})", "from", "policy"},
           Refused{R"({"secrets": [{"name": "luks-key"}]})", "secrets", "name and file"},
           Refused{R"({"secrets": [{"name": "nonsense", "file": "s"}]})", "secrets", "luks-key"},
           Refused{R"({"id": 1})", "id", "text"},
       }) {
    const auto document = read(json);
    ASSERT_FALSE(document.has_value()) << json;
    EXPECT_EQ(document.error().key, key) << json;
    EXPECT_NE(document.error().error.message.find(says), std::string::npos)
        << json << ": " << document.error().error.message;
  }
}

TEST(Request, AKernelHasTheSizeOfOne) {
  constexpr const char* kZeros = "0000000000000000000000000000000000000000000000000000000000000000";
  const auto kernel = [&](const char* size) {
    return read(std::string(R"({"kernel": {"sha256": ")") + kZeros + R"(", "size": )" + size +
                "}}");
  };
  EXPECT_FALSE(kernel("0").has_value());
  EXPECT_TRUE(kernel("70000").has_value());
  EXPECT_TRUE(kernel("4294967295").has_value());
  EXPECT_FALSE(kernel("4294967296").has_value());
}

TEST(Request, FilesThatNobodyHasAreRefused) {
  const auto document = read_request(R"({"firmware": "fw"})", {});
  ASSERT_FALSE(document.has_value());
  EXPECT_EQ(document.error().error.kind, ErrorKind::kUnreadable);
}

}  // namespace
}  // namespace sevproof
