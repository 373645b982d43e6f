// Known answers, computed by the module that runs: the page shows them in its trust panel.
#ifndef SEVPROOF_SELF_TEST_H
#define SEVPROOF_SELF_TEST_H

#include <string_view>
#include <vector>

namespace sevproof {

struct SelfTest {
  std::string_view name;
  bool passed;
};

std::vector<SelfTest> run_self_tests();

}  // namespace sevproof

#endif
