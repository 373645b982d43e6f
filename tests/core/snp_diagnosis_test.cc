// Why a launch digest differs: each mistake by itself and in pairs, and what must not be claimed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "found_changes.h"
#include "igvm_file.h"
#include "sevproof/snp/diagnosis.h"
#include "sevproof/snp/launch_report.h"
#include "snp/firmware_pages.h"
#include "test_bytes.h"
#include "test_data.h"
#include "test_errors.h"

namespace sevproof::snp {
namespace {

using test::hypotheses_of;
using test::sentences_of;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

using enum Hypothesis;

constexpr std::uint32_t kMilan = 0xa00f11;
constexpr std::uint32_t kGenoa = 0xa10f10;

BootPart part(const Bytes& content) { return {{sha256(content), content.size()}}; }

LaunchDraft launch() {
  LaunchDraft draft;
  draft.firmware = test::read_data("vectors/snp/firmware/ovmf_AmdSev_suffix.bin");
  draft.kernel = part(test::counting_bytes(100));
  draft.initrd = part(test::counting_bytes(200));
  draft.cmdline = "root=/dev/vda1 ro quiet";
  draft.counts = {4};
  draft.cpu = kMilan;
  return draft;
}

LaunchReport measured(LaunchDraft draft) {
  auto request = complete(std::move(draft));
  EXPECT_TRUE(test::succeeds(request));
  auto report = measure_request(*std::move(request));
  EXPECT_TRUE(test::succeeds(report));
  return *std::move(report);
}

Sha384Digest digest_of(LaunchDraft draft) {
  return measured(std::move(draft)).digests.front().digest;
}

struct Question {
  LaunchDraft given = launch();
  std::vector<Candidate> candidates{};
  std::vector<HostValue> from_host{};
  std::optional<SaidGuest> said{};

  void also_try(const std::string& name, const Bytes& content) {
    candidates.push_back(make_candidate(name, {sha256(content), content.size()}, content));
  }

