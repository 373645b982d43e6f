// What a diagnosis finds where only a digest of the firmware, or of the launch, is given.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "found_changes.h"
#include "plain_launch.h"
#include "sev/keyed_message.h"
#include "test_bytes.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::candidate;
using test::correct_launch;
using test::Guest;
using test::hypotheses_of;
using test::MistakenLaunch;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

// The owner has nothing but the digest of what they want to be started.
Diagnosis diagnose_known(const MistakenLaunch& launch, KnownDigest::Of of, int calls = 70) {
  LaunchRequest request = launch.request();
  const auto whole = measure_launch(request.config, launch.owner.policy.es());
  EXPECT_TRUE(test::succeeds(whole));
  const Sha256Digest digest =
      of == KnownDigest::Of::kLaunch ? whole->launch_digest : sha256(launch.owner.firmware);
  request.config = {};
  request.config.known = KnownDigest{of, digest};
  const auto validation = validate(request);
  EXPECT_TRUE(test::succeeds(validation));
  EXPECT_FALSE(validation && validation->launch);
  const Tek tek(test::to_array<16>(launch.owner.tek));
  // Past the single changes; all of the search would take long.
  DiagnosisBudget budget;
  budget.go_on = [left = calls](const DiagnosisProgress&) mutable { return left-- > 0; };
  DiagnosisInput input{request, &tek, false, launch.candidates};
  if (launch.said) input.said = &*launch.said;
  return diagnose(input, budget);
}

Diagnosis by_launch_digest(const MistakenLaunch& launch) {
  return diagnose_known(launch, KnownDigest::Of::kLaunch);
}

Diagnosis by_firmware(const MistakenLaunch& launch) {
  return diagnose_known(launch, KnownDigest::Of::kFirmware);
}

TEST(DiagnosisByDigest, WhatTheHostReportsIsNamed) {
  for (const Guest guest : {Guest::kSev, Guest::kSevEs, Guest::kNoKernel}) {
    MistakenLaunch launch = correct_launch(guest);
    launch.host.api.minor = 58;
    EXPECT_THAT(hypotheses_of(by_launch_digest(launch)), ElementsAre(Hypothesis::kApiVersion));
    launch = correct_launch(guest);
    launch.host.policy.value ^= Policy::kNoSend;
    EXPECT_THAT(hypotheses_of(by_launch_digest(launch)), ElementsAre(Hypothesis::kPolicyFlags));
    launch = correct_launch(guest);
    launch.host.old_form = OldMessage::kBare;
    EXPECT_THAT(hypotheses_of(by_launch_digest(launch)), ElementsAre(Hypothesis::kMessageForm));
    launch = correct_launch(guest);
    launch.owner.tik.swap(launch.owner.tek);
    EXPECT_THAT(hypotheses_of(by_launch_digest(launch)), ElementsAre(Hypothesis::kKeysSwapped));
  }
}

// The digest is that of a guest with this bit, so the policy alone can be mistaken.
TEST(DiagnosisByDigest, TheEsBitAloneIsNamed) {
  MistakenLaunch launch = correct_launch(Guest::kSevEs);
  LaunchRequest request = launch.request();
  const auto whole = measure_launch(request.config, true);
  ASSERT_TRUE(test::succeeds(whole));
  request.config = {};
  request.config.known = KnownDigest{KnownDigest::Of::kLaunch, whole->launch_digest};
  request.policy.value ^= Policy::kEs;
  const Diagnosis diagnosis = diagnose({request, nullptr, false, {}}, {});
  EXPECT_THAT(hypotheses_of(diagnosis), ElementsAre(Hypothesis::kPolicyEs));
}

TEST(DiagnosisByDigest, OfALaunchDigestOnlyKeysAndHostAreRuledOut) {
  for (const Guest guest : {Guest::kSev, Guest::kSevEs}) {
    MistakenLaunch launch = correct_launch(guest);
    launch.host.firmware[0x2100] ^= 0xff;
    launch.candidates.push_back(candidate("other.fd", launch.host.firmware));
    launch.candidates.push_back(candidate("other-tik", Bytes(16, 0x42)));
    const Diagnosis diagnosis = by_launch_digest(launch);
    EXPECT_NE(diagnosis.outcome, DiagnosisOutcome::kExplained);
    EXPECT_THAT(diagnosis.excluded, Not(IsEmpty()));
    for (const Hypothesis hypothesis : diagnosis.excluded) {
      const HypothesisGroup group = hypothesis_info(hypothesis).group;
      EXPECT_TRUE(group == HypothesisGroup::kKeys || group == HypothesisGroup::kHost)
          << hypothesis_info(hypothesis).name;
      EXPECT_NE(hypothesis, Hypothesis::kPolicyEs);
    }
    EXPECT_THAT(diagnosis.also_tried, ElementsAre("other-tik"));
  }
}

TEST(DiagnosisByDigest, OfFirmwareByItsSha256NothingInItIsRuledOut) {
  MistakenLaunch launch = correct_launch(Guest::kNoKernel);
  launch.host.tik = Bytes(16, 0x42);
  const Diagnosis diagnosis = by_firmware(launch);
  EXPECT_NE(diagnosis.outcome, DiagnosisOutcome::kExplained);
  EXPECT_THAT(diagnosis.excluded, Not(IsEmpty()));
  for (const Hypothesis hypothesis : diagnosis.excluded) {
    const HypothesisGroup group = hypothesis_info(hypothesis).group;
    EXPECT_TRUE(group == HypothesisGroup::kKeys || group == HypothesisGroup::kHost)
        << hypothesis_info(hypothesis).name;
    EXPECT_NE(hypothesis, Hypothesis::kPolicyEs);
  }
}

