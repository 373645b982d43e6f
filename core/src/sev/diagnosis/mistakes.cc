#include "sev/diagnosis/mistakes.h"

#include "base/in_order.h"

namespace sevproof {
namespace {

using internal::Mistake;

constexpr auto kTable = internal::rows_of_mistakes<HypothesisInfo>(
    [](HypothesisGroup group, const Mistake& mistake) -> HypothesisInfo {
      return {mistake.hypothesis, mistake.name, group,
              mistake.sentence,   mistake.hint, mistake.excluded};
    });
static_assert(internal::is_in_order(kTable, &HypothesisInfo::hypothesis));

}  // namespace

std::string_view group_title(HypothesisGroup group) {
  constexpr std::array<std::string_view, 5> kTitles = {"Keys", "What the host reports",
                                                       "Kernel, initrd and command line",
                                                       "CPUs (SEV-ES)", "Firmware"};
  return kTitles.at(static_cast<std::size_t>(group));
}

std::span<const HypothesisInfo> hypothesis_table() { return kTable; }

const HypothesisInfo& hypothesis_info(Hypothesis hypothesis) {
  return kTable.at(static_cast<std::size_t>(hypothesis));
}

}  // namespace sevproof
