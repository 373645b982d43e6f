#include "sevproof/sev/launch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "firmware_image.h"
#include "launch_vectors.h"
#include "test_bytes.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using test::LaunchVector;
using test::succeeds;

TEST(Launch, AgreesWithEveryVector) {
  ASSERT_EQ(test::launch_vectors().size(), 14U);
  for (const LaunchVector& vector : test::launch_vectors()) {
    SCOPED_TRACE(vector.name);
    const Result<MeasuredLaunch> launch = measure_launch(vector.config, vector.policy.es());
    ASSERT_TRUE(succeeds(launch));
    EXPECT_EQ(test::hex(launch->launch_digest), vector.expect("launchDigest"));
    EXPECT_EQ(test::hex(*launch->firmware_sha256), vector.expect("firmwareSha256"));
    EXPECT_EQ(launch->firmware->size, vector.config.firmware.bytes().size());
    EXPECT_EQ(launch->kernel_hashes_table ? test::hex(*launch->kernel_hashes_table) : "",
              vector.expect("kernelHashesTable"));
    ASSERT_EQ(launch->cpus.has_value(), vector.policy.es());
    if (!launch->cpus) continue;
    EXPECT_EQ(launch->cpus->vcpus, vector.config.vcpus);
    EXPECT_FALSE(launch->cpus->from_files);
    EXPECT_EQ(test::hex(sha256(launch->cpus->cpu0)), vector.expect("cpu0Sha256"));
    EXPECT_EQ(launch->cpus->cpu1 ? test::hex(sha256(*launch->cpus->cpu1)) : "",
              vector.expect("cpuNSha256"));
  }
}

// The same pages from files give the same launch digest.
TEST(Launch, PagesFromFiles) {
  LaunchVector vector = test::launch_vector(test::kEsVector);
  const Result<MeasuredLaunch> built = measure_launch(vector.config, true);
  ASSERT_TRUE(succeeds(built));
  vector.config.vmsa = VmsaFiles{built->cpus->cpu0, built->cpus->cpu1, {}, {}};
  const Result<MeasuredLaunch> from_files = measure_launch(vector.config, true);
  ASSERT_TRUE(succeeds(from_files));
  EXPECT_TRUE(from_files->cpus->from_files);
  EXPECT_EQ(from_files->launch_digest, built->launch_digest);
}

// A second page is only measured for a second CPU.
TEST(Launch, OneCpuFromFiles) {
  LaunchVector vector = test::launch_vector(test::kEsVector);
  vector.config.vcpus = 1;
  const Result<MeasuredLaunch> built = measure_launch(vector.config, true);
  ASSERT_TRUE(succeeds(built));
  VmsaPage other{};
  other.fill(0x77);
  for (const std::optional<VmsaPage>& cpu1 : {std::optional<VmsaPage>(), std::optional(other)}) {
    vector.config.vmsa = VmsaFiles{built->cpus->cpu0, cpu1, {}, {}};
    const Result<MeasuredLaunch> launch = measure_launch(vector.config, true);
    ASSERT_TRUE(succeeds(launch));
    EXPECT_EQ(launch->launch_digest, built->launch_digest);
    EXPECT_FALSE(launch->cpus->cpu1);
  }
}

TEST(Launch, CpuStateCountsForSevEsOnly) {
  LaunchVector vector = test::launch_vector(test::kEsVector);
  const Result<MeasuredLaunch> plain = measure_launch(vector.config, false);
  ASSERT_TRUE(succeeds(plain));
  EXPECT_FALSE(plain->cpus);
  EXPECT_EQ(plain->launch_digest, sha256(vector.config.firmware.bytes()));
  vector.config.vcpus.reset();
  vector.config.vmsa = std::monostate{};
  const Result<MeasuredLaunch> bare = measure_launch(vector.config, false);
  ASSERT_TRUE(succeeds(bare));
  EXPECT_EQ(bare->launch_digest, plain->launch_digest);
}

TEST(Launch, AbsentInitrdAndCmdlineHashAsEmpty) {
  LaunchVector vector = test::launch_vector("sev, kernel");
  const Result<MeasuredLaunch> absent = measure_launch(vector.config, false);
  vector.config.kernel->initrd = test::digest_of({});
  vector.config.kernel->cmdline = "";
  const Result<MeasuredLaunch> empty = measure_launch(vector.config, false);
  ASSERT_TRUE(succeeds(absent));
  ASSERT_TRUE(succeeds(empty));
  EXPECT_EQ(absent->launch_digest, empty->launch_digest);
  vector.config.kernel->cmdline = " ";
  EXPECT_NE(measure_launch(vector.config, false)->launch_digest, absent->launch_digest);
}