  Diagnosis answer(const Sha384Digest& measurement, double most = 1) const {
    const LaunchReport report = measured(given);
    DiagnosisSearch search({report.request, measurement, candidates, from_host,
                            HostSource::kDomainXml, said ? &*said : nullptr});
    search.run([&](const DiagnosisProgress& progress) { return progress.share < most; });
    return search.result();
  }
};

using Change = std::function<void(LaunchDraft&)>;

struct OneMistake {
  const char* name;
  Change started;
  Hypothesis hypothesis;
  const char* says;
};

void PrintTo(const OneMistake& mistake, std::ostream* out) { *out << mistake.name; }

const std::vector<OneMistake> kMistakes = {
    {"FewerCpus", [](LaunchDraft& draft) { draft.counts = {1}; }, kVcpus,
     "The host started 1 vCPU, but you gave 4"},
    {"ManyCpus", [](LaunchDraft& draft) { draft.counts = {512}; }, kVcpus,
     "The host started 512 vCPUs, but you gave 4"},
    {"Model", [](LaunchDraft& draft) { draft.cpu = kGenoa; }, kCpuModel, "EPYC-Genoa"},
    {"Signature", [](LaunchDraft& draft) { draft.cpu = 0xa00f77; }, kCpuSignature,
     "family 25, model 7, stepping 7"},
    {"DebugSwap", [](LaunchDraft& draft) { draft.guest_features = 0x21; }, kGuestFeatures, "0x21"},
    {"SecureTscAndDebugSwap", [](LaunchDraft& draft) { draft.guest_features = 0x221; },
     kGuestFeatures, "0x221"},
    {"OneFeature", [](LaunchDraft& draft) { draft.guest_features = 0x9; }, kGuestFeatures, "0x9"},
    {"Ec2",
     [](LaunchDraft& draft) {
       draft.vmm = Vmm::kEc2;
       draft.cpu.reset();
     },
     kVmm, "started by Amazon EC2, with RDX 0x600 (KVM's value after a reset), but you gave QEMU"},
    {"Ec2WithoutRdx",
     [](LaunchDraft& draft) {
       draft.vmm = Vmm::kEc2;
       draft.cpu = 0;
     },
     kVmm, "Amazon EC2, with RDX 0"},
    {"Gce",
     [](LaunchDraft& draft) {
       draft.vmm = Vmm::kGce;
       draft.cpu.reset();
     },
     kVmm, "Google Compute Engine"},
    {"WideAddress", [](LaunchDraft& draft) { draft.vmsa_gpa = kWideVmsaGpa; }, kVmsaAddress,
     "at address 0xffffffffff000, but you gave 0xfffffffff000"},
    {"Rdx", [](LaunchDraft& draft) { draft.cpu = 0x600; }, kVmsaRdx,
     "The CPUs start with 0x600 (KVM's value after a reset) in RDX, but you gave family 25"},
    {"KernelHashesOff",
     [](LaunchDraft& draft) {
       draft.kernel.reset();
       draft.initrd.reset();
       draft.cmdline.reset();
     },
     kKernelHashesOff, "the host measured no kernel"},
    {"NoInitrd", [](LaunchDraft& draft) { draft.initrd.reset(); }, kInitrdAbsent,
     "started without an initrd"},
    {"Swapped", [](LaunchDraft& draft) { std::swap(draft.kernel, draft.initrd); },
     kKernelInitrdSwapped, "swapped"},
    {"Newline", [](LaunchDraft& draft) { *draft.cmdline += "\n"; }, kCmdlineLineEnd,
     "a newline at its end"},
    {"Space", [](LaunchDraft& draft) { *draft.cmdline += " "; }, kCmdlineBlanks, "one more space"},
    {"Empty", [](LaunchDraft& draft) { draft.cmdline = ""; }, kCmdlineEmpty, "nothing in it"},
    {"InitrdPart", [](LaunchDraft& draft) { *draft.cmdline += " initrd=initrd"; }, kCmdlineInitrd,
     "initrd="},
    {"Word", [](LaunchDraft& draft) { draft.cmdline = "root=/dev/vda1 ro"; }, kCmdlineWords,
     "no 'quiet'"},
    {"Value", [](LaunchDraft& draft) { draft.cmdline = "root=/dev/vda2 ro quiet"; }, kCmdlineValue,
     "root="},
    {"Order", [](LaunchDraft& draft) { draft.cmdline = "ro root=/dev/vda1 quiet"; }, kCmdlineOrder,
     "swapped"},
};

class OneMistakeIn : public testing::TestWithParam<OneMistake> {};

TEST_P(OneMistakeIn, IsNamed) {
  Question question;
  LaunchDraft started = question.given;
  GetParam().started(started);
  const Diagnosis diagnosis = question.answer(digest_of(started));
  EXPECT_EQ(diagnosis.outcome, DiagnosisOutcome::kExplained);
  EXPECT_THAT(hypotheses_of(diagnosis), ElementsAre(GetParam().hypothesis));
  EXPECT_THAT(sentences_of(diagnosis), ElementsAre(HasSubstr(GetParam().says)));
}

INSTANTIATE_TEST_SUITE_P(SnpDiagnosis, OneMistakeIn, testing::ValuesIn(kMistakes),
                         [](const auto& one) { return std::string(one.param.name); });

// Some have a test of their own below.
TEST(SnpDiagnosis, EveryRowOfItsOwnIsTested) {
  std::set<Hypothesis> tested = {kDigestOrder, kDigestOfPart,  kSectionOrder,
                                 kApFloats,    kIgvmCandidate, kIgvmOrder};
  for (const OneMistake& mistake : kMistakes) tested.insert(mistake.hypothesis);
  for (const HypothesisInfo& info : hypothesis_table()) {
    if (info.group != HypothesisGroup::kSnp) continue;
    EXPECT_TRUE(tested.contains(info.hypothesis)) << info.name;
  }
}

TEST(SnpDiagnosis, NamesThePairs) {
  Question question;
  LaunchDraft started = question.given;
  started.counts = {8};
  started.cpu = kGenoa;
  started.guest_features = 0x21;
  EXPECT_THAT(hypotheses_of(question.answer(digest_of(started))),
              UnorderedElementsAre(kVcpus, kCpuModel, kGuestFeatures));
  started = question.given;
  *started.cmdline += "\n";
  started.counts = {2};
  EXPECT_THAT(hypotheses_of(question.answer(digest_of(started))),
              UnorderedElementsAre(kVcpus, kCmdlineLineEnd));
  started = question.given;
  started.initrd.reset();
  started.vmm = Vmm::kGce;
  started.cpu.reset();
  EXPECT_THAT(hypotheses_of(question.answer(digest_of(started))),
              UnorderedElementsAre(kVmm, kInitrdAbsent));
}

TEST(SnpDiagnosis, AnyOfTheGivenNumbersIsNoChange) {
  Question question;
  question.given.counts = {1, 2, 4};
  LaunchDraft started = launch();
  started.counts = {2};
  started.guest_features = 0x21;
  EXPECT_THAT(hypotheses_of(question.answer(digest_of(started))), ElementsAre(kGuestFeatures));
  started = launch();
  started.counts = {3};
  EXPECT_THAT(sentences_of(question.answer(digest_of(started))),
              ElementsAre("The host started 3 vCPUs, but you gave 1, 2 or 4"));
}

TEST(SnpDiagnosis, CandidatesAreTriedAsWhatTheyCanBe) {
  Question question;
  const Bytes initrd = test::counting_bytes(300);
  question.also_try("new-initrd", initrd);
  question.also_try("old.txt", {'o', 'l', 'd', '\n'});
  question.also_try("X64.fd", test::read_data("vectors/snp/firmware/ovmf_OvmfX64_suffix.bin"));
  LaunchDraft started = launch();
  started.initrd = part(initrd);
  EXPECT_THAT(sentences_of(question.answer(digest_of(started))),
              ElementsAre("The initrd that was used is 'new-initrd'"));
  started = launch();
  started.cmdline = "old";
  EXPECT_THAT(hypotheses_of(question.answer(digest_of(started))), ElementsAre(kCmdlineCandidate));
  started = launch();
  started.kernel.reset();
  started.initrd.reset();
  started.cmdline.reset();
  started.firmware = test::read_data("vectors/snp/firmware/ovmf_OvmfX64_suffix.bin");
  EXPECT_THAT(hypotheses_of(question.answer(digest_of(started))),
              UnorderedElementsAre(kFirmwareCandidate, kKernelHashesOff));
  EXPECT_THAT(question.answer(Sha384Digest{}, 0).also_tried,
              ElementsAre("new-initrd", "old.txt", "X64.fd"));
}

// --- The digest itself

TEST(SnpDiagnosis, DigestsThatWerePrintedAsNumbers) {
  const Question question;
  const Sha384Digest right = digest_of(launch());
  for (const std::ptrdiff_t size : {2, 4, 8, 48}) {
    Sha384Digest digest = right;
    for (auto word = digest.begin(); word != digest.end(); word += size) {
      std::reverse(word, word + size);
    }
    const Diagnosis diagnosis = question.answer(digest);
    ASSERT_THAT(hypotheses_of(diagnosis), ElementsAre(kDigestOrder)) << size;
    EXPECT_EQ(diagnosis.changes[0].value, to_hex(right));
  }
}

TEST(SnpDiagnosis, DigestsOfAPart) {
  const Question question;
  const LaunchReport report = measured(launch());
  EXPECT_THAT(sentences_of(question.answer(report.launch->after_firmware)),
              ElementsAre(HasSubstr("the firmware's own pages")));
  EXPECT_THAT(sentences_of(question.answer(report.launch->after_metadata)),
              ElementsAre(HasSubstr("all pages before those of the CPUs")));
}

// --- What no option asks for: measured here, page by page

struct OwnPages {
  LaunchDigest digest;

