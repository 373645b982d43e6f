#include "sev/diagnosis/mistakes.h"

namespace sevproof {
namespace {

using enum HypothesisGroup;
using internal::Mistake;

constexpr auto kTable = internal::rows_of_mistakes<HypothesisInfo>(
    [](HypothesisGroup group, const Mistake& mistake) -> HypothesisInfo {
      return {mistake.hypothesis, mistake.name, group,
              mistake.sentence,   mistake.hint, mistake.excluded};
    });
static_assert(internal::is_in_order(kTable));

}  // namespace

std::string_view group_title(HypothesisGroup group) {
  switch (group) {
    case kKeys:
      return "Keys";
    case kHost:
      return "What the host reports";
    case kKernel:
      return "Kernel, initrd and command line";
    case kCpus:
      return "CPUs (SEV-ES)";
    case kFirmware:
      return "Firmware";
  }
  return "";
}

std::span<const HypothesisInfo> hypothesis_table() { return kTable; }

const HypothesisInfo& hypothesis_info(Hypothesis hypothesis) {
  return kTable.at(static_cast<std::size_t>(hypothesis));
}

}  // namespace sevproof
