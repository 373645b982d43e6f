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

std::string one_line(std::string_view text) {
  std::string line(text);
  std::ranges::replace(line, '\n', ' ');
  return line;
}

std::string one_line(const OptionSpec& spec) { return one_line(std::string_view(spec.help)); }

std::string joined(std::span<const std::string> words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += between;
    text += word;
  }
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

std::pair<std::string, std::string> words_of(const Command& command) {
  const std::size_t space = command.name.find(' ');
  if (space == command.name.npos) return {std::string(command.name), {}};
  return {std::string(command.name.substr(0, space)), std::string(command.name.substr(space + 1))};
}

std::string joined_name(const Command& command, std::string_view between) {
  const auto [first, second] = words_of(command);
  return second.empty() ? first : first + std::string(between) + second;
}

std::string_view first_line_of(const Command& command) {
  return command.summary.substr(0, command.summary.find('\n'));
}

void for_each_option(const Command& command, const std::function<void(const OptionSpec&)>& use) {
  for (const OptionGroup& group : command.options()) {
    for (const OptionSpec& spec : group.options) {
      if (spec.help != nullptr) use(spec);
    }
  }
}

}  // namespace sevproof::cli
