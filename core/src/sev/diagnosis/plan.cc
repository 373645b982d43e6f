#include "sev/diagnosis/plan.h"

#include "search/steps.h"

namespace sevproof::internal {
namespace {

using F = FirmwareTier;
using C = CpuTier;
using T = TableTier;
using M = MessageTier;

// What stands in no column is as given. Tiers of what was not said are empty.
struct Row {
  F firmware = F::kGiven;
  C cpu = C::kGiven;
  T table = T::kGiven;
  M message = M::kGiven;
  std::optional<Axis> one_by_one = std::nullopt;
};

constexpr Row kSingles[] = {
    {.cpu = C::kSaid, .table = T::kSaid, .message = M::kSaid},
    {.cpu = C::kSaidFlipped, .table = T::kSaid, .message = M::kSaidFlipped},
    {.message = M::kOneChange},
    {.cpu = C::kFlipped, .message = M::kFlipped},
    {.table = T::kSingles},
    {.firmware = F::kOther},
    {.cpu = C::kLikely},
    {.table = T::kEdits},
    {.cpu = C::kWide},
    {.message = M::kAllVersions},
};

constexpr Row kOthers[] = {
    // What was said, with one more change. With the given kernel, under the given message, CPUs
    // are tried in any case.
    {.firmware = F::kOther,
     .cpu = C::kSaid,
     .table = T::kSaid,
     .message = M::kSaid,
     .one_by_one = kFirmwareAxis},
    {.firmware = F::kOther,
     .cpu = C::kSaidFlipped,
     .table = T::kSaid,
     .message = M::kSaidFlipped,
     .one_by_one = kFirmwareAxis},
    {.cpu = C::kSaid, .table = T::kSaid, .message = M::kOtherSaid},
    {.cpu = C::kSaidFlipped, .table = T::kSaid, .message = M::kOtherSaidFlipped},
    {.cpu = C::kSaidCounts, .table = T::kSaid, .message = M::kFlipped},
    {.cpu = C::kSaidPairs, .table = T::kSaid, .message = M::kSaid},
    {.cpu = C::kLikely, .table = T::kOnlySaid, .message = M::kSaid, .one_by_one = kCpuAxis},
    {.cpu = C::kLikely, .message = M::kOnlySaid, .one_by_one = kCpuAxis},
    {.cpu = C::kAllFlipped, .table = T::kSaid, .message = M::kSaidFlipped},
    {.cpu = C::kSaid, .table = T::kSingles, .message = M::kSaid},
    {.cpu = C::kSaidFlipped, .table = T::kSingles, .message = M::kSaidFlipped},
    {.cpu = C::kSaid, .table = T::kSaidPairs, .message = M::kSaid},
    {.cpu = C::kSaidFlipped, .table = T::kSaidPairs, .message = M::kSaidFlipped},
    // Two changes.
    {.message = M::kTwoChanges},
    {.table = T::kPairs},
    {.firmware = F::kOther, .table = T::kSingles},
    {.cpu = C::kLikely, .table = T::kSingles, .one_by_one = kCpuAxis},
    {.firmware = F::kOther, .cpu = C::kLikely, .one_by_one = kCpuAxis},
    // Where the number of CPUs is not known either, there would be too many.
    {.cpu = C::kFlippedPairs, .message = M::kFlipped},
    {.cpu = C::kFlippedKnown, .message = M::kFlippedPairs, .one_by_one = kCpuAxis},
    {.cpu = C::kFlippedKnown, .table = T::kSingles, .message = M::kFlipped, .one_by_one = kCpuAxis},
    {.firmware = F::kOther,
     .cpu = C::kFlippedKnown,
     .message = M::kFlipped,
     .one_by_one = kCpuAxis},
    {.table = T::kSingles, .message = M::kOneChange},
    {.firmware = F::kOther, .message = M::kOneChange},
    {.cpu = C::kLikely, .message = M::kOneChange},
    {.table = T::kEdits, .message = M::kSaidAndFewChanges},
    // Another kernel with another initrd, and one more change.
    {.table = T::kUpgrades},
    {.cpu = C::kLikely, .table = T::kBoots},
    {.table = T::kBoots, .message = M::kOneChange},
    // What another host of the same guest does differently.
    {.cpu = C::kProducts, .table = T::kOnlySaid, .message = M::kSaid, .one_by_one = kCpuAxis},
    {.cpu = C::kProducts, .message = M::kOnlySaid, .one_by_one = kCpuAxis},
    {.cpu = C::kOtherHosts},
    {.table = T::kSingles, .message = M::kUsualVersions},
    {.firmware = F::kOther, .message = M::kUsualVersions},
    {.cpu = C::kLikely, .message = M::kUsualVersions},
    // Products: whichever of the candidates were started together, on any CPUs.
    {.firmware = F::kCandidates, .cpu = C::kProducts},
    {.cpu = C::kUnlikely},
    {.table = T::kCandidates},
    {.table = T::kProducts, .message = M::kKeys},
    {.firmware = F::kCandidates, .table = T::kProducts, .message = M::kGivenAndKeys},
    // A file that was cut or filled up is less likely than another one.
    {.firmware = F::kChanged,
     .table = T::kProducts,
     .message = M::kGivenAndKeys,
     .one_by_one = kFirmwareAxis},
    {.firmware = F::kChanged, .cpu = C::kProducts, .one_by_one = kFirmwareAxis},
    // Pairs that are many.
    {.message = M::kAllVersionPairs},
    {.cpu = C::kWide, .message = M::kFewChanges},
};

std::vector<search::Step> steps_of(std::span<const Row> rows) {
  std::vector<search::Step> steps;
  for (const Row& row : rows) {
    const auto number = [](auto tier) { return static_cast<std::uint8_t>(tier); };
    steps.push_back(
        {{number(row.firmware), number(row.cpu), number(row.table), number(row.message)},
         row.one_by_one});
  }
  return steps;
}

}  // namespace

Plan make_plan(const Space& space) {
  Plan plan;
  search::add_boxes(steps_of(kSingles), space.tiers, plan.boxes);
  plan.singles = plan.boxes.size();
  search::add_boxes(steps_of(kOthers), space.tiers, plan.boxes);
  return plan;
}

}  // namespace sevproof::internal
