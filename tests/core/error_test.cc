// The catalogue of errors, and the document that an error is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "schema_check.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/formats/firmware.h"
#include "sevproof/formats/transport_keys.h"
#include "sevproof/formats/vmsa.h"
#include "sevproof/report.h"
#include "sevproof/text.h"
#include "test_bytes.h"

namespace sevproof {
namespace {

using test::Json;

TEST(ErrorCatalogue, HasCodesThatScriptsCanRelyOn) {
  std::set<std::string_view> names;
  for (const ErrorInfo& info : error_catalogue()) {
    EXPECT_EQ(&error_info(info.code), &info);
    EXPECT_TRUE(names.insert(info.name).second) << info.name;
    EXPECT_EQ(info.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"),
              std::string_view::npos)
        << info.name;
    EXPECT_TRUE(error_meaning(info.code).ends_with('.')) << info.name;
  }
}

TEST(ErrorCatalogue, HasCodesOfEachKind) {
  std::set<std::string_view> names;
  for (const ErrorInfo& info : error_catalogue()) {
    names.insert(error_kind_name(info.kind));
  }
  EXPECT_THAT(names, testing::ElementsAre("domain-config", "domain-state", "host", "incomplete",
                                          "insecure", "internal", "invalid", "unreadable"));
}

Json document_of(const Error& error) {
  const std::string text = to_json(error);
  Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  EXPECT_TRUE(test::follows_schema("error", json)) << text;
  EXPECT_TRUE(text.ends_with("\n}\n"));
  return json;
}

// Every error of the catalogue, so that the schema names each kind and status.
TEST(ErrorDocument, FollowsItsSchema) {
  for (const ErrorInfo& info : error_catalogue()) {
    const Json json = document_of({info.code, "a \"message\"", ""});
    EXPECT_EQ(json["error"]["code"].get<std::string>(), info.name);
    EXPECT_EQ(json["error"]["status"].get<int>(), exit_status(info.kind));
    EXPECT_TRUE(json["verdict"].is_null());
  }
}

TEST(ErrorDocument, HasTheFrameOfAReport) {
  const Json json = document_of({ErrorCode::kMissingInput, "message", "hint"});
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  EXPECT_THAT(keys, testing::UnorderedElementsAre(
                        "schemaVersion", "generator", "kind", "id", "verdict", "error", "inputs",
                        "evidence", "computed", "checks", "findings", "diagnosis", "delivery"));
  EXPECT_EQ(json["error"]["message"].get<std::string>(), "message");
  EXPECT_EQ(json["error"]["hint"].get<std::string>(), "hint");
  EXPECT_TRUE(json["error"]["about"].is_null());
}

std::string about_of(const Error& error) {
  const Json about = document_of(error)["error"]["about"];
  return about.is_null() ? "" : about.get<std::string>();
}

// Where the value would stand in a report.
TEST(ErrorDocument, SaysWhatItIsAbout) {
  EXPECT_EQ(about_of(MeasurementBlob::parse("?").error()), "/evidence/measurement");
  EXPECT_EQ(about_of(parse_nonce("?").error()), "/evidence/nonce");
  EXPECT_EQ(about_of(parse_layout("?").error()), "/inputs/vmsa/value/layout");
  EXPECT_EQ(about_of(parse_vmsa("VMSA", {}).error()), "/inputs/vmsa");
  EXPECT_EQ(about_of(parse_firmware({}).error()), "/inputs/firmware");
  EXPECT_EQ(about_of(parse_number("x", "?", 0, 1).error()), "");
  EXPECT_EQ(about_of(about(Subject::kVcpus, parse_number("x", "?", 0, 1).error())),
            "/inputs/vcpus");
}

ErrorCode code_of(const Error& error) { return error.code; }

TEST(ErrorCode, TellsApartWhatAScriptWould) {
  EXPECT_EQ(code_of(parse_number("x", "?", 0, 1).error()), ErrorCode::kMalformedNumber);
  EXPECT_EQ(code_of(parse_number("x", "2", 0, 1).error()), ErrorCode::kNumberOutOfRange);
  EXPECT_EQ(code_of(from_hex("0g").error()), ErrorCode::kMalformedHex);
  EXPECT_EQ(code_of(from_base64("*").error()), ErrorCode::kMalformedBase64);
  EXPECT_EQ(code_of(parse_cpu("EPYC-Paris").error()), ErrorCode::kUnknownCpuModel);
  EXPECT_EQ(code_of(parse_tik(Bytes(15)).error()), ErrorCode::kWrongKeySize);
  EXPECT_EQ(code_of(parse_tik(Bytes(16)).error()), ErrorCode::kMalformedKey);
}

// Words change with what only a caller knows; what scripts go by does not.
TEST(ErrorCode, SurvivesOtherWords) {
  const Error error = reworded(MeasurementBlob::parse("?").error(), "other words");
  EXPECT_EQ(error.code, ErrorCode::kMalformedMeasurement);
  EXPECT_EQ(error.about, Subject::kMeasurement);
  EXPECT_EQ(error.message, "other words");
}

}  // namespace
}  // namespace sevproof
