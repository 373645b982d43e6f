// The words of a diagnosis: a sentence and a hint for each change, and what is left without one.
#include <array>

#include "sevproof/diagnosis.h"

namespace sevproof {
namespace {

constexpr std::string_view kOtherStart =
    "The measurement belongs to another start of the guest, or the keys belong to another session.";
constexpr std::string_view kDishonest = "The host is not honest.";

constexpr std::array<std::string_view, 4> kCausesOfFiles = {
    kOtherStart,
    "The guest was started with something that you did not give: another file or command line, or "
    "a kernel where you gave none.",
    "QEMU put data of its own into the kernel: a device tree (-dtb), or a random seed, as 7.2.0 "
    "and builds of early 2023 do. Against the seed, only a machine type of 7.1 or older helps.",
    kDishonest,
};
constexpr std::array<std::string_view, 3> kCausesOfFirmwareDigest = {
    kOtherStart,
    "The guest was started with another firmware, or more than the firmware was measured: a "
    "kernel, or the CPUs of SEV-ES. Give the image instead of its SHA-256 to have these searched "
    "too.",
    kDishonest,
};
constexpr std::array<std::string_view, 3> kCausesOfLaunchDigest = {
    kOtherStart,
    "The launch digest belongs to another launch: to another firmware, kernel, initrd or command "
    "line, or to other CPUs. Give these instead of the digest to have them searched.",
    kDishonest,
};

std::string_view giver(std::optional<HostSource> source) {
  if (!source) return "you gave";
  switch (*source) {
    case HostSource::kLive:
      return "the host says";
    case HostSource::kLaunchInfo:
      return "the launch info says";
    case HostSource::kDomainXml:
      return "the XML says";
  }
  return "";
}

void replace(std::string& text, std::string_view mark, const std::string& value) {
  const std::size_t at = text.find(mark);
  if (at != std::string::npos) text.replace(at, mark.size(), value);
}

}  // namespace

std::string diagnosis_sentence(const DiagnosisChange& change) {
  std::string text(hypothesis_info(change.hypothesis).sentence);
  // In this order: what was given is short and ours, what was found may name a file.
  replace(text, "{giver}", std::string(giver(change.source)));
  replace(text, "{given}", change.given);
  replace(text, "{found}", change.found);
  return text;
}

std::string_view diagnosis_hint(const DiagnosisChange& change) {
  if (!change.hint.empty()) return change.hint;
  if (!change.source) return hypothesis_info(change.hypothesis).hint;
  if (*change.source == HostSource::kLaunchInfo) {
    return "You took this from the launch info, which is the host's own word: check that it "
           "belongs to this very start of the guest, and give what you want to be started.";
  }
  if (*change.source == HostSource::kLive) {
    return "You took this from the host, which said one thing and started another: give what you "
           "want to be started, and do not trust the host until you know why.";
  }
  return "You took this from the XML: check that it belongs to this very guest, and give what you "
         "want to be started.";
}

std::string_view outcome_name(DiagnosisOutcome outcome) {
  constexpr std::array<std::string_view, 3> kNames = {"explained", "not-explained", "unfinished"};
  return kNames.at(static_cast<std::size_t>(outcome));
}

std::span<const std::string_view> unexplained_causes(DiagnosisBasis basis) {
  if (basis == DiagnosisBasis::kFirmwareDigest) return kCausesOfFirmwareDigest;
  if (basis == DiagnosisBasis::kLaunchDigest) return kCausesOfLaunchDigest;
  return kCausesOfFiles;
}

}  // namespace sevproof
