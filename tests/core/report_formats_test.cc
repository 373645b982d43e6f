// JSON of the formats by themselves: measuring without a verdict, firmware, VMSA pages, secrets.
#include <gtest/gtest.h>

#include "firmware_image.h"
#include "launch_vectors.h"
#include "schema_check.h"
#include "sevproof/report.h"
#include "test_bytes.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::Json;
using test::LaunchVector;

// Parses a document and holds it against its schema.
Json parse(const char* schema, const std::string& text) {
  Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  EXPECT_FALSE(json.is_discarded()) << text;
  EXPECT_TRUE(text.ends_with("\n}\n"));
  EXPECT_TRUE(test::follows_schema(schema, json)) << text;
  return json;
}

TEST(MeasureJson, WithAndWithoutMeasurement) {
  const LaunchVector vector = test::launch_vector(test::kEsVector);
  const Result<MeasuredLaunch> launch = measure_launch(vector.config, true);
  ASSERT_TRUE(test::succeeds(launch));
  MeasureReport report{vector.policy, {}, *launch, {}, {}, {}};
  const Json bare = parse("measure", to_json(report));
  EXPECT_EQ(bare["computed"]["launchDigest"].get<std::string>(), vector.expect("launchDigest"));
  EXPECT_TRUE(bare["computed"]["measurement"].is_null());
  EXPECT_TRUE(bare["computed"]["blob"].is_null());
  EXPECT_TRUE(bare["inputs"]["nonce"].is_null());
  EXPECT_FALSE(bare.contains("verdict"));

  report.api = vector.api;
  report.blob = vector.reported;
  const Json whole = parse("measure", to_json(report));
  EXPECT_EQ(whole["computed"]["blob"].get<std::string>(), vector.expect("blob"));
  EXPECT_EQ(whole["computed"]["measurement"].get<std::string>(), vector.expect("measurement"));
  EXPECT_EQ(whole["inputs"]["api"]["value"]["minor"].get<int>(), 55);
}

TEST(FirmwareJson, ShowsTableAndAreas) {
  const Bytes image =
      test::place(test::full_image().build(), 4096 - 1024, test::sev_metadata({0x1000, 0x2000, 2}));
  Result<Firmware> firmware = parse_firmware(image);
  ASSERT_TRUE(test::succeeds(firmware));
  EXPECT_TRUE(parse("firmware", to_json(*firmware, sha256(image)))["code"].is_null());
  look_for_code(*firmware, image);
  const Json json = parse("firmware", to_json(*firmware, sha256(image)));
  EXPECT_EQ(json["code"]["checksKernelHashes"], "unknown");
  EXPECT_EQ(json["code"]["handsOnSecrets"], "unknown");
  EXPECT_TRUE(json["code"]["problem"].is_string());
  EXPECT_EQ(json["sha256"].get<std::string>(), test::hex(sha256(image)));
  EXPECT_EQ(json["size"].get<int>(), 4096);
  EXPECT_TRUE(json["hasTable"].get<bool>());
  EXPECT_EQ(json["resetAddress"].get<std::string>(), "0x80b004");
  EXPECT_EQ(json["secretArea"]["base"].get<std::string>(), "0x810000");
  EXPECT_EQ(json["secretArea"]["size"].get<std::string>(), "0xc00");
  EXPECT_EQ(json["hashArea"]["size"].get<std::string>(), "0x400");
  EXPECT_EQ(json["table"].size(), 5U);
  EXPECT_EQ(json["table"][1]["guid"].get<std::string>(), test::kForeignGuid);
  EXPECT_TRUE(json["table"][1]["name"].is_null());
  EXPECT_EQ(json["sevMetadata"].size(), 1U);
  EXPECT_TRUE(json["sevMetadataProblem"].is_null());
}

TEST(FirmwareJson, WithoutTable) {
  const Bytes image = test::FirmwareImage{.size = 64, .with_table = false}.build();
  const Result<Firmware> firmware = parse_firmware(image);
  ASSERT_TRUE(test::succeeds(firmware));
  const Json json = parse("firmware", to_json(*firmware, sha256(image)));
  EXPECT_FALSE(json["hasTable"].get<bool>());
  EXPECT_TRUE(json["resetAddress"].is_null());
  EXPECT_TRUE(json["secretArea"].is_null());
  EXPECT_TRUE(json["table"].empty());
}

