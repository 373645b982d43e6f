// What a careful reviewer says about firmware, kernel, CPUs and policy: each finding with the one
// thing that triggers it, and its absence without.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "firmware_image.h"
#include "launch_vectors.h"
#include "sevproof/sev/launch.h"
#include "sevproof/sev/validation.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using enum FindingCode;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

std::vector<FindingCode> codes_of(const std::vector<Finding>& findings) {
  std::vector<FindingCode> codes;
  for (const Finding& finding : findings) codes.push_back(finding.code);
  return codes;
}

// A launch with nothing to be said about, from files or built, as a start for single changes.
LaunchConfig faultless() {
  LaunchConfig config;
  config.firmware = test::full_image().build();
  config.kernel =
      KernelBoot{test::digest_of(as_bytes("kernel")), test::digest_of(as_bytes("initrd")), "quiet"};
  config.vcpus = 2;
  config.vmsa = VmsaSpec{0xa00f11, VmsaLayout::kInit2, 0x20};
  return config;
}

VmsaFiles good_files() {
  const VmsaSpec spec{0xa00f11, VmsaLayout::kInit2, 0x20};
  return {build_boot_vmsa(spec), build_ap_vmsa(spec, 0x80b004), {}, {}};
}

std::vector<FindingCode> findings_of(const LaunchConfig& config, bool es = true) {
  const Result<MeasuredLaunch> launch = measure_launch(config, es);
  EXPECT_TRUE(test::succeeds(launch));
  return launch ? codes_of(launch->findings) : std::vector<FindingCode>();
}

std::vector<FindingCode> with_files(const std::function<void(VmsaFiles&)>& change) {
  LaunchConfig config = faultless();
  VmsaFiles files = good_files();
  change(files);
  config.vmsa = files;
  return findings_of(config);
}

void put(VmsaPage& page, std::size_t offset, std::uint64_t value) {
  store_le<std::uint64_t>(std::span(page).subspan(offset), value);
}

TEST(LaunchFindings, WhatADigestLeavesUncheckedIsSaid) {
  LaunchConfig config;
  config.known = KnownDigest{KnownDigest::Of::kFirmware, sha256(as_bytes("firmware"))};
  EXPECT_THAT(findings_of(config, false), UnorderedElementsAre(kFirmwareNotChecked));
  config.known->of = KnownDigest::Of::kLaunch;
  EXPECT_THAT(findings_of(config, false), UnorderedElementsAre(kLaunchNotChecked));
  EXPECT_THAT(findings_of(config, true), UnorderedElementsAre(kLaunchNotChecked));
  EXPECT_THAT(findings_of(faultless()), Not(Contains(kFirmwareNotChecked)));
}

TEST(LaunchFindings, NothingAboutAFaultlessLaunch) {
  EXPECT_THAT(findings_of(faultless()), IsEmpty());
  EXPECT_THAT(with_files([](VmsaFiles&) {}), IsEmpty());
  EXPECT_THAT(with_files([](VmsaFiles& files) {
                files.said_layout = VmsaLayout::kInit2;
                files.said_sev_features = 0x20;
              }),
              IsEmpty());
  LaunchConfig plain = faultless();
  plain.vmsa = std::monostate{};
  EXPECT_THAT(findings_of(plain, false), IsEmpty());
}

TEST(LaunchFindings, FirmwareWithoutTable) {
  LaunchConfig config = faultless();
  config.kernel.reset();
  config.vcpus = 1;
  config.firmware = test::FirmwareImage{.size = 512, .with_table = false}.build();
  EXPECT_THAT(findings_of(config), Contains(kFirmwareNoSevTable));
  config.vmsa = std::monostate{};
  EXPECT_THAT(findings_of(config, false), UnorderedElementsAre(kFirmwareNoSevTable));
}

TEST(LaunchFindings, FirmwareWithoutEsResetBlock) {
  LaunchConfig config = faultless();
  test::FirmwareImage image = test::full_image();
  image.entries.pop_back();
  config.firmware = image.build();
  config.vcpus = 1;
  EXPECT_THAT(findings_of(config), UnorderedElementsAre(kFirmwareNoEsResetBlock));
  config.vmsa = std::monostate{};
  EXPECT_THAT(findings_of(config, false), IsEmpty());
}

