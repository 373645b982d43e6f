// Mistakes that a diagnosis must name, each made on purpose in a launch.
#ifndef SEVPROOF_TESTS_CORE_MISTAKES_H
#define SEVPROOF_TESTS_CORE_MISTAKES_H

#include <functional>
#include <string>
#include <vector>

#include "plain_launch.h"

namespace sevproof::test {

// What a mistake is about, as far as the promises for pairs differ.
enum class MistakePart {
  kKeys,
  kApiNumber,   // one number, two exchanged, or minor and build
  kApiVersion,  // all three numbers
  kForm,
  kPolicy,
  kPolicyEs,
  kUnknownCpus,  // a SEV-ES guest whose CPUs are not given
  kKernel,
  kEdit,  // of the command line, of which there are many
  kCpus,
  kCpuWide,
  kFirmware,
};

// A difference that a diagnosis must find. `apply` says whether it applies to such a launch.
struct Mistake {
  std::string name;
  Hypothesis hypothesis;
  MistakePart part;
  std::function<bool(MistakenLaunch&)> apply;
};

// At least one of each row of the table.
const std::vector<Mistake>& mistakes();

// Whether the documentation promises that the two are found together.
bool is_promised_pair(const Mistake& a, const Mistake& b);

}  // namespace sevproof::test

#endif
