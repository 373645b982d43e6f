// Parameters of the kernel's command line that guides, distributions and those who run guests add,
// and what opens a guest to whoever has its console.
#ifndef SEVPROOF_SEV_DIAGNOSIS_CMDLINE_PARAMETERS_H
#define SEVPROOF_SEV_DIAGNOSIS_CMDLINE_PARAMETERS_H

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sevproof::internal {

// Tried at both ends of a line, together with every other change too.
std::span<const std::string_view> likely_parameters();

// A parameter and the values that it usually has, with spaces between them.
struct UsualParameter {
  std::string_view name;
  std::string_view values;  // empty: it has none
};
std::span<const UsualParameter> usual_parameters();

// Each with each of its values, as it stands in a line.
std::vector<std::string> usual_words();

// Names that Kata Containers' agent and its like read behind "agent.", and their usual values.
std::span<const std::string_view> agent_names();
std::span<const std::string_view> agent_values();

// What switches a parameter on and off, or is its value otherwise.
std::span<const std::string_view> switch_values();

std::vector<std::string> split_values(std::string_view values);

}  // namespace sevproof::internal

#endif