TEST(DiagnosisByDigest, AnotherFirmwareIsNamed) {
  MistakenLaunch launch = correct_launch(Guest::kNoKernel);
  launch.host.firmware[0x2100] ^= 0xff;
  launch.candidates.push_back(candidate("other.fd", launch.host.firmware));
  const Diagnosis diagnosis = by_firmware(launch);
  EXPECT_THAT(hypotheses_of(diagnosis), ElementsAre(Hypothesis::kFirmwareCandidate));
  launch.host.tik = Bytes(16, 0x42);
  EXPECT_THAT(by_firmware(launch).excluded, Contains(Hypothesis::kFirmwareCandidate));
}

// A file with this SHA-256 is the firmware, and is as good as if it had been given.
TEST(DiagnosisByDigest, TheFirmwareIsTakenFromTheOtherFiles) {
  MistakenLaunch launch = correct_launch(Guest::kNoKernel);
  // CPUs of a guest that is SEV-ES after all come first.
  const auto found = [&] { return diagnose_known(launch, KnownDigest::Of::kFirmware, 1000); };
  launch.candidates.push_back(candidate("own.fd", launch.owner.firmware));
  launch.host.firmware = test::code_of(launch.owner.firmware);
  EXPECT_THAT(hypotheses_of(found()), ElementsAre(Hypothesis::kFirmwareCode));
  launch.host = correct_launch(Guest::kSev).host;
  launch.candidates.push_back(candidate("vmlinuz", launch.host.boot->kernel));
  launch.candidates.push_back(candidate("initrd", *launch.host.boot->initrd));
  launch.candidates.push_back(candidate("cmdline", test::bytes_of(launch.host.boot->cmdline)));
  EXPECT_THAT(hypotheses_of(found()), ElementsAre(Hypothesis::kKernelHashesOn));
}

// A kernel cannot be added to a digest, whoever names one.
TEST(DiagnosisByDigest, WhatADigestCannotTellIsNotRuledOut) {
  for (const auto of : {KnownDigest::Of::kFirmware, KnownDigest::Of::kLaunch}) {
    MistakenLaunch launch = correct_launch(Guest::kNoKernel);
    launch.host = correct_launch(Guest::kSevEs).host;
    launch.host.tik = Bytes(16, 0x42);
    launch.said = SaidLaunch();
    launch.said->policy = launch.host.policy;
    launch.said->vcpus = launch.host.vcpus;
    launch.said->boot = SaidBoot{true, true, launch.host.boot->cmdline};
    for (const auto& [name, bytes] :
         {std::pair("vmlinuz", launch.host.boot->kernel),
          std::pair("initrd", *launch.host.boot->initrd),
          std::pair("cmdline", test::bytes_of(launch.host.boot->cmdline))}) {
      launch.candidates.push_back(candidate(name, bytes));
    }
    const Diagnosis diagnosis = diagnose_known(launch, of);
    EXPECT_NE(diagnosis.outcome, DiagnosisOutcome::kExplained);
    EXPECT_THAT(diagnosis.excluded, Not(IsEmpty()));
    EXPECT_THAT(diagnosis.also_tried, IsEmpty());
    const bool is_launch = of == KnownDigest::Of::kLaunch;
    EXPECT_EQ(
        std::count(diagnosis.excluded.begin(), diagnosis.excluded.end(), Hypothesis::kSaidPolicy),
        is_launch ? 1 : 0);
    for (const Hypothesis hypothesis : diagnosis.excluded) {
      const HypothesisGroup group = hypothesis_info(hypothesis).group;
      EXPECT_TRUE(group == HypothesisGroup::kKeys || group == HypothesisGroup::kHost)
          << hypothesis_info(hypothesis).name;
    }
  }
}

// The policy that was said is tried whatever its ES bit is: the digest has the CPUs in it, if any.
TEST(DiagnosisByDigest, APolicyThatWasSaidMayBeOfAnotherKindOfGuest) {
  MistakenLaunch launch = correct_launch(Guest::kSev);
  launch.said = SaidLaunch();
  launch.said->policy = Policy{launch.owner.policy.value ^ 0x2c};
  LaunchRequest request = launch.request();
  request.config = {};
  request.config.known = KnownDigest{KnownDigest::Of::kLaunch, sha256({})};
  const MeasuredMessage message =
      build_measured_message(request.api, *launch.said->policy, sha256({}), request.reported.nonce);
  request.reported.measurement = compute_measurement(HmacSha256(launch.owner.tik), message);
  DiagnosisInput input{request, nullptr, false, {}};
  input.said = &*launch.said;
  EXPECT_THAT(hypotheses_of(diagnose(input, {})), ElementsAre(Hypothesis::kSaidPolicy));
}

TEST(DiagnosisByDigest, WhatIsLeftIsSaidOfTheDigest) {
  MistakenLaunch launch = correct_launch(Guest::kNoKernel);
  launch.host.tik = Bytes(16, 0x42);
  EXPECT_EQ(by_launch_digest(launch).basis, DiagnosisBasis::kLaunchDigest);
  EXPECT_EQ(by_firmware(launch).basis, DiagnosisBasis::kFirmwareDigest);
  EXPECT_EQ(launch.diagnose({}).basis, DiagnosisBasis::kFiles);
  std::set<std::string_view> causes;
  for (const auto basis :
       {DiagnosisBasis::kFiles, DiagnosisBasis::kFirmwareDigest, DiagnosisBasis::kLaunchDigest}) {
    for (const std::string_view cause : unexplained_causes(basis)) causes.insert(cause);
  }
  EXPECT_EQ(causes.size(), 7U);
}

}  // namespace
}  // namespace sevproof
