#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <thread>
#include <type_traits>

#include "firmware_image.h"
#include "found_changes.h"
#include "mistakes.h"
#include "report_changes.h"
#include "sev/diagnosis/space.h"
#include "sevproof/diagnosis_search.h"
#include "sevproof/formats/cpu.h"
#include "test_errors.h"

namespace sevproof {
namespace {

using test::correct_launch;
using test::Guest;
using test::hypotheses_of;
using test::Mistake;
using test::MistakenLaunch;
using test::mistakes;
using test::sentences_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;
using ::testing::UnorderedElementsAreArray;

static_assert(!std::is_constructible_v<ValidatedLaunch, Diagnosis>);
static_assert(!std::is_constructible_v<ValidatedLaunch, DiagnosisSearch>);

// Of what takes long, less is tried there.
#if defined(__EMSCRIPTEN__) || defined(__SANITIZE_ADDRESS__)
constexpr bool kIsSlow = true;
#else
constexpr bool kIsSlow = false;
#endif

constexpr std::array<Guest, 4> kGuests = {Guest::kSev, Guest::kSevEs, Guest::kSevEsFiles,
                                          Guest::kNoKernel};

// What the diagnosis said, for a failure's message.
std::string words(const Diagnosis& diagnosis) {
  std::string text(outcome_name(diagnosis.outcome));
  for (const std::string& sentence : sentences_of(diagnosis)) text += "; " + sentence;
  return text;
}

MistakenLaunch random_measurement(Guest guest, std::uint32_t seed) {
  MistakenLaunch launch = correct_launch(guest);
  std::mt19937 random(seed);
  for (std::uint8_t& byte : launch.host.tik) byte = static_cast<std::uint8_t>(random());
  return launch;
}

DiagnosisBudget after(int calls) {
  DiagnosisBudget budget;
  budget.go_on = [left = calls](const DiagnosisProgress&) mutable { return left-- > 0; };
  return budget;
}

class EveryGuest : public ::testing::TestWithParam<Guest> {};

// Where that is slow, a third of them; bench/diagnosis_survey tries all as WebAssembly too.
TEST_P(EveryGuest, EverySingleMistakeIsNamed) {
  int applied = 0;
  int with_value = 0;
  for (const Mistake& mistake : mistakes()) {
    MistakenLaunch launch = correct_launch(GetParam());
    if (!mistake.apply(launch)) continue;
    if (applied++ % 3 != 0 && kIsSlow) continue;
    const Diagnosis diagnosis = launch.diagnose();
    EXPECT_EQ(diagnosis.outcome, DiagnosisOutcome::kExplained) << mistake.name;
    EXPECT_THAT(hypotheses_of(diagnosis), ElementsAre(mistake.hypothesis))
        << mistake.name << ": " << words(diagnosis);
    const auto verdict = test::verdict_with_values(launch, diagnosis);
    EXPECT_NE(verdict, Verdict::kMismatch) << mistake.name;
    if (verdict) ++with_value;
  }
  EXPECT_GT(applied, 25);
  EXPECT_GT(with_value, 3);
}

// bench/diagnosis_survey tries all of them.
TEST_P(EveryGuest, PairsOfMistakesAreNamed) {
  const int one_in = kIsSlow ? 997 : 199;
  int applied = 0;
  int tried = 0;
  for (const Mistake& a : mistakes()) {
    for (const Mistake& b : mistakes()) {
      if (&a >= &b || !test::is_promised_pair(a, b)) continue;
      MistakenLaunch launch = correct_launch(GetParam());
      if (!a.apply(launch) || !b.apply(launch) || applied++ % one_in != 0) continue;
      ++tried;
      const Diagnosis diagnosis = launch.diagnose();
      EXPECT_THAT(hypotheses_of(diagnosis), UnorderedElementsAreArray({a.hypothesis, b.hypothesis}))
          << a.name << " + " << b.name << ": " << words(diagnosis);
      EXPECT_NE(test::verdict_with_values(launch, diagnosis), Verdict::kMismatch)
          << a.name << " + " << b.name;
    }
  }
  EXPECT_GT(tried, 0);
}

TEST_P(EveryGuest, RandomMeasurementsAreNotExplained) {
  const MistakenLaunch launch = random_measurement(GetParam(), 1);
  const bool to_the_end = !kIsSlow || GetParam() == Guest::kNoKernel;
  const Diagnosis diagnosis = to_the_end ? launch.diagnose() : launch.diagnose(after(2000));
  EXPECT_NE(diagnosis.outcome, DiagnosisOutcome::kExplained) << words(diagnosis);
  if (!to_the_end) return;
  EXPECT_EQ(diagnosis.outcome, DiagnosisOutcome::kNotExplained) << words(diagnosis);
  EXPECT_THAT(diagnosis.changes, IsEmpty());
  EXPECT_THAT(diagnosis.excluded, Not(IsEmpty()));
  EXPECT_EQ(diagnosis.progress.tried, diagnosis.progress.total);
  EXPECT_DOUBLE_EQ(diagnosis.progress.share, 1.0);
}

// Whatever is found: the verdict was given before, and stays.
TEST_P(EveryGuest, NoExplanationTurnsTheVerdict) {
  int count = 0;
  for (const Mistake& mistake : mistakes()) {
    if (kIsSlow && count++ % 5 != 0) continue;
    MistakenLaunch launch = correct_launch(GetParam());
    if (!mistake.apply(launch)) continue;
    Result<Validation> validation = validate(launch.request());
    ASSERT_TRUE(test::succeeds(validation)) << mistake.name;
    validation->report.diagnosis = launch.diagnose(after(10));
    EXPECT_EQ(validation->report.verdict, Verdict::kMismatch) << mistake.name;
    EXPECT_FALSE(validation->launch.has_value()) << mistake.name;
    const Result<Validation> again = validate(launch.request());
    ASSERT_TRUE(test::succeeds(again));
    EXPECT_EQ(again->report.verdict, Verdict::kMismatch) << mistake.name;
  }
}

// A caller's mistake: there is nothing to explain, and no explanation without a change.
TEST_P(EveryGuest, AMatchIsNotExplained) {
  const Diagnosis diagnosis = correct_launch(GetParam()).diagnose(after(kIsSlow ? 100 : 800));
  EXPECT_NE(diagnosis.outcome, DiagnosisOutcome::kExplained);
  EXPECT_THAT(diagnosis.changes, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Diagnosis, EveryGuest, ::testing::ValuesIn(kGuests),
                         [](const auto& guest) {
                           std::string name(test::guest_name(guest.param));
                           std::erase_if(name, [](char c) { return c == ' ' || c == '-'; });
                           return name;
                         });

// Model, layout, features, number and firmware, all of them wrong at once.
TEST(Diagnosis, ProductsAreNamed) {
  std::mt19937 random(7);
  const auto models = cpu_models();
  for (int i = 0; i < (kIsSlow ? 1 : 2); ++i) {
    MistakenLaunch launch = correct_launch(Guest::kSevEs);
    auto& host = std::get<VmsaSpec>(launch.host.vmsa);
    host.cpu_signature = cpu_signature(models[random() % 3].sku).value_or(0);
    host.layout = VmsaLayout::kLegacy;
    host.sev_features = kSevFeatureDebugSwap;
    launch.host.vcpus = 5 + random() % 508;
    launch.host.firmware[0x2100] ^= 0xff;
    launch.candidates.push_back(make_candidate(
        "OVMF.amdsev.fd", {sha256(launch.host.firmware), launch.host.firmware.size()},
        launch.host.firmware));
    const Diagnosis diagnosis = launch.diagnose();
    EXPECT_THAT(
        hypotheses_of(diagnosis),
        ElementsAre(Hypothesis::kFirmwareCandidate, Hypothesis::kVcpus, Hypothesis::kCpuModel,
                    Hypothesis::kVmsaLayout, Hypothesis::kSevFeatures))
        << words(diagnosis);
  }
}

TEST(Diagnosis, WhichCandidatesWereStartedTogetherIsFound) {
  MistakenLaunch launch = correct_launch(Guest::kSev);
  const auto candidate = [&](const char* name, const Bytes& content) {
    launch.candidates.push_back(make_candidate(name, {sha256(content), content.size()}, content));
  };
  launch.host.firmware[0x2100] ^= 0xff;
  launch.host.boot->kernel[0] ^= 0xff;
  launch.host.boot->initrd->push_back(1);
  launch.host.boot->cmdline = "single";
  launch.host.tik.assign(16, 9);
  candidate("vmlinuz-6.1", launch.host.boot->kernel);
  candidate("initrd-6.1", *launch.host.boot->initrd);
  candidate("cmdline", {'s', 'i', 'n', 'g', 'l', 'e', '\n'});
  candidate("vm_tik.bin", launch.host.tik);
  candidate("OVMF.fd", launch.host.firmware);
  const Diagnosis diagnosis = launch.diagnose();
  EXPECT_THAT(hypotheses_of(diagnosis),
              ElementsAre(Hypothesis::kKeyCandidate, Hypothesis::kFirmwareCandidate,
                          Hypothesis::kKernelCandidate, Hypothesis::kInitrdCandidate,
                          Hypothesis::kCmdlineCandidate));
  ASSERT_EQ(diagnosis.changes.size(), 5U);
  EXPECT_EQ(diagnosis_sentence(diagnosis.changes[2]), "The kernel that was used is 'vmlinuz-6.1'");
}

TEST(Diagnosis, WordsHaveTheNumbers) {
  MistakenLaunch launch = correct_launch(Guest::kSevEs);
  launch.host.vcpus = 8;
  EXPECT_THAT(sentences_of(launch.diagnose()),
              ElementsAre("The host started 8 vCPUs, but you gave 4"));

  launch = correct_launch(Guest::kSev);
  launch.owner.api.minor = 0x55;
  launch.owner.api.build = 0x21;
  EXPECT_THAT(
      sentences_of(launch.diagnose()),
      ElementsAre(
          "The API minor is 55 (0x37), but you gave 85 (0x55): the same digits in another base",
          "The build is 21 (0x15), but you gave 33 (0x21): the same digits in another base"));
}

// What the owner did not give is not called theirs.
TEST(Diagnosis, WordsSayWhoGaveAValue) {
  MistakenLaunch launch = correct_launch(Guest::kSevEs);
  launch.host.vcpus = 8;
  launch.owner.boot->cmdline += " quiet";
  launch.from_host = {HostValue::kVcpus, HostValue::kCmdline};
  Diagnosis diagnosis = launch.diagnose();
  ASSERT_EQ(diagnosis.changes.size(), 2U) << words(diagnosis);
  EXPECT_EQ(diagnosis_sentence(diagnosis.changes[1]),
            "The host started 8 vCPUs, but the XML says 4");
  for (const DiagnosisChange& change : diagnosis.changes) {
    EXPECT_EQ(diagnosis_hint(change).substr(0, 26), "You took this from the XML");
  }
  launch.from_host = {HostValue::kVcpus};
  launch.host_source = HostSource::kLive;
  diagnosis = launch.diagnose();
  ASSERT_EQ(diagnosis.changes.size(), 2U) << words(diagnosis);
  EXPECT_EQ(diagnosis_hint(diagnosis.changes[0]),
            hypothesis_info(diagnosis.changes[0].hypothesis).hint);
  EXPECT_EQ(diagnosis_sentence(diagnosis.changes[1]),
            "The host started 8 vCPUs, but the host says 4");
  EXPECT_EQ(diagnosis_hint(diagnosis.changes[1]).substr(0, 27), "You took this from the host");
}

TEST(Diagnosis, ValuesOfTheHostsFirmwareMayBeTheHosts) {
  MistakenLaunch launch = correct_launch(Guest::kSev);
  launch.owner.api = {1, 51, 9};
  launch.from_host = {HostValue::kApi};
  launch.host_source = HostSource::kLive;
  const Diagnosis diagnosis = launch.diagnose();
  ASSERT_EQ(diagnosis.changes.size(), 1U) << words(diagnosis);
  EXPECT_EQ(diagnosis_sentence(diagnosis.changes[0]),
            "The host's SEV firmware has API 1.55 build 21, but the host says 1.51 build 9");
  EXPECT_EQ(diagnosis_hint(diagnosis.changes[0]).substr(0, 27), "You took this from the host");
}

// Also where the address is that of the other of two images.
TEST(Diagnosis, ApsThatStartWhereTheirFirmwareDoesNotSay) {
  MistakenLaunch launch = correct_launch(Guest::kSevEs);
  launch.host.reset_address = 0x80d004;
  EXPECT_THAT(
      sentences_of(launch.diagnose()),
      ElementsAre("The APs start at 0x80d004, but the firmware that was used says 0x80b004"));

  test::FirmwareImage moved = test::full_image();
  moved.entries.back().data = test::u32s({0x80c004});
  launch.host.firmware = moved.build();
  launch.host.reset_address = test::kApStart;
  launch.candidates.push_back(test::candidate("moved.fd", launch.host.firmware));
  EXPECT_THAT(
      sentences_of(launch.diagnose()),
      ElementsAre("The firmware that was used is 'moved.fd'",
                  "The APs start at 0x80b004, but the firmware that was used says 0x80c004"));
}

// Other files never hide what explains the launch as it was described.
TEST(Diagnosis, ACpuModelIsPreferredToFilesWithItsPages) {
  MistakenLaunch launch = correct_launch(Guest::kSevEs);
  const VmsaSpec rome = test::spec_of("EPYC-Rome");
  launch.host.vmsa = rome;
  const VmsaFiles files = test::usual_files(rome);
  launch.candidates.push_back(test::candidate("vmsa0", {files.cpu0.begin(), files.cpu0.end()}));
  launch.candidates.push_back(test::candidate("vmsa1", {files.cpu1->begin(), files.cpu1->end()}));
  EXPECT_THAT(hypotheses_of(launch.diagnose()), ElementsAre(Hypothesis::kCpuModel));
}

TEST(Diagnosis, AFileIsPreferredToAPartThatIsTheSame) {
  MistakenLaunch launch = correct_launch(Guest::kSev);
  launch.host.firmware = test::code_of(launch.owner.firmware);
  EXPECT_THAT(hypotheses_of(launch.diagnose()), ElementsAre(Hypothesis::kFirmwareCode));
  launch.candidates.push_back(test::candidate("code.fd", launch.host.firmware));
  EXPECT_THAT(hypotheses_of(launch.diagnose()), ElementsAre(Hypothesis::kFirmwareCandidate));
}

// Kernel and initrd come together, so one more difference is to be found beside them.
TEST(Diagnosis, AnUpgradeWithOneMoreDifferenceIsNamed) {
  const auto upgraded = [] {
    MistakenLaunch launch = correct_launch(Guest::kSevEs);
    launch.host.boot->kernel = test::kernel_file(9);
    launch.host.boot->initrd = test::initrd_file(9);
    launch.candidates.push_back(test::candidate("vmlinuz-9", launch.host.boot->kernel));
    launch.candidates.push_back(test::candidate("initrd-9", *launch.host.boot->initrd));
    return launch;
  };
  using Change = std::function<void(MistakenLaunch&)>;
  const std::vector<std::pair<Hypothesis, Change>> more = {
      {Hypothesis::kCmdlineLineEnd,
       [](MistakenLaunch& launch) { launch.owner.boot->cmdline += "\n"; }},
      {Hypothesis::kVcpus, [](MistakenLaunch& launch) { launch.host.vcpus = 8; }},
      {Hypothesis::kApiVersion, [](MistakenLaunch& launch) { launch.host.api.minor = 58; }},
  };
  for (const auto& [hypothesis, change] : more) {
    if (kIsSlow && hypothesis != Hypothesis::kVcpus) continue;
    MistakenLaunch launch = upgraded();
    change(launch);
    const Diagnosis diagnosis = launch.diagnose();
    EXPECT_THAT(hypotheses_of(diagnosis),
                UnorderedElementsAre(hypothesis, Hypothesis::kKernelCandidate,
                                     Hypothesis::kInitrdCandidate))
        << words(diagnosis);
  }
}

TEST(Diagnosis, CpusThatCameWithTheEsBitAreSaid) {
  MistakenLaunch launch = correct_launch(Guest::kSevEs);
  launch.owner.policy.value ^= Policy::kEs;
  launch.owner.vcpus.reset();
  launch.owner.vmsa = std::monostate();
  const Diagnosis diagnosis = launch.diagnose();
  ASSERT_EQ(diagnosis.changes.size(), 1U) << words(diagnosis);
  EXPECT_EQ(
      diagnosis_sentence(diagnosis.changes[0]),
      "The guest was started with policy 0x7 (NODBG NOKS ES), with 4 vCPUs of family 25, model "
      "1, stepping 1 (EPYC-Milan), layout init2, sev_features 0x0, but you gave 0x3 (NODBG NOKS)");
}

TEST(Diagnosis, OneChangeIsPreferredToTwo) {
  // 1.55 is also what the exchange of two wrong numbers would give.
  MistakenLaunch launch = correct_launch(Guest::kSev);
  launch.owner.api = {55, 1, 21};
  EXPECT_THAT(hypotheses_of(launch.diagnose()), ElementsAre(Hypothesis::kApiSwapped));
}

TEST(Diagnosis, ASearchThatIsEndedAtOnceHasTriedNothing) {
  const Diagnosis diagnosis = random_measurement(Guest::kSevEs, 2).diagnose(after(0));
  EXPECT_EQ(diagnosis.outcome, DiagnosisOutcome::kUnfinished);
  EXPECT_EQ(diagnosis.progress.tried, 0U);
  EXPECT_GT(diagnosis.progress.total, 1000000U);
  EXPECT_THAT(diagnosis.excluded, IsEmpty());
}

TEST(Diagnosis, AnEndedSearchSaysWhatItHasExcluded) {
  const MistakenLaunch launch = random_measurement(Guest::kNoKernel, 3);
  const Diagnosis whole = launch.diagnose();
  int calls = 25;
  Diagnosis part;
  do {
    calls *= 2;
    part = launch.diagnose(after(calls));
  } while (part.excluded.empty());
  EXPECT_EQ(part.outcome, DiagnosisOutcome::kUnfinished);
  EXPECT_EQ(part.excluded, whole.excluded);
  EXPECT_LT(part.progress.tried, part.progress.total);
}

TEST(Diagnosis, GoesOnAfterAnInterruption) {
  const MistakenLaunch launch = random_measurement(Guest::kNoKernel, 4);
  const LaunchRequest request = launch.request();
  DiagnosisSearch search({request, nullptr, false, {}});
  double last = 0;
  for (int round = 0; search.result().outcome == DiagnosisOutcome::kUnfinished; ++round) {
    ASSERT_LT(round, 10000);
    search.run([left = 500](const DiagnosisProgress&) mutable { return left-- > 0; });
    EXPECT_GE(search.progress().share, last);
    last = search.progress().share;
  }
  EXPECT_EQ(search.result().outcome, DiagnosisOutcome::kNotExplained);
  EXPECT_EQ(search.progress().tried, search.progress().total);
}

#ifndef __EMSCRIPTEN__
// Several threads find what one finds, in the same place.
TEST(Diagnosis, ThreadsFindTheSame) {
  DiagnosisBudget threads;
  threads.on_all_cores = [](const std::function<void()>& work) {
    std::vector<std::thread> all;
    for (int i = 0; i < 4; ++i) all.emplace_back(work);
    for (std::thread& thread : all) thread.join();
  };
  for (const char* name : {"keys swapped", "8 vCPUs started", "two policy flags",
                           "newline on the host", "a CPU without a model"}) {
    MistakenLaunch launch = correct_launch(Guest::kSevEs);
    for (const Mistake& mistake : mistakes()) {
      if (mistake.name != name) continue;
      EXPECT_TRUE(mistake.apply(launch));
    }
    const Diagnosis one = launch.diagnose();
    const Diagnosis many = launch.diagnose(threads);
    EXPECT_EQ(one.outcome, DiagnosisOutcome::kExplained) << name;
    EXPECT_EQ(hypotheses_of(one), hypotheses_of(many)) << name;
    EXPECT_EQ(one.progress.tried, many.progress.tried) << name;
  }
}
#endif

TEST(Diagnosis, MoreCandidatesThanPromisedAreLeftOut) {
  MistakenLaunch launch = correct_launch(Guest::kSev);
  launch.host.tik.assign(16, 9);
  const auto add_key = [&](std::uint8_t fill) {
    const Bytes key(16, fill);
    launch.candidates.push_back(make_candidate("key", {sha256(key), 16}, key));
  };
  for (std::size_t i = 0; i < kMaxCandidates; ++i) add_key(static_cast<std::uint8_t>(100 + i));
  add_key(9);
  EXPECT_NE(launch.diagnose(after(5)).outcome, DiagnosisOutcome::kExplained);
  std::swap(launch.candidates.front(), launch.candidates.back());
  EXPECT_EQ(launch.diagnose(after(5)).outcome, DiagnosisOutcome::kExplained);
}

TEST(Diagnosis, DigitsInTheOtherBase) {
  EXPECT_EQ(internal::digits_as_hex(24), 0x24U);
  EXPECT_EQ(internal::digits_as_hex(9), std::nullopt);
  EXPECT_EQ(internal::digits_as_hex(99999999), 0x99999999U);
  EXPECT_EQ(internal::digits_as_hex(100000000), std::nullopt);
  EXPECT_EQ(internal::digits_as_decimal(0x24), 24U);
  EXPECT_EQ(internal::digits_as_decimal(0x9), std::nullopt);
  EXPECT_EQ(internal::digits_as_decimal(0x1a), std::nullopt);
  EXPECT_EQ(internal::digits_as_decimal(0x99999999), 99999999U);
  EXPECT_EQ(internal::digits_as_decimal(0xffffffff), std::nullopt);
}

}  // namespace
}  // namespace sevproof