  void add_sections(const std::vector<SevMetadataSection>& sections) {
    for (const SevMetadataSection& one : sections) {
      const PageType type = one.type == 2   ? PageType::kSecrets
                            : one.type == 3 ? PageType::kCpuid
                                            : PageType::kZero;
      for (std::uint32_t at = 0; at < one.size; at += kPageSize) digest.add(type, one.gpa + at);
    }
  }
};

LaunchDraft without_kernel() {
  LaunchDraft draft = launch();
  draft.kernel.reset();
  draft.initrd.reset();
  draft.cmdline.reset();
  return draft;
}

TEST(SnpDiagnosis, SectionsInTheOrderOfTheirAddresses) {
  Question question;
  question.given = without_kernel();
  const LaunchReport report = measured(question.given);
  std::vector<SevMetadataSection> sections = report.request.config.firmware->firmware.sev_metadata;
  // The table of this firmware is sorted: turned round it is not.
  FirmwareDigest published;
  published.digest = report.launch->after_firmware;
  std::reverse(sections.begin(), sections.end());
  question.given.firmware.reset();
  question.given.firmware_digest = published.digest;
  question.given.sections = sections;
  question.given.reset_address = 0x80b004;
  const Diagnosis diagnosis = question.answer(report.digests.front().digest);
  EXPECT_THAT(hypotheses_of(diagnosis), ElementsAre(kSectionOrder));
}

TEST(SnpDiagnosis, ApsWithoutFloatingPoint) {
  Question question;
  question.given = without_kernel();
  const LaunchReport report = measured(question.given);
  VmsaPage ap = *report.launch->ap_vmsa;
  const std::span<std::uint8_t> bytes(ap);
  store_le<std::uint32_t>(bytes.subspan(0x408), 0);
  store_le<std::uint16_t>(bytes.subspan(0x410), 0);
  ASSERT_NE(ap, *report.launch->ap_vmsa);
  LaunchDigest digest(report.launch->after_metadata);
  digest.add(PageType::kVmsa, kVmsaGpa, sha384(report.launch->boot_vmsa));
  for (int i = 1; i < 4; ++i) digest.add(PageType::kVmsa, kVmsaGpa, sha384(ap));
  EXPECT_THAT(hypotheses_of(question.answer(digest.value())), ElementsAre(kApFloats));
}

// --- What was said

TEST(SnpDiagnosis, WhatWasSaidIsNamedSo) {
  Question question;
  question.said.emplace();
  question.said->vcpus = 8;
  question.said->cpu_signature = kGenoa;
  LaunchDraft started = launch();
  started.counts = {8};
  started.cpu = kGenoa;
  EXPECT_THAT(hypotheses_of(question.answer(digest_of(started))),
              UnorderedElementsAre(kSaidVcpus, kSaidCpu));
  started.counts = {4};
  EXPECT_THAT(hypotheses_of(question.answer(digest_of(started))), ElementsAre(kSaidCpu));
  question.said->boot = SaidBoot{true, true, "init=/bin/sh"};
  started = launch();
  started.cmdline = "init=/bin/sh";
  EXPECT_THAT(hypotheses_of(question.answer(digest_of(started))), ElementsAre(kSaidCmdline));
}

TEST(SnpDiagnosis, SaysWhoGaveWhatIsWrong) {
  Question question;
  question.from_host = {HostValue::kVcpus};
  LaunchDraft started = launch();
  started.counts = {8};
  EXPECT_THAT(sentences_of(question.answer(digest_of(started))),
              ElementsAre("The host started 8 vCPUs, but the XML says 4"));
}

// --- Without an explanation

TEST(SnpDiagnosis, RulesOutWhatItTried) {
  Question question;
  question.given = without_kernel();
  const Diagnosis diagnosis = question.answer(Sha384Digest{});
  EXPECT_EQ(diagnosis.outcome, DiagnosisOutcome::kNotExplained);
  EXPECT_EQ(diagnosis.progress.tried, diagnosis.progress.total);
  EXPECT_THAT(diagnosis.excluded, Contains(kVcpus));
  EXPECT_THAT(diagnosis.excluded, Contains(kVmm));
  EXPECT_THAT(diagnosis.excluded, Not(Contains(kKernelHashesOff)));
  EXPECT_THAT(diagnosis.excluded, Not(Contains(kPolicyEs)));
  EXPECT_THAT(diagnosis.changes, IsEmpty());
}

TEST(SnpDiagnosis, AMatchIsNotExplained) {
  Question question;
  question.given = without_kernel();
  const Diagnosis diagnosis = question.answer(digest_of(question.given));
  EXPECT_EQ(diagnosis.outcome, DiagnosisOutcome::kNotExplained)
      << testing::PrintToString(sentences_of(diagnosis));
}

TEST(SnpDiagnosis, GoesOnAfterAnInterruption) {
  const LaunchReport report = measured(launch());
  LaunchDraft started = launch();
  started.cpu = kGenoa;
  DiagnosisSearch search({report.request, digest_of(started), {}});
  search.run([](const DiagnosisProgress&) { return false; });
  EXPECT_EQ(search.result().outcome, DiagnosisOutcome::kUnfinished);
  EXPECT_THAT(search.result().excluded, IsEmpty());
  search.run({});
  EXPECT_THAT(hypotheses_of(search.result()), ElementsAre(kCpuModel));
}

// --- IGVM files

Bytes igvm_file(std::uint8_t fill) {
  return test::IgvmFile()
      .platform(1, IgvmPlatformType::kSevSnp)
      .page({.gpa = 0x1000}, fill)
      .bytes();
}

TEST(SnpDiagnosis, OfAnIgvmFile) {
  Question question;
  question.given = {};
  question.given.igvm = igvm_file(1);
  question.given.cpu = kMilan;
  question.also_try("other.igvm", igvm_file(2));
  LaunchDraft started = question.given;
  started.counts = {3};
  EXPECT_THAT(sentences_of(question.answer(digest_of(started))),
              ElementsAre("The host started 3 vCPUs, but you gave 1"));
  started.counts = {};
  started.cpu = kGenoa;
  EXPECT_THAT(hypotheses_of(question.answer(digest_of(started))), ElementsAre(kCpuModel));
  started.igvm = igvm_file(2);
  started.cpu = kMilan;
  EXPECT_THAT(sentences_of(question.answer(digest_of(started))),
              ElementsAre("The guest was started from the IGVM file 'other.igvm'"));
  // What tools for such files print is no digest of a guest of QEMU.
  const LaunchReport report = measured(question.given);
  EXPECT_FALSE((ComparedLaunch{report, report.igvm->in_order, std::nullopt}.matches()));
  EXPECT_THAT(hypotheses_of(question.answer(report.igvm->in_order)), ElementsAre(kIgvmOrder));
  const Diagnosis nothing = question.answer(Sha384Digest{});
  EXPECT_EQ(nothing.outcome, DiagnosisOutcome::kNotExplained);
  EXPECT_THAT(nothing.excluded, Contains(kIgvmCandidate));
  EXPECT_THAT(nothing.excluded, Not(Contains(kFirmwareCandidate)));
}

// The guest was started from the other kind of file.
TEST(SnpDiagnosis, FirmwareInPlaceOfAnIgvmFile) {
  LaunchDraft started = launch();
  started.kernel.reset();
  started.initrd.reset();
  started.cmdline.reset();
  Question question;
  question.given = {};
  question.given.igvm = igvm_file(1);
  question.given.counts = {4};
  question.given.cpu = kMilan;
  question.also_try("ovmf.bin", test::read_data("vectors/snp/firmware/ovmf_AmdSev_suffix.bin"));
  question.also_try("kernel", test::counting_bytes(100));
  const Diagnosis found = question.answer(digest_of(started));
  EXPECT_THAT(sentences_of(found), ElementsAre("The firmware that was used is 'ovmf.bin'"));
  EXPECT_THAT(found.also_tried, ElementsAre("ovmf.bin"));
  started.counts = {512};
  started.cpu = kGenoa;
  EXPECT_THAT(hypotheses_of(question.answer(digest_of(started))),
              UnorderedElementsAre(kFirmwareCandidate, kVcpus, kCpuModel));
  started.counts = {1};
  started.cpu = kMilan;
  EXPECT_THAT(hypotheses_of(question.answer(digest_of(started))),
              UnorderedElementsAre(kFirmwareCandidate, kVcpus));
  const Diagnosis nothing = question.answer(Sha384Digest{});
  EXPECT_EQ(nothing.outcome, DiagnosisOutcome::kNotExplained);
  EXPECT_THAT(nothing.excluded, Contains(kFirmwareCandidate));
  EXPECT_THAT(nothing.excluded, Not(Contains(kIgvmCandidate)));
}

TEST(SnpDiagnosis, IgvmFileInPlaceOfFirmware) {
  LaunchDraft started;
  started.igvm = igvm_file(2);
  started.counts = {4};
  started.cpu = kMilan;
  Question question;
  question.also_try("other.igvm", igvm_file(1));
  question.also_try("kernel", test::counting_bytes(300));
  question.also_try("used.igvm", igvm_file(2));
  const Diagnosis found = question.answer(digest_of(started));
  EXPECT_THAT(sentences_of(found),
              ElementsAre("The guest was started from the IGVM file 'used.igvm'"));
  EXPECT_THAT(found.also_tried, ElementsAre("other.igvm", "kernel", "used.igvm"));
  started.counts = {512};
  started.cpu = kGenoa;
  EXPECT_THAT(hypotheses_of(question.answer(digest_of(started))),
              UnorderedElementsAre(kIgvmCandidate, kVcpus, kCpuModel));
  // What tools for such files print of it.
  started.counts = {1};
  EXPECT_THAT(hypotheses_of(question.answer(measured(started).igvm->in_order)),
              UnorderedElementsAre(kIgvmCandidate, kIgvmOrder));
  // Reasons that have nothing to do with them are still found, and all is counted to the end.
  LaunchDraft other = launch();
  other.cmdline = "root=/dev/vda1 ro";
  EXPECT_THAT(hypotheses_of(question.answer(digest_of(other))), ElementsAre(kCmdlineWords));
  other = launch();
  other.counts = {2};
  other.initrd.reset();
  EXPECT_THAT(hypotheses_of(question.answer(digest_of(other))),
              UnorderedElementsAre(kVcpus, kInitrdAbsent));
  const Diagnosis nothing = question.answer(Sha384Digest{});
  EXPECT_EQ(nothing.outcome, DiagnosisOutcome::kNotExplained);
  EXPECT_THAT(nothing.excluded, Contains(kIgvmCandidate));
  EXPECT_EQ(nothing.progress.tried, nothing.progress.total);
}

}  // namespace
}  // namespace sevproof::snp
