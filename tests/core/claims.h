// What a search in vain says that it ruled out: for each row of the table, a generator of launches
// of each class that its words name.
#ifndef SEVPROOF_TESTS_CORE_CLAIMS_H
#define SEVPROOF_TESTS_CORE_CLAIMS_H

#include <functional>
#include <random>
#include <string>
#include <vector>

#include "plain_launch.h"

namespace sevproof::test {

using Random = std::mt19937;

struct Claim {
  Hypothesis row;
  std::string words;  // the class
  // Makes that one mistake in a launch without one; a random launch of the class.
  std::function<void(MistakenLaunch&, Random&)> make;
  Guest guest = Guest::kSev;
};

const std::vector<Claim>& claims();

// How many of so many launches of a class were explained, by its row or by another.
struct ClaimOutcome {
  int launches = 0;
  int by_row = 0;
  int by_another = 0;
  std::string unexplained;  // the first command lines that were not; empty where there are none
};
ClaimOutcome try_claim(const Claim& claim, int launches, const DiagnosisBudget& budget);

// --- Parts of claims.cc.

std::vector<Claim> cmdline_claims();
std::vector<Claim> word_and_value_claims();
std::vector<Claim> cmdline_file_claims();
std::vector<Claim> launch_claims();
std::vector<Claim> said_claims();

std::size_t below(std::size_t limit, Random& random);
// A command line of 4 to 14 words, with two at least that have values.
std::string random_line(Random& random);

}  // namespace sevproof::test

#endif
