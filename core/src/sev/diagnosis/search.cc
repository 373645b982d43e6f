// What a diagnosis tries and in which order: single changes, then pairs, then products, and last
// the pairs that are many and unlikely.
#include "boot/diagnosis/plan.h"
#include "sev/diagnosis/session_cause.h"
#include "sev/diagnosis/trials.h"
#include "sevproof/diagnosis_search.h"

namespace sevproof {
namespace {

using internal::kCpuAxis;
using internal::kFirmwareAxis;
using F = internal::FirmwareTier;
using C = internal::CpuTier;
using T = internal::TableTier;
using M = internal::MessageTier;

// {} is what is given. Tiers of what was not said are empty.
constexpr search::Step step(F firmware, C cpu, T table, M message,
                            std::optional<std::size_t> one_by_one = std::nullopt) {
  const auto number = [](auto tier) { return static_cast<std::uint8_t>(tier); };
  return {{number(firmware), number(cpu), number(table), number(message)}, one_by_one};
}

constexpr search::Step kSingles[] = {
    step({}, C::kSaid, T::kSaid, M::kSaid),
    step({}, C::kSaidFlipped, T::kSaid, M::kSaidFlipped),
    step({}, {}, {}, M::kOneChange),
    step({}, C::kFlipped, {}, M::kFlipped),
    step({}, {}, T::kSingles, {}),
    step(F::kOther, {}, {}, {}),
    step({}, C::kLikely, {}, {}),
    step({}, {}, T::kEdits, {}),
    step({}, C::kWide, {}, {}),
    step({}, {}, {}, M::kAllVersions),
};

constexpr search::Step kOthers[] = {
    // What was said, with one more change. With the given kernel, under the given message, CPUs
    // are tried in any case.
    step(F::kOther, C::kSaid, T::kSaid, M::kSaid, kFirmwareAxis),
    step(F::kOther, C::kSaidFlipped, T::kSaid, M::kSaidFlipped, kFirmwareAxis),
    step({}, C::kSaid, T::kSaid, M::kOtherSaid),
    step({}, C::kSaidFlipped, T::kSaid, M::kOtherSaidFlipped),
    step({}, C::kSaidCounts, T::kSaid, M::kFlipped),
    step({}, C::kSaidPairs, T::kSaid, M::kSaid),
    step({}, C::kLikely, T::kOnlySaid, M::kSaid, kCpuAxis),
    step({}, C::kLikely, {}, M::kOnlySaid, kCpuAxis),
    step({}, C::kAllFlipped, T::kSaid, M::kSaidFlipped),
    step({}, C::kSaid, T::kSingles, M::kSaid),
    step({}, C::kSaidFlipped, T::kSingles, M::kSaidFlipped),
    step({}, C::kSaid, T::kSaidPairs, M::kSaid),
    step({}, C::kSaidFlipped, T::kSaidPairs, M::kSaidFlipped),
    // Two changes.
    step({}, {}, {}, M::kTwoChanges),
    step({}, {}, T::kPairs, {}),
    step(F::kOther, {}, T::kSingles, {}),
    step({}, C::kLikely, T::kSingles, {}, kCpuAxis),
    step(F::kOther, C::kLikely, {}, {}, kCpuAxis),
    // Where the number of CPUs is not known either, there would be too many.
    step({}, C::kFlippedPairs, {}, M::kFlipped),
    step({}, C::kFlippedKnown, {}, M::kFlippedPairs, kCpuAxis),
    step({}, C::kFlippedKnown, T::kSingles, M::kFlipped, kCpuAxis),
    step(F::kOther, C::kFlippedKnown, {}, M::kFlipped, kCpuAxis),
    step({}, {}, T::kSingles, M::kOneChange),
    step(F::kOther, {}, {}, M::kOneChange),
    step({}, C::kLikely, {}, M::kOneChange),
    step({}, {}, T::kEdits, M::kSaidAndFewChanges),
    // Another kernel with another initrd, and one more change.
    step({}, {}, T::kUpgrades, {}),
    step({}, C::kLikely, T::kBoots, {}),
    step({}, {}, T::kBoots, M::kOneChange),
    // What another host of the same guest does differently.
    step({}, C::kProducts, T::kOnlySaid, M::kSaid, kCpuAxis),
    step({}, C::kProducts, {}, M::kOnlySaid, kCpuAxis),
    step({}, C::kOtherHosts, {}, {}),
    step({}, {}, T::kSingles, M::kUsualVersions),
    step(F::kOther, {}, {}, M::kUsualVersions),
    step({}, C::kLikely, {}, M::kUsualVersions),
    // Products: whichever of the candidates were started together, on any CPUs.
    step(F::kCandidates, C::kProducts, {}, {}),
    step({}, C::kUnlikely, {}, {}),
    step({}, {}, T::kCandidates, {}),
    step({}, {}, T::kProducts, M::kKeys),
    step(F::kCandidates, {}, T::kProducts, M::kGivenAndKeys),
    // A file that was cut or filled up is less likely than another one.
    step(F::kChanged, {}, T::kProducts, M::kGivenAndKeys, kFirmwareAxis),
    step(F::kChanged, C::kProducts, {}, {}, kFirmwareAxis),
    // Pairs that are many.
    step({}, {}, {}, M::kAllVersionPairs),
    step({}, C::kWide, {}, M::kFewChanges),
};

// A few milliseconds.
constexpr std::uint64_t kCompressionsAtOnce = 1U << 17;

internal::DiagnosisPlan plan_of(const DiagnosisInput& input) {
  const auto space = std::make_shared<internal::Space>(internal::make_space(input));
  internal::DiagnosisPlan plan;
  plan.cost = [space](const search::Box& box) { return internal::cost_of(*space, box); };
  plan.first_hit = [space](const search::Box& box) { return internal::first_hit(*space, box); };
  plan.work_at_once = kCompressionsAtOnce;
  search::add_boxes(kSingles, space->tiers, plan.boxes);
  plan.singles = plan.boxes.size();
  search::add_boxes(kOthers, space->tiers, plan.boxes);
  plan.start.basis = space->basis;
  plan.start.also_tried = space->also_tried;
  plan.start.session_cause = internal::session_cause(input);
  plan.applicable = [space] { return internal::applicable_hypotheses(*space); };
  return plan;
}

}  // namespace

DiagnosisSearch::DiagnosisSearch(const DiagnosisInput& input) : PlannedSearch(plan_of(input)) {}

Diagnosis diagnose(const DiagnosisInput& input, const DiagnosisBudget& budget) {
  DiagnosisSearch search(input);
  const auto work = [&] { search.run(budget.go_on); };
  if (budget.on_all_cores) {
    budget.on_all_cores(work);
  } else {
    work();
  }
  return search.result();
}

}  // namespace sevproof
