#include "sevproof/sev/validation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <type_traits>

#include "launch_vectors.h"
#include "test_bytes.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::fails;
using test::LaunchVector;
using test::succeeds;

static_assert(!std::is_default_constructible_v<ValidatedLaunch>);
static_assert(!std::is_constructible_v<ValidatedLaunch, Tik, Sha256Digest>);
static_assert(!std::is_copy_constructible_v<ValidatedLaunch>);

// The verdict, and a ValidatedLaunch exactly on a match.
Verdict verdict_of(const LaunchRequest& request) {
  const Result<Validation> validation = validate(request);
  EXPECT_TRUE(succeeds(validation));
  if (!validation) return Verdict::kMismatch;
  EXPECT_EQ(validation->launch.has_value(), validation->report.verdict == Verdict::kMatch);
  EXPECT_EQ(validation->report.verdict == Verdict::kMatch,
            validation->report.expected == request.reported.measurement);
  return validation->report.verdict;
}

TEST(Validation, VerdictNames) {
  EXPECT_EQ(verdict_name(Verdict::kMatch), "match");
  EXPECT_EQ(verdict_name(Verdict::kMismatch), "mismatch");
}

TEST(Validation, EveryVectorMatches) {
  for (const LaunchVector& vector : test::launch_vectors()) {
    SCOPED_TRACE(vector.name);
    const Result<Validation> validation = validate(vector.request());
    ASSERT_TRUE(succeeds(validation));
    EXPECT_EQ(validation->report.verdict, Verdict::kMatch);
    EXPECT_EQ(test::hex(validation->report.expected), vector.expect("measurement"));
    EXPECT_EQ(test::hex(validation->report.message), vector.expect("message"));
    EXPECT_EQ(test::hex(validation->report.launch.launch_digest), vector.expect("launchDigest"));
    ASSERT_TRUE(validation->launch);
    EXPECT_EQ(test::hex(validation->launch->measurement()), vector.expect("measurement"));
    EXPECT_TRUE(constant_time_equal(validation->launch->tik().bytes().view(), vector.tik));
  }
}

TEST(Validation, ReportHoldsTheRequest) {
  const LaunchVector vector = test::launch_vector(test::kSevVector);
  const Result<Validation> validation = validate(vector.request());
  ASSERT_TRUE(succeeds(validation));
  const Report& report = validation->report;
  EXPECT_EQ(report.policy.value, vector.policy.value);
  EXPECT_EQ(report.api.major, vector.api.major);
  EXPECT_EQ(report.api.minor, vector.api.minor);
  EXPECT_EQ(report.api.build, vector.api.build);
  EXPECT_EQ(report.reported.to_base64(), vector.expect("blob"));
  ASSERT_TRUE(report.launch.kernel);
  EXPECT_EQ(report.launch.kernel->cmdline, vector.config.kernel->cmdline);
}

using Change = void (*)(LaunchRequest&);

void change_firmware(LaunchRequest& request, const std::function<void(Bytes&)>& change) {
  const ByteView before = request.config.firmware.bytes();
  Bytes image(before.begin(), before.end());
  change(image);
  request.config.firmware = std::move(image);
}

// Every single input, changed by as little as possible.
TEST(Validation, AnyChangedInputIsAMismatch) {
  const std::pair<const char*, Change> changes[] = {
      {"firmware",
       [](LaunchRequest& r) { change_firmware(r, [](Bytes& image) { image.front() ^= 1; }); }},
      {"firmware's length",
       [](LaunchRequest& r) {
         change_firmware(r, [](Bytes& image) { image.insert(image.begin(), 0); });
       }},
      {"kernel", [](LaunchRequest& r) { r.config.kernel->kernel.sha256[31] ^= 1; }},
      {"initrd", [](LaunchRequest& r) { r.config.kernel->initrd->sha256[0] ^= 1; }},
      {"no initrd", [](LaunchRequest& r) { r.config.kernel->initrd.reset(); }},
      {"cmdline", [](LaunchRequest& r) { r.config.kernel->cmdline->push_back(' '); }},
      {"no cmdline", [](LaunchRequest& r) { r.config.kernel->cmdline.reset(); }},
      {"no kernel", [](LaunchRequest& r) { r.config.kernel.reset(); }},
      {"api major", [](LaunchRequest& r) { r.api.major ^= 1; }},
      {"api minor", [](LaunchRequest& r) { r.api.minor ^= 1; }},
      {"build", [](LaunchRequest& r) { r.api.build ^= 0x80; }},
      {"policy, lowest bit", [](LaunchRequest& r) { r.policy.value ^= 1; }},
      {"policy, highest bit", [](LaunchRequest& r) { r.policy.value ^= 0x80000000; }},
      {"nonce", [](LaunchRequest& r) { r.reported.nonce[15] ^= 1; }},
      {"measurement, first byte", [](LaunchRequest& r) { r.reported.measurement[0] ^= 0x80; }},
      {"measurement, last byte", [](LaunchRequest& r) { r.reported.measurement[31] ^= 1; }},
      {"tik",
       [](LaunchRequest& r) {
         Bytes key(r.tik.bytes().view().begin(), r.tik.bytes().view().end());
         key[7] ^= 1;
         r.tik = Tik(test::to_array<16>(key));
       }},
  };
  for (const auto& [what, change] : changes) {
    SCOPED_TRACE(what);
    LaunchRequest request = test::launch_vector(test::kSevVector).request();
    EXPECT_EQ(verdict_of(request), Verdict::kMatch);
    change(request);
    EXPECT_EQ(verdict_of(request), Verdict::kMismatch);
  }
}

