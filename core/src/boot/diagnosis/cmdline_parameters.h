// Parameters of the kernel's command line that guides, distributions and those who run guests add,
// and what opens a guest to whoever has its console.
#ifndef SEVPROOF_BOOT_DIAGNOSIS_CMDLINE_PARAMETERS_H
#define SEVPROOF_BOOT_DIAGNOSIS_CMDLINE_PARAMETERS_H

#include <string>
#include <vector>

namespace sevproof::internal {

// Tried at both ends of a line, together with every other change too.
std::vector<std::string> likely_parameters();

// A parameter and the values that it usually has.
struct UsualParameter {
  std::string name;
  std::vector<std::string> values;  // empty: it has none
};
std::vector<UsualParameter> usual_parameters();

// Each with each of its values, as it stands in a line.
std::vector<std::string> usual_words();

// Names that Kata Containers' agent and its like read behind "agent.", and their usual values: the
// empty one stands for none.
std::vector<std::string> agent_names();
std::vector<std::string> agent_values();

// What switches a parameter on and off, or is its value otherwise.
std::vector<std::string> switch_values();

}  // namespace sevproof::internal

#endif