TEST(LaunchFindings, FirmwareWithoutHashArea) {
  const auto with_area = [](std::uint32_t base, std::uint32_t size) {
    test::FirmwareImage image = test::full_image();
    image.entries[2].data = test::u32s({base, size});
    return image.build();
  };
  LaunchConfig config = faultless();
  for (const auto& [base, size] : {std::pair{0U, 0x400U}, {0x810c00U, 0U}, {0x810c00U, 175U}}) {
    config.firmware = with_area(base, size);
    EXPECT_THAT(findings_of(config), UnorderedElementsAre(kFirmwareNoHashArea)) << size;
  }
  config.firmware = with_area(0x810c00, 176);
  EXPECT_THAT(findings_of(config), IsEmpty());
  // Without a kernel nobody needs the area.
  config.firmware = with_area(0, 0);
  config.kernel.reset();
  EXPECT_THAT(findings_of(config), IsEmpty());
}

TEST(LaunchFindings, CodeAndVarsImages) {
  test::FirmwareImage image = test::full_image();
  image.size = 0x8000;
  image.volume_guid = test::kFileVolumeGuid;
  image.volume_length = 0x4000;
  LaunchConfig config = faultless();
  config.firmware = image.build();
  EXPECT_THAT(findings_of(config), UnorderedElementsAre(kFirmwareCodeOnly, kFirmwareCodeUnknown));

  image.volume_guid = test::kVariableVolumeGuid;
  config.firmware = image.build();
  EXPECT_THAT(findings_of(config), IsEmpty());

  image.volume_length = image.size;
  image.with_table = false;
  config.firmware = image.build();
  config.vmsa = std::monostate{};
  config.kernel.reset();
  EXPECT_THAT(findings_of(config, false), Contains(kFirmwareVarsOnly));
  EXPECT_THAT(findings_of(config, false), Not(Contains(kFirmwareCodeOnly)));
}

TEST(LaunchFindings, EmptyInitrdAndCmdline) {
  LaunchConfig config = faultless();
  config.kernel->initrd = test::digest_of({});
  EXPECT_THAT(findings_of(config), UnorderedElementsAre(kInitrdEmpty));
  config = faultless();
  config.kernel->cmdline = "";
  EXPECT_THAT(findings_of(config), UnorderedElementsAre(kCmdlineEmpty));
  config.kernel->cmdline = " ";
  EXPECT_THAT(findings_of(config), IsEmpty());
  config.kernel.reset();
  EXPECT_THAT(findings_of(config), IsEmpty());
}

TEST(LaunchFindings, CpuStateThatIsNotMeasured) {
  EXPECT_THAT(findings_of(faultless(), false), UnorderedElementsAre(kCpuStateNotMeasured));
  LaunchConfig config = faultless();
  config.vmsa = good_files();
  EXPECT_THAT(findings_of(config, false), UnorderedElementsAre(kCpuStateNotMeasured));
}

TEST(LaunchFindings, StartAddresses) {
  constexpr std::size_t kRip = 0x178;
  EXPECT_THAT(with_files([](VmsaFiles& files) { put(files.cpu0, kRip, 0xfff1); }),
              UnorderedElementsAre(kVmsaCpu0Start));
  EXPECT_THAT(with_files([](VmsaFiles& files) { put(*files.cpu1, kRip, 0xb005); }),
              UnorderedElementsAre(kVmsaCpu1Start));
  EXPECT_THAT(with_files([](VmsaFiles& files) { std::swap(files.cpu0, *files.cpu1); }),
              UnorderedElementsAre(kVmsaCpu0Start, kVmsaCpu1Start));
}

// The start address is a sum of 64-bit values from a file: it may not pass by wrapping around.
TEST(LaunchFindings, StartAddressIsWhole) {
  EXPECT_THAT(with_files([](VmsaFiles& files) { put(files.cpu0, 0x18, 0x1ffff0000); }),
              UnorderedElementsAre(kVmsaCpu0Start));
}

TEST(LaunchFindings, UnusedSecondPage) {
  LaunchConfig config = faultless();
  config.vcpus = 1;
  config.vmsa = good_files();
  EXPECT_THAT(findings_of(config), UnorderedElementsAre(kVmsaCpu1Unused));
  config.vmsa = VmsaFiles{good_files().cpu0, {}, {}, {}};
  EXPECT_THAT(findings_of(config), IsEmpty());
}

