// What the host's side says is tried first, and told in its words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <set>

#include "found_changes.h"
#include "known_sessions.h"
#include "launch_vectors.h"
#include "mistakes.h"

namespace sevproof {
namespace {

using test::correct_launch;
using test::Guest;
using test::hypotheses_of;
using test::MistakenLaunch;
using test::sentences_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

// Of what takes long, less is tried there.
#if defined(__EMSCRIPTEN__) || defined(__SANITIZE_ADDRESS__)
constexpr bool kIsSlow = true;
#else
constexpr bool kIsSlow = false;
#endif

constexpr std::uint32_t kQemu64 = 0x60fb1;

DiagnosisBudget steps(int count) {
  DiagnosisBudget budget;
  budget.go_on = [left = count](const DiagnosisProgress&) mutable { return left-- > 0; };
  return budget;
}

// A domain that says all otherwise, and was started so.
MistakenLaunch all_otherwise() {
  MistakenLaunch launch = correct_launch(Guest::kSevEs);
  launch.host.policy.value |= Policy::kNoSend | Policy::kDomain | Policy::kSev;
  launch.host.boot->cmdline = "root=/dev/vdb selinux=0 console=ttyS0";
  launch.host.boot->initrd.reset();
  launch.host.vcpus = 6;
  std::get<VmsaSpec>(launch.host.vmsa).cpu_signature = kQemu64;
  launch.owner.api = {0, 24, 15};
  SaidLaunch said;
  said.policy = launch.host.policy;
  said.vcpus = 6;
  said.cpu_signature = kQemu64;
  said.default_cpu = true;
  said.boot = SaidBoot{true, false, launch.host.boot->cmdline};
  said.reported_api = launch.host.api;
  launch.said = said;
  return launch;
}

// Before anything else: a few steps are enough.
TEST(DiagnosisSaid, AllOfItAtOnce) {
  const Diagnosis diagnosis = all_otherwise().diagnose(steps(60));
  EXPECT_THAT(
      sentences_of(diagnosis),
      ElementsAre(
          "The host's SEV firmware has API 1.55 build 21, as the host itself reports; you gave "
          "0.24 build 15",
          "The guest was started with policy 0x3f (NODBG NOKS ES NOSEND DOMAIN SEV), as the "
          "domain XML says; you gave 0x7 (NODBG NOKS ES)",
          "The guest was started without an initrd, as the domain XML says, but you gave one",
          "The command line that was used is the one in the domain XML: 'root=/dev/vdb selinux=0 "
          "console=ttyS0'; yours lacks 'root=/dev/vdb', 'selinux=0' and has 'quiet', "
          "'root=/dev/vda1'",
          "The host started 6 vCPUs, as the domain XML says; you gave 4",
          "The guest's CPU is family 15, model 107, stepping 1 (qemu64), QEMU's default, as the "
          "domain XML names no other model; you gave family 25, model 1, stepping 1 "
          "(EPYC-Milan)"));
}

// Every subset of it, the empty one aside.
TEST(DiagnosisSaid, AnyPartOfIt) {
  for (unsigned parts = 1; parts < 64; ++parts) {
    MistakenLaunch launch = all_otherwise();
    const auto undo = [&](unsigned part, auto change) {
      if ((parts >> part & 1) == 0) change();
    };
    undo(0, [&] { launch.host.policy = launch.owner.policy; });
    undo(1, [&] { launch.owner.api = launch.host.api; });
    undo(2, [&] { launch.host.boot->cmdline = launch.owner.boot->cmdline; });
    undo(3, [&] { launch.host.boot->initrd = launch.owner.boot->initrd; });
    undo(4, [&] { launch.host.vcpus = launch.owner.vcpus; });
    undo(5, [&] {
      std::get<VmsaSpec>(launch.host.vmsa).cpu_signature =
          std::get<VmsaSpec>(launch.owner.vmsa).cpu_signature;
    });
    const Diagnosis diagnosis = launch.diagnose(steps(60));
    EXPECT_EQ(hypotheses_of(diagnosis).size(), static_cast<std::size_t>(std::popcount(parts)))
        << parts;
    for (const DiagnosisChange& change : diagnosis.changes) {
      EXPECT_TRUE(hypothesis_info(change.hypothesis).name.starts_with("said-")) << parts;
    }
  }
}

// All of it, and one more mistake.
TEST(DiagnosisSaid, WithOneMoreMistake) {
  int applied = 0;
  for (const test::Mistake& mistake : test::mistakes()) {
    const std::set<std::string> names = {"keys swapped",
                                         "nonce first",
                                         "kernel among the candidates",
                                         "legacy layout given",
                                         "an unusual feature started",
                                         "the boot CPU's reset address",
                                         "code part only",
                                         "firmware among the candidates"};
    MistakenLaunch launch = all_otherwise();
    if (!names.contains(mistake.name) || !mistake.apply(launch)) continue;
    ++applied;
    const Diagnosis diagnosis = launch.diagnose();
    EXPECT_EQ(diagnosis.changes.size(), 7U) << mistake.name;
    EXPECT_THAT(hypotheses_of(diagnosis), ::testing::Contains(mistake.hypothesis)) << mistake.name;
  }
  EXPECT_EQ(applied, 8);
}

// What only files and other values explain beside it.
TEST(DiagnosisSaid, WithOtherCpusAtOnce) {
  MistakenLaunch launch = correct_launch(Guest::kSevEs);
  launch.host.boot->cmdline = "root=/dev/vdb";
  launch.said = SaidLaunch();
  launch.said->boot = SaidBoot{true, true, "root=/dev/vdb"};
  launch.host.vcpus = 3;
  auto& spec = std::get<VmsaSpec>(launch.host.vmsa);
  spec = test::spec_of("EPYC-Rome");
  spec.layout = VmsaLayout::kLegacy;
  EXPECT_THAT(hypotheses_of(launch.diagnose()),
              ElementsAre(Hypothesis::kSaidCmdline, Hypothesis::kVcpus, Hypothesis::kCpuModel,
                          Hypothesis::kVmsaLayout));
}

TEST(DiagnosisSaid, AModelThatNoListHasWithAnyNumberAndLayout) {
  MistakenLaunch launch = correct_launch(Guest::kSevEs);
  auto& spec = std::get<VmsaSpec>(launch.host.vmsa);
  spec = {0x600f12, VmsaLayout::kLegacy, kSevFeatureDebugSwap};
  launch.host.vcpus = 9;
  launch.said = SaidLaunch();
  launch.said->cpu_signature = spec.cpu_signature;
  EXPECT_THAT(hypotheses_of(launch.diagnose()),
              ElementsAre(Hypothesis::kVcpus, Hypothesis::kSaidCpu, Hypothesis::kVmsaLayout,
                          Hypothesis::kSevFeatures));
}

// The domain's kernel is among the candidates, its command line in its XML, and none is given.
TEST(DiagnosisSaid, TheCommandLineOfAKernelThatWasNotGiven) {
  MistakenLaunch launch = correct_launch(Guest::kNoKernel);
  launch.host.boot = test::PlainBoot{test::kernel_file(9), test::initrd_file(9), "a=1 b=2"};
  launch.candidates.push_back(test::candidate("vmlinuz", launch.host.boot->kernel));
  launch.candidates.push_back(test::candidate("initrd.img", *launch.host.boot->initrd));
  launch.said = SaidLaunch();
  launch.said->boot = SaidBoot{true, true, "a=1 b=2"};
  EXPECT_THAT(sentences_of(launch.diagnose()),
              ElementsAre("The host measured kernel 'vmlinuz', initrd 'initrd.img' and the command "
                          "line in the domain XML: 'a=1 b=2', but you gave no kernel"));
}

// A domain with this command line, and a guest that was started with that one.
std::vector<std::string> explained_line(const std::string& said, const std::string& started) {
  MistakenLaunch launch = correct_launch(Guest::kSevEs);
  launch.host.boot->cmdline = started;
  launch.said = SaidLaunch();
  launch.said->boot = SaidBoot{true, true, said};
  return sentences_of(launch.diagnose(steps(60)));
}

// libvirt starts &#13; as a carriage return, but writes it as what is read as a newline.
TEST(DiagnosisSaid, ACarriageReturnThatTheXmlDoesNotShow) {
  EXPECT_THAT(explained_line("a=1\nb", "a=1\rb"),
              ElementsAre("The command line that was used is the one in the domain XML, but with "
                          "carriage returns where it shows newlines: 'a=1\\x0db'; yours lacks "
                          "'a=1', 'b' and has 'console=ttyS0', 'quiet', 'root=/dev/vda1'"));
  EXPECT_THAT(explained_line("a=1\nb", "a=1\r\nb"),
              ElementsAre(::testing::HasSubstr(
                  "with carriage returns and newlines where it shows newlines: 'a=1\\x0d\\x0ab'")));
}

TEST(DiagnosisSaid, ACarriageReturnThatLibvirtReadAgain) {
  EXPECT_THAT(explained_line("a=1\rb", "a=1\nb"),
              ElementsAre(::testing::HasSubstr(
                  "with newlines where it names carriage returns: 'a=1\\x0ab'")));
}

TEST(DiagnosisSaid, WordsOfALiveDomain) {
  MistakenLaunch launch = correct_launch(Guest::kSevEs);
  launch.host.vcpus = 8;
  launch.host.policy.value |= Policy::kNoSend;
  launch.said = SaidLaunch();
  launch.said->source = HostSource::kLive;
  launch.said->vcpus = 8;
  launch.said->policy = launch.owner.policy;
  launch.said->reported_policy = launch.host.policy;
  const Diagnosis diagnosis = launch.diagnose(steps(60));
  EXPECT_THAT(sentences_of(diagnosis),
              ElementsAre("The guest was started with policy 0xf (NODBG NOKS ES NOSEND), as the "
                          "host reports; you gave 0x7 (NODBG NOKS ES)",
                          "The host started 8 vCPUs, as the live domain says; you gave 4"));
}

TEST(DiagnosisSaid, WhatIsAsGivenIsNotSpokenOf) {
  MistakenLaunch launch = correct_launch(Guest::kSevEs);
  launch.said = SaidLaunch();
  launch.said->policy = launch.owner.policy;
  launch.said->reported_policy = launch.owner.policy;
  launch.said->reported_api = launch.owner.api;
  launch.said->vcpus = launch.owner.vcpus;
  launch.said->cpu_signature = std::get<VmsaSpec>(launch.owner.vmsa).cpu_signature;
  launch.said->boot = SaidBoot{true, true, launch.owner.boot->cmdline};
  launch.host.vcpus = 8;
  const Diagnosis diagnosis = launch.diagnose();
  EXPECT_THAT(hypotheses_of(diagnosis), ElementsAre(Hypothesis::kVcpus));
  launch.said.reset();
  EXPECT_EQ(launch.diagnose().progress.total, diagnosis.progress.total);
}

TEST(DiagnosisSaid, InVainItIsRuledOut) {
  MistakenLaunch launch = all_otherwise();
  launch.host.tik.assign(16, 0xee);
  const Diagnosis diagnosis = launch.diagnose(steps(40000));
  ASSERT_NE(diagnosis.outcome, DiagnosisOutcome::kExplained);
  using enum Hypothesis;
  for (const Hypothesis said :
       {kSaidPolicy, kSaidApi, kSaidCmdline, kSaidNoInitrd, kSaidVcpus, kSaidCpu}) {
    EXPECT_THAT(diagnosis.excluded, ::testing::Contains(said)) << hypothesis_info(said).name;
  }
  EXPECT_THAT(diagnosis.excluded, Not(::testing::Contains(kSaidKernelHashesOff)));
}

// A command line that was said is not told as one that has more or less than the given one.
TEST(DiagnosisSaid, ACommandLineThatIsAlsoAUsualMistake) {
  for (const auto& [line, words] : std::vector<std::pair<std::string, std::string>>{
           {" ", "yours has the same words in another order or with other white space"},
           {" single", "yours lacks 'single'"}}) {
    MistakenLaunch launch = correct_launch(Guest::kSev);
    launch.host.boot->cmdline += line;
    launch.said = SaidLaunch();
    launch.said->boot = SaidBoot{true, true, launch.host.boot->cmdline};
    EXPECT_THAT(sentences_of(launch.diagnose()),
                ElementsAre("The command line that was used is the one in the domain XML: '" +
                            launch.host.boot->cmdline + "'; " + words));
  }
}

// The owner's image without its variable store, cut, or filled up; and all of the CPUs otherwise.
TEST(DiagnosisProducts, CutFirmwareWithOtherCpus) {
  const Bytes image = test::combined_image();
  const std::vector<std::pair<Hypothesis, Bytes>> images = {
      {Hypothesis::kFirmwareCode, test::code_of(image)},
      {Hypothesis::kFirmwarePadded, test::joined(Bytes(test::kVolume, 0xff), image)},
      {Hypothesis::kFirmwareTrimmed,
       Bytes(image.begin(), image.begin() + static_cast<std::ptrdiff_t>(2 * test::kVolume))}};
  for (const auto& [hypothesis, firmware] : images) {
    if (kIsSlow && hypothesis != Hypothesis::kFirmwareCode) continue;
    MistakenLaunch launch = correct_launch(Guest::kSevEs);
    launch.host.firmware = firmware;
    launch.host.vcpus = 7;
    auto& spec = std::get<VmsaSpec>(launch.host.vmsa);
    spec = test::spec_of("EPYC-Rome");
    spec.layout = VmsaLayout::kLegacy;
    EXPECT_THAT(hypotheses_of(launch.diagnose()),
                ElementsAre(hypothesis, Hypothesis::kVcpus, Hypothesis::kCpuModel,
                            Hypothesis::kVmsaLayout));
  }
}

TEST(DiagnosisProducts, CutFirmwareWithCandidates) {
  MistakenLaunch launch = correct_launch(Guest::kSev);
  launch.host.firmware = test::code_of(launch.owner.firmware);
  launch.host.boot = test::PlainBoot{test::kernel_file(9), test::initrd_file(9), "single"};
  launch.host.tik.assign(16, 9);
  launch.candidates.push_back(test::candidate("vmlinuz", launch.host.boot->kernel));
  launch.candidates.push_back(test::candidate("initrd.img", *launch.host.boot->initrd));
  launch.candidates.push_back(test::candidate("cmdline", test::bytes_of("single\n")));
  launch.candidates.push_back(test::candidate("tik", launch.host.tik));
  EXPECT_THAT(hypotheses_of(launch.diagnose()),
              ElementsAre(Hypothesis::kKeyCandidate, Hypothesis::kFirmwareCode,
                          Hypothesis::kKernelCandidate, Hypothesis::kInitrdCandidate,
                          Hypothesis::kCmdlineCandidate));
}

// Nobody can search for the key of another session; the domain's own session tells that it is one.
TEST(DiagnosisSaid, SessionOfAnotherKeyIsAReason) {
  LaunchRequest request = test::launch_vector(test::kSevVector).request();
  request.reported.measurement[0] ^= 1;
  const test::Json known = test::known_session("ordinary");
  SaidLaunch said;
  said.session = *parse_session(test::bytes_in(known, "session"));
  DiagnosisInput input{request, nullptr, false, {}};
  input.said = &said;
  EXPECT_THAT(DiagnosisSearch(input).result().session_cause,
              testing::HasSubstr("was not made with this TIK"));
  // Whatever its policy is: that is another mistake, which the search finds.
  request.tik = test::tik_of(known);
  EXPECT_THAT(DiagnosisSearch(input).result().session_cause, IsEmpty());
  input.said = nullptr;
  EXPECT_THAT(DiagnosisSearch(input).result().session_cause, IsEmpty());
}

}  // namespace
}  // namespace sevproof
