// What code a firmware holds: images that tests/vectors built, and the same damaged in any way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "firmware_image.h"
#include "formats/firmware_volume.h"
#include "formats/lzma.h"
#include "sevproof/formats/firmware.h"
#include "sevproof/sev/launch.h"
#include "sevproof/sev/secret.h"
#include "test_bytes.h"
#include "test_data.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using enum FindingCode;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Bytes image_of(const test::Json& item) {
  const auto image = from_base64(item.at("image").get<std::string>());
  EXPECT_TRUE(test::succeeds(image));
  return image.value_or(Bytes());
}

test::Json images() { return test::load_list("vectors/firmware_code.json", "images"); }

Bytes image_named(std::string_view name) {
  for (const auto& item : images()) {
    if (item.at("name") == name) return image_of(item);
  }
  ADD_FAILURE() << "no image " << name;
  return {};
}

TEST(FirmwareCode, OfEachImage) {
  for (const auto& item : images()) {
    const FirmwareCode code = find_firmware_code(image_of(item));
    EXPECT_EQ(presence_name(code.hash_check), item.at("checksKernelHashes").get<std::string>())
        << item.at("name");
    EXPECT_EQ(presence_name(code.secret_table), item.at("handsOnSecrets").get<std::string>())
        << item.at("name");
    const bool is_known =
        code.hash_check != CodePresence::kUnknown && code.secret_table != CodePresence::kUnknown;
    EXPECT_EQ(code.problem.empty(), is_known) << item.at("name") << ": " << code.problem;
  }
}

TEST(FirmwareCode, OfNothing) {
  EXPECT_EQ(find_firmware_code({}).hash_check, CodePresence::kUnknown);
  EXPECT_THAT(find_firmware_code({}).problem, ::testing::HasSubstr("no EFI firmware volume"));
}

// Cut anywhere, code that was seen may be missed, but what is absent is never told of a part.
TEST(FirmwareCode, CutAnywhere) {
  for (const std::string_view name : {"ovmf-with-hashes", "packed-twice", "large-forms"}) {
    const Bytes image = image_named(name);
    for (std::size_t size = 0; size < image.size(); ++size) {
      const FirmwareCode code = find_firmware_code(ByteView(image).first(size));
      EXPECT_NE(code.hash_check, CodePresence::kAbsent) << name << ' ' << size;
    }
  }
}

// Nothing but the sanitizers, and the time that it takes, judges these.
TEST(FirmwareCode, DamagedInAnyWay) {
  std::mt19937 random(20261128);
  for (const auto& item : images()) {
    const Bytes image = image_of(item);
    const bool is_large = item.at("name").get<std::string>().starts_with("unpacks");
    if (is_large || image.size() > 600) continue;
    for (int round = 0; round < 150; ++round) {
      Bytes damaged = image;
      for (int flips = 1 + static_cast<int>(random() % 4); flips > 0; --flips) {
        damaged[random() % damaged.size()] = static_cast<std::uint8_t>(random());
      }
      damaged.resize(damaged.size() - random() % 8);
      find_firmware_code(damaged);
    }
  }
}

TEST(FirmwareCode, NoiseWithVolumes) {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    Bytes noise(4096);
    for (auto& byte : noise) byte = static_cast<std::uint8_t>(random() % 3 == 0 ? random() : 0);
    for (std::size_t at = 40; at + 4 < noise.size(); at += 8 * (1 + random() % 16)) {
      put_bytes(std::span(noise).subspan(at), as_bytes("_FVH"));
    }
    EXPECT_NE(find_firmware_code(noise).hash_check, CodePresence::kPresent);
  }
}

TEST(Lzma, HeadersThatAreTooShort) {
  const Bytes stream(13, 0);
  EXPECT_EQ(internal::lzma_unpacked_size(stream), 0U);
  EXPECT_EQ(internal::lzma_unpacked_size(ByteView(stream).first(12)), std::nullopt);
  EXPECT_EQ(internal::unpack_lzma(ByteView(stream).first(12)), std::nullopt);
  EXPECT_EQ(internal::unpack_lzma(stream), std::nullopt);  // no data
}

// The image with an OVMF table behind it, as a launch needs it.
Bytes with_table(std::string_view name) {
  Bytes image = image_named(name);
  append(image, test::full_image().build());
  return image;
}

std::vector<FindingCode> codes_of(const std::vector<Finding>& findings) {
  std::vector<FindingCode> codes;
  for (const Finding& finding : findings) codes.push_back(finding.code);
  return codes;
}

std::vector<FindingCode> launch_findings(const Bytes& image, bool with_kernel = true) {
  LaunchConfig config;
  config.firmware = image;
  if (with_kernel) config.kernel = KernelBoot{{{}, 1}, FileDigest{{}, 1}, "quiet"};
  const auto launch = measure_launch(config, false);
  EXPECT_TRUE(test::succeeds(launch));
  return codes_of(launch->findings);
}

TEST(FirmwareCode, WhatAKernelDependsOn) {
  EXPECT_THAT(launch_findings(with_table("ovmf-with-hashes")), ElementsAre(kFirmwareCodeOnly));
  EXPECT_THAT(launch_findings(with_table("ovmf-with-secrets")),
              ElementsAre(kFirmwareCodeOnly, kFirmwareNoHashCode));
  EXPECT_THAT(launch_findings(with_table("unknown-encoding")),
              ElementsAre(kFirmwareCodeOnly, kFirmwareCodeUnknown));
  EXPECT_THAT(launch_findings(with_table("no-volume")), IsEmpty());
  // Nothing depends on it: no kernel, or no area at all.
  EXPECT_THAT(launch_findings(with_table("ovmf-with-neither"), false),
              ElementsAre(kFirmwareCodeOnly));
  EXPECT_THAT(launch_findings(image_named("ovmf-with-neither")),
              ElementsAre(kFirmwareCodeOnly, kFirmwareNoSevTable, kFirmwareNoHashArea));
}

std::vector<FindingCode> secret_findings(const Bytes& image) {
  auto firmware = parse_firmware(image);
  EXPECT_TRUE(test::succeeds(firmware));
  look_for_code(*firmware, image);
  std::vector<LaunchSecret> secrets;
  secrets.push_back(
      {Guid::literal("00000000-0000-0000-0000-000000000001"), SecretBytes(test::to_bytes("x"))});
  const auto findings = check_secrets(secrets, *firmware);
  EXPECT_TRUE(test::succeeds(findings));
  return codes_of(*findings);
}

TEST(FirmwareCode, WhatASecretDependsOn) {
  EXPECT_THAT(secret_findings(with_table("ovmf-with-secrets")), IsEmpty());
  EXPECT_THAT(secret_findings(with_table("ovmf-with-hashes")), ElementsAre(kFirmwareNoSecretCode));
  EXPECT_THAT(secret_findings(with_table("unknown-encoding")), ElementsAre(kFirmwareCodeUnknown));
  EXPECT_THAT(secret_findings(image_named("ovmf-with-neither")), ElementsAre(kSecretAreaAbsent));
}

}  // namespace
}  // namespace sevproof