TEST(LaunchFindings, ContradictingPages) {
  EXPECT_THAT(with_files([](VmsaFiles& files) { put(*files.cpu1, 0x310, 0xa00f10); }),
              UnorderedElementsAre(kVmsaSignature));
  EXPECT_THAT(with_files([](VmsaFiles& files) { put(*files.cpu1, 0x3b0, 0); }),
              UnorderedElementsAre(kVmsaSevFeatures));
  EXPECT_THAT(with_files([](VmsaFiles& files) {
                files.cpu1 = build_ap_vmsa({0xa00f11, VmsaLayout::kLegacy, 0x20}, 0x80b004);
              }),
              UnorderedElementsAre(kVmsaLayout));
}

TEST(LaunchFindings, PagesThatContradictWhatWasSaid) {
  EXPECT_THAT(with_files([](VmsaFiles& files) { files.said_layout = VmsaLayout::kLegacy; }),
              UnorderedElementsAre(kVmsaLayout));
  EXPECT_THAT(with_files([](VmsaFiles& files) { files.said_sev_features = 0; }),
              UnorderedElementsAre(kVmsaSevFeatures));
}

TEST(LaunchFindings, SnpPage) {
  EXPECT_THAT(with_files([](VmsaFiles& files) {
                put(files.cpu0, 0x3b0, 0x21);
                put(*files.cpu1, 0x3b0, 0x21);
              }),
              UnorderedElementsAre(kVmsaSnpActive));
}

std::vector<FindingCode> about_policy(std::uint32_t policy, ApiVersion api = {1, 55, 21}) {
  return codes_of(policy_findings({policy}, api));
}

TEST(PolicyFindings, EachBit) {
  EXPECT_THAT(about_policy(0xf), IsEmpty());
  EXPECT_THAT(about_policy(0x3f), IsEmpty());
  EXPECT_THAT(about_policy(0xe), UnorderedElementsAre(kPolicyDebugAllowed));
  EXPECT_THAT(about_policy(0xd), UnorderedElementsAre(kPolicyKeySharingAllowed));
  EXPECT_THAT(about_policy(0xb), UnorderedElementsAre(kPolicyNoEs));
  for (std::uint32_t bit = 6; bit < 16; ++bit) {
    EXPECT_THAT(about_policy(0xf | 1U << bit), UnorderedElementsAre(kPolicyReservedBits)) << bit;
  }
  EXPECT_THAT(about_policy(0x0), UnorderedElementsAre(kPolicyDebugAllowed, kPolicyKeySharingAllowed,
                                                      kPolicyNoEs, kPolicyMigrationAllowed));
}

// DOMAIN without SEV asks nothing of the receiver's platform.
TEST(PolicyFindings, MigrationNeedsNoSendOrSev) {
  EXPECT_THAT(about_policy(0x7), UnorderedElementsAre(kPolicyMigrationAllowed));
  EXPECT_THAT(about_policy(0x17), UnorderedElementsAre(kPolicyMigrationAllowed));
  EXPECT_THAT(about_policy(0x27), UnorderedElementsAre(kPolicyMigrationToSev));
  EXPECT_THAT(about_policy(0x37), UnorderedElementsAre(kPolicyMigrationToSev));
  EXPECT_THAT(about_policy(0xf), IsEmpty());
  EXPECT_THAT(about_policy(0x2f), IsEmpty());
}

TEST(PolicyFindings, MinimumApi) {
  const auto minimum = [](std::uint32_t major, std::uint32_t minor) {
    return 0xfU | major << 16 | minor << 24;
  };
  EXPECT_THAT(about_policy(minimum(1, 55)), IsEmpty());
  EXPECT_THAT(about_policy(minimum(0, 255)), IsEmpty());
  EXPECT_THAT(about_policy(minimum(1, 56)), UnorderedElementsAre(kPolicyApiTooOld));
  EXPECT_THAT(codes_of(policy_findings({minimum(1, 255)}, {})), IsEmpty());
  // No firmware has them: the two bytes were exchanged.
  EXPECT_THAT(about_policy(minimum(2, 0)),
              UnorderedElementsAre(kPolicyApiTooOld, kPolicyApiUnlikely));
  EXPECT_THAT(codes_of(policy_findings({minimum(23, 0)}, {})),
              UnorderedElementsAre(kPolicyApiUnlikely));
}

}  // namespace
}  // namespace sevproof
