#include "documents/words.h"

#include <algorithm>

#include "sevproof/formats/cpu.h"

namespace sevproof::cli {

std::vector<std::string> spellings(const OptionSpec& spec) {
  if (spec.help == nullptr) return {};
  std::vector<std::string> all;
  if (spec.short_name != 0) all.push_back({'-', spec.short_name});
  all.push_back(std::string("--") + spec.name);
  return all;
}

std::string one_line(const OptionSpec& spec) {
  std::string text = spec.help;
  std::ranges::replace(text, '\n', ' ');
  return text;
}

bool is_repeatable(const OptionSpec& spec) {
  return std::string_view(spec.help).ends_with("repeatable");
}

std::vector<std::string> values_of(const OptionSpec& spec) {
  if (spec.option == Option::kVmsaLayout) return {"legacy", "init2"};
  if (spec.option == Option::kConnect) return {"qemu:///system"};
  std::vector<std::string> values;
  if (spec.option == Option::kCpu) {
    for (const CpuModel& model : cpu_models()) values.emplace_back(model.name);
  }
  return values;
}

std::string joined_name(const Command& command, std::string_view between) {
  std::string name;
  for (const char c : command.name) {
    if (c == ' ') {
      name += between;
    } else {
      name += c;
    }
  }
  return name;
}

void for_each_option(const Command& command, const std::function<void(const OptionSpec&)>& use) {
  for (const OptionGroup& group : command.options()) {
    for (const OptionSpec& spec : group.options) {
      if (spec.help != nullptr) use(spec);
    }
  }
}

}  // namespace sevproof::cli
