#include <gtest/gtest.h>

#include <set>

#include "claims.h"

namespace sevproof {
namespace {

// Of what takes long, less is tried there: the program without sanitizers tries every class.
#if defined(__EMSCRIPTEN__) || defined(__SANITIZE_ADDRESS__)
constexpr std::size_t kStep = 11;
#else
constexpr std::size_t kStep = 1;
#endif

// bench/diagnosis_claims tries more of each, and prints how many.
TEST(DiagnosisClaims, WhatIsRuledOutWouldHaveBeenFound) {
  constexpr int kLaunches = 1;
  for (std::size_t at = 0; at < test::claims().size(); at += kStep) {
    const test::Claim& claim = test::claims()[at];
    const test::ClaimOutcome outcome = test::try_claim(claim, kLaunches, {});
    EXPECT_EQ(outcome.unexplained, "") << hypothesis_info(claim.row).name << ": " << claim.words;
  }
}

// These need more than one file or a page of an unusual form: tests/core/mistakes_guest.cc has
// each of their classes. Those of SEV-SNP alone are in snp_diagnosis_test.cc.
TEST(DiagnosisClaims, EveryRowHasOne) {
  using enum Hypothesis;
  std::set<Hypothesis> rows = {kTkReversed, kVmsaSwapped, kVmsaBuilt, kVmsaCandidate};
  for (const test::Claim& claim : test::claims()) rows.insert(claim.row);
  for (const HypothesisInfo& info : hypothesis_table()) {
    EXPECT_NE(rows.contains(info.hypothesis), info.group == HypothesisGroup::kSnp) << info.name;
  }
}

// Of a command line with more words than are all tried, the rows about them are not ruled out.
TEST(DiagnosisClaims, NothingIsRuledOutOfALineThatIsTooLong) {
  using enum Hypothesis;
  const auto excluded = [](std::size_t size) {
    test::MistakenLaunch launch = test::correct_launch(test::Guest::kSev);
    std::string line;
    while (line.size() + 4 <= size) line += "abc ";
    launch.owner.boot->cmdline = line.append(size - line.size(), 'x');
    launch.host.boot->cmdline = "own=1";
    // So many that each change by itself is among them.
    DiagnosisBudget budget;
    budget.go_on = [](const DiagnosisProgress& progress) { return progress.tried < 1000000; };
    const std::vector<Hypothesis> all = launch.diagnose(budget).excluded;
    return std::set<Hypothesis>(all.begin(), all.end());
  };
  const std::set<Hypothesis> longest = excluded(4096);
  EXPECT_TRUE(longest.contains(kCmdlineWords));
  EXPECT_TRUE(longest.contains(kCmdlineSpaces));
  EXPECT_FALSE(longest.contains(kCmdlineOrder));
  const std::set<Hypothesis> longer = excluded(4097);
  EXPECT_FALSE(longer.contains(kCmdlineWords));
  EXPECT_FALSE(longer.contains(kCmdlineSpaces));
  EXPECT_TRUE(longer.contains(kCmdlineQuotes));
}

}  // namespace
}  // namespace sevproof