TEST(Validation, AnyChangedCpuStateIsAMismatch) {
  const std::pair<const char*, Change> changes[] = {
      {"signature", [](LaunchRequest& r) { std::get<VmsaSpec>(r.config.vmsa).cpu_signature ^= 1; }},
      {"layout",
       [](LaunchRequest& r) { std::get<VmsaSpec>(r.config.vmsa).layout = VmsaLayout::kLegacy; }},
      {"features", [](LaunchRequest& r) { std::get<VmsaSpec>(r.config.vmsa).sev_features = 0x20; }},
      {"one CPU less", [](LaunchRequest& r) { r.config.vcpus = *r.config.vcpus - 1; }},
      {"one CPU more", [](LaunchRequest& r) { r.config.vcpus = *r.config.vcpus + 1; }},
      {"not SEV-ES", [](LaunchRequest& r) { r.policy.value &= ~Policy::kEs; }},
      {"kernel", [](LaunchRequest& r) { r.config.kernel = KernelBoot{}; }},
  };
  for (const auto& [what, change] : changes) {
    SCOPED_TRACE(what);
    LaunchRequest request = test::launch_vector(test::kEsVector).request();
    EXPECT_EQ(verdict_of(request), Verdict::kMatch);
    change(request);
    EXPECT_EQ(verdict_of(request), Verdict::kMismatch);
  }
}

// A thousand random flips in firmware, nonce and measurement; none of them may match.
TEST(Validation, RandomFlipsNeverMatch) {
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same flips on every run
  const LaunchVector vector = test::launch_vector("sev, no table");
  const auto flip = [&](std::span<std::uint8_t> bytes) {
    const std::size_t at = random() % bytes.size();
    bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ 1U << random() % 8);
  };
  for (int round = 0; round < 1000; ++round) {
    LaunchRequest request = vector.request();
    switch (random() % 3) {
      case 0:
        change_firmware(request, flip);
        break;
      case 1:
        flip(request.reported.nonce);
        break;
      default:
        flip(request.reported.measurement);
        break;
    }
    ASSERT_EQ(verdict_of(request), Verdict::kMismatch) << round;
  }
}

// Zeros, or the launch digest itself, are no measurement.
TEST(Validation, NoShortcutMatches) {
  LaunchRequest request = test::launch_vector(test::kSevVector).request();
  request.reported.measurement.fill(0);
  EXPECT_EQ(verdict_of(request), Verdict::kMismatch);
  const Result<Validation> validation = validate(request);
  ASSERT_TRUE(succeeds(validation));
  request.reported.measurement = validation->report.launch.launch_digest;
  EXPECT_EQ(verdict_of(request), Verdict::kMismatch);
}

TEST(Validation, FailsAsMeasuringDoes) {
  LaunchRequest request = test::launch_vector(test::kEsVector).request();
  request.config.vcpus.reset();
  EXPECT_TRUE(fails(validate(request), ErrorKind::kIncomplete));
  request.config.vcpus = 4097;
  EXPECT_TRUE(fails(validate(request), ErrorKind::kInvalid));
  request.config.vcpus = 1;
  request.config.firmware = {};
  EXPECT_TRUE(fails(validate(request), ErrorKind::kIncomplete));
}

// The key of a launch without session data, which everybody knows: nothing under it is a match.
TEST(Validation, AZeroKeyIsRefused) {
  LaunchRequest request = test::launch_vector(test::kSevVector).request();
  request.tik = Tik(test::to_array<16>(Bytes(16, 0)));
  const auto launch = measure_launch(request.config, request.policy.es());
  ASSERT_TRUE(succeeds(launch));
  request.reported.measurement = compute_measurement(
      request.tik, build_measured_message(request.api, request.policy, launch->launch_digest,
                                          request.reported.nonce));
  EXPECT_TRUE(fails(validate(request), ErrorKind::kInvalid, {"zero bytes"}));
}

TEST(Validation, FindingsDoNotDecide) {
  LaunchRequest request = test::launch_vector("sev, all policy bits").request();
  const Result<Validation> validation = validate(request);
  ASSERT_TRUE(succeeds(validation));
  EXPECT_EQ(validation->report.verdict, Verdict::kMatch);
  std::vector<FindingCode> codes;
  for (const Finding& finding : validation->report.findings) codes.push_back(finding.code);
  EXPECT_THAT(codes, ::testing::Contains(FindingCode::kPolicyReservedBits));
}

}  // namespace
}  // namespace sevproof
