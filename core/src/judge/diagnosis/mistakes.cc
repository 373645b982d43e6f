// The words of a diagnosis: a sentence and a hint for each mistake, and what is left without one.
#include "judge/diagnosis/mistakes.h"

#include "base/in_order.h"

namespace sevproof {
namespace {

using internal::Mistake;

constexpr auto kTable = internal::rows_of_mistakes<HypothesisInfo>(
    [](HypothesisGroup group, const Mistake& mistake) -> HypothesisInfo {
      return {mistake.hypothesis, mistake.name,     group,        mistake.sentence,
              mistake.hint,       mistake.excluded, mistake.about};
    });
static_assert(internal::is_in_order(kTable, &HypothesisInfo::hypothesis));

constexpr std::string_view kOtherStart =
    "The measurement belongs to another start of the guest, or the keys belong to another session.";
constexpr std::string_view kOtherGuest =
    "The report belongs to another guest, or to this one with another configuration.";
constexpr std::string_view kSeveral =
    "Three things differ at once, or two that seldom do: not every pair is tried.";
constexpr std::string_view kDishonest = "The host is not honest.";

constexpr std::array<std::string_view, 5> kCausesOfFiles = {
    kOtherStart,
    "The guest was started with something that you did not give: another file or command line, or "
    "a kernel where you gave none.",
    "QEMU put data of its own into the kernel: a device tree (-dtb), or a random seed, as 7.2.0 "
    "and builds of early 2023 do. Against the seed, only a machine type of 7.1 or older helps.",
    kSeveral,
    kDishonest,
};
constexpr std::array<std::string_view, 3> kCausesOfFirmwareDigest = {
    kOtherStart,
    "The guest was started with another firmware, or more than the firmware was measured: a "
    "kernel, or the CPUs of SEV-ES. Give the image instead of its SHA-256 to have these searched "
    "too.",
    kDishonest,
};
constexpr std::array<std::string_view, 5> kCausesOfLaunchFiles = {
    kOtherGuest,
    "The guest was started with something that you did not give: another file or command line, or "
    "a kernel where you gave none; or from an IGVM file.",
    "It runs on Amazon EC2: the firmware that Amazon publishes does not give the digest of its "
    "guests (aws/uefi, issue 19), so that nobody outside can compute it.",
    kSeveral,
    kDishonest,
};
constexpr std::array<std::string_view, 5> kCausesOfPublishedFirmware = {
    kOtherGuest,
    "The guest was started with another firmware, or with other sections than you gave.",
    "The guest was started with another kernel, initrd or command line, or with a kernel where you "
    "gave none.",
    kSeveral,
    kDishonest,
};
constexpr std::array<std::string_view, 3> kCausesOfIgvm = {
    kOtherGuest,
    "The guest was started from another IGVM file, or from a firmware.",
    kDishonest,
};
constexpr std::array<std::string_view, 3> kCausesOfLaunchDigest = {
    kOtherStart,
    "The launch digest belongs to another launch: to another firmware, kernel, initrd or command "
    "line, or to other CPUs. Give these instead of the digest to have them searched.",
    kDishonest,
};

// Who said what is wrong; and what to do if that was not the owner.
struct Giver {
  HostSource source;
  std::string_view says;
  std::string_view hint;
};
constexpr auto kGivers = std::to_array<Giver>({
    {HostSource::kDomainXml, "the XML says",
     "You took this from the XML: check that it belongs to this very guest, and give what you want "
     "to be started."},
    {HostSource::kLive, "the host says",
     "You took this from the host, which said one thing and started another: give what you want to "
     "be started, and do not trust the host until you know why."},
    {HostSource::kLaunchInfo, "the launch info says",
     "You took this from the launch info, which is the host's own word: check that it belongs to "
     "this very start of the guest, and give what you want to be started."},
});
static_assert(internal::is_in_order(kGivers, &Giver::source));

const Giver& giver_of(HostSource source) { return kGivers.at(static_cast<std::size_t>(source)); }

void replace(std::string& text, std::string_view mark, std::string_view value) {
  const std::size_t at = text.find(mark);
  if (at != std::string::npos) text.replace(at, mark.size(), value);
}

}  // namespace

std::string_view group_title(HypothesisGroup group) {
  constexpr std::array<std::string_view, 6> kTitles = {
      "Keys",   "What the host reports", "Kernel, initrd and command line", "CPUs", "Firmware",
      "SEV-SNP"};
  return kTitles.at(static_cast<std::size_t>(group));
}

std::span<const HypothesisInfo> hypothesis_table() { return kTable; }

const HypothesisInfo& hypothesis_info(Hypothesis hypothesis) {
  return kTable.at(static_cast<std::size_t>(hypothesis));
}

std::string diagnosis_sentence(const DiagnosisChange& change) {
  std::string text(hypothesis_info(change.hypothesis).sentence);
  // In this order: what was given is short and ours, what was found may name a file.
  replace(text, "{giver}", change.source ? giver_of(*change.source).says : "you gave");
  replace(text, "{given}", change.given);
  replace(text, "{found}", change.found);
  return text;
}

std::string_view diagnosis_hint(const DiagnosisChange& change) {
  if (!change.hint.empty()) return change.hint;
  if (change.source) return giver_of(*change.source).hint;
  return hypothesis_info(change.hypothesis).hint;
}

Subject subject_of(const DiagnosisChange& change) {
  return change.about.value_or(hypothesis_info(change.hypothesis).about);
}

std::string_view outcome_name(DiagnosisOutcome outcome) {
  constexpr std::array<std::string_view, 3> kNames = {"explained", "not-explained", "unfinished"};
  return kNames.at(static_cast<std::size_t>(outcome));
}

std::span<const std::string_view> unexplained_causes(DiagnosisBasis basis) {
  switch (basis) {
    case DiagnosisBasis::kFiles:
      return kCausesOfFiles;
    case DiagnosisBasis::kFirmwareDigest:
      return kCausesOfFirmwareDigest;
    case DiagnosisBasis::kLaunchDigest:
      return kCausesOfLaunchDigest;
    case DiagnosisBasis::kLaunchFiles:
      return kCausesOfLaunchFiles;
    case DiagnosisBasis::kPublishedFirmware:
      return kCausesOfPublishedFirmware;
    case DiagnosisBasis::kIgvmFile:
      return kCausesOfIgvm;
  }
  return {};
}

}  // namespace sevproof