TEST(Launch, SevEsNeedsCpus) {
  LaunchVector vector = test::launch_vector(test::kEsVector);
  LaunchConfig config = vector.config;
  config.vcpus.reset();
  EXPECT_TRUE(fails(measure_launch(config, true), ErrorKind::kIncomplete));
  config = vector.config;
  config.vmsa = std::monostate{};
  EXPECT_TRUE(fails(measure_launch(config, true), ErrorKind::kIncomplete));
  config.vmsa = VmsaFiles{};
  EXPECT_TRUE(fails(measure_launch(config, true), ErrorKind::kIncomplete));
  config.vcpus = 1;
  EXPECT_TRUE(succeeds(measure_launch(config, true)));
}

TEST(Launch, CpuCountsAtTheEdges) {
  LaunchConfig config = test::launch_vector(test::kEsVector).config;
  for (const std::uint32_t vcpus : {0U, 4097U, 0x7fffffffU, 0xffffffffU}) {
    config.vcpus = vcpus;
    EXPECT_TRUE(fails(measure_launch(config, true), ErrorKind::kInvalid, {"4096"})) << vcpus;
  }
  for (const std::uint32_t vcpus : {1U, 2U, 4096U}) {
    config.vcpus = vcpus;
    EXPECT_TRUE(succeeds(measure_launch(config, true))) << vcpus;
  }
}

TEST(Launch, ApsNeedAResetAddress) {
  LaunchConfig config = test::launch_vector(test::kEsVector).config;
  config.firmware = test::FirmwareImage{.size = 512, .with_table = false}.build();
  config.vcpus = 1;
  EXPECT_TRUE(succeeds(measure_launch(config, true)));
  config.vcpus = 2;
  EXPECT_TRUE(fails(measure_launch(config, true), ErrorKind::kInvalid));
  // A table without the block is no better.
  config.firmware = test::FirmwareImage{.size = 512}.build();
  EXPECT_TRUE(fails(measure_launch(config, true), ErrorKind::kInvalid));
  // Files need no reset address.
  config.vmsa = VmsaFiles{VmsaPage{}, VmsaPage{}, {}, {}};
  EXPECT_TRUE(succeeds(measure_launch(config, true)));
}

TEST(Launch, BrokenFirmwareIsRefused) {
  LaunchConfig config = test::launch_vector(test::kSevVector).config;
  test::FirmwareImage image = test::full_image();
  image.entries[0].length = std::uint16_t{17};
  config.firmware = image.build();
  EXPECT_TRUE(fails(measure_launch(config, false), ErrorKind::kInvalid));
  config.firmware = {};
  EXPECT_TRUE(fails(measure_launch(config, false), ErrorKind::kIncomplete, {"firmware"}));
}

// Whoever has looked into the firmware before need not wait for it again.
TEST(Launch, KnownFirmwareCodeIsTaken) {
  LaunchConfig config = test::launch_vector(test::kSevVector).config;
  config.firmware_code = FirmwareCode{CodePresence::kAbsent, CodePresence::kPresent, true, "known"};
  const auto launch = measure_launch(config, false);
  ASSERT_TRUE(succeeds(launch));
  ASSERT_TRUE(launch->firmware->code);
  EXPECT_EQ(launch->firmware->code->problem, "known");
}

// AMD SEV API specification, LAUNCH_MEASURE: a digest over the firmware alone is the launch digest.
TEST(Launch, FirmwareByItsSha256) {
  LaunchVector vector = test::launch_vector(test::kEsVector);
  LaunchConfig whole;
  whole.firmware = vector.config.firmware;
  LaunchConfig known;
  known.known = KnownDigest{KnownDigest::Of::kFirmware, whole.firmware.hash().finish()};
  const auto launch = measure_launch(known, false);
  ASSERT_TRUE(succeeds(launch));
  EXPECT_EQ(launch->launch_digest, measure_launch(whole, false)->launch_digest);
  EXPECT_EQ(launch->firmware_sha256, known.known->sha256);
  EXPECT_FALSE(launch->firmware);
}

