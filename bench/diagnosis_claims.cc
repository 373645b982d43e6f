// What a search in vain says that it ruled out: launches of each class that the words of the table
// name, and how many of them were explained. Prints a line for each class; status 1 when one was
// not.
//
// Usage: sevproof_diagnosis_claims [LAUNCHES_PER_CLASS]     (default 20)
#include <cstdio>
#include <cstdlib>

#include "claims.h"

int main(int argc, char** argv) {
  using namespace sevproof;
  const int launches = argc > 1 ? std::atoi(argv[1]) : 20;
  if (launches < 1) {
    std::fputs("expected a number of launches from 1 on\n", stderr);
    return 2;
  }
  int classes = 0;
  int missed = 0;
  for (const test::Claim& claim : test::claims()) {
    const test::ClaimOutcome outcome = test::try_claim(claim, launches, {});
    const int unexplained = outcome.launches - outcome.by_row - outcome.by_another;
    std::printf("%-20s %-62s %4d launches, %4d by this row, %3d by another, %3d not explained\n",
                std::string(hypothesis_info(claim.row).name).c_str(), claim.words.c_str(),
                outcome.launches, outcome.by_row, outcome.by_another, unexplained);
    if (unexplained > 0) std::printf("  %s\n", outcome.unexplained.c_str());
    std::fflush(stdout);
    ++classes;
    missed += unexplained;
  }
  std::printf("%d classes, %d launches not explained\n", classes, missed);
  return missed == 0 ? 0 : 1;
}