TEST(VmsaJson, ShowsFields) {
  const VmsaPage page = build_boot_vmsa({0xa00f11, VmsaLayout::kInit2, 0x20});
  const Json json = parse("vmsa", vmsa_to_json(page));
  EXPECT_EQ(json["sha256"].get<std::string>(), test::hex(sha256(page)));
  EXPECT_EQ(json["layout"].get<std::string>(), "init2");
  EXPECT_EQ(json["startAddress"].get<std::string>(), "0xfffffff0");
  EXPECT_EQ(json["sevFeatures"]["flags"].dump(), R"(["DebugSwap"])");
  EXPECT_EQ(json["fields"].size(), nonzero_vmsa_fields(page).size());
  VmsaPage foreign{};
  foreign[0x408] = 1;
  EXPECT_TRUE(parse("vmsa", vmsa_to_json(foreign))["layout"].is_null());
}

TEST(VmsaJson, ShowsDifferences) {
  const VmsaPage first = build_boot_vmsa({0xa00f11, VmsaLayout::kLegacy, 0});
  const VmsaPage second = build_boot_vmsa({0x830f10, VmsaLayout::kLegacy, 0});
  EXPECT_TRUE(parse("vmsa-diff", vmsa_diff_to_json(first, first))["identical"].get<bool>());
  const Json json = parse("vmsa-diff", vmsa_diff_to_json(first, second));
  EXPECT_FALSE(json["identical"].get<bool>());
  ASSERT_EQ(json["differences"].size(), 1U);
  EXPECT_EQ(json["differences"][0]["name"].get<std::string>(), "rdx");
  EXPECT_EQ(json["differences"][0]["first"].get<std::string>(), "0xa00f11");
  EXPECT_EQ(json["differences"][0]["second"].get<std::string>(), "0x830f10");
}

TEST(VmsaJson, ShowsWhatWasBuilt) {
  const VmsaSpec spec{0xa00f11, VmsaLayout::kInit2, 0};
  const VmsaPage boot = build_boot_vmsa(spec);
  const VmsaPage other = build_ap_vmsa(spec, 0x80b004);
  const std::string both = vmsa_build_to_json(boot, other);
  parse("vmsa-build", both);
  EXPECT_NE(both.find(test::hex(sha256(boot))), std::string::npos);
  EXPECT_NE(both.find(test::hex(sha256(other))), std::string::npos);
  parse("vmsa-build", vmsa_build_to_json(boot, std::nullopt));
}

TEST(FirmwareJson, FollowsItsSchemaWhateverTheImage) {
  for (const std::uint32_t offset : {0U, 1024U, 0xffffffffU}) {
    const Bytes image = test::image_with_metadata_offset(offset).build();
    const Result<Firmware> firmware = parse_firmware(image);
    ASSERT_TRUE(test::succeeds(firmware));
    const Json json = parse("firmware", to_json(*firmware, sha256(image)));
    EXPECT_FALSE(json["sevMetadataProblem"].is_null());
  }
}

TEST(SecretsJson, NeverShowsTheSecret) {
  OpenedSecrets opened;
  opened.secrets.push_back(
      {*parse_secret_name("luks-key"), SecretBytes(test::to_bytes("correct horse"))});
  opened.secrets.push_back({*Guid::parse("00112233-4455-6677-8899-aabbccddeeff"), SecretBytes()});
  opened.findings.push_back({FindingCode::kPacketPaddingCounted, "length 64"});
  const std::string text = secrets_to_json(opened);
  EXPECT_EQ(parse("secrets", text)["findings"][0]["code"].get<std::string>(),
            "packet-padding-counted");
  const Json json = parse("secrets", text)["secrets"];
  ASSERT_EQ(json.size(), 2U);
  EXPECT_EQ(json[0]["alias"].get<std::string>(), "luks-key");
  EXPECT_EQ(json[0]["size"].get<int>(), 13);
  EXPECT_EQ(json[0]["sha256"].get<std::string>(), test::hex(sha256(as_bytes("correct horse"))));
  EXPECT_TRUE(json[1]["alias"].is_null());
  EXPECT_EQ(text.find("correct"), std::string::npos);
  EXPECT_EQ(text.find(test::hex(as_bytes("correct"))), std::string::npos);
  EXPECT_EQ(text.find(to_base64(as_bytes("correct horse")).substr(0, 12)), std::string::npos);
}

}  // namespace
}  // namespace sevproof
