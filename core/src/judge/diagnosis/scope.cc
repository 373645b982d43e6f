#include "judge/diagnosis/mistakes.h"

namespace sevproof {
namespace {

using internal::Mistake;

constexpr auto kScopes = internal::rows_of_mistakes<HypothesisScope>(
    [](HypothesisGroup, const Mistake& mistake) -> HypothesisScope {
      return {mistake.hypothesis, mistake.varies, mistake.pairs};
    });

}  // namespace

const HypothesisScope& hypothesis_scope(Hypothesis hypothesis) {
  return kScopes.at(static_cast<std::size_t>(hypothesis));
}

}  // namespace sevproof