// No finished SHA-256 can be continued, so that nothing is computed from it.
TEST(Launch, FirmwareByItsSha256IsNotEnoughForMore) {
  LaunchVector vector = test::launch_vector(test::kEsVector);
  LaunchConfig known;
  known.known = KnownDigest{KnownDigest::Of::kFirmware, vector.config.firmware.hash().finish()};
  EXPECT_TRUE(fails(measure_launch(known, true), ErrorKind::kIncomplete, {"SEV-ES", "firmware"}));
  known.vcpus = 1;
  known.vmsa = VmsaSpec{0xa00f11, VmsaLayout::kLegacy, 0};
  EXPECT_TRUE(fails(measure_launch(known, true), ErrorKind::kIncomplete, {"SEV-ES", "firmware"}));
  ASSERT_TRUE(succeeds(measure_launch(known, false)));
  EXPECT_EQ(measure_launch(known, false)->vcpus, 1U);
  known.kernel = KernelBoot{};
  EXPECT_TRUE(fails(measure_launch(known, false), ErrorKind::kInvalid, {"SHA-256", "kernel"}));
  known.kernel.reset();
  known.firmware = vector.config.firmware;
  EXPECT_TRUE(fails(measure_launch(known, false), ErrorKind::kInvalid, {"SHA-256", "excludes"}));
}

TEST(Launch, LaunchDigestAlone) {
  LaunchVector vector = test::launch_vector(test::kEsVector);
  const auto whole = measure_launch(vector.config, true);
  ASSERT_TRUE(succeeds(whole));
  for (const bool es : {false, true}) {
    LaunchConfig known;
    known.known = KnownDigest{KnownDigest::Of::kLaunch, whole->launch_digest};
    const auto launch = measure_launch(known, es);
    ASSERT_TRUE(succeeds(launch));
    EXPECT_EQ(launch->launch_digest, whole->launch_digest);
    EXPECT_EQ(launch->es, es);
    EXPECT_FALSE(launch->firmware || launch->firmware_sha256 || launch->cpus);
  }
}

TEST(Launch, LaunchDigestExcludesWhatItCovers) {
  const LaunchVector vector = test::launch_vector(test::kEsVector);
  const auto with = [&](const std::function<void(LaunchConfig&)>& change) {
    LaunchConfig known;
    known.known = KnownDigest{KnownDigest::Of::kLaunch, sha256({})};
    change(known);
    return measure_launch(known, true);
  };
  EXPECT_TRUE(succeeds(with([](LaunchConfig&) {})));
  for (const std::function<void(LaunchConfig&)>& change :
       std::initializer_list<std::function<void(LaunchConfig&)>>{
           [&](LaunchConfig& config) { config.firmware = vector.config.firmware; },
           [](LaunchConfig& config) { config.kernel = KernelBoot{}; },
           [](LaunchConfig& config) { config.vcpus = 1; },
           [](LaunchConfig& config) { config.vmsa = VmsaSpec{}; },
           [](LaunchConfig& config) { config.vmsa = VmsaFiles{}; }}) {
    EXPECT_TRUE(fails(with(change), ErrorKind::kInvalid));
  }
}

// FIPS 180-4: the digest of no bytes, in both cases of letters.
TEST(Launch, KnownDigestIsReadFromText) {
  using enum KnownDigest::Of;
  constexpr std::string_view kEmpty =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  std::string upper(kEmpty);
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  for (const std::string_view text : {kEmpty, std::string_view(upper)}) {
    const auto digest = parse_known_digest(kFirmware, "digest", text);
    ASSERT_TRUE(digest);
    EXPECT_EQ(digest->sha256, sha256({}));
  }
  for (const std::string& text :
       {std::string(), std::string(kEmpty.substr(1)), std::string(kEmpty) + "0",
        " " + std::string(kEmpty.substr(1)), "0x" + std::string(kEmpty),
        "g" + std::string(kEmpty.substr(1)), "sha256:" + std::string(kEmpty),
        std::string("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
        std::string(kEmpty) + "  fw.fd", std::string(96, 'a')}) {
    const auto digest = parse_known_digest(kFirmware, "digest", text);
    ASSERT_FALSE(digest) << text;
    EXPECT_EQ(digest.error().kind, ErrorKind::kInvalid);
  }
  const auto hint = [](KnownDigest::Of of, std::size_t digits) {
    return parse_known_digest(of, "digest", std::string(digits, 'a')).error().hint;
  };
  EXPECT_THAT(hint(kFirmware, 96), ::testing::HasSubstr("SEV-SNP"));
  // No SHA-384, although hex, nor although as long.
  EXPECT_THAT(hint(kFirmware, 62), ::testing::HasSubstr("`sha256sum FILE`"));
  EXPECT_THAT(parse_known_digest(kFirmware, "digest", std::string(96, 'g')).error().hint,
              ::testing::HasSubstr("`sha256sum FILE`"));
  EXPECT_THAT(hint(kFirmware, 3), ::testing::HasSubstr("`sha256sum FILE`"));
  EXPECT_THAT(hint(kLaunch, 3), ::testing::HasSubstr("`sevproof measure`"));
}

}  // namespace
}  // namespace sevproof
