// What a diagnosis of a launch digest tries and in which order: single changes, then pairs, then
// products.
#include "snp/diagnosis/plans.h"
#include "snp/diagnosis/trials.h"

namespace sevproof::snp::internal {
namespace {

using F = FirmwareTier;
using V = VmmTier;
using C = CpuTier;
using T = TableTier;

// {} is what is given. Tiers of what was not said are empty.
constexpr search::Step step(F firmware, V vmm, C cpu, T table) {
  const auto number = [](auto tier) { return static_cast<std::uint8_t>(tier); };
  return {{number(firmware), number(vmm), number(cpu), number(table)}};
}

constexpr search::Step kSingles[] = {
    step({}, {}, {}, {}),  // the digest that was reported, written in another way
    step({}, {}, C::kSaid, T::kSaid),
    step({}, V::kVariants, {}, {}),
    step({}, V::kOthers, C::kModels, {}),
    step({}, {}, {}, T::kSingles),
    step(F::kOther, {}, {}, {}),
    step({}, {}, C::kLikely, {}),
    step({}, {}, {}, T::kEdits),
    step({}, {}, C::kWide, {}),
};

constexpr search::Step kOthers[] = {
    // What was said, with one more change.
    step(F::kOther, {}, C::kSaid, T::kSaid),
    step({}, V::kAll, C::kSaid, T::kSaid),
    step({}, {}, C::kSaid, T::kSingles),
    step({}, {}, C::kSaid, T::kSaidPairs),
    step({}, {}, C::kLikely, T::kOnlySaid),
    // Two changes.
    step({}, {}, {}, T::kPairs),
    step(F::kOther, {}, {}, T::kSingles),
    step({}, {}, C::kLikely, T::kSingles),
    step(F::kOther, {}, C::kLikely, {}),
    step({}, V::kAll, C::kModels, T::kSingles),
    step(F::kOther, V::kAll, C::kModels, {}),
    step({}, {}, C::kProducts, {}),
    step({}, V::kAll, C::kLikely, {}),
    step({}, {}, C::kUnlikely, {}),
    // Another kernel with another initrd, and one more change.
    step({}, {}, {}, T::kUpgrades),
    step({}, {}, C::kLikely, T::kBoots),
    // Products: whichever of the candidates were started together, on any CPUs, by any VMM.
    step({}, V::kAll, C::kProducts, {}),
    step({}, {}, C::kProducts, T::kOnlySaid),
    step({}, {}, {}, T::kCandidates),
    step(F::kCandidates, {}, {}, T::kProducts),
    step(F::kCandidates, {}, C::kProducts, {}),
    step(F::kChanged, {}, {}, T::kProducts),
    step(F::kChanged, {}, C::kProducts, {}),
    step({}, {}, C::kProducts, T::kSingles),
    step(F::kCandidates, V::kAll, C::kProducts, {}),
    step({}, {}, C::kModels, T::kEdits),
};

}  // namespace

DiagnosisPlan plan_of_firmware(const DiagnosisInput& input) {
  const auto space = std::make_shared<Space>(make_space(input));
  DiagnosisPlan plan;
  plan.cost = [space](const search::Box& box) { return cost_of(*space, box); };
  plan.first_hit = [space](const search::Box& box) { return first_hit(*space, box); };
  plan.work_at_once = kCompressionsAtOnce;
  search::add_boxes(kSingles, space->tiers, plan.boxes);
  plan.singles = plan.boxes.size();
  search::add_boxes(kOthers, space->tiers, plan.boxes);
  plan.start.basis = space->basis;
  plan.start.also_tried = space->also_tried;
  plan.applicable = [space] { return applicable_hypotheses(*space); };
  return plan;
}

}  // namespace sevproof::snp::internal
