#include <gtest/gtest.h>

#include <set>

#include "claims.h"

namespace sevproof {
namespace {

// bench/diagnosis_claims tries more of each, and prints how many.
TEST(DiagnosisClaims, WhatIsRuledOutWouldHaveBeenFound) {
  constexpr int kLaunches = 1;
  for (const test::Claim& claim : test::claims()) {
    const test::ClaimOutcome outcome = test::try_claim(claim, kLaunches, {});
    EXPECT_EQ(outcome.unexplained, "") << hypothesis_info(claim.row).name << ": " << claim.words;
  }
}

// These need more than one file or a page of an unusual form: tests/core/mistakes_guest.cc has
// each of their classes.
TEST(DiagnosisClaims, EveryRowHasOne) {
  using enum Hypothesis;
  std::set<Hypothesis> rows = {kTkReversed, kKeyText, kVmsaSwapped, kVmsaBuilt, kVmsaCandidate};
  for (const test::Claim& claim : test::claims()) rows.insert(claim.row);
  for (const HypothesisInfo& info : hypothesis_table()) {
    EXPECT_TRUE(rows.contains(info.hypothesis)) << info.name;
  }
}

}  // namespace
}  // namespace sevproof
